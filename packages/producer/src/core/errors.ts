/**
 * Every way a record can fail to be delivered.
 *
 * Each error says what, where and the remedy, carries a stable `code`, what the caller can do, and the
 * `outcome`: `notWritten` only when it is certain. One ambiguous attempt makes it `maybeWritten` for good.
 * All records of a batch that fail for one reason share one error object.
 */
import { OttlaError, type DeliveryOutcome, type ErrorAction } from '@ottla/kernel';
import { BrokerError } from '@ottla/protocol';

/** Where a record was to go; -1 when no partition was chosen yet. */
export interface RecordPlace {
  readonly topic: string;
  readonly partition: number;
}

const placeName = ({ topic, partition }: RecordPlace): string =>
  partition < 0 ? `topic '${topic}'` : `'${topic}' partition ${partition}`;

export interface DeliveryFailure extends RecordPlace {
  /** Kafka's error name (`INVALID_RECORD`), or one of DELIVERY_TIMED_OUT, DELIVERY_UNRESOLVED, TOPIC_UNKNOWN, METADATA_TIMED_OUT, PARTITION_UNKNOWN, SERIALIZER_NOT_READY, PRODUCER_CLOSED. */
  readonly code: string;
  readonly action: ErrorAction;
  readonly outcome: DeliveryOutcome;
  readonly text: string;
  /** The last error of a broker or a connection. */
  readonly cause?: unknown;
}

const OUTCOME_TEXT: Readonly<Record<DeliveryOutcome, string>> = {
  notWritten: 'it was not written',
  maybeWritten: 'it may have been written',
};

/** A record that was accepted and not delivered, or whose delivery is unknown. */
export class DeliveryError extends OttlaError {
  override readonly outcome: DeliveryOutcome;
  readonly topic: string;
  /** -1 when the record had no partition yet. */
  readonly partition: number;

  constructor(failure: DeliveryFailure) {
    super(`${placeName(failure)}: ${failure.text}; ${OUTCOME_TEXT[failure.outcome]}`, {
      code: failure.code,
      action: failure.action,
      cause: failure.cause,
    });
    this.outcome = failure.outcome;
    this.topic = failure.topic;
    this.partition = failure.partition;
  }
}

/** No room: `bufferMemory` is full and the line of waiting records too, or the wait took `maxBlockMs`. Code `BUFFER_EXHAUSTED`; retriable, not written. */
export class BufferExhaustedError extends OttlaError {
  override readonly outcome: DeliveryOutcome = 'notWritten';
  readonly topic: string;

  constructor(topic: string, text: string) {
    super(`topic '${topic}': ${text}; await send() or flush(), or raise bufferMemory`, {
      code: 'BUFFER_EXHAUSTED',
      action: 'retriable',
    });
    this.topic = topic;
  }
}

/** A record that no batch may carry. Code `RECORD_TOO_LARGE`; not written. */
export class RecordTooLargeError extends OttlaError {
  override readonly outcome: DeliveryOutcome;
  readonly topic: string;
  /** Upper bound of its encoded size, batch header included, in bytes. */
  readonly recordBytes: number;

  constructor(
    topic: string,
    problem: { recordBytes: number; text: string; outcome?: DeliveryOutcome; cause?: unknown },
  ) {
    super(`topic '${topic}': a record of ${problem.recordBytes} bytes ${problem.text}`, {
      code: 'RECORD_TOO_LARGE',
      action: 'usage',
      cause: problem.cause,
    });
    this.outcome = problem.outcome ?? 'notWritten';
    this.topic = topic;
    this.recordBytes = problem.recordBytes;
  }
}

/** The producer was closed before this call. Code `PRODUCER_CLOSED`; not written. */
export class ClosedError extends OttlaError {
  override readonly outcome: DeliveryOutcome = 'notWritten';

  constructor() {
    super('the producer is closed; send before close(), or make a new producer', {
      code: 'PRODUCER_CLOSED',
      action: 'usage',
    });
  }
}

/** A broker refused what this producer cannot go on without. `code` is that of the cause; close the producer. */
export class FatalError extends OttlaError {
  override readonly outcome: DeliveryOutcome = 'notWritten';

  constructor(cause: OttlaError) {
    super(`the producer cannot go on: ${cause.message}; close it and mend the cause`, {
      code: cause.code,
      action: 'fatal',
      cause,
    });
  }
}

/** What a broker answered to a request about this place; the `cause` of a DeliveryError. */
export function brokerErrorOf(
  request: 'Produce' | 'Metadata',
  place: RecordPlace,
  answer: { readonly errorCode: number; readonly errorMessage?: string | null },
): BrokerError {
  return new BrokerError(`${request} of ${placeName(place)}`, answer.errorCode, answer.errorMessage);
}
