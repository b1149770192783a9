/**
 * One broker as the sender sees it: its link, what is in flight, and which partitions have something for it.
 *
 * `awaiting` is a first-in-first-out list: partitions take turns, and one that did not fit a request leads
 * the next. Decides nothing.
 */
import type { OttlaError } from '@ottla/kernel';
import { checkMove, type TransitionTable } from './transitions.ts';
import type { PartitionQueue } from './partition-queue.ts';

export type LinkState = 'closed' | 'connecting' | 'ready';

export const LINK_MOVES: TransitionTable<LinkState> = {
  closed: ['connecting'],
  connecting: ['ready', 'connecting', 'closed'],
  ready: ['connecting', 'closed'],
};

export class BrokerState {
  readonly id: number;
  inFlight = 0;
  /** KIP-219: nothing may be sent before. */
  throttledUntil = -Infinity;
  awaiting: PartitionQueue[] = [];
  /** Why it is not connected; null while it is. */
  lastFailure: OttlaError | null = null;
  #link: LinkState = 'closed';

  constructor(id: number) {
    this.id = id;
  }

  get link(): LinkState {
    return this.#link;
  }

  moveLink(to: LinkState): void {
    checkMove(`link to broker ${this.id}`, LINK_MOVES, { from: this.#link, to });
    this.#link = to;
  }

  list(queue: PartitionQueue): void {
    if (queue.listedAtBroker === this.id) return;
    queue.listedAtBroker = this.id;
    this.awaiting.push(queue);
  }

  unlist(queue: PartitionQueue): void {
    if (queue.listedAtBroker !== this.id) return;
    queue.listedAtBroker = -1;
    this.awaiting = this.awaiting.filter((listed) => listed !== queue);
  }
}
