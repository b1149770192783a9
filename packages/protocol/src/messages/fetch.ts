/**
 * Fetch (1): reads record batches from partitions, as consumers and replicas do.
 *
 * The answer holds whole batches from disk: the first may begin before the offset asked for, the last may
 * be cut off. v7 adds incremental sessions (KIP-227), v11 reading from a near replica (KIP-392), v12
 * divergence checks (KIP-595), v13 topic ids (KIP-516), v15 moves the replica's identity into a tagged
 * field (KIP-903), v16 names new leaders' addresses (KIP-951), v17 and v18 serve replicas only.
 */
import { ZERO_UUID, array, int16, int32, int64, int8, records, string, struct, uuid } from '../wire/types.ts';
import { defineApi } from './api.ts';
import { NO_LEADER, leaderIdAndEpoch, nodeEndpoint } from './leader-hints.ts';

/** "This replica does not tell its high watermark" (KIP-1166). */
const HIGH_WATERMARK_NOT_TOLD = 9223372036854775807n;

const requestPartition = struct({
  partition: int32,
  /** The epoch the reader believes in; a broker that knows better answers 74 or 75. -1: no check. */
  currentLeaderEpoch: int32.since(9, -1).default(-1).ignorable(),
  /** First offset wanted. */
  fetchOffset: int64,
  /** Epoch of the last record read; lets the broker find where the logs part. -1: no check. */
  lastFetchedEpoch: int32.since(12, -1).default(-1),
  /** Of a follower's log; consumers say -1. */
  logStartOffset: int64.since(5, -1n).default(-1n).ignorable(),
  /** A first batch larger than this is still sent whole (KIP-74). */
  partitionMaxBytes: int32,
  /** Of a follower's log directory (KIP-853). */
  replicaDirectoryId: uuid.tagged(0, 17).default(ZERO_UUID).ignorable(),
  /** What a follower believes the high watermark is; -1 when it does not know (KIP-1166). */
  highWatermark: int64.tagged(1, 18).default(HIGH_WATERMARK_NOT_TOLD).ignorable(),
});

const responsePartition = struct({
  partitionIndex: int32,
  /**
   * NONE, OFFSET_OUT_OF_RANGE (1), UNKNOWN_TOPIC_OR_PARTITION (3), NOT_LEADER_OR_FOLLOWER (6),
   * REPLICA_NOT_AVAILABLE (9), TOPIC_AUTHORIZATION_FAILED (29), KAFKA_STORAGE_ERROR (56),
   * FENCED_LEADER_EPOCH (74), UNKNOWN_LEADER_EPOCH (75), UNSUPPORTED_COMPRESSION_TYPE (76: the version is
   * too old for zstd), OFFSET_NOT_AVAILABLE (78), UNKNOWN_TOPIC_ID (100), INCONSISTENT_TOPIC_ID (103).
   */
  errorCode: int16,
  /** One past the last offset that consumers may see. */
  highWatermark: int64,
  /** First offset of the oldest open transaction; readers of committed records stop here. -1 when unknown. */
  lastStableOffset: int64.default(-1n),
  /** The oldest offset still there. -1 when unknown. */
  logStartOffset: int64.since(5, -1n).default(-1n).ignorable(),
  /** Set when the reader's log holds what the leader's does not: truncate to here. */
  divergingEpoch: struct({ epoch: int32.default(-1), endOffset: int64.default(-1n) })
    .tagged(0, 12)
    .default({ epoch: -1, endOffset: -1n }),
  /** With NOT_LEADER_OR_FOLLOWER or FENCED_LEADER_EPOCH: who leads now. */
  currentLeader: leaderIdAndEpoch.tagged(1, 12).default(NO_LEADER),
  /** For replicas of the metadata log: fetch this snapshot instead. */
  snapshotId: struct({ endOffset: int64.default(-1n), epoch: int32.default(-1) })
    .tagged(2, 12)
    .default({ endOffset: -1n, epoch: -1 }),
  /** Transactions to leave out, for readers of committed records; null for others. */
  abortedTransactions: array(
    struct({
      producerId: int64,
      /** Its records from here to its abort marker do not count. */
      firstOffset: int64,
    }),
  ).nullable(),
  /** Node id of a nearer replica to read from, or -1. */
  preferredReadReplica: int32.since(11, -1).default(-1),
  /** Batches one after the other, the last perhaps cut off. Null or empty when there is nothing new. */
  records: records.nullable(),
});

export const fetch = defineApi({
  key: 1,
  name: 'Fetch',
  versions: '4-18',
  flexible: '12+',
  request: {
    /** Checked by controllers only. */
    clusterId: string.nullable().tagged(0, 12).default(null).ignorable(),
    /** Node id of a follower; consumers say -1. From v15 on it stands in `replicaState`. */
    replicaId: int32.until(14).default(-1),
    replicaState: struct({ replicaId: int32.default(-1), replicaEpoch: int64.default(-1n) })
      .tagged(1, 15)
      .default({ replicaId: -1, replicaEpoch: -1n }),
    /** How long the broker waits for `minBytes` to gather. */
    maxWaitMs: int32,
    /** Answer as soon as this much is there; 0 or 1 with nothing there waits or not, by `maxWaitMs`. */
    minBytes: int32,
    /** Over all partitions; a first batch larger than this is still sent whole (KIP-74). */
    maxBytes: int32.default(0x7fffffff),
    /** 0 shows every record, 1 only those of committed transactions and of none. */
    isolationLevel: int8.default(0),
    /** 0: none, or open one (KIP-227). */
    sessionId: int32.since(7, 0).default(0).ignorable(),
    /** 0 opens a session, -1 asks for a full answer without one, n continues it. */
    sessionEpoch: int32.since(7, -1).default(-1).ignorable(),
    /** Served in this order. In a session: only what changed. */
    topics: array(
      struct({
        /** Up to v12. */
        topic: string.until(12, '').ignorable(),
        /** From v13 on. */
        topicId: uuid.since(13, ZERO_UUID).ignorable(),
        partitions: array(requestPartition),
      }),
    ),
    /** Partitions to take out of the session. */
    forgottenTopicsData: array(
      struct({
        /** Up to v12. */
        topic: string.until(12, '').ignorable(),
        /** From v13 on. */
        topicId: uuid.since(13, ZERO_UUID).ignorable(),
        partitions: array(int32),
      }),
    )
      .since(7, [])
      .default([]),
    /** The reader's rack, for choosing a near replica (KIP-392). */
    rackId: string.since(11, '').default('').ignorable(),
  },
  response: {
    throttleTimeMs: int32.default(0),
    /** Of the whole answer: FETCH_SESSION_ID_NOT_FOUND (70), INVALID_FETCH_SESSION_EPOCH (71), 106. */
    errorCode: int16.since(7, 0).default(0).ignorable(),
    /** 0 when there is no session. */
    sessionId: int32.since(7, 0).default(0),
    responses: array(
      struct({
        /** Up to v12. */
        topic: string.until(12, '').ignorable(),
        /** From v13 on. */
        topicId: uuid.since(13, ZERO_UUID).ignorable(),
        partitions: array(responsePartition),
      }),
    ),
    /** Addresses of the leaders named in `currentLeader`. */
    nodeEndpoints: array(nodeEndpoint).tagged(0, 16).default([]),
  },
});
