/** Batches written by Java's producer, with every compression, in and outside transactions, as Fetch gives them. */
import { decodeResponse, fetch, readBatchHeader } from '@ottla/protocol';
import type { KafkaOracle } from './kafka-oracle.ts';

const RECORDS = [
  {
    timestamp: 1_700_000_000_000,
    key: 'c-1',
    value: 'Ada Lovelace',
    headers: [{ key: 'trace', value: '42' }],
  },
  { timestamp: 1_700_000_000_250, key: null, value: 'no key', headers: [] },
  { timestamp: 1_699_999_000_000, key: 'c-1', value: null, headers: [{ key: 'é', value: null }] },
  {
    timestamp: 1_750_000_000_000,
    key: '',
    value: 'again and '.repeat(30),
    headers: [
      { key: 'same', value: 'one' },
      { key: 'same', value: '' },
    ],
  },
];

const CASES = [
  { name: 'plain', compression: 'none' },
  { name: 'not idempotent', compression: 'none', idempotent: 'false' },
  { name: 'gzip', compression: 'gzip' },
  { name: 'snappy', compression: 'snappy' },
  { name: 'lz4', compression: 'lz4' },
  { name: 'zstd', compression: 'zstd' },
  { name: 'committed transaction', compression: 'none', transactionalId: 'golden-a', commit: true },
  { name: 'aborted transaction', compression: 'none', transactionalId: 'golden-b', commit: false },
];

export interface GoldenBatches {
  readonly name: string;
  readonly compression: string;
  /** The records as they were given to Java's producer; text, or null. */
  readonly records: typeof RECORDS;
  /** What Fetch gave: the batch, and the marker that ended a transaction. Hexadecimal. */
  readonly batches: string;
}

async function topicIdOf(oracle: KafkaOracle, name: string): Promise<string> {
  const topics = [{ name, topicId: 'AAAAAAAAAAAAAAAAAAAAAA' }];
  const body = { topics, allowAutoTopicCreation: false, includeTopicAuthorizedOperations: false };
  const seen = await oracle.exchange({ key: 3, version: 12, body });
  return (seen.responseBody as { topics: { topicId: string }[] }).topics[0]?.topicId ?? '';
}

/** What stands from this offset on; waits until something does. */
async function fetchFrom(oracle: KafkaOracle, topicId: string, fetchOffset: bigint): Promise<Buffer> {
  const partition = { partition: 0, currentLeaderEpoch: -1, fetchOffset, lastFetchedEpoch: -1 };
  const sizes = { logStartOffset: -1n, partitionMaxBytes: 1_000_000 };
  const answer = await oracle.exchange({
    key: fetch.key,
    version: 17,
    body: {
      maxWaitMs: 15_000,
      minBytes: 1,
      maxBytes: 1_000_000,
      isolationLevel: 0,
      sessionId: 0,
      sessionEpoch: -1,
      topics: [{ topicId, partitions: [{ ...partition, ...sizes }] }],
      forgottenTopicsData: [],
      rackId: '',
    },
  });
  const { body } = decodeResponse(fetch, 17, Buffer.from(answer.response, 'hex'));
  return Buffer.from(body.responses[0]?.partitions[0]?.records ?? []);
}

/** The batch and, in a transaction, its marker, which is written after Java's producer has its answer. */
async function fetched(oracle: KafkaOracle, topicId: string, transactional: boolean): Promise<string> {
  const batch = await fetchFrom(oracle, topicId, 0n);
  const { batchBytes, lastOffsetDelta } = readBatchHeader(batch, 0);
  const first = batch.subarray(0, batchBytes);
  if (!transactional) return first.toString('hex');
  const marker = await fetchFrom(oracle, topicId, BigInt(lastOffsetDelta + 1));
  if (marker.length === 0) throw new Error('no marker was written');
  return Buffer.concat([first, marker]).toString('hex');
}

export async function recordBatches(oracle: KafkaOracle): Promise<GoldenBatches[]> {
  const rows: GoldenBatches[] = [];
  for (const [index, { name, ...settings }] of CASES.entries()) {
    const topic = `batches-${index}`;
    const plain = { name: topic, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] };
    await oracle.exchange({
      key: 19,
      version: 7,
      body: { topics: [plain], timeoutMs: 10_000, validateOnly: false },
    });
    await oracle.produce({ topic, records: RECORDS, ...settings });
    const batches = await fetched(
      oracle,
      await topicIdOf(oracle, topic),
      settings.transactionalId !== undefined,
    );
    rows.push({ name, compression: settings.compression, records: RECORDS, batches });
  }
  return rows;
}
