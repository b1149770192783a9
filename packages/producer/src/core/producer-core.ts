/**
 * The producer as one deterministic machine.
 *
 * Records enter by `tryAppend` (the hot path) and `admit`; everything else is an event with `now`. What is
 * to be done in the world leaves as effects. This file only branches: accumulator, admission, sender,
 * answers, delivery, identity and metadata each decide their own matter. No user code runs in here, and
 * nothing waits. After every event `#conclude` draws the consequences in one fixed order.
 */
import type { OttlaError, Random } from '@ottla/kernel';
import { Accumulator } from './accumulator.ts';
import { Admission } from './admission.ts';
import { Answers } from './answers.ts';
import type { CoreOptions } from './core-options.ts';
import { Delivery } from './delivery.ts';
import { Outbox, type PartitionAnswer, type ProducerEffect, type ProducerEvent } from './effects.ts';
import { FatalError } from './errors.ts';
import { IdentityKeeper } from './identity.ts';
import { Lifecycle } from './lifecycle.ts';
import { MetadataView, type MetadataSnapshot } from './metadata-view.ts';
import type { PartitionQueue } from './partition-queue.ts';
import type { RecordDraft } from './record-draft.ts';
import { SendRules } from './send-rules.ts';
import { Sender } from './sender.ts';
import { SlabPool } from './slab-pool.ts';
import { TopicState } from './topic-state.ts';
import { WaitingRoom, type Waiter } from './waiting-room.ts';

export class ProducerCore {
  readonly #options: CoreOptions;
  readonly #outbox = new Outbox();
  readonly memory: SlabPool;
  readonly room: WaitingRoom;
  readonly #metadata: MetadataView;
  readonly #identity: IdentityKeeper;
  readonly #accumulator: Accumulator;
  readonly #admission: Admission;
  readonly #rules: SendRules;
  readonly #sender: Sender;
  readonly #delivery: Delivery;
  readonly #answers: Answers;
  readonly #lifecycle: Lifecycle;
  #wakeAt = Infinity;
  #pressed = false;
  /** Records were appended since the last event: a `turn` is due soon. */
  wantsTurn = false;

  constructor(options: CoreOptions, random: Random) {
    this.#options = options;
    const outbox = this.#outbox;
    const batchBytesLimit = Math.min(options.batchSize, options.maxRequestSize);
    const backoff = { initialMs: options.retryBackoffMs, maxMs: options.retryBackoffMaxMs };
    const memory = new SlabPool({ bufferMemory: options.bufferMemory, batchBytes: batchBytesLimit });
    const room = new WaitingRoom({
      maximumRecords: options.maxWaitingRecords,
      maximumBytes: options.bufferMemory,
    });
    const metadata = new MetadataView({ batchBytesLimit, backoff }, random);
    const identity = new IdentityKeeper(backoff, random);
    const accumulator = new Accumulator(options, memory, random);
    const delivery = new Delivery({ options, memory, identity, outbox });
    const filled = (queue: PartitionQueue): void => {
      this.#sender.touch(queue);
      this.#delivery.watch(queue);
    };
    this.memory = memory;
    this.room = room;
    this.#metadata = metadata;
    this.#identity = identity;
    this.#accumulator = accumulator;
    this.#delivery = delivery;
    this.#admission = new Admission({ options, accumulator, room, metadata, outbox, filled });
    this.#rules = new SendRules({ options, identity, metadata });
    this.#sender = new Sender({ options, identity, rules: this.#rules, outbox });
    this.#answers = new Answers({ options, random, accumulator, memory, delivery, metadata });
    this.#lifecycle = new Lifecycle({
      sender: this.#sender,
      delivery,
      admission: this.#admission,
      room,
      outbox,
    });
  }

  /** Batches of which a record is not settled yet. */
  get incompleteBatches(): number {
    return this.#accumulator.openedBatches - this.#delivery.finishedBatches;
  }

  /** Stands in for a topic where there is none yet; no record ever goes to it. */
  readonly noTopic = new TopicState('');

  /** The topic of this name; made when new. Stays the same object. */
  topic(name: string): TopicState {
    return this.#metadata.topic(name);
  }

  /** The hot path: true when the record now stands in its batch. False says nothing but: call `admit`. */
  tryAppend(draft: RecordDraft): boolean {
    return (
      draft.topic.passable &&
      this.room.memoryLine.head === null &&
      this.#lifecycle.open &&
      this.#accumulator.tryAppend(draft)
    );
  }

  /** Takes the record or lets it wait. Returns why it is refused, or null. */
  admit(draft: RecordDraft, now: number): OttlaError | null {
    if (this.#lifecycle.refusal !== null) return this.#lifecycle.refusal;
    this.wantsTurn = true;
    return this.#admission.admit(draft, now);
  }

  /** Lets a record wait whose serializer is not ready, or returns why it is refused. Answer with `prepared` or `prepareFailed`. */
  hold(draft: RecordDraft, now: number): Waiter | OttlaError {
    if (this.#lifecycle.refusal !== null) return this.#lifecycle.refusal;
    this.wantsTurn = true;
    return this.#admission.hold(draft, now);
  }

  /** One event; returns what is to be done, in order. */
  handle(event: ProducerEvent, now: number): readonly ProducerEffect[] {
    this.wantsTurn = false;
    if (this.#lifecycle.closed) {
      // Requests that end after the close give their slabs back, and that is all.
      if (event.type === 'answered' || event.type === 'requestFailed') this.#dispatch(event, now);
      this.#outbox.take();
      return [];
    }
    this.#dispatch(event, now);
    this.#conclude(now);
    return this.#outbox.take();
  }

  #dispatch(event: ProducerEvent, now: number): void {
    switch (event.type) {
      case 'turn':
        return;
      case 'wake':
        this.#judgeDeadlines(now);
        return;
      case 'metadata':
        this.#applyMetadata(event.snapshot);
        return;
      case 'refreshEnded':
        this.#metadata.refreshed(now, { failure: event.failure });
        return;
      case 'brokerReady':
        this.#sender.linkReady(event.brokerId);
        return;
      case 'brokerLost':
        this.#sender.linkLost(event.brokerId, event.error);
        this.#metadata.want();
        return;
      case 'answered':
        this.#answered(event, now);
        return;
      case 'requestFailed':
        this.#requestFailed(event, now);
        return;
      case 'identityReceived':
        this.#identity.received({ producerId: event.producerId, epoch: event.epoch });
        this.#sender.touchAll();
        return;
      case 'identityFailed':
        this.#identityFailed(event.error, now);
        return;
      case 'prepared':
        this.#admission.prepared(event.waiter, event.draft);
        return;
      case 'prepareFailed':
        this.#admission.refuse(event.waiter, event.error);
        return;
      case 'start':
        for (const topic of event.topics) if (!this.topic(topic).known) this.#metadata.wantNew();
        this.#rules.wantsIdentity = this.#options.idempotent;
        return;
      case 'defect':
        this.#failProducer(event.error);
        return;
      case 'flush':
        this.#lifecycle.flush(event.flushId);
        return;
      case 'close':
        this.#lifecycle.close(now + event.timeoutMs);
        return;
    }
  }

  #applyMetadata(snapshot: MetadataSnapshot): void {
    for (const queue of this.#metadata.apply(snapshot)) {
      // A newer leader than the last attempt's is tried without a pause (KIP-951).
      const first = queue.candidate;
      if (first !== undefined && queue.leaderEpoch > first.attemptLeaderEpoch) queue.backoffUntil = -Infinity;
      this.#sender.touch(queue);
    }
    for (const topic of this.#metadata.topics.values()) this.#admission.judgeTopic(topic);
    this.#sender.dropLinks((brokerId) => snapshot.brokers.has(brokerId));
  }

  #answered(
    event: { requestId: number; answers: readonly (PartitionAnswer | null)[] | null; throttleTimeMs: number },
    now: number,
  ): void {
    const request = this.#sender.finish(event.requestId);
    if (request === undefined) return;
    if (event.throttleTimeMs > 0) this.#sender.throttle(request.brokerId, now + event.throttleTimeMs);
    if (event.answers === null) {
      this.#answers.written(request);
      return;
    }
    const fatal = this.#answers.answered(request, event.answers, now);
    if (fatal !== null) this.#failProducer(fatal);
  }

  #requestFailed(event: { requestId: number; sent: boolean; error: OttlaError }, now: number): void {
    const request = this.#sender.finish(event.requestId);
    if (request !== undefined) this.#answers.failed(request, event, now);
  }

  #identityFailed(error: OttlaError, now: number): void {
    if (error.action === 'retriable') {
      this.#identity.failed(now);
      this.#rules.wantsIdentity = true;
      return;
    }
    this.#identity.refused(error);
    this.#failProducer(error);
  }

  #failProducer(cause: OttlaError): void {
    this.#lifecycle.fail(new FatalError(cause));
  }

  #judgeDeadlines(now: number): void {
    this.#admission.expire(now);
    for (
      let queue = this.#delivery.takeExpired(now);
      queue !== undefined;
      queue = this.#delivery.takeExpired(now)
    ) {
      this.#delivery.expire(queue, now, this.#sender.obstacle(queue));
      this.#delivery.watch(queue);
      this.#sender.check(queue);
    }
    this.#lifecycle.judgeDeadline(now);
  }

  #conclude(now: number): void {
    for (const queue of this.#sender.takeFinished()) {
      if (this.#delivery.resolve(queue)) {
        this.#outbox.put({ type: 'epochBumped', topic: queue.topic, partition: queue.partition });
        this.#sender.touchAll();
      }
    }
    this.#admission.admitWaiting(now);
    this.#press();
    this.#sender.drain(now);
    if (this.#rules.wantsIdentity && this.#identity.wants(now)) {
      this.#rules.wantsIdentity = false;
      this.#outbox.put({ type: 'initProducerId' });
    }
    this.#rules.wantLeaders();
    if (this.#metadata.wantsRefresh(now)) {
      this.#outbox.put({ type: 'refreshMetadata', topics: [...this.#metadata.topics.keys()] });
    }
    this.#lifecycle.conclude(this.incompleteBatches);
    this.#setWake(now);
  }

  /** Nobody lingers while a flush runs, the producer closes, or records wait for memory. */
  #press(): void {
    const pressed = this.#lifecycle.hurried || !this.room.memoryLine.empty;
    this.#rules.hurried = pressed;
    if (pressed && !this.#pressed) this.#sender.touchAll();
    this.#pressed = pressed;
  }

  #setWake(now: number): void {
    const at = this.#lifecycle.closed ? Infinity : this.#nextInstant();
    // An instant that passed already was acted upon above, or waits for an event.
    if (at === this.#wakeAt && at > now) return;
    this.#wakeAt = at;
    this.#outbox.put({ type: 'wake', at });
  }

  #nextInstant(): number {
    return Math.min(
      this.#sender.nextAt,
      this.#delivery.nextExpiryAt,
      this.#metadata.nextAt,
      this.#identity.nextAt,
      this.room.first?.deadline ?? Infinity,
      this.#lifecycle.nextAt,
    );
  }
}
