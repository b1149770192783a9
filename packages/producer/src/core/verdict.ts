/**
 * What a broker's answer for one batch means.
 *
 * A pure function of the answer and of where the batch stands. Source: Java's Sender and TransactionManager
 * for the classes, franz-go where it is safer in flight; the table in docs/internals/producer.md. It decides; the
 * delivery acts.
 */
import { errorCodes, kafkaError } from '@ottla/protocol';
import type { PartitionAnswer } from './effects.ts';

export type Verdict =
  /** Written, perhaps by an earlier attempt. */
  | 'delivered'
  /** Once more, under the same sequence. */
  | 'retry'
  /** Refused for certain, and the sequences no longer fit: once more under another epoch. */
  | 'renumber'
  /** Too large: once more in halves. */
  | 'split'
  /** Refused for good. */
  | 'fail'
  /** Refused, and this producer may not go on. */
  | 'failProducer';

export interface BatchStanding {
  readonly idempotent: boolean;
  readonly recordCount: number;
  /** Its promises were settled by the delivery timeout. */
  readonly abandoned: boolean;
  /** The first of its window that is not decided. */
  readonly headOfLine: boolean;
  /** A later batch of the window was acknowledged under the same identity. */
  readonly provenBySuccessor: boolean;
  /** Numbered anew after an epoch bump already. */
  readonly renumbered: boolean;
}

/** Refusals about sequences: nothing was written by this attempt, for certain. */
const SEQUENCE_CODES: ReadonlySet<number> = new Set([
  errorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER,
  errorCodes.INVALID_PRODUCER_EPOCH,
  errorCodes.UNKNOWN_PRODUCER_ID,
]);

/** Whether an answer with this code leaves open that the batch was written. */
export function isAmbiguous(errorCode: number): boolean {
  return !SEQUENCE_CODES.has(errorCode) && kafkaError(errorCode).ambiguous;
}

export function judge(answer: PartitionAnswer, standing: BatchStanding): Verdict {
  const { errorCode } = answer;
  if (errorCode === errorCodes.NONE || errorCode === errorCodes.DUPLICATE_SEQUENCE_NUMBER) return 'delivered';
  if (errorCode === errorCodes.MESSAGE_TOO_LARGE) {
    return standing.recordCount > 1 && !standing.abandoned ? 'split' : 'fail';
  }
  if (standing.idempotent && SEQUENCE_CODES.has(errorCode)) return judgeSequence(answer, standing);
  const row = kafkaError(errorCode);
  if (row.action === 'retriable' || row.refreshMetadata) return 'retry';
  return row.action === 'fatal' && errorCode !== errorCodes.UNSUPPORTED_VERSION ? 'failProducer' : 'fail';
}

function judgeSequence(answer: PartitionAnswer, standing: BatchStanding): Verdict {
  // The broker took a later batch, which it does only when it has this one.
  if (standing.provenBySuccessor) return 'delivered';
  switch (answer.errorCode) {
    case errorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER:
      // An earlier batch is still to be decided: when it passes, so does this one.
      return standing.headOfLine ? 'renumber' : 'retry';
    case errorCodes.UNKNOWN_PRODUCER_ID:
      // Without a log start offset nothing is known; a renumbered batch begins at 0, which any broker takes.
      return answer.logStartOffset < 0n || standing.renumbered ? 'retry' : 'renumber';
    default:
      return 'renumber';
  }
}
