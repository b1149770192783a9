/** The codes simulated brokers refuse with. */
import { errorCodes } from '@ottla/protocol';

export const FAULTS = {
  moved: errorCodes.NOT_LEADER_OR_FOLLOWER,
  unknown: errorCodes.UNKNOWN_TOPIC_OR_PARTITION,
  /** Nothing was written. */
  refused: [
    errorCodes.NOT_ENOUGH_REPLICAS,
    errorCodes.CORRUPT_MESSAGE,
    errorCodes.KAFKA_STORAGE_ERROR,
    errorCodes.MESSAGE_TOO_LARGE,
    errorCodes.INVALID_RECORD,
    errorCodes.UNKNOWN_TOPIC_OR_PARTITION,
  ],
  /** The batch was written all the same. */
  ambiguous: [errorCodes.REQUEST_TIMED_OUT, errorCodes.NOT_ENOUGH_REPLICAS_AFTER_APPEND],
};
