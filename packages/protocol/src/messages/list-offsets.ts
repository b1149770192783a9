/**
 * ListOffsets (2): the offset that goes with a timestamp, or with one end of a partition.
 *
 * Asked of the partition's leader. v4 checks the leader's epoch, v7 finds the largest timestamp (KIP-734),
 * v8 and v9 look at tiered storage, v10 may wait for it (KIP-1075).
 */
import { array, int16, int32, int64, int8, string, struct } from '../wire/types.ts';
import { defineApi } from './api.ts';

export const listOffsets = defineApi({
  key: 2,
  name: 'ListOffsets',
  versions: '1-10',
  flexible: '6+',
  request: {
    /** Consumers say -1. */
    replicaId: int32.default(-1),
    /** 1: "latest" is the last stable offset, before any open transaction. 0: the high watermark. */
    isolationLevel: int8.since(2, 0).default(0),
    topics: array(
      struct({
        name: string,
        partitions: array(
          struct({
            partitionIndex: int32,
            /** The epoch the asker believes in; -1: no check. */
            currentLeaderEpoch: int32.since(4, -1).default(-1).ignorable(),
            /**
             * Milliseconds since 1970: the first record at or after it. Or -1 the end, -2 the beginning,
             * -3 the record with the largest timestamp (v7), -4 the first on local disk (v8), -5 the last
             * in tiered storage (v9).
             */
            timestamp: int64,
          }),
        ),
      }),
    ),
    /** How long the broker may look in tiered storage. */
    timeoutMs: int32.since(10, 0).default(0).ignorable(),
  },
  response: {
    throttleTimeMs: int32.since(2, 0).default(0).ignorable(),
    topics: array(
      struct({
        name: string,
        partitions: array(
          struct({
            partitionIndex: int32,
            /**
             * NONE, UNKNOWN_TOPIC_OR_PARTITION (3), NOT_LEADER_OR_FOLLOWER (6), TOPIC_AUTHORIZATION_FAILED
             * (29), UNSUPPORTED_FOR_MESSAGE_FORMAT (43), FENCED_LEADER_EPOCH (74), UNKNOWN_LEADER_EPOCH
             * (75), OFFSET_NOT_AVAILABLE (78: an election is not settled yet).
             */
            errorCode: int16,
            /** Of the record found; -1 for the ends and when none was found. */
            timestamp: int64.default(-1n),
            /** -1 when no record is that late. */
            offset: int64.default(-1n),
            /** Of the record found; -1 when unknown. */
            leaderEpoch: int32.since(4, -1).default(-1),
          }),
        ),
      }),
    ),
  },
});
