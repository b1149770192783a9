import { Producer } from '@ottla/producer';
import { describe, expect, it } from 'vitest';
import { realKafka } from './harness/environment.ts';
import { consoleProduce } from './harness/kafka-tools.ts';
import { type ReadRecord, readTopic, uniqueTopic, withTopic } from './harness/topic.ts';

const PARTITIONS = 7;
const many = Array.from({ length: 300 }, (_, index) => `customer-${index * 31}`);
const keys = ['a', 'ab', 'abc', 'abcd', 'abcde', 'foobar', 'Zoë', 'Łukasz', '日本語', '😀', '21', ...many];

const placesByKey = (records: readonly ReadRecord[]): Map<string, number> =>
  new Map(records.map(({ key, partition }) => [Buffer.from(key ?? []).toString(), partition]));

describe('a keyed record', () => {
  it("lands on the partition that Java's producer chooses for its key", async () => {
    const ours = uniqueTopic('ours');
    const javas = uniqueTopic('javas');
    const { bootstrapServer, classPath } = realKafka;
    await withTopic({ bootstrapServer, topic: ours, partitions: PARTITIONS }, async (cluster) => {
      await cluster.createTopic(javas, { partitions: PARTITIONS });
      await using producer = new Producer({ bootstrapServers: [bootstrapServer] });
      await Promise.all(
        keys.map((key) => producer.send({ topic: ours, key: Buffer.from(key), value: Buffer.from('v') })),
      );
      await consoleProduce({
        classPath,
        bootstrapServer,
        topic: javas,
        lines: keys.map((key) => `${key}\tv`),
      });

      const expected = placesByKey(await readTopic(cluster, javas, PARTITIONS));
      expect(expected.size).toBe(keys.length);
      expect(placesByKey(await readTopic(cluster, ours, PARTITIONS))).toEqual(expected);
    });
  });
});
