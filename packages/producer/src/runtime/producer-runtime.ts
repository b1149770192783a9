/**
 * The producer in the world: performs the core's effects and turns what happens into its events.
 *
 * Owns a Cluster, the timer and the settling of promises. Events are handled one after the other, never
 * inside one another: what an effect brings about at once waits for its turn. Appends wake the core once per
 * turn of the loop, however many there were.
 */
import {
  Alarm,
  ConfigError,
  InvariantError,
  OttlaError,
  isOttlaError,
  type AlarmSlot,
  type Clock,
  type Logger,
  type Random,
} from '@ottla/kernel';
import { ClusterError, type Cluster } from '@ottla/cluster';
import { topicNameError } from '@ottla/protocol';
import type { Reject, Resolve } from '../core/batch.ts';
import type { CoreOptions } from '../core/core-options.ts';
import type { ProducerEffect, ProducerEvent } from '../core/effects.ts';
import { ProducerCore } from '../core/producer-core.ts';
import { RecordDraft } from '../core/record-draft.ts';
import { BrokerLinks } from './broker-links.ts';
import { ClusterInquiry } from './cluster-inquiry.ts';
import { IdentityWaits } from './identity-waits.ts';
import { checkRecord, type AnyRecord } from './record-fields.ts';
import { RecordIntake, untaken } from './record-intake.ts';
import { asSerializationError } from './serializer-call.ts';
import { SerializerSet, type SerializerOptions } from './serializer-set.ts';
import { settleBatch } from './settlement.ts';
import type { TopicLane } from './topic-lane.ts';

export interface RuntimePorts {
  readonly clock: Clock;
  readonly random: Random;
}

export interface RuntimeOptions {
  readonly core: CoreOptions;
  readonly cluster: Cluster;
  readonly serializers: SerializerOptions;
  readonly logger: Logger;
  readonly ports: RuntimePorts;
}

const NO_BYTES = Buffer.alloc(0);

export class ProducerRuntime {
  readonly #options: RuntimeOptions;
  readonly #core: ProducerCore;
  readonly #clock: Clock;
  readonly #intake: RecordIntake;
  readonly #serializers: SerializerSet;
  readonly #alarm: Alarm;
  readonly #wake: AlarmSlot;
  readonly #links: BrokerLinks;
  readonly #inquiry: ClusterInquiry;
  readonly #identity: IdentityWaits;
  readonly #flushes = new Map<number, () => void>();
  readonly #lanes = new Map<string, TopicLane>();
  /** The lane of the last record: most programs send many records to one topic. */
  #lastLane: TopicLane | null = null;
  #draft: RecordDraft | null = null;
  readonly #events: ProducerEvent[] = [];
  #running = false;
  #turnAsked = false;
  #flushId = 0;
  #closing: Promise<void> | null = null;
  #drained: (() => void) | null = null;

  constructor(options: RuntimeOptions) {
    const { core, cluster, logger, ports } = options;
    this.#options = options;
    this.#clock = ports.clock;
    this.#core = new ProducerCore(core, ports.random);
    this.#intake = new RecordIntake(ports.clock);
    this.#serializers = new SerializerSet(options.serializers);
    this.#alarm = new Alarm(ports.clock);
    this.#identity = new IdentityWaits(this.#alarm);
    this.#wake = this.#alarm.slot(() => this.#dispatch({ type: 'wake' }));
    const dispatch = (event: ProducerEvent): void => this.#dispatch(event);
    this.#inquiry = new ClusterInquiry(cluster, dispatch);
    this.#links = new BrokerLinks({
      cluster,
      logger,
      acks: core.acks,
      requestTimeoutMs: core.requestTimeoutMs,
      topicId: (topic) => this.#core.topic(topic).topicId,
      dispatch,
    });
  }

  /** Takes one record. Never throws: failures go to `reject`. */
  send(record: AnyRecord, resolve: Resolve, reject: Reject): void {
    // A serializer that sends a record of its own finds the draft gone and makes another.
    const draft = this.#draft ?? new RecordDraft(this.#core.noTopic, NO_BYTES);
    this.#draft = null;
    try {
      let lane: TopicLane;
      let readiness: Promise<unknown> | null;
      try {
        checkRecord(record);
        lane = this.#laneOf(record.topic);
        draft.topic = lane.state;
        draft.resolve = resolve;
        draft.reject = reject;
        this.#intake.address(record, draft);
        readiness = lane.mayWait ? this.#intake.readiness(record, draft, lane) : null;
        if (readiness === null) this.#intake.serialize(record, draft, lane);
      } catch (error) {
        reject(untaken(error));
        return;
      }
      if (readiness === null) this.#admit(draft);
      else this.#hold({ record, lane, draft }, readiness);
    } catch (error) {
      // A defect of ours, after which nothing is known of the record.
      if (isOttlaError(error)) error.outcome = 'maybeWritten';
      reject(error);
    } finally {
      this.#draft = draft;
    }
  }

  #admit(draft: RecordDraft): void {
    if (this.#core.tryAppend(draft)) return;
    const refusal = this.#core.admit(draft, this.#clock.now());
    if (refusal !== null) draft.reject(refusal);
    else this.#askTurn();
  }

  #laneOf(topic: string): TopicLane {
    if (this.#lastLane !== null && this.#lastLane.state.name === topic) return this.#lastLane;
    let lane = this.#lanes.get(topic);
    if (lane === undefined) {
      if (typeof topic !== 'string' || topic === '') {
        throw new ConfigError('a record must name its topic, a non-empty string', 'TOPIC_MISSING');
      }
      // A name no request can carry would fail every metadata request from here on, of all topics.
      const refusal = topicNameError(topic);
      if (refusal !== null) throw refusal;
      lane = this.#serializers.lane(this.#core.topic(topic));
      this.#lanes.set(topic, lane);
    }
    this.#lastLane = lane;
    return lane;
  }

  /** The serializer must fetch something first: the record stands at its topic's gate meanwhile. */
  #hold(held: { record: AnyRecord; lane: TopicLane; draft: RecordDraft }, readiness: Promise<unknown>): void {
    const { record, lane } = held;
    const waiter = this.#core.hold(held.draft, this.#clock.now());
    if (waiter instanceof OttlaError) {
      readiness.catch(() => undefined);
      held.draft.reject(waiter);
      return;
    }
    this.#askTurn();
    const fail = (error: unknown): void => {
      const wrapped = asSerializationError(error, lane.state.name, 'its serializer failed');
      this.#dispatch({ type: 'prepareFailed', waiter, error: untaken(wrapped) });
    };
    readiness.then(() => {
      if (waiter.gone) return;
      const draft = new RecordDraft(lane.state, NO_BYTES);
      draft.headers = waiter.headers;
      try {
        this.#intake.serialize(record, draft, lane);
      } catch (error) {
        fail(error);
        return;
      }
      this.#dispatch({ type: 'prepared', waiter, draft });
    }, fail);
  }

  #askTurn(): void {
    if (this.#turnAsked) return;
    this.#turnAsked = true;
    this.#clock.afterIo(() => {
      this.#turnAsked = false;
      if (this.#core.wantsTurn) this.#dispatch({ type: 'turn' });
    });
  }

  #dispatch(event: ProducerEvent): void {
    this.#events.push(event);
    if (this.#running) return;
    this.#running = true;
    for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) this.#handle(next);
    this.#running = false;
  }

  /** Whatever the core cannot digest ends the producer: every promise settles, with the defect as its cause. */
  #handle(event: ProducerEvent): void {
    try {
      for (const effect of this.#core.handle(event, this.#clock.now())) this.#perform(effect);
    } catch (error) {
      const defect = error instanceof OttlaError ? error : new InvariantError(String(error));
      this.#options.logger.error(`producer: ${defect.message}`);
      if (event.type !== 'defect') this.#events.push({ type: 'defect', error: defect });
    }
  }

  #perform(effect: ProducerEffect): void {
    switch (effect.type) {
      case 'connect':
        return this.#links.open(effect.brokerId);
      case 'disconnect':
        return this.#links.close(effect.brokerId);
      case 'send':
        return this.#links.produce(effect);
      case 'settle':
        return settleBatch(effect);
      case 'refuse':
        return effect.reject(effect.error);
      case 'refreshMetadata':
        return void this.#inquiry.refreshMetadata(effect.topics);
      case 'initProducerId':
        return void this.#inquiry.initProducerId().then((failure) => this.#identity.answered(failure));
      case 'epochBumped':
        return this.#options.logger.warn(
          `producer: '${effect.topic}' partition ${effect.partition} begins its sequences anew under the next epoch`,
        );
      case 'flushed':
        this.#flushes.get(effect.flushId)?.();
        this.#flushes.delete(effect.flushId);
        return;
      case 'closed':
        return this.#drained?.();
      case 'wake':
        return this.#wake.set(effect.at);
    }
  }

  /** Ready to send: brokers reached, metadata of the declared topics, a producer id. */
  async connect(): Promise<void> {
    const { idempotent, maxBlockMs } = this.#options.core;
    const topics = Object.keys(this.#options.serializers.topics);
    for (const topic of topics) this.#laneOf(topic);
    await this.#inquiry.learn(topics);
    if (!idempotent) return;
    const ready = this.#identity.wait({ atMs: this.#clock.now() + maxBlockMs, maxBlockMs });
    this.#dispatch({ type: 'start', topics });
    await ready;
  }

  /** Resolves when everything accepted before the call is settled, well or not. */
  flush(): Promise<void> {
    if (this.#closing !== null) return this.#closing;
    const flushId = ++this.#flushId;
    return new Promise<void>((resolve) => {
      this.#flushes.set(flushId, resolve);
      this.#dispatch({ type: 'flush', flushId });
    });
  }

  /** Drains for at most `timeoutMs`, then lets everything go. A second call may shorten the first. */
  close(timeoutMs: number): Promise<void> {
    this.#closing ??= new Promise<void>((resolve) => {
      this.#drained = resolve;
    }).then(() => this.#release());
    this.#dispatch({ type: 'close', timeoutMs });
    return this.#closing;
  }

  async #release(): Promise<void> {
    this.#alarm.close();
    this.#inquiry.unwatch();
    this.#identity.settleAll(new ClusterError('the producer was closed', 'CLUSTER_CLOSED'));
    for (const resolve of this.#flushes.values()) resolve();
    this.#flushes.clear();
    try {
      await this.#serializers.close();
    } finally {
      await this.#options.cluster.close();
    }
  }
}
