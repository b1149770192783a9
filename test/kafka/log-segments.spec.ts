import { join } from 'node:path';
import { Producer } from '@ottla/producer';
import { describe, expect, it } from 'vitest';
import { realKafka } from './harness/environment.ts';
import { dumpLogSegments } from './harness/kafka-tools.ts';
import { uniqueTopic, withTopic } from './harness/topic.ts';

const PARTITIONS = 2;
const RECORDS = 20_000;
const WINDOW = 5_000;

describe('kafka.tools.DumpLogSegments', () => {
  it('finds valid v2 batches with one producer id and gapless sequences', async () => {
    const topic = uniqueTopic('segments');
    const { bootstrapServer, classPath, logFolder } = realKafka;
    await withTopic({ bootstrapServer, topic, partitions: PARTITIONS }, async () => {
      await using producer = new Producer({ bootstrapServers: [bootstrapServer], batchSize: 16_384 });
      let window: Promise<unknown>[] = [];
      for (let index = 0; index < RECORDS; index++) {
        window.push(
          producer.send({ topic, key: Buffer.from(`key-${index}`), value: Buffer.alloc(100, index) }),
        );
        if (window.length < WINDOW) continue;
        await Promise.all(window);
        window = [];
      }
      await Promise.all(window);
    });

    const dumps = await Promise.all(
      [0, 1].map((partition) => dumpLogSegments(classPath, join(logFolder, `${topic}-${partition}`))),
    );
    const producerIds = new Set(dumps.flatMap(({ batches }) => batches.map(({ producerId }) => producerId)));
    expect(producerIds.size).toBe(1);
    expect([...producerIds][0]).toMatch(/^\d+$/);
    expect(dumps.reduce((sum, { recordLines }) => sum + recordLines, 0)).toBe(RECORDS);
    for (const { batches } of dumps) {
      expect(batches.length).toBeGreaterThan(10);
      let nextSequence = 0;
      for (const batch of batches) {
        expect(batch).toMatchObject({
          magic: 2,
          isValid: true,
          producerEpoch: 0,
          baseSequence: nextSequence,
        });
        expect(batch.lastSequence - batch.baseSequence + 1).toBe(batch.count);
        nextSequence = batch.lastSequence + 1;
      }
    }
  });
});
