/**
 * The producer's identity: id and epoch, under which brokers count sequences (KIP-98).
 *
 * Owns asking for an id and bumping the epoch. An idempotent producer bumps its epoch by itself, without a
 * request; at 32767 it asks for a new id. Compare identities by reference: each bump makes a new object.
 * Partitions adopt the current identity one by one, when nothing of theirs is on its way under the old.
 */
import { backoffMs, type BackoffRange, type OttlaError, type Random } from '@ottla/kernel';
import { checkMove, type TransitionTable } from './transitions.ts';

export interface ProducerIdentity {
  readonly producerId: bigint;
  readonly epoch: number;
}

export type IdentityState =
  | { readonly kind: 'absent' }
  | { readonly kind: 'asked' }
  | { readonly kind: 'backingOff'; readonly until: number }
  | { readonly kind: 'held'; readonly identity: ProducerIdentity }
  | { readonly kind: 'refused'; readonly error: OttlaError };

export const IDENTITY_MOVES: TransitionTable<IdentityState['kind']> = {
  absent: ['asked'],
  asked: ['held', 'backingOff', 'refused'],
  backingOff: ['asked'],
  held: ['held', 'absent'],
  refused: [],
};

const LAST_EPOCH = 32767;

export class IdentityKeeper {
  readonly #backoff: BackoffRange;
  readonly #random: Random;
  #state: IdentityState = { kind: 'absent' };
  #failures = 0;

  constructor(backoff: BackoffRange, random: Random) {
    this.#backoff = backoff;
    this.#random = random;
  }

  get state(): IdentityState {
    return this.#state;
  }

  /** Null until an id is held. */
  get current(): ProducerIdentity | null {
    return this.#state.kind === 'held' ? this.#state.identity : null;
  }

  /** When to try again; Infinity unless backing off. */
  get nextAt(): number {
    return this.#state.kind === 'backingOff' ? this.#state.until : Infinity;
  }

  #move(to: IdentityState): void {
    checkMove('producer identity', IDENTITY_MOVES, { from: this.#state.kind, to: to.kind });
    this.#state = to;
  }

  /** True when an id must be asked for now; it then counts as asked. */
  wants(now: number): boolean {
    const state = this.#state;
    if (state.kind !== 'absent' && (state.kind !== 'backingOff' || state.until > now)) return false;
    this.#move({ kind: 'asked' });
    return true;
  }

  received(identity: ProducerIdentity): void {
    this.#failures = 0;
    this.#move({ kind: 'held', identity });
  }

  failed(now: number): void {
    this.#failures++;
    this.#move({ kind: 'backingOff', until: now + backoffMs(this.#failures, this.#backoff, this.#random) });
  }

  refused(error: OttlaError): void {
    this.#move({ kind: 'refused', error });
  }

  /** Leaves `stale` behind: the next epoch, or a new id when epochs ran out. No move when that was done already. */
  bump(stale: ProducerIdentity): void {
    if (this.#state.kind !== 'held' || this.#state.identity !== stale) return;
    if (stale.epoch >= LAST_EPOCH) this.#move({ kind: 'absent' });
    else this.#move({ kind: 'held', identity: { producerId: stale.producerId, epoch: stale.epoch + 1 } });
  }
}
