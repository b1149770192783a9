/**
 * A partition as Kafka keeps it: a log, and what it remembers of producers (ProducerStateManager).
 *
 * A broker that does not know a producer id accepts any first sequence; a new epoch must begin at 0; the
 * last five batches are recognized as duplicates, with their offset; a gap is refused (45), an older epoch
 * too (47). Values are tags, so that the log can be compared with what was sent.
 */
import { errorCodes, nextSequence, type RecordBatch } from '@ottla/protocol';

interface Remembered {
  readonly first: number;
  readonly last: number;
  readonly offset: bigint;
}

interface ProducerState {
  epoch: number;
  lastSequence: number;
  recent: Remembered[];
}

export interface Appended {
  readonly errorCode: number;
  readonly baseOffset: bigint;
}

const refused = (errorCode: number): Appended => ({ errorCode, baseOffset: -1n });
const REMEMBERED_BATCHES = 5;

export class ModelPartition {
  leaderId: number;
  leaderEpoch = 0;
  readonly log: string[] = [];
  readonly #producers = new Map<bigint, ProducerState>();

  constructor(leaderId: number) {
    this.leaderId = leaderId;
  }

  get leader(): { readonly leaderId: number; readonly leaderEpoch: number } {
    return { leaderId: this.leaderId, leaderEpoch: this.leaderEpoch };
  }

  append(batch: RecordBatch): Appended {
    const { producerId, producerEpoch, baseSequence: first, recordCount } = batch;
    const last = nextSequence(first, recordCount - 1);
    const state = this.#producers.get(producerId);
    if (producerId < 0n) return this.#write(batch);
    if (state === undefined)
      return this.#remember(batch, { epoch: producerEpoch, lastSequence: -1, recent: [] });
    if (producerEpoch < state.epoch) return refused(errorCodes.INVALID_PRODUCER_EPOCH);
    if (producerEpoch > state.epoch) {
      return first === 0
        ? this.#remember(batch, { epoch: producerEpoch, lastSequence: -1, recent: [] })
        : refused(errorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER);
    }
    const duplicate = state.recent.find((known) => known.first === first && known.last === last);
    if (duplicate !== undefined) return { errorCode: 0, baseOffset: duplicate.offset };
    if (first !== nextSequence(state.lastSequence, 1))
      return refused(
        last <= state.lastSequence
          ? errorCodes.DUPLICATE_SEQUENCE_NUMBER
          : errorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER,
      );
    return this.#remember(batch, state);
  }

  #remember(batch: RecordBatch, state: ProducerState): Appended {
    const appended = this.#write(batch);
    const first = batch.baseSequence;
    const last = nextSequence(first, batch.recordCount - 1);
    state.lastSequence = last;
    state.recent = [...state.recent, { first, last, offset: appended.baseOffset }].slice(-REMEMBERED_BATCHES);
    this.#producers.set(batch.producerId, state);
    return appended;
  }

  #write(batch: RecordBatch): Appended {
    const baseOffset = BigInt(this.log.length);
    for (const { value } of batch.records)
      this.log.push(
        Buffer.from(value ?? [])
          .toString()
          .replace(/\.+$/, ''),
      );
    return { errorCode: 0, baseOffset };
  }
}
