/**
 * CreateTopics (19): makes topics. Any KRaft broker takes it and forwards it to the controller.
 *
 * A topic answered with NONE exists, but brokers may not all know it yet. v4 lets the cluster choose the
 * counts (KIP-464), v5 returns the configuration (KIP-525), v6 may throttle (KIP-599), v7 returns ids.
 */
import { ZERO_UUID, array, boolean, int16, int32, int8, string, struct, uuid } from '../wire/types.ts';
import { defineApi } from './api.ts';

export const createTopics = defineApi({
  key: 19,
  name: 'CreateTopics',
  versions: '2-7',
  flexible: '5+',
  request: {
    topics: array(
      struct({
        /** At most 249 of letters, digits, `.`, `_` and `-`. */
        name: string,
        /** -1 with `assignments`, or (v4) for the cluster's default. */
        numPartitions: int32,
        /** -1 with `assignments`, or (v4) for the cluster's default. */
        replicationFactor: int16,
        /** Which brokers hold which partition; empty lets the cluster choose. */
        assignments: array(
          struct({
            partitionIndex: int32,
            /** The first is the preferred leader. */
            brokerIds: array(int32),
          }),
        ).default([]),
        /** Such as `cleanup.policy`. */
        configs: array(struct({ name: string, value: string.nullable() })).default([]),
      }),
    ),
    /** How long to wait for the topics to stand, before REQUEST_TIMED_OUT. They may still come to be. */
    timeoutMs: int32.default(60000),
    /** Checks and answers, and makes nothing. */
    validateOnly: boolean.default(false),
  },
  response: {
    throttleTimeMs: int32.default(0),
    topics: array(
      struct({
        name: string,
        topicId: uuid.since(7, ZERO_UUID).default(ZERO_UUID).ignorable(),
        /**
         * NONE, REQUEST_TIMED_OUT (7), INVALID_TOPIC_EXCEPTION (17), TOPIC_AUTHORIZATION_FAILED (29),
         * TOPIC_ALREADY_EXISTS (36), INVALID_PARTITIONS (37), INVALID_REPLICATION_FACTOR (38),
         * INVALID_REPLICA_ASSIGNMENT (39), INVALID_CONFIG (40), NOT_CONTROLLER (41), INVALID_REQUEST (42),
         * POLICY_VIOLATION (44), THROTTLING_QUOTA_EXCEEDED (89).
         */
        errorCode: int16,
        /** In words, from the broker. */
        errorMessage: string.nullable().default(null),
        /** Why `configs` is null, such as TOPIC_AUTHORIZATION_FAILED (29). */
        topicConfigErrorCode: int16.tagged(0, 5).default(0).ignorable(),
        /** -1 when unknown. */
        numPartitions: int32.since(5, -1).default(-1).ignorable(),
        /** -1 when unknown. */
        replicationFactor: int16.since(5, -1).default(-1).ignorable(),
        /** Every setting in force; null when it may not be seen. */
        configs: array(
          struct({
            name: string,
            /** Null for a secret one. */
            value: string.nullable(),
            readOnly: boolean,
            /** 1 topic, 2 this broker, 3 cluster default, 4 broker's file, 5 Kafka's default; -1 unknown. */
            configSource: int8.default(-1),
            isSensitive: boolean,
          }),
        )
          .nullable()
          .since(5, null)
          .default(null)
          .ignorable(),
      }),
    ),
  },
});
