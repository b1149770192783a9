/**
 * ListOffsets: the offset of an end of a log, or of an instant.
 *
 * Behaviour
 * - Timestamp -1: the end (the last stable offset is the same here); -2 and -4 (earliest local): the start;
 *   -3: the record with the greatest timestamp; -5 (latest tiered): -1, for nothing is tiered.
 * - A timestamp of 0 or more: the first record at or after it; offset -1 when there is none.
 * - Compressed batches are not inflated: within one, the first record's offset and timestamp stand for the
 *   record sought, so a reader begins a little early and never late.
 * - Unknown partition, other leader and leader epochs as in Fetch. A negative timestamp that the version
 *   does not know: UNSUPPORTED_VERSION.
 *
 * Version notes
 * - v1 is the first with a single offset. v2: isolation level. v4: leader epochs. v7: -3 (KIP-734).
 *   v8: -4 (KIP-405). v9: -5 (KIP-1005). v10: a timeout, not needed here.
 */
import {
  errorCodes,
  listOffsets,
  readBatchHeader,
  readRecordBatches,
  type RequestOf,
  type ResponseInput,
} from '@ottla/protocol';
import { defineHandler, type Call } from '../handler.ts';
import type { PartitionLog, StoredBatch } from '../partition-log.ts';
import type { Partition } from '../topic.ts';

type Body = ResponseInput<typeof listOffsets>;
type PartitionRequest = RequestOf<typeof listOffsets>['topics'][number]['partitions'][number];
type PartitionAnswer = Body['topics'][number]['partitions'][number];

const LATEST = -1n;
const EARLIEST = -2n;
const MAX_TIMESTAMP = -3n;
const EARLIEST_LOCAL = -4n;
const LATEST_TIERED = -5n;

/** The first version that knows each special timestamp. */
const SINCE: ReadonlyMap<bigint, number> = new Map([
  [LATEST, 1],
  [EARLIEST, 1],
  [MAX_TIMESTAMP, 7],
  [EARLIEST_LOCAL, 8],
  [LATEST_TIERED, 9],
]);

interface Position {
  readonly offset: bigint;
  readonly timestamp: bigint;
}

const NOWHERE: Position = { offset: -1n, timestamp: -1n };

/** The first record in the batch at or after `timestamp`. */
function within({ bytes }: StoredBatch, timestamp: bigint): Position {
  const { baseOffset, baseTimestamp, compression } = readBatchHeader(bytes, 0);
  if (compression !== 0) return { offset: baseOffset, timestamp: baseTimestamp };
  const record = readRecordBatches(bytes)[0]?.records.find((one) => one.timestamp >= timestamp);
  return record === undefined ? NOWHERE : { offset: record.offset, timestamp: record.timestamp };
}

function firstAtOrAfter(log: PartitionLog, timestamp: bigint): Position {
  const batch = log.findBatch(({ maxTimestamp }) => maxTimestamp >= timestamp);
  return batch === undefined ? NOWHERE : within(batch, timestamp);
}

function greatestTimestamp(log: PartitionLog): Position {
  let greatest = -1n;
  log.findBatch(({ maxTimestamp }) => {
    if (maxTimestamp > greatest) greatest = maxTimestamp;
    return false;
  });
  return greatest < 0n ? NOWHERE : firstAtOrAfter(log, greatest);
}

function find({ log }: Partition, timestamp: bigint): Position {
  switch (timestamp) {
    case LATEST:
      return { offset: BigInt(log.highWatermark), timestamp: -1n };
    case EARLIEST:
    case EARLIEST_LOCAL:
      return { offset: BigInt(log.logStartOffset), timestamp: -1n };
    case MAX_TIMESTAMP:
      return greatestTimestamp(log);
    default:
      return timestamp === LATEST_TIERED ? NOWHERE : firstAtOrAfter(log, timestamp);
  }
}

function refused(index: number, errorCode: number): PartitionAnswer {
  return { partitionIndex: index, errorCode, ...NOWHERE, leaderEpoch: -1 };
}

function answerPartition(
  partition: Partition | undefined,
  asked: PartitionRequest,
  call: Call,
): PartitionAnswer {
  const index = asked.partitionIndex;
  if (partition === undefined) return refused(index, errorCodes.UNKNOWN_TOPIC_OR_PARTITION);
  const epoch = asked.currentLeaderEpoch;
  if (epoch >= 0 && epoch < partition.leaderEpoch) return refused(index, errorCodes.FENCED_LEADER_EPOCH);
  if (epoch > partition.leaderEpoch) return refused(index, errorCodes.UNKNOWN_LEADER_EPOCH);
  if (partition.leaderId !== call.nodeId) return refused(index, errorCodes.NOT_LEADER_OR_FOLLOWER);
  const { timestamp } = asked;
  if (timestamp < 0n && call.version < (SINCE.get(timestamp) ?? Infinity)) {
    return refused(index, errorCodes.UNSUPPORTED_VERSION);
  }
  const position = find(partition, timestamp);
  return {
    partitionIndex: index,
    errorCode: errorCodes.NONE,
    ...position,
    leaderEpoch: call.version < 4 || position.offset < 0n ? -1 : partition.leaderEpoch,
  };
}

export const handleListOffsets = defineHandler(listOffsets, (body, call) => ({
  kind: 'answer',
  body: {
    topics: body.topics.map(({ name, partitions }) => {
      const topic = call.state.topic(name);
      return {
        name,
        partitions: partitions.map((asked) =>
          answerPartition(topic?.partitions[asked.partitionIndex], asked, call),
        ),
      };
    }),
  },
}));
