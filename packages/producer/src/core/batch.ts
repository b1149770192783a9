/**
 * One record batch on its way: its bytes, its attempts, and whom to tell.
 *
 * A batch is `open` while records are appended, `ready` when it may be sent (compression will stand
 * between the two), `inFlight` while a request carries it, `retrying` when that request failed and the
 * batch keeps its sequence for the next one, `decided` when its fate is known but an earlier batch of its
 * partition is not settled yet, and `settled` at the end. `abandoned` means its promises were settled by
 * the delivery timeout while a request was pending: it keeps its place and its slab until the answer.
 * Children of a split tell the records of their `root`. Knows nothing of queues, brokers or time.
 */
import { InvariantError, type OttlaError } from '@ottla/kernel';
import { RecordBatchWriter } from '@ottla/protocol';
import type { FlushBarrier } from './flush-barrier.ts';
import type { ProducerIdentity } from './identity.ts';
import { TimestampRuns } from './timestamp-runs.ts';
import { checkMove, type TransitionTable } from './transitions.ts';

export type BatchState = 'open' | 'ready' | 'inFlight' | 'retrying' | 'decided' | 'settled';

export const BATCH_MOVES: TransitionTable<BatchState> = {
  open: ['ready', 'settled'],
  ready: ['inFlight', 'settled'],
  inFlight: ['retrying', 'decided'],
  // Back to ready: a certain refusal lets the batch be numbered anew under another epoch.
  retrying: ['inFlight', 'ready', 'decided', 'settled'],
  decided: ['settled'],
  settled: [],
};

/** Settles one promise; the runtime's, never called by the core. */
export type Resolve = (metadata: never) => void;
export type Reject = (error: unknown) => void;

/** One record of a batch that a broker refused by name (KIP-467). */
export interface RecordRefusal {
  readonly index: number;
  readonly message: string | null;
}

export type BatchResult =
  | { readonly kind: 'delivered'; readonly baseOffset: bigint; readonly logAppendTimeMs: bigint }
  | {
      readonly kind: 'failed';
      readonly error: OttlaError;
      readonly recordRefusals: readonly RecordRefusal[];
    };

export interface BatchSeed {
  readonly id: number;
  readonly topic: string;
  readonly partition: number;
  readonly createdAt: number;
  readonly slab: Buffer;
  /** How many records it may get; more are no error. 0 for a child, which has no promises of its own. */
  readonly expectedRecords: number;
  /** Of a child: the batch that holds the promises, and the index of the child's first record there. */
  readonly origin?: { readonly root: Batch; readonly firstRecord: number };
}

export class Batch {
  readonly id: number;
  readonly topic: string;
  readonly partition: number;
  readonly createdAt: number;
  readonly root: Batch;
  /** Index of the first record among those of `root`. */
  readonly firstRecord: number;
  readonly writer: RecordBatchWriter;
  /** Null once given back. */
  slab: Buffer | null;

  // Of a root: what to tell each record, in append order. The core keeps them and never looks inside.
  readonly resolves: (Resolve | undefined)[];
  readonly rejects: (Reject | undefined)[];
  readonly timestamps = new TimestampRuns();
  /** Of a root: records not settled yet, its children's included. */
  unsettledRecords = 0;
  /** Of a root: flushes that wait for it. */
  readonly barriers: FlushBarrier[] = [];

  attempts = 0;
  /** Leader epoch of the last attempt. */
  attemptLeaderEpoch = -1;
  /** One attempt may have been written: sticky. */
  ambiguous = false;
  abandoned = false;
  /** Its promises are settled. */
  told = false;
  /** Numbered a second time after an epoch bump. */
  renumbered = false;
  lastError: OttlaError | null = null;
  identity: ProducerIdentity | null = null;
  baseSequence = -1;
  result: BatchResult | null = null;
  #state: BatchState = 'open';

  constructor(seed: BatchSeed) {
    this.id = seed.id;
    this.topic = seed.topic;
    this.partition = seed.partition;
    this.createdAt = seed.createdAt;
    this.slab = seed.slab;
    this.root = seed.origin?.root ?? this;
    this.firstRecord = seed.origin?.firstRecord ?? 0;
    this.writer = new RecordBatchWriter(seed.slab);
    // Made large enough at once where that can be foreseen: growing copies, and leaves garbage.
    this.resolves = new Array<Resolve | undefined>(seed.expectedRecords);
    this.rejects = new Array<Reject | undefined>(seed.expectedRecords);
  }

  get state(): BatchState {
    return this.#state;
  }

  get recordCount(): number {
    return this.writer.recordCount;
  }

  get byteLength(): number {
    return this.writer.byteLength;
  }

  move(to: BatchState): void {
    checkMove(`batch ${this.id} of '${this.topic}' partition ${this.partition}`, BATCH_MOVES, {
      from: this.#state,
      to,
    });
    this.#state = to;
  }

  /** Stamps id, epoch and sequence and returns the bytes to send. A view of the slab. */
  stamped(): Buffer {
    if (this.slab === null)
      throw new InvariantError(`batch ${this.id} was sent after its slab was given back`);
    return this.writer.finish({
      producerId: this.identity?.producerId ?? -1n,
      producerEpoch: this.identity?.epoch ?? -1,
      baseSequence: this.baseSequence,
    });
  }
}
