/**
 * What a partition remembers of each idempotent producer: its epoch and its last five batches.
 *
 * `judge` says what to do with a batch and changes nothing; `remember` takes the batch in after it stands
 * in the log. A gap that gets past `judge` is a defect of ours and throws. The rules are Apache Kafka's
 * (storage: ProducerAppendInfo and ProducerStateEntry), KIP-98 and KIP-360:
 * - a known sequence range of the same epoch is a duplicate and is answered with its first offset;
 * - an older epoch is refused; a new epoch begins at 0; the same epoch goes on without a gap;
 * - with no state for the producer id any first sequence is taken.
 */
import { InvariantError } from '@ottla/kernel';
import { nextSequence } from '@ottla/protocol';

/** How many batches per producer id a broker remembers (KIP-98, KAFKA-5494). */
export const BATCHES_REMEMBERED = 5;

/** The producer's part of a batch header. */
export interface SequencedBatch {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly recordCount: number;
}

export type SequenceVerdict =
  /** Goes on where the last batch ended, or begins. */
  | { readonly kind: 'next' }
  /** One of the last five: answered as the first time. */
  | { readonly kind: 'duplicate'; readonly baseOffset: number }
  /** Lies before the next expected sequence, but is none of the last five. */
  | { readonly kind: 'forgotten'; readonly expected: number }
  | { readonly kind: 'gap'; readonly expected: number }
  | { readonly kind: 'fenced'; readonly currentEpoch: number };

interface RememberedBatch {
  readonly baseSequence: number;
  readonly lastSequence: number;
  readonly baseOffset: number;
}

interface ProducerState {
  readonly epoch: number;
  /** Oldest first, never empty. */
  readonly batches: readonly RememberedBatch[];
}

const HALF_OF_SEQUENCES = 0x40000000;

export class SequenceWindow {
  readonly #producers = new Map<bigint, ProducerState>();

  judge(batch: SequencedBatch): SequenceVerdict {
    const state = this.#producers.get(batch.producerId);
    if (state === undefined) return { kind: 'next' };
    if (batch.producerEpoch < state.epoch) return { kind: 'fenced', currentEpoch: state.epoch };
    if (batch.producerEpoch > state.epoch) {
      return batch.baseSequence === 0 ? { kind: 'next' } : { kind: 'gap', expected: 0 };
    }
    const lastSequence = lastSequenceOf(batch);
    const known = state.batches.find(
      (one) => one.baseSequence === batch.baseSequence && one.lastSequence === lastSequence,
    );
    if (known !== undefined) return { kind: 'duplicate', baseOffset: known.baseOffset };
    const expected = expectedAfter(state);
    if (batch.baseSequence === expected) return { kind: 'next' };
    return isBehind(batch.baseSequence, expected)
      ? { kind: 'forgotten', expected }
      : { kind: 'gap', expected };
  }

  /** Takes in a batch that `judge` called next and that now stands at `baseOffset`. */
  remember(batch: SequencedBatch, baseOffset: number): void {
    const state = this.#producers.get(batch.producerId);
    const continues = state !== undefined && state.epoch === batch.producerEpoch;
    if (continues && batch.baseSequence !== expectedAfter(state)) {
      throw new InvariantError(
        `producer ${batch.producerId} epoch ${batch.producerEpoch}: sequence ${batch.baseSequence} was appended where ${expectedAfter(state)} is next`,
      );
    }
    const one = { baseSequence: batch.baseSequence, lastSequence: lastSequenceOf(batch), baseOffset };
    const earlier = continues ? state.batches.slice(1 - BATCHES_REMEMBERED) : [];
    this.#producers.set(batch.producerId, { epoch: batch.producerEpoch, batches: [...earlier, one] });
  }
}

function lastSequenceOf(batch: SequencedBatch): number {
  return nextSequence(batch.baseSequence, batch.recordCount - 1);
}

function expectedAfter(state: ProducerState): number {
  const last = state.batches.at(-1);
  if (last === undefined) throw new InvariantError('a remembered producer has no batch');
  return nextSequence(last.lastSequence, 1);
}

/** Sequences wrap, so behind means: less than half of all sequences back. */
function isBehind(sequence: number, expected: number): boolean {
  const distance = (expected - sequence) & 0x7fffffff;
  return distance > 0 && distance < HALF_OF_SEQUENCES;
}
