/** What a simulation is given, what it moves around, and what it finds out. */
import type { ProducerEvent } from '../src/core/effects.ts';
import type { CoreOptions } from '../src/core/core-options.ts';

export interface SimulationOptions {
  readonly seed: number;
  readonly core?: Partial<CoreOptions>;
  readonly partitions?: number;
  readonly records?: number;
  /** Records are sent at random instants of the first so many ms. */
  readonly spreadMs?: number;
  /** Of 0 to 1: how often things go wrong. */
  readonly faults?: number;
}

/** A request on its way. */
export interface Flight {
  readonly requestId: number;
  readonly brokerId: number;
  readonly connection: number;
  readonly partitions: readonly number[];
  /** Views of the producer's slabs, read when the request arrives: whoever reuses a slab early is caught. */
  records: readonly Buffer[];
  ended: boolean;
}

export interface Fate {
  readonly partition: number;
  readonly offset: bigint;
  readonly outcome: 'delivered' | 'notWritten' | 'maybeWritten';
}

/** What entered the core, in order: enough to do it all again without the world. */
export type RecordedInput = { readonly now: number } & (
  | { readonly event: ProducerEvent }
  | { readonly sent: { readonly partition: number; readonly value: Buffer } }
);
