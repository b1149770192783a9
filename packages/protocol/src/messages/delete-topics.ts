/**
 * DeleteTopics (20): deletes topics with all their records, by name or, from v6 on, by id.
 *
 * Any KRaft broker takes it and forwards it to the controller. v5 adds messages and may throttle
 * (KIP-599), v6 knows topic ids.
 */
import { ZERO_UUID, array, int16, int32, string, struct, uuid } from '../wire/types.ts';
import { defineApi } from './api.ts';

export const deleteTopics = defineApi({
  key: 20,
  name: 'DeleteTopics',
  versions: '1-6',
  flexible: '4+',
  request: {
    /** From v6 on. Give a name or an id, not both. */
    topics: array(
      struct({
        name: string.nullable().default(null),
        topicId: uuid.default(ZERO_UUID),
      }),
    )
      .since(6)
      .default([]),
    /** Up to v5. */
    topicNames: array(string).until(5).default([]).ignorable(),
    /** How long to wait until they are gone, before REQUEST_TIMED_OUT. They may still go. */
    timeoutMs: int32,
  },
  response: {
    throttleTimeMs: int32.default(0),
    responses: array(
      struct({
        /** Null when the topic was given by an id nobody knows. */
        name: string.nullable(6),
        topicId: uuid.since(6, ZERO_UUID).default(ZERO_UUID).ignorable(),
        /**
         * NONE, UNKNOWN_TOPIC_OR_PARTITION (3), REQUEST_TIMED_OUT (7), INVALID_TOPIC_EXCEPTION (17),
         * TOPIC_AUTHORIZATION_FAILED (29), NOT_CONTROLLER (41), INVALID_REQUEST (42: name and id given),
         * TOPIC_DELETION_DISABLED (73), THROTTLING_QUOTA_EXCEEDED (89), UNKNOWN_TOPIC_ID (100).
         */
        errorCode: int16,
        /** In words, from the broker. */
        errorMessage: string.nullable().since(5, null).default(null).ignorable(),
      }),
    ),
  },
});
