/**
 * Decides when a partition may send, and gathers requests.
 *
 * A queue that changed is `touched`; `drain` looks at each touched queue once, lists it at its leader or
 * notes when to look again, and fills requests: one batch per partition, up to `maxRequestSize`, at most
 * `maxInFlightRequestsPerConnection` per broker. Who may send when is in send-rules.
 * What answers mean is not decided here.
 */
import { InvariantError, type OttlaError } from '@ottla/kernel';
import { Agenda } from './agenda.ts';
import type { Batch } from './batch.ts';
import { BrokerState } from './broker-state.ts';
import type { CoreOptions } from './core-options.ts';
import type { Outbox } from './effects.ts';
import type { IdentityKeeper } from './identity.ts';
import type { PartitionQueue } from './partition-queue.ts';
import type { SendRules } from './send-rules.ts';

export interface RequestItem {
  readonly queue: PartitionQueue;
  readonly batch: Batch;
}

export interface SentRequest {
  readonly id: number;
  readonly brokerId: number;
  readonly items: readonly RequestItem[];
}

export interface SenderParts {
  readonly options: CoreOptions;
  readonly identity: IdentityKeeper;
  readonly rules: SendRules;
  readonly outbox: Outbox;
}

export class Sender {
  readonly #options: CoreOptions;
  readonly #identity: IdentityKeeper;
  readonly #rules: SendRules;
  readonly #outbox: Outbox;
  readonly brokers = new Map<number, BrokerState>();
  readonly requests = new Map<number, SentRequest>();
  /** Queues that hold batches. */
  readonly active = new Set<PartitionQueue>();
  readonly #attention = new Agenda<PartitionQueue>();
  #touched: PartitionQueue[] = [];
  #finished: PartitionQueue[] = [];
  #requestId = 0;

  constructor(parts: SenderParts) {
    this.#options = parts.options;
    this.#identity = parts.identity;
    this.#rules = parts.rules;
    this.#outbox = parts.outbox;
  }

  #drainedAt = -Infinity;

  /** The next instant at which a queue or a throttled broker wants to be looked at. */
  get nextAt(): number {
    let at = this.#attention.nextAt;
    for (const broker of this.brokers.values()) {
      if (
        broker.awaiting.length > 0 &&
        broker.throttledUntil < at &&
        broker.throttledUntil > this.#drainedAt
      ) {
        at = broker.throttledUntil;
      }
    }
    return at;
  }

  broker(id: number): BrokerState {
    let broker = this.brokers.get(id);
    if (broker === undefined) {
      broker = new BrokerState(id);
      this.brokers.set(id, broker);
    }
    return broker;
  }

  touch(queue: PartitionQueue): void {
    if (queue.touched) return;
    queue.touched = true;
    this.#touched.push(queue);
  }

  touchAll(): void {
    for (const queue of this.active) this.touch(queue);
  }

  /** Looks at all touched queues and sends what may be sent. */
  drain(now: number): void {
    this.#drainedAt = now;
    for (let due = this.#attention.takeDue(now); due !== undefined; due = this.#attention.takeDue(now)) {
      due.attentionAt = Infinity;
      this.touch(due);
    }
    // A queue that leaves a broker's list is looked at once more: it may have a new leader or a later instant.
    do {
      const touched = this.#touched;
      this.#touched = [];
      for (const queue of touched) {
        queue.touched = false;
        this.#look(queue, now);
      }
      for (const broker of this.brokers.values()) {
        if (broker.awaiting.length > 0) this.#drainBroker(broker, now);
      }
    } while (this.#touched.length > 0);
  }

  #look(queue: PartitionQueue, now: number): void {
    if (queue.batches.length === 0) {
      this.active.delete(queue);
      return;
    }
    this.active.add(queue);
    const at = this.#rules.sendableAt(queue, now);
    if (at <= now) {
      if (queue.listedAtBroker >= 0 && queue.listedAtBroker !== queue.leaderId) {
        this.broker(queue.listedAtBroker).unlist(queue);
      }
      this.broker(queue.leaderId).list(queue);
    } else if (at < queue.attentionAt) {
      queue.attentionAt = at;
      this.#attention.add(at, queue);
    }
  }

  #drainBroker(broker: BrokerState, now: number): void {
    if (broker.link === 'closed') {
      if (!broker.awaiting.some((queue) => this.#stillSendable(queue, broker, now))) return;
      broker.moveLink('connecting');
      this.#outbox.put({ type: 'connect', brokerId: broker.id });
    }
    if (broker.link !== 'ready' || broker.throttledUntil > now) return;
    while (broker.inFlight < this.#options.maxInFlightRequestsPerConnection) {
      const items = this.#gather(broker, now);
      if (items.length === 0) return;
      this.#send(broker, items);
    }
  }

  #stillSendable(queue: PartitionQueue, broker: BrokerState, now: number): boolean {
    return queue.leaderId === broker.id && this.#rules.sendableAt(queue, now) <= now;
  }

  /** One batch of each partition in turn. Those left out keep their place; those sent go to the end. */
  #gather(broker: BrokerState, now: number): RequestItem[] {
    const items: RequestItem[] = [];
    const leftOut: PartitionQueue[] = [];
    const again: PartitionQueue[] = [];
    let bytes = 0;
    for (const queue of broker.awaiting) {
      if (!this.#stillSendable(queue, broker, now)) {
        queue.listedAtBroker = -1;
        this.touch(queue);
        continue;
      }
      const batch = queue.candidate;
      if (batch === undefined) throw new InvariantError('a queue without a batch was found sendable');
      if (items.length > 0 && bytes + batch.byteLength > this.#options.maxRequestSize) {
        leftOut.push(queue);
        continue;
      }
      bytes += batch.byteLength;
      items.push({ queue, batch });
      again.push(queue);
    }
    broker.awaiting = leftOut.concat(again);
    return items;
  }

  #send(broker: BrokerState, items: readonly RequestItem[]): void {
    const id = ++this.#requestId;
    const records: Buffer[] = [];
    for (const { queue, batch } of items) {
      this.#enter(queue, batch);
      queue.pendingCount++;
      queue.pendingBrokerId = broker.id;
      batch.attempts++;
      batch.attemptLeaderEpoch = queue.leaderEpoch;
      batch.move('inFlight');
      records.push(batch.stamped());
    }
    broker.inFlight++;
    this.requests.set(id, { id, brokerId: broker.id, items });
    const batches = items.map(({ batch }) => batch);
    this.#outbox.put({ type: 'send', brokerId: broker.id, requestId: id, batches, records });
  }

  #enter(queue: PartitionQueue, batch: Batch): void {
    if (batch.state === 'retrying') {
      queue.retryingCount--;
      return;
    }
    if (batch === queue.open) queue.seal();
    const current = this.#identity.current;
    if (this.#options.idempotent && current !== null && queue.identity !== current) queue.adopt(current);
    queue.enterWindow(batch);
  }

  linkReady(brokerId: number): void {
    const broker = this.broker(brokerId);
    if (broker.link !== 'connecting') return;
    broker.moveLink('ready');
    broker.lastFailure = null;
  }

  /** Why the queue's batches cannot be sent; null when nothing is known to be wrong. */
  obstacle(queue: PartitionQueue): OttlaError | null {
    return this.brokers.get(queue.leaderId)?.lastFailure ?? null;
  }

  /** It is connected again by itself; requests on it have failed already. */
  linkLost(brokerId: number, error: OttlaError): void {
    const broker = this.broker(brokerId);
    broker.lastFailure = error;
    if (broker.link === 'ready') broker.moveLink('connecting');
  }

  throttle(brokerId: number, until: number): void {
    const broker = this.broker(brokerId);
    broker.throttledUntil = Math.max(broker.throttledUntil, until);
  }

  /** Closes links to brokers that are gone: at once, or when nothing is in flight on them. */
  dropLinks(stays: (brokerId: number) => boolean, when: 'now' | 'whenIdle' = 'whenIdle'): void {
    for (const broker of this.brokers.values()) {
      if (broker.link === 'closed' || stays(broker.id)) continue;
      if (when === 'whenIdle' && broker.inFlight > 0) continue;
      broker.moveLink('closed');
      this.#outbox.put({ type: 'disconnect', brokerId: broker.id });
    }
  }

  /** All queues that hold batches, also those appended to since the last drain. */
  holding(): PartitionQueue[] {
    return [...new Set([...this.active, ...this.#touched])];
  }

  /** The queue's sequences may have a gap: it is looked at in `takeFinished`. */
  check(queue: PartitionQueue): void {
    this.#finished.push(queue);
    this.touch(queue);
  }

  /** Queues of requests that ended since the last call. */
  takeFinished(): PartitionQueue[] {
    const finished = this.#finished;
    this.#finished = [];
    return finished;
  }

  /** The request is over: its batches are no longer pending, its slot is free. */
  finish(requestId: number): SentRequest | undefined {
    const request = this.requests.get(requestId);
    if (request === undefined) return undefined;
    this.requests.delete(requestId);
    const broker = this.broker(request.brokerId);
    broker.inFlight--;
    for (const { queue } of request.items) {
      queue.pendingCount--;
      this.check(queue);
    }
    return request;
  }
}
