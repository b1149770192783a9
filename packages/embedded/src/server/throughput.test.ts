/** A million records through one connection, five requests in flight, and back. */
import { fetch, produce, readRecordBatches, type RequestInput } from '@ottla/protocol';
import { describe, expect, it } from 'vitest';
import { batchOf } from '../../testing/broker-fixture.ts';
import { RawClient } from '../../testing/raw-client.ts';
import { EmbeddedCluster } from '../embedded-cluster.ts';

const PARTITIONS = 4;
const RECORDS_PER_BATCH = 1000;
const BATCHES = 1000;
const IN_FLIGHT = 5;
const TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAAAA';

function produceBody(count: number): RequestInput<typeof produce> {
  const index = count % PARTITIONS;
  const baseSequence = Math.floor(count / PARTITIONS) * RECORDS_PER_BATCH;
  const records = batchOf(values, { producerId: 1n, producerEpoch: 0, baseSequence });
  const topicData = [{ name: 'load', topicId: TOPIC_ID, partitionData: [{ index, records }] }];
  return { acks: -1, timeoutMs: 1000, topicData };
}

const values = Array.from({ length: RECORDS_PER_BATCH }, (_, index) => `value ${index}`);

describe('an embedded broker', () => {
  it('takes a million records and gives them back', { timeout: 60_000 }, async () => {
    await using cluster = await EmbeddedCluster.start();
    cluster.createTopic('load', { partitions: PARTITIONS });
    await using client = await RawClient.connect(cluster.bootstrapServers[0]);
    const pending: number[] = [];
    for (let count = 0; count < BATCHES || pending.length > 0; count++) {
      if (count < BATCHES) pending.push(client.send(produce, 12, produceBody(count)));
      if (count < BATCHES && pending.length < IN_FLIGHT) continue;
      const { responses } = await client.answer(produce, 12, pending.shift());
      expect(responses[0]?.partitionResponses[0]?.errorCode).toBe(0);
    }
    let records = 0;
    for (let partition = 0; partition < PARTITIONS; partition++) {
      let fetchOffset = 0n;
      const expectedEnd = BigInt((BATCHES / PARTITIONS) * RECORDS_PER_BATCH);
      while (fetchOffset < expectedEnd) {
        const partitions = [{ partition, fetchOffset, partitionMaxBytes: 1_048_576 }];
        const topics = [{ topic: 'load', topicId: TOPIC_ID, partitions }];
        const answer = await client.ask(fetch, 12, { maxWaitMs: 0, minBytes: 1, topics });
        const batches = readRecordBatches(answer.responses[0]?.partitions[0]?.records ?? new Uint8Array(0));
        expect(batches[0]?.baseOffset).toBe(fetchOffset);
        for (const batch of batches) {
          records += batch.recordCount;
          fetchOffset = batch.baseOffset + BigInt(batch.recordCount);
        }
      }
    }
    expect(records).toBe(BATCHES * RECORDS_PER_BATCH);
  });
});
