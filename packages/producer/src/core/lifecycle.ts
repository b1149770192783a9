/**
 * Flush, close, and the end of a producer that may not go on.
 *
 * `open` takes records; `closing` drains what was accepted before, waiting records included, until its
 * deadline; `failed` refuses with the error that ended it; `closed` is the end, when every promise is
 * settled. A flush waits for what was accepted before it, never for what comes after.
 */
import type { OttlaError } from '@ottla/kernel';
import type { Admission } from './admission.ts';
import type { Delivery } from './delivery.ts';
import type { FailureCause } from './failure-cause.ts';
import type { Outbox } from './effects.ts';
import { ClosedError } from './errors.ts';
import { FlushBarrier } from './flush-barrier.ts';
import type { Sender } from './sender.ts';
import { checkMove, type TransitionTable } from './transitions.ts';
import type { WaitingRoom } from './waiting-room.ts';

export type LifeState =
  | { readonly kind: 'open' }
  | { readonly kind: 'failed'; readonly error: OttlaError }
  | { readonly kind: 'closing'; readonly deadline: number; readonly refusal: OttlaError }
  | { readonly kind: 'closed'; readonly refusal: OttlaError };

export const LIFE_MOVES: TransitionTable<LifeState['kind']> = {
  open: ['failed', 'closing'],
  failed: ['closing'],
  // Again with a nearer deadline.
  closing: ['closing', 'closed'],
  closed: [],
};

export interface LifecycleParts {
  readonly sender: Sender;
  readonly delivery: Delivery;
  readonly admission: Admission;
  readonly room: WaitingRoom;
  readonly outbox: Outbox;
}

const FORCED: FailureCause = {
  code: 'PRODUCER_CLOSED',
  action: 'retriable',
  text: 'the producer was closed before it was delivered; give close() more time',
};

export class Lifecycle {
  readonly #parts: LifecycleParts;
  #state: LifeState = { kind: 'open' };
  readonly #flushes = new Set<FlushBarrier>();

  constructor(parts: LifecycleParts) {
    this.#parts = parts;
  }

  get state(): LifeState {
    return this.#state;
  }

  get open(): boolean {
    return this.#state.kind === 'open';
  }

  get closed(): boolean {
    return this.#state.kind === 'closed';
  }

  /** Why a record is not accepted; null while open. */
  get refusal(): OttlaError | null {
    const state = this.#state;
    if (state.kind === 'open') return null;
    return state.kind === 'failed' ? state.error : state.refusal;
  }

  /** Linger is ignored. */
  get hurried(): boolean {
    return this.#flushes.size > 0 || this.#state.kind === 'closing';
  }

  get nextAt(): number {
    return this.#state.kind === 'closing' ? this.#state.deadline : Infinity;
  }

  #move(to: LifeState): void {
    checkMove('producer', LIFE_MOVES, { from: this.#state.kind, to: to.kind });
    this.#state = to;
  }

  flush(flushId: number): void {
    const { sender, room } = this.#parts;
    const barrier = new FlushBarrier(flushId);
    for (const queue of sender.holding()) {
      // Records that follow are none of this flush's business.
      queue.seal();
      sender.touch(queue);
      for (const { root } of queue.batches) {
        if (root.unsettledRecords === 0 || root.barriers.includes(barrier)) continue;
        root.barriers.push(barrier);
        barrier.add();
      }
    }
    for (let waiter = room.first; waiter !== null; waiter = waiter.arrivedAfter) {
      waiter.barriers.push(barrier);
      barrier.add();
    }
    this.#flushes.add(barrier);
  }

  close(deadline: number): void {
    const state = this.#state;
    if (state.kind === 'closed') return;
    const nearer = state.kind === 'closing' ? Math.min(state.deadline, deadline) : deadline;
    this.#move({ kind: 'closing', deadline: nearer, refusal: new ClosedError() });
    this.#parts.sender.touchAll();
  }

  /** Past the deadline of a close, whatever is left fails. */
  judgeDeadline(now: number): void {
    if (this.#state.kind !== 'closing' || this.#state.deadline > now) return;
    this.#failEverything(FORCED, this.#state.refusal);
  }

  fail(error: OttlaError): void {
    const cause: FailureCause = {
      code: error.code,
      action: 'fatal',
      text: 'the producer may not go on',
      cause: error,
    };
    this.#failEverything(cause, error);
    if (this.#state.kind === 'open') this.#move({ kind: 'failed', error });
  }

  #failEverything(cause: FailureCause, refusal: OttlaError): void {
    const { sender, delivery, admission } = this.#parts;
    for (const queue of sender.holding()) {
      delivery.failAll(queue, cause);
      sender.touch(queue);
    }
    admission.refuseAll(refusal);
  }

  /** Tells of flushes that are done, and of the close. */
  conclude(incompleteBatches: number): void {
    const { room, outbox, sender } = this.#parts;
    for (const barrier of this.#flushes) {
      if (!barrier.done) continue;
      this.#flushes.delete(barrier);
      outbox.put({ type: 'flushed', flushId: barrier.id });
    }
    if (this.#state.kind !== 'closing' || incompleteBatches > 0 || room.count > 0) return;
    this.#move({ kind: 'closed', refusal: this.#state.refusal });
    sender.dropLinks(() => false, 'now');
    outbox.put({ type: 'closed' });
  }
}
