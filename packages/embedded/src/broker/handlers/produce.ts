/**
 * Produce: appends one record batch per partition, once.
 *
 * Behaviour, in the order Apache Kafka 4.x checks (KafkaApis, ReplicaManager, UnifiedLog, ProducerStateManager)
 * - Transactional records without a transactional id: TRANSACTIONAL_ID_AUTHORIZATION_FAILED; with one,
 *   INVALID_TXN_STATE, for transactions are not served here.
 * - Topic or partition unknown: UNKNOWN_TOPIC_OR_PARTITION, or UNKNOWN_TOPIC_ID when asked for by id.
 * - Not exactly one whole batch of magic 2: INVALID_RECORD or CORRUPT_MESSAGE.
 * - Acks other than -1, 0, 1: INVALID_REQUIRED_ACKS for every partition that came so far.
 * - Led by another broker: NOT_LEADER_OR_FOLLOWER.
 * - Larger than max.message.bytes: MESSAGE_TOO_LARGE.
 * - Wrong CRC: CORRUPT_MESSAGE; wrong counts, deltas or records: INVALID_RECORD.
 * - A timestamp more than an hour ahead: INVALID_TIMESTAMP, naming the records.
 * - Idempotence: one of the producer's last five batches is answered with its first offset and no error; an
 *   old epoch is INVALID_PRODUCER_EPOCH; anything but the next sequence is OUT_OF_ORDER_SEQUENCE_NUMBER,
 *   which is also what Kafka answers to a batch older than the five.
 * - Acks 0: no answer; an error ends the connection.
 * Stricter than Kafka 4.1: null records (it never answers), bytes after the batch (it drops them) and key or
 * value lengths below -1 (it takes them for null) are all INVALID_RECORD here.
 *
 * Version notes
 * - v3 is the first with record batches. v5: log start offset. v7: zstd. v8: record errors and a message
 *   (KIP-467). v10: the current leader on NOT_LEADER_OR_FOLLOWER and its address (KIP-951). v13: topic ids.
 */
import {
  BATCH_AT,
  errorCodes,
  produce,
  type BatchHeader,
  type RequestOf,
  type ResponseInput,
} from '@ottla/protocol';
import { checkContent, checkShape, type BatchRefusal } from '../batch-check.ts';
import { defineHandler, type Call } from '../handler.ts';
import type { SequenceVerdict } from '../sequence-window.ts';
import type { Partition, Topic } from '../topic.ts';
import { endpointsOf, leaderHint } from './leader-hint.ts';

type Request = RequestOf<typeof produce>;
type TopicRequest = Request['topicData'][number];
type PartitionRequest = TopicRequest['partitionData'][number];
type TopicAnswer = ResponseInput<typeof produce>['responses'][number];
type PartitionAnswer = TopicAnswer['partitionResponses'][number];

const LOWEST_ACKS = -1;
const HIGHEST_ACKS = 1;
const TRANSACTIONAL_BIT = 0x10;
const FIRST_VERSION_WITH_LEADER = 10;
const FIRST_VERSION_WITH_TOPIC_ID = 13;

function refused(index: number, errorCode: number, errorMessage: string | null = null): PartitionAnswer {
  return { index, errorCode, baseOffset: -1n, errorMessage };
}

function refusedBatch(index: number, refusal: BatchRefusal): PartitionAnswer {
  const { errorCode, errorMessage, recordIndexes = [] } = refusal;
  const recordErrors = recordIndexes.map((batchIndex) => ({
    batchIndex,
    batchIndexErrorMessage: errorMessage,
  }));
  return { ...refused(index, errorCode, errorMessage), recordErrors };
}

function appended(index: number, baseOffset: number, logStartOffset: number): PartitionAnswer {
  return {
    index,
    errorCode: errorCodes.NONE,
    baseOffset: BigInt(baseOffset),
    logStartOffset: BigInt(logStartOffset),
  };
}

/** A refusal by the log itself tells the log's start, but for these two (ReplicaManager.appendRecords). */
function refusedContent({ index, log }: Partition, refusal: BatchRefusal): PartitionAnswer {
  const answer = refusedBatch(index, refusal);
  const { errorCode } = refusal;
  return errorCode === errorCodes.CORRUPT_MESSAGE || errorCode === errorCodes.MESSAGE_TOO_LARGE
    ? answer
    : { ...answer, logStartOffset: BigInt(log.logStartOffset) };
}

function refusedSequence(
  partition: Partition,
  header: BatchHeader,
  verdict: Extract<SequenceVerdict, { kind: 'fenced' | 'forgotten' | 'gap' }>,
): PartitionAnswer {
  const producer = `producer ${header.producerId} epoch ${header.producerEpoch}`;
  return refusedContent(
    partition,
    verdict.kind === 'fenced'
      ? {
          errorCode: errorCodes.INVALID_PRODUCER_EPOCH,
          errorMessage: `${producer}: epoch ${verdict.currentEpoch} was seen`,
        }
      : {
          errorCode: errorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER,
          errorMessage: `${producer}: sequence ${header.baseSequence} where ${verdict.expected} is next`,
        },
  );
}

/** A partition this broker leads, and the call that writes to it. */
interface Target {
  readonly partition: Partition;
  readonly call: Call;
}

/** Appends a checked batch, or finds that it must not be, or need not be. */
function appendOnce({ partition, call }: Target, records: Uint8Array, header: BatchHeader): PartitionAnswer {
  const { index, log, sequences } = partition;
  const idempotent = header.producerId >= 0n;
  if (idempotent) {
    const verdict = sequences.judge(header);
    if (verdict.kind === 'duplicate') return appended(index, verdict.baseOffset, log.logStartOffset);
    if (verdict.kind !== 'next') return refusedSequence(partition, header, verdict);
  }
  const baseOffset = log.append(records, header.recordCount, partition.leaderEpoch);
  if (idempotent) sequences.remember(header, baseOffset);
  call.state.noteChange();
  return appended(index, baseOffset, log.logStartOffset);
}

function answerPartition(
  topic: Topic | undefined,
  asked: PartitionRequest,
  request: { readonly acks: number; readonly call: Call },
): PartitionAnswer {
  const { acks, call } = request;
  const partition = topic?.partitions[asked.index];
  if (topic === undefined || partition === undefined) {
    const byId = call.version >= FIRST_VERSION_WITH_TOPIC_ID && topic === undefined;
    return refused(asked.index, byId ? errorCodes.UNKNOWN_TOPIC_ID : errorCodes.UNKNOWN_TOPIC_OR_PARTITION);
  }
  const misshapen = checkShape(asked.records, call.version);
  if (misshapen !== undefined || asked.records === null) {
    return refusedBatch(asked.index, misshapen ?? { errorCode: errorCodes.INVALID_RECORD, errorMessage: '' });
  }
  if (acks < LOWEST_ACKS || acks > HIGHEST_ACKS) {
    return refused(asked.index, errorCodes.INVALID_REQUIRED_ACKS);
  }
  if (partition.leaderId !== call.nodeId) {
    const answer = refused(asked.index, errorCodes.NOT_LEADER_OR_FOLLOWER);
    return call.version < FIRST_VERSION_WITH_LEADER
      ? answer
      : { ...answer, currentLeader: leaderHint(partition) };
  }
  const bounds = { maxMessageBytes: topic.maxMessageBytes, wallNow: call.wallNow };
  const checked = checkContent(asked.records, bounds);
  if ('errorCode' in checked) return refusedContent(partition, checked);
  return appendOnce({ partition, call }, asked.records, checked);
}

function hasTransactionalRecords(body: Request): boolean {
  return body.topicData.some((topic) =>
    topic.partitionData.some(
      ({ records }) =>
        records !== null && ((records[BATCH_AT.attributes + 1] ?? 0) & TRANSACTIONAL_BIT) !== 0,
    ),
  );
}

function answerTopic(asked: TopicRequest, body: Request, call: Call): TopicAnswer {
  const byId = call.version >= FIRST_VERSION_WITH_TOPIC_ID;
  const topic = byId ? call.state.topicById(asked.topicId) : call.state.topic(asked.name);
  return {
    name: asked.name,
    topicId: asked.topicId,
    partitionResponses: asked.partitionData.map((partition) =>
      answerPartition(topic, partition, { acks: body.acks, call }),
    ),
  };
}

function refuseTransaction(body: Request): TopicAnswer[] {
  const errorCode =
    body.transactionalId === null
      ? errorCodes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED
      : errorCodes.INVALID_TXN_STATE;
  return body.topicData.map(({ name, topicId, partitionData }) => ({
    name,
    topicId,
    partitionResponses: partitionData.map(({ index }) => refused(index, errorCode)),
  }));
}

export const handleProduce = defineHandler(produce, (body, call) => {
  const responses = hasTransactionalRecords(body)
    ? refuseTransaction(body)
    : body.topicData.map((topic) => answerTopic(topic, body, call));
  const answers = responses.flatMap((topic) => topic.partitionResponses);
  if (body.acks === 0) {
    const failed = answers.find((answer) => answer.errorCode !== errorCodes.NONE);
    if (failed === undefined) return { kind: 'none' };
    return { kind: 'close', reason: `Produce with acks 0 failed with error ${failed.errorCode}` };
  }
  const hints = answers.map(({ currentLeader }) => currentLeader);
  const nodeEndpoints = call.version < FIRST_VERSION_WITH_LEADER ? [] : endpointsOf(hints, call.state);
  return { kind: 'answer', body: { responses, nodeEndpoints } };
});
