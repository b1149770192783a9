/**
 * The producer in the world: performs the core's effects and turns what happens into its events.
 *
 * Owns a Cluster, its links, the timer, and the settling of promises. Events are handled one after the
 * other, never inside one another: what an effect brings about at once waits for its turn. Appends wake the
 * core once per turn of the loop, however many there were.
 */
import { ConfigError, OttlaError, type Clock, type Logger, type Random } from '@ottla/kernel';
import {
  BrokerError,
  ClusterError,
  type BrokerLink,
  type Cluster,
  type ClusterMetadata,
} from '@ottla/cluster';
import { initProducerId, produce } from '@ottla/protocol';
import type { Reject, Resolve } from '../core/batch.ts';
import type { CoreOptions } from '../core/core-options.ts';
import type { ProducerEffect, ProducerEvent } from '../core/effects.ts';
import { ProducerCore } from '../core/producer-core.ts';
import { RecordDraft } from '../core/record-draft.ts';
import { Alarm } from './alarm.ts';
import {
  partitionAnswers,
  produceRequest,
  type ProduceCall,
  type ProduceResponse,
} from './produce-exchange.ts';
import { RecordIntake, asSerializationError, type AnyRecord } from './record-intake.ts';
import { SerializerSet, type SerializerOptions } from './serializer-set.ts';
import { settleBatch } from './settlement.ts';
import type { TopicLane } from './topic-lane.ts';

export interface RuntimePorts {
  readonly clock: Clock;
  readonly random: Random;
  /** Calls back after one turn of I/O, as setImmediate does. */
  readonly defer: (callback: () => void) => void;
}

export interface RuntimeOptions {
  readonly core: CoreOptions;
  readonly cluster: Cluster;
  readonly serializers: SerializerOptions;
  readonly logger: Logger;
  readonly ports: RuntimePorts;
}

const ID_LIFETIME_MS = 60_000;

/** Resolves and rejects one promise. */
interface Settler {
  resolve(): void;
  reject(error: unknown): void;
}

export class ProducerRuntime {
  readonly #options: RuntimeOptions;
  readonly #core: ProducerCore;
  readonly #cluster: Cluster;
  readonly #clock: Clock;
  readonly #intake: RecordIntake;
  readonly #serializers: SerializerSet;
  readonly #alarm: Alarm;
  readonly #links = new Map<number, BrokerLink>();
  readonly #flushes = new Map<number, Settler>();
  readonly #lanes = new Map<string, TopicLane>();
  #lastLane: TopicLane | null = null;
  #draft: RecordDraft | null = null;
  #events: ProducerEvent[] = [];
  #running = false;
  #turnAsked = false;
  #flushId = 0;
  #snapshot: ClusterMetadata | null = null;
  #unwatch: (() => void) | null = null;
  #identityWaits: Settler[] = [];
  #identityHeld = false;
  #closing: Promise<void> | null = null;
  #drained: (() => void) | null = null;

  constructor(options: RuntimeOptions) {
    this.#options = options;
    this.#cluster = options.cluster;
    this.#clock = options.ports.clock;
    this.#core = new ProducerCore(options.core, options.ports.random);
    this.#intake = new RecordIntake(this.#clock);
    this.#serializers = new SerializerSet(options.serializers);
    this.#alarm = new Alarm(options.ports, () => this.#dispatch({ type: 'wake' }));
  }

  /** Bytes of bufferMemory in use, for tests and metrics. */
  get usedMemory(): number {
    return this.#core.memory.used;
  }

  /** Takes one record. Never throws: failures go to `reject`. */
  send(record: AnyRecord, resolve: Resolve, reject: Reject): void {
    try {
      const lane = this.#laneOf(record.topic);
      const draft = (this.#draft ??= new RecordDraft(lane.state, Buffer.alloc(0)));
      draft.topic = lane.state;
      this.#intake.address(record, draft);
      draft.resolve = resolve;
      draft.reject = reject;
      if (lane.mayWait) {
        const readiness = this.#intake.readiness(record, draft, lane);
        if (readiness !== null) {
          this.#hold(record, lane, readiness);
          return;
        }
      }
      this.#intake.serialize(record, draft, lane);
      if (this.#core.tryAppend(draft)) return;
      const refusal = this.#core.admit(draft, this.#clock.now());
      if (refusal !== null) reject(refusal);
      else this.#askTurn();
    } catch (error) {
      reject(error);
    }
  }

  #laneOf(topic: string): TopicLane {
    if (this.#lastLane?.state.name === topic) return this.#lastLane;
    let lane = this.#lanes.get(topic);
    if (lane === undefined) {
      if (typeof topic !== 'string' || topic === '') {
        throw new ConfigError('a record must name its topic, a non-empty string', 'TOPIC_MISSING');
      }
      lane = this.#serializers.lane(this.#core.topic(topic));
      this.#lanes.set(topic, lane);
      this.#watchMetadata();
    }
    this.#lastLane = lane;
    return lane;
  }

  /** The serializer must fetch something first: the record stands at its topic's gate meanwhile. */
  #hold(record: AnyRecord, lane: TopicLane, readiness: Promise<unknown>): void {
    const draft = this.#draft;
    if (draft === null) return;
    const waiter = this.#core.hold(draft, this.#clock.now());
    if (waiter instanceof OttlaError) {
      readiness.catch(() => undefined);
      draft.reject(waiter);
      return;
    }
    this.#askTurn();
    const fail = (error: unknown): void => {
      const wrapped = asSerializationError(error, lane.state.name, 'its serializer failed');
      this.#dispatch({ type: 'prepareFailed', waiter, error: wrapped });
    };
    readiness.then(() => {
      if (waiter.gone) return;
      const prepared = new RecordDraft(lane.state, Buffer.alloc(0));
      prepared.headers = waiter.headers;
      try {
        this.#intake.serialize(record, prepared, lane);
      } catch (error) {
        fail(error);
        return;
      }
      this.#dispatch({ type: 'prepared', waiter, draft: prepared });
    }, fail);
  }

  #askTurn(): void {
    if (this.#turnAsked) return;
    this.#turnAsked = true;
    this.#options.ports.defer(() => {
      this.#turnAsked = false;
      if (this.#core.wantsTurn) this.#dispatch({ type: 'turn' });
    });
  }

  #dispatch(event: ProducerEvent): void {
    this.#events.push(event);
    if (this.#running) return;
    this.#running = true;
    try {
      for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) {
        for (const effect of this.#core.handle(next, this.#clock.now())) this.#perform(effect);
      }
    } finally {
      this.#running = false;
    }
  }

  #perform(effect: ProducerEffect): void {
    switch (effect.type) {
      case 'connect':
        return this.#connectBroker(effect.brokerId);
      case 'disconnect':
        this.#links.get(effect.brokerId)?.close();
        this.#links.delete(effect.brokerId);
        return;
      case 'send':
        return this.#produce(effect);
      case 'settle':
        return settleBatch(effect);
      case 'refuse':
        return effect.reject(effect.error);
      case 'refreshMetadata':
        void this.#refresh(effect.topics);
        return;
      case 'initProducerId':
        void this.#initProducerId();
        return;
      case 'epochBumped':
        this.#options.logger.warn(
          `'${effect.topic}' partition ${effect.partition}: sequences begin anew under the next producer epoch`,
        );
        return;
      case 'flushed':
        this.#flushes.get(effect.flushId)?.resolve();
        this.#flushes.delete(effect.flushId);
        return;
      case 'closed':
        this.#drained?.();
        return;
      case 'wake':
        this.#alarm.set(effect.at);
        return;
    }
  }

  #connectBroker(brokerId: number): void {
    this.#links.set(
      brokerId,
      this.#cluster.openLink(brokerId, {
        ready: () => this.#dispatch({ type: 'brokerReady', brokerId }),
        lost: (failure) => {
          this.#options.logger.warn(`broker ${brokerId}: ${failure.message}`);
          this.#dispatch({ type: 'brokerLost', brokerId });
        },
      }),
    );
  }

  #produce(effect: Extract<ProducerEffect, { type: 'send' }>): void {
    const { acks, requestTimeoutMs } = this.#options.core;
    const { brokerId, requestId } = effect;
    const call: ProduceCall = {
      batches: effect.batches,
      records: effect.records,
      acks,
      timeoutMs: requestTimeoutMs,
      topicId: (topic) => this.#core.topic(topic).topicId,
    };
    const { body, maxVersion } = produceRequest(call);
    const link = this.#links.get(brokerId);
    if (link === undefined) {
      const error = new ClusterError(`broker ${brokerId}: no connection is open`, 'DISCONNECTED');
      this.#dispatch({ type: 'requestFailed', requestId, sent: false, error });
      return;
    }
    link.send(
      produce,
      body,
      { timeoutMs: requestTimeoutMs, maxVersion, oneWay: acks === 0 },
      (failure, response) => {
        if (failure !== null) {
          this.#dispatch({ type: 'requestFailed', requestId, sent: failure.sent, error: failure.error });
        } else this.#answered(requestId, call, response);
      },
    );
  }

  #answered(requestId: number, call: ProduceCall, response: ProduceResponse | null): void {
    if (response === null) {
      this.#dispatch({ type: 'answered', requestId, answers: null, throttleTimeMs: 0 });
      return;
    }
    const answers = partitionAnswers(call, response);
    answers.forEach((answer, index) => {
      const batch = call.batches[index];
      if (answer === null || answer.leader === null || batch === undefined) return;
      const { topic, partition } = batch;
      this.#cluster.updateLeader({ topic, partition, ...answer.leader }, response.nodeEndpoints);
    });
    this.#dispatch({
      type: 'answered',
      requestId,
      answers,
      throttleTimeMs: Math.max(0, response.throttleTimeMs),
    });
  }

  #watchMetadata(): void {
    this.#unwatch ??= this.#cluster.onMetadata((snapshot) => this.#applySnapshot(snapshot));
  }

  #applySnapshot(snapshot: ClusterMetadata): void {
    if (snapshot === this.#snapshot) return;
    this.#snapshot = snapshot;
    this.#dispatch({ type: 'metadata', snapshot });
  }

  async #refresh(topics: readonly string[]): Promise<void> {
    let failure: unknown = null;
    try {
      await this.#cluster.connect();
      this.#applySnapshot(await this.#cluster.refreshMetadata(topics));
    } catch (error) {
      failure = error;
    }
    this.#dispatch({ type: 'refreshEnded', failure });
  }

  async #initProducerId(): Promise<void> {
    try {
      await this.#cluster.connect();
      const answer = await this.#cluster.request(initProducerId, {
        transactionalId: null,
        transactionTimeoutMs: ID_LIFETIME_MS,
        producerId: -1n,
        producerEpoch: -1,
      });
      if (answer.errorCode !== 0) throw new BrokerError('InitProducerId', answer.errorCode);
      this.#dispatch({
        type: 'identityReceived',
        producerId: answer.producerId,
        epoch: answer.producerEpoch,
      });
      this.#identityHeld = true;
      for (const wait of this.#identityWaits.splice(0)) wait.resolve();
    } catch (error) {
      const known =
        error instanceof OttlaError ? error : new ClusterError(String(error), 'DISCONNECTED', error);
      this.#dispatch({ type: 'identityFailed', error: known });
      if (!known.retriable) for (const wait of this.#identityWaits.splice(0)) wait.reject(known);
    }
  }

  /** Ready to send: brokers reached, metadata of the declared topics, a producer id. */
  async connect(): Promise<void> {
    const { idempotent, maxBlockMs } = this.#options.core;
    await this.#cluster.connect();
    const topics = Object.keys(this.#options.serializers.topics);
    for (const topic of topics) this.#laneOf(topic);
    this.#watchMetadata();
    this.#applySnapshot(await this.#cluster.refreshMetadata(topics));
    if (!idempotent || this.#identityHeld) return;
    await new Promise<void>((resolve, reject) => {
      const timer = this.#clock.after(maxBlockMs, () =>
        reject(
          new ClusterError(`no producer id came within maxBlockMs (${maxBlockMs} ms)`, 'REQUEST_TIMED_OUT'),
        ),
      );
      this.#identityWaits.push({
        resolve: () => (timer.cancel(), resolve()),
        reject: (error) => (timer.cancel(), reject(error)),
      });
      this.#dispatch({ type: 'start', topics });
    });
  }

  /** Resolves when everything accepted before the call is settled, well or not. */
  flush(): Promise<void> {
    if (this.#closing !== null) return this.#closing;
    const flushId = ++this.#flushId;
    return new Promise<void>((resolve, reject) => {
      this.#flushes.set(flushId, { resolve, reject });
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
    this.#alarm.cancel();
    this.#unwatch?.();
    for (const wait of this.#identityWaits.splice(0))
      wait.reject(new ClusterError('closed', 'CLUSTER_CLOSED'));
    for (const flush of this.#flushes.values()) flush.resolve();
    this.#flushes.clear();
    await this.#serializers.close();
    await this.#cluster.close();
  }
}
