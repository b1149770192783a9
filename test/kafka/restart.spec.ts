import { Cluster } from '@ottla/cluster';
import { Producer } from '@ottla/producer';
import { describe, expect, it } from 'vitest';
import { KafkaBroker } from './harness/kafka-broker.ts';
import { prepareToolchain } from './harness/toolchain.ts';
import { readTopic } from './harness/topic.ts';

const TOPIC = 'restarted';
const PARTITIONS = 6;
const RECORDS = 100_000;
const KEYS = 500;
const OUTSTANDING = 2_000;

describe('SIGKILL and restart of the broker in the middle of a run', () => {
  it('loses nothing, doubles nothing, and keeps the order of every key', async () => {
    await using broker = await KafkaBroker.start(prepareToolchain());
    await using cluster = new Cluster({ bootstrapServers: [broker.bootstrapServer] });
    await cluster.connect();
    await cluster.createTopic(TOPIC, { partitions: PARTITIONS });

    let restarted: Promise<void> | undefined;
    const places = new Map<number, string>();
    {
      await using producer = new Producer({ bootstrapServers: [broker.bootstrapServer] });
      let outstanding: Promise<void>[] = [];
      for (let id = 0; id < RECORDS; id++) {
        const record = { topic: TOPIC, key: Buffer.from(`key-${id % KEYS}`), value: Buffer.from(String(id)) };
        outstanding.push(
          producer
            .send(record)
            .then(({ partition, offset }) => void places.set(id, `${partition}:${offset}`)),
        );
        if (outstanding.length < OUTSTANDING) continue;
        // Killed while this window is still on its way.
        if (id > RECORDS / 2) restarted ??= broker.kill().then(() => broker.restart());
        await Promise.all(outstanding);
        outstanding = [];
      }
      await Promise.all(outstanding);
    }
    await restarted;

    const records = await readTopic(cluster, TOPIC, PARTITIONS);
    const ids = records.map(({ value }) => Number(Buffer.from(value ?? []).toString()));
    expect(records).toHaveLength(RECORDS);
    expect(new Set(ids).size).toBe(RECORDS);
    const misplaced = records.filter(
      ({ partition, offset }, index) => places.get(ids[index] ?? -1) !== `${partition}:${offset}`,
    );
    expect(misplaced).toEqual([]);
    const lastByKey = new Map<string, number>();
    for (const [index, { key }] of records.entries()) {
      const name = Buffer.from(key ?? []).toString();
      expect(lastByKey.get(name) ?? -1).toBeLessThan(ids[index] ?? -1);
      lastByKey.set(name, ids[index] ?? -1);
    }
  });
});
