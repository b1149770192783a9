/**
 * Fetch: record batches from an offset on, at once or when enough have come.
 *
 * Behaviour
 * - Fetch sessions (KIP-227) are not kept: a full fetch is answered with session id 0, which tells the
 *   client to send full fetches; a request that names a session gets FETCH_SESSION_ID_NOT_FOUND.
 * - Per partition: unknown topic or partition, led by another broker, leader epoch older
 *   (FENCED_LEADER_EPOCH) or newer (UNKNOWN_LEADER_EPOCH) than ours, offset outside the log.
 * - Bytes are limited for the whole answer and per partition, in the order asked for; the first batch found
 *   comes whole even when it is larger (KIP-74). Only whole batches are given.
 * - Waits until min bytes are there, a partition has an error, or max wait has passed.
 * - All that is in the log is committed: last stable offset and high watermark are its end.
 *
 * Version notes
 * - v4: isolation level and aborted transactions (null when reading uncommitted, empty otherwise).
 * - v9: current leader epoch. v12: current leader of a partition that moved. v13: topic ids.
 * - v16: the addresses of new leaders (KIP-951).
 */
import { errorCodes, fetch, type RequestOf, type ResponseInput } from '@ottla/protocol';
import { defineHandler, type Call } from '../handler.ts';
import type { Topic } from '../topic.ts';
import { endpointsOf, leaderHint } from './leader-hint.ts';

type Request = RequestOf<typeof fetch>;
type TopicRequest = Request['topics'][number];
type PartitionRequest = TopicRequest['partitions'][number];
type Body = ResponseInput<typeof fetch>;
type PartitionAnswer = Body['responses'][number]['partitions'][number];

const FIRST_VERSION_WITH_LEADER = 12;
const FIRST_VERSION_WITH_TOPIC_ID = 13;
const FIRST_VERSION_WITH_ENDPOINTS = 16;
const READ_COMMITTED = 1;
const NO_BYTES = new Uint8Array(0);

/** The bytes an answer may still take, and what was found so far. */
interface Reading {
  remainingBytes: number;
  bytesRead: number;
  /** True when waiting longer would change nothing: an error, or more than was taken. */
  settled: boolean;
}

interface Attempt {
  readonly body: Request;
  readonly call: Call;
  readonly reading: Reading;
}

function refused(index: number, errorCode: number): PartitionAnswer {
  const known =
    errorCode !== errorCodes.UNKNOWN_TOPIC_OR_PARTITION && errorCode !== errorCodes.UNKNOWN_TOPIC_ID;
  return {
    partitionIndex: index,
    errorCode,
    highWatermark: -1n,
    abortedTransactions: known ? null : [],
    records: NO_BYTES,
  };
}

function faultOf(topic: Topic | undefined, asked: PartitionRequest, call: Call): number {
  const partition = topic?.partitions[asked.partition];
  if (topic === undefined && call.version >= FIRST_VERSION_WITH_TOPIC_ID) return errorCodes.UNKNOWN_TOPIC_ID;
  if (partition === undefined) return errorCodes.UNKNOWN_TOPIC_OR_PARTITION;
  const epoch = asked.currentLeaderEpoch;
  if (epoch >= 0 && epoch < partition.leaderEpoch) return errorCodes.FENCED_LEADER_EPOCH;
  if (epoch > partition.leaderEpoch) return errorCodes.UNKNOWN_LEADER_EPOCH;
  if (partition.leaderId !== call.nodeId) return errorCodes.NOT_LEADER_OR_FOLLOWER;
  const { logStartOffset, highWatermark } = partition.log;
  const inRange = asked.fetchOffset >= BigInt(logStartOffset) && asked.fetchOffset <= BigInt(highWatermark);
  return inRange ? errorCodes.NONE : errorCodes.OFFSET_OUT_OF_RANGE;
}

function hasMoved(errorCode: number): boolean {
  return errorCode === errorCodes.NOT_LEADER_OR_FOLLOWER || errorCode === errorCodes.FENCED_LEADER_EPOCH;
}

function readPartition(
  topic: Topic | undefined,
  asked: PartitionRequest,
  { body, call, reading }: Attempt,
): PartitionAnswer {
  const errorCode = faultOf(topic, asked, call);
  const partition = topic?.partitions[asked.partition];
  if (errorCode !== errorCodes.NONE || partition === undefined) {
    reading.settled = true;
    const answer = refused(asked.partition, errorCode);
    if (!hasMoved(errorCode) || partition === undefined || call.version < FIRST_VERSION_WITH_LEADER) {
      return answer;
    }
    return { ...answer, currentLeader: leaderHint(partition) };
  }
  const { log } = partition;
  const limit = Math.min(reading.remainingBytes, asked.partitionMaxBytes);
  const found = log.read(Number(asked.fetchOffset), limit, reading.bytesRead === 0);
  reading.remainingBytes = Math.max(0, reading.remainingBytes - found.records.length);
  reading.bytesRead += found.records.length;
  if (found.more) reading.settled = true;
  const highWatermark = BigInt(log.highWatermark);
  return {
    partitionIndex: asked.partition,
    errorCode,
    highWatermark,
    lastStableOffset: highWatermark,
    logStartOffset: BigInt(log.logStartOffset),
    abortedTransactions: body.isolationLevel === READ_COMMITTED ? [] : null,
    records: found.records,
  };
}

/** Reads what there is now; null when it is too little and there is time to wait. */
function attempt(body: Request, call: Call, mayWait: boolean): Body | null {
  const reading: Reading = { remainingBytes: body.maxBytes, bytesRead: 0, settled: false };
  const byId = call.version >= FIRST_VERSION_WITH_TOPIC_ID;
  const responses = body.topics.map((asked) => {
    const topic = byId ? call.state.topicById(asked.topicId) : call.state.topic(asked.topic);
    return {
      topic: asked.topic,
      topicId: asked.topicId,
      partitions: asked.partitions.map((partition) =>
        readPartition(topic, partition, { body, call, reading }),
      ),
    };
  });
  const enough = reading.settled || reading.bytesRead >= body.minBytes || responses.length === 0;
  if (mayWait && !enough) return null;
  if (call.version < FIRST_VERSION_WITH_ENDPOINTS) return { responses };
  const hints = responses.flatMap(({ partitions }) => partitions.map(({ currentLeader }) => currentLeader));
  return { responses, nodeEndpoints: endpointsOf(hints, call.state) };
}

export const handleFetch = defineHandler(fetch, (body, call) => {
  if (body.sessionId !== 0) {
    return {
      kind: 'answer',
      body: { errorCode: errorCodes.FETCH_SESSION_ID_NOT_FOUND, responses: [] },
    };
  }
  const deadline = call.now + Math.max(0, body.maxWaitMs);
  const atOnce = attempt(body, call, deadline > call.now);
  if (atOnce !== null) return { kind: 'answer', body: atOnce };
  return { kind: 'wait', deadline, attempt: (now) => attempt(body, { ...call, now }, now < deadline) };
});
