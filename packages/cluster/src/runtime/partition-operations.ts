/**
 * Questions to the leader of one partition: where it begins and ends, and its batches from an offset.
 *
 * A leader that has moved is found again and asked again. An answer must hold exactly the partition that
 * was asked for; anything else is MALFORMED_RESPONSE.
 */
import { isOttlaError } from '@ottla/kernel';
import {
  BrokerError,
  ZERO_UUID,
  errorCodes,
  fetch as fetchApi,
  listOffsets,
  readRecordBatches,
  type RecordBatch,
  type ResponseOf,
} from '@ottla/protocol';
import { ClusterError } from '../errors.ts';
import { batchDecompressor } from './batch-decompression.ts';
import type { ClusterCore } from './cluster-core.ts';

export interface FetchOptions {
  /** 1,048,576 by default. A first batch larger than this still comes whole. */
  readonly maxBytes?: number;
  /** How long the broker may wait for a record when there is none, in ms; 500 by default. */
  readonly maxWaitMs?: number;
  /** Stop before the first open transaction; false by default. */
  readonly readCommitted?: boolean;
}

export interface FetchedPartition {
  /** Whole batches; the first may begin before the offset asked for. */
  readonly batches: RecordBatch[];
  /** One past the last offset consumers may see. */
  readonly highWatermark: bigint;
  /** First offset still there; -1 when the broker does not tell. */
  readonly logStartOffset: bigint;
}

const DEFAULT_MAX_BYTES = 1_048_576;
const DEFAULT_MAX_WAIT_MS = 500;
/** The last version that names topics instead of giving their ids. */
const LAST_VERSION_BY_NAME = 12;
const TIMESTAMP = { earliest: -2n, latest: -1n } as const;

function missing(api: string, topic: string, partition: number): ClusterError {
  return new ClusterError(
    `the ${api} answer leaves out partition ${partition} of topic '${topic}'`,
    'MALFORMED_RESPONSE',
  );
}

export async function listOffset(
  core: ClusterCore,
  topic: string,
  at: { readonly partition: number; readonly end: 'earliest' | 'latest' },
): Promise<bigint> {
  const { partition, end } = at;
  const where = `ListOffsets of partition ${partition} of topic '${topic}'`;
  const entryOf = (answer: ResponseOf<typeof listOffsets>): { errorCode: number; offset: bigint } => {
    const found = answer.topics
      .find(({ name }) => name === topic)
      ?.partitions.find(({ partitionIndex }) => partitionIndex === partition);
    if (found === undefined) throw missing('ListOffsets', topic, partition);
    return found;
  };
  const { response, errorCode } = await core.request({
    api: listOffsets,
    where,
    timeoutMs: core.operationTimeoutMs,
    body: () => ({
      topics: [{ name: topic, partitions: [{ partitionIndex: partition, timestamp: TIMESTAMP[end] }] }],
      timeoutMs: core.options.requestTimeoutMs,
    }),
    pick: async () => (await core.leader(topic, partition)).partition.leaderId,
    errorOf: (answer) => entryOf(answer).errorCode,
    refresh: () => core.lookUp(topic),
  });
  if (errorCode !== errorCodes.NONE) throw new BrokerError(where, errorCode);
  return entryOf(response).offset;
}

type FetchResponse = ResponseOf<typeof fetchApi>;
type FetchedEntry = FetchResponse['responses'][number]['partitions'][number];

/** Applies a newer leader told with a refusal (KIP-951). True when that was news. */
function learnLeader(core: ClusterCore, topic: string, answer: FetchResponse | null): boolean {
  const [entry] = answer?.responses[0]?.partitions ?? [];
  if (answer === null || entry === undefined || entry.currentLeader.leaderId < 0) return false;
  const hint = { topic, partition: entry.partitionIndex, ...entry.currentLeader };
  return core.updateLeader(hint, answer.nodeEndpoints);
}

export interface FetchPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

export async function fetchPartition(
  core: ClusterCore,
  { topic, partition, offset }: FetchPlace,
  options: FetchOptions = {},
): Promise<FetchedPartition> {
  const { maxBytes = DEFAULT_MAX_BYTES, maxWaitMs = DEFAULT_MAX_WAIT_MS, readCommitted = false } = options;
  const where = `Fetch of partition ${partition} of topic '${topic}' from offset ${offset}`;
  const entryOf = (answer: FetchResponse): FetchedEntry => {
    const [only] = answer.responses;
    const found = only?.partitions.find(({ partitionIndex }) => partitionIndex === partition);
    if (found === undefined) throw missing('Fetch', topic, partition);
    return found;
  };
  await core.connect();
  const known = await core.topicId(topic, partition);
  const { response, errorCode } = await core.request({
    api: fetchApi,
    where,
    timeoutMs: core.operationTimeoutMs + maxWaitMs,
    maxVersion: known === ZERO_UUID ? LAST_VERSION_BY_NAME : undefined,
    body: () => ({
      maxWaitMs,
      minBytes: 1,
      maxBytes,
      isolationLevel: readCommitted ? 1 : 0,
      topics: [
        {
          topic,
          topicId: core.snapshot.topics.get(topic)?.topicId ?? known,
          partitions: [{ partition, fetchOffset: offset, partitionMaxBytes: maxBytes }],
        },
      ],
    }),
    pick: async () => (await core.leader(topic, partition)).partition.leaderId,
    errorOf: (answer) =>
      answer.errorCode !== errorCodes.NONE ? answer.errorCode : entryOf(answer).errorCode,
    refresh: async (answer) => learnLeader(core, topic, answer) || (await core.lookUp(topic)),
  });
  if (errorCode !== errorCodes.NONE) throw new BrokerError(where, errorCode);
  const { records, highWatermark, logStartOffset } = entryOf(response);
  return { batches: readBatches(core, records, where), highWatermark, logStartOffset };
}

function readBatches(core: ClusterCore, records: Uint8Array | null, where: string): RecordBatch[] {
  if (records === null) return [];
  try {
    return readRecordBatches(records, { decompress: batchDecompressor(core.options.maxFrameBytes) });
  } catch (error) {
    if (!isOttlaError(error) || error instanceof ClusterError || error.code === 'UNSUPPORTED_COMPRESSION')
      throw error;
    throw new ClusterError(`${where}: ${error.message}`, 'MALFORMED_RESPONSE', error);
  }
}
