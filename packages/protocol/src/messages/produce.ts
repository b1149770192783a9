/**
 * Produce (0): appends record batches to partitions that the broker leads.
 *
 * One batch per partition, in format v2. With `acks` 0 there is no answer at all; a broker then shows an
 * error only by closing the connection. v7 allows zstd, v8 names the bad records, v10 names the new leader
 * (KIP-951), v11 may answer TRANSACTION_ABORTABLE, v12 adds partitions to a transaction by itself
 * (KIP-890), v13 knows topics by id only (KIP-516).
 */
import { ZERO_UUID, array, int16, int32, int64, records, string, struct, uuid } from '../wire/types.ts';
import { defineApi } from './api.ts';
import { NO_LEADER, leaderIdAndEpoch, nodeEndpoint } from './leader-hints.ts';

const partitionResponse = struct({
  index: int32,
  /**
   * NONE, or among others
   * CORRUPT_MESSAGE (2), UNKNOWN_TOPIC_OR_PARTITION (3), NOT_LEADER_OR_FOLLOWER (6),
   * REQUEST_TIMED_OUT (7: appended, but not replicated in time), MESSAGE_TOO_LARGE (10),
   * INVALID_TOPIC_EXCEPTION (17), RECORD_LIST_TOO_LARGE (18), NOT_ENOUGH_REPLICAS (19),
   * NOT_ENOUGH_REPLICAS_AFTER_APPEND (20: appended), INVALID_REQUIRED_ACKS (21),
   * TOPIC_AUTHORIZATION_FAILED (29), CLUSTER_AUTHORIZATION_FAILED (31), INVALID_TIMESTAMP (32),
   * OUT_OF_ORDER_SEQUENCE_NUMBER (45), DUPLICATE_SEQUENCE_NUMBER (46: it is in the log already),
   * INVALID_PRODUCER_EPOCH (47), INVALID_TXN_STATE (48), INVALID_PRODUCER_ID_MAPPING (49),
   * KAFKA_STORAGE_ERROR (56), UNKNOWN_PRODUCER_ID (59), UNSUPPORTED_COMPRESSION_TYPE (76),
   * INVALID_RECORD (87), UNKNOWN_TOPIC_ID (100), TRANSACTION_ABORTABLE (120).
   */
  errorCode: int16,
  /** Offset of the batch's first record; -1 after an error, or for a duplicate the broker has forgotten. */
  baseOffset: int64,
  /** The time of the append where the topic stamps records itself (`LogAppendTime`), otherwise -1. */
  logAppendTimeMs: int64.default(-1n),
  /** The oldest offset still there; tells a lost producer id from a truncated log. -1 when unknown. */
  logStartOffset: int64.since(5, -1n).default(-1n).ignorable(),
  /** The records that spoilt the batch, by their place in it. None of the batch was appended (KIP-467). */
  recordErrors: array(
    struct({
      batchIndex: int32,
      /** Null when the broker has no more to say about this one. */
      batchIndexErrorMessage: string.nullable().default(null),
    }),
  )
    .since(8, [])
    .default([])
    .ignorable(),
  /** What the record errors have in common. */
  errorMessage: string.nullable().since(8, null).default(null).ignorable(),
  /** With NOT_LEADER_OR_FOLLOWER: who leads now. */
  currentLeader: leaderIdAndEpoch.tagged(0, 10).default(NO_LEADER),
});

export const produce = defineApi({
  key: 0,
  name: 'Produce',
  versions: '3-13',
  flexible: '9+',
  request: {
    /** Null unless the batches belong to a transaction; checked against the client's permissions. */
    transactionalId: string.nullable().default(null),
    /** -1: all in-sync replicas have it; 1: the leader has it; 0: no answer is sent. */
    acks: int16,
    /** How long the broker waits for the replicas, in ms, before it answers REQUEST_TIMED_OUT. */
    timeoutMs: int32,
    topicData: array(
      struct({
        /** Up to v12. */
        name: string.until(12, '').ignorable(),
        /** From v13 on. */
        topicId: uuid.since(13, ZERO_UUID).ignorable(),
        partitionData: array(
          struct({
            index: int32,
            /** One record batch. Null is allowed by the format and refused by brokers. */
            records: records.nullable(),
          }),
        ),
      }),
    ),
  },
  response: {
    responses: array(
      struct({
        /** Up to v12. */
        name: string.until(12, '').ignorable(),
        /** From v13 on. */
        topicId: uuid.since(13, ZERO_UUID).ignorable(),
        partitionResponses: array(partitionResponse),
      }),
    ),
    /** How long the broker mutes this connection after the answer (KIP-219; before v6 it waited first). */
    throttleTimeMs: int32.default(0),
    /** Addresses of the leaders named in `currentLeader`. */
    nodeEndpoints: array(nodeEndpoint).tagged(0, 10).default([]),
  },
});
