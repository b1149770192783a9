/**
 * The core among model brokers with faults, all from one seed, in virtual time.
 *
 * Requests and answers of a connection keep their order and take random time. A connection may be cut: then
 * its requests fail, and those already under way may still be processed afterwards, which is the case that
 * breaks careless producers. Answers may be lost (until the request times out), leaders move, brokers go
 * away for a while, partitions refuse for a moment. After `faultsUntil` the world heals.
 */
import { OttlaError, seededRandom, type Random } from '@ottla/kernel';
import { readRecordBatches, type RecordBatch } from '@ottla/protocol';
import { Agenda } from '../src/core/agenda.ts';
import type { CoreOptions } from '../src/core/core-options.ts';
import type { PartitionAnswer, ProducerEffect, ProducerEvent } from '../src/core/effects.ts';
import { ProducerCore } from '../src/core/producer-core.ts';
import { RecordDraft } from '../src/core/record-draft.ts';
import { describeEffect, outcomeOf } from './effect-text.ts';
import type { Fate, Flight, RecordedInput, SimulationOptions } from './simulation-types.ts';
import { FAULTS } from './simulated-faults.ts';
import { ModelPartition } from './model-partition.ts';
import { CORE_OPTIONS, OK } from './scripted-world.ts';

export const SIMULATED_OPTIONS: CoreOptions = { ...CORE_OPTIONS, bufferMemory: 65_536 };
const BROKERS = [1, 2, 3];
const FAULTS_UNTIL = 20_000;
const GIVE_UP_AT = 400_000;
const MOST_STEPS = 200_000;

export class Simulation {
  readonly partitions: ModelPartition[];
  /** Tags in order of sending, refused ones included. */
  readonly sent: string[] = [];
  readonly fates = new Map<string, Fate[]>();
  /** One line per effect, for comparing runs. */
  readonly journal: string[] = [];
  readonly inputs: RecordedInput[] = [];
  now = 0;
  readonly core: ProducerCore;
  readonly #random: Random;
  readonly #agenda = new Agenda<() => void>();
  readonly #faults: number;
  readonly #requestTimeoutMs: number;
  readonly #records: number;
  readonly #spreadMs: number;
  readonly #connections = new Map<
    number,
    { id: number; up: boolean; busyUntil: number; answersUntil: number }
  >();
  readonly #flights = new Set<Flight>();
  #connectionId = 0;
  #wakeAt = Infinity;
  #turnAsked = false;
  closed = false;

  constructor(options: SimulationOptions) {
    const core = { ...SIMULATED_OPTIONS, ...options.core };
    this.#random = seededRandom(options.seed);
    this.core = new ProducerCore(core, seededRandom(options.seed + 1));
    this.#faults = options.faults ?? 0.05;
    this.#records = options.records ?? 400;
    this.#spreadMs = options.spreadMs ?? FAULTS_UNTIL;
    this.#requestTimeoutMs = core.requestTimeoutMs;
    this.partitions = Array.from(
      { length: options.partitions ?? 3 },
      () => new ModelPartition(this.#pick(BROKERS)),
    );
  }

  #pick<T>(list: readonly T[]): T {
    const picked = list[Math.floor(this.#random() * list.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  get #faulty(): boolean {
    return this.now < FAULTS_UNTIL && this.#chance(this.#faults);
  }

  #after(ms: number, action: () => void): void {
    this.#agenda.add(this.now + ms, action);
  }

  /** Runs to the end: every record sent, every promise settled, the producer closed. */
  run(): this {
    for (let index = 0; index < this.#records; index++) {
      this.#after(this.#random() * this.#spreadMs, () => this.#sendOne());
    }
    for (let at = 100; at < FAULTS_UNTIL; at += 200) this.#after(at, () => this.#trouble());
    this.#after(FAULTS_UNTIL + 10, () => this.#handle({ type: 'close', timeoutMs: 60_000 }));
    while ((!this.closed || this.#flights.size > 0) && this.now < GIVE_UP_AT) {
      if (this.inputs.length > MOST_STEPS)
        throw new Error(`no end after ${MOST_STEPS} steps, at ${this.now} ms`);
      const at = Math.min(this.#agenda.nextAt, this.#wakeAt);
      if (at === Infinity) break;
      this.now = Math.max(this.now, at);
      if (this.#wakeAt <= this.#agenda.nextAt) {
        this.#wakeAt = Infinity;
        this.#handle({ type: 'wake' });
      } else this.#agenda.takeDue(at)?.();
    }
    return this;
  }

  #sendOne(): void {
    const tag = `r${this.sent.length}`;
    this.sent.push(tag);
    const value = Buffer.from(tag.padEnd(Math.floor(this.#random() * 900), '.'));
    const draft = new RecordDraft(this.core.topic('t'), value);
    draft.partition = this.#chance(0.7) ? Math.floor(this.#random() * this.partitions.length) : -1;
    draft.timestampMs = Math.floor(this.now);
    draft.valueLength = value.length;
    draft.resolve = Object.assign((): void => undefined, { tag });
    draft.reject = (error) => this.#note(tag, { partition: -1, offset: -1n, outcome: outcomeOf(error) });
    this.inputs.push({ now: this.now, sent: { partition: draft.partition, value } });
    if (this.core.tryAppend(draft)) return;
    const refusal = this.core.admit(draft, this.now);
    if (refusal !== null) draft.reject(refusal);
    if (this.#turnAsked) return;
    this.#turnAsked = true;
    this.#after(0, () => {
      this.#turnAsked = false;
      this.#handle({ type: 'turn' });
    });
  }

  #note(tag: string, fate: Fate): void {
    this.fates.set(tag, [...(this.fates.get(tag) ?? []), fate]);
  }

  #handle(event: ProducerEvent): void {
    this.inputs.push({ now: this.now, event });
    for (const effect of this.core.handle(event, this.now)) {
      this.journal.push(describeEffect(effect));
      this.#perform(effect);
    }
  }

  #perform(effect: ProducerEffect): void {
    switch (effect.type) {
      case 'connect':
        return this.#connect(effect.brokerId);
      case 'send':
        return this.#launch(effect);
      case 'settle': {
        const { batch, first, count, result } = effect;
        for (let index = first; index < first + count; index++) {
          const { tag } = batch.resolves[index] as { tag?: string };
          const { partition } = batch;
          if (result.kind === 'failed') {
            this.#note(tag ?? '?', { partition, offset: -1n, outcome: outcomeOf(result.error) });
          } else {
            const offset = result.baseOffset < 0n ? -1n : result.baseOffset + BigInt(index - first);
            this.#note(tag ?? '?', { partition, offset, outcome: 'delivered' });
          }
        }
        return;
      }
      case 'refuse':
        return effect.reject(effect.error);
      case 'refreshMetadata':
        return this.#after(1 + this.#random() * 30, () => this.#refresh());
      case 'initProducerId':
        return this.#after(1 + this.#random() * 30, () =>
          this.#handle({ type: 'identityReceived', producerId: 7n, epoch: 0 }),
        );
      case 'wake':
        this.#wakeAt = effect.at;
        return;
      case 'disconnect':
        for (const flight of this.#flights)
          if (flight.brokerId === effect.brokerId)
            this.#after(0, () => this.#fail(flight, 'CLUSTER_CLOSED', true));
        return;
      case 'closed':
        this.closed = true;
        return;
      case 'flushed':
      case 'epochBumped':
        return;
    }
  }

  #refresh(): void {
    if (this.#faulty) {
      this.#handle({ type: 'refreshEnded', failure: new Error('no broker answered') });
      return;
    }
    const partitions = this.partitions.map(({ leaderId, leaderEpoch }, partition) => ({
      partition,
      leaderId,
      leaderEpoch,
    }));
    const brokers = new Map(BROKERS.map((brokerId) => [brokerId, {}]));
    const snapshot = { brokers, topics: new Map([['t', { topicId: 'id', errorCode: 0, partitions }]]) };
    this.#handle({ type: 'metadata', snapshot });
    this.#handle({ type: 'refreshEnded', failure: null });
  }

  #connect(brokerId: number): void {
    const id = ++this.#connectionId;
    this.#connections.set(brokerId, { id, up: false, busyUntil: 0, answersUntil: 0 });
    this.#after(1 + this.#random() * (this.#faulty ? 3000 : 20), () => {
      const connection = this.#connections.get(brokerId);
      if (connection?.id !== id) return;
      connection.up = true;
      this.#handle({ type: 'brokerReady', brokerId });
    });
  }

  #launch(effect: Extract<ProducerEffect, { type: 'send' }>): void {
    const { brokerId, requestId } = effect;
    const connection = this.#connections.get(brokerId);
    if (connection === undefined) throw new Error('sent without a connection');
    const flight: Flight = {
      requestId,
      brokerId,
      connection: connection.id,
      partitions: effect.batches.map(({ partition }) => partition),
      records: effect.records,
      ended: false,
    };
    if (!connection.up) {
      this.#after(0, () => this.#fail(flight, 'DISCONNECTED', false));
      return;
    }
    this.#flights.add(flight);
    // Requests of a connection arrive in order.
    connection.busyUntil = Math.max(connection.busyUntil, this.now) + this.#random() * 10;
    this.#agenda.add(connection.busyUntil, () => this.#arrive(flight));
    this.#after(this.#requestTimeoutMs, () => {
      if (!flight.ended) this.#cut(brokerId, 'REQUEST_TIMED_OUT', flight);
    });
  }

  /** The request reaches the broker, perhaps after its connection was cut. */
  #arrive(flight: Flight): void {
    if (flight.ended && this.#chance(0.5)) return;
    const wire = flight.records.flatMap((bytes) => readRecordBatches(bytes));
    const answers = wire.map((batch, index) => this.#process(flight, batch, index));
    if (flight.ended || this.#faulty) return;
    const connection = this.#connections.get(flight.brokerId);
    if (connection === undefined) return;
    connection.answersUntil = Math.max(connection.answersUntil, this.now) + this.#random() * 10;
    this.#agenda.add(connection.answersUntil, () => {
      if (flight.ended) return;
      flight.ended = true;
      this.#flights.delete(flight);
      const throttleTimeMs = this.#faulty ? 100 : 0;
      this.#handle({ type: 'answered', requestId: flight.requestId, answers, throttleTimeMs });
    });
  }

  #process(flight: Flight, batch: RecordBatch, index: number): PartitionAnswer {
    const partition = this.partitions[flight.partitions[index] ?? -1];
    if (partition === undefined) return { ...OK, errorCode: FAULTS.unknown };
    if (partition.leaderId !== flight.brokerId) {
      return { ...OK, errorCode: FAULTS.moved, leader: this.#chance(0.5) ? partition.leader : null };
    }
    if (this.#faulty) return { ...OK, errorCode: this.#pick(FAULTS.refused) };
    const appended = partition.append(batch);
    if (appended.errorCode === 0 && this.#faulty) return { ...OK, errorCode: this.#pick(FAULTS.ambiguous) };
    return { ...OK, ...appended };
  }

  /** The connection ends: what is in flight fails in order, then it is made again. */
  #cut(brokerId: number, code: string, first: Flight | null = null): void {
    const connection = this.#connections.get(brokerId);
    if (connection === undefined || !connection.up) return;
    connection.up = false;
    const failing = [...this.#flights].filter((flight) => flight.brokerId === brokerId);
    for (const flight of failing) this.#fail(flight, flight === first ? code : 'DISCONNECTED', true);
    this.#handle({
      type: 'brokerLost',
      brokerId,
      error: new OttlaError('cut', { code, action: 'retriable' }),
    });
    if (!this.closed) this.#connect(brokerId);
  }

  #fail(flight: Flight, code: string, sent: boolean): void {
    if (flight.ended) return;
    flight.ended = true;
    // From here on the slabs may be reused; what the network holds is a copy.
    flight.records = flight.records.map((bytes) => Buffer.from(bytes));
    this.#flights.delete(flight);
    const error = new OttlaError('cut', { code, action: 'retriable' });
    this.#handle({ type: 'requestFailed', requestId: flight.requestId, sent, error });
  }

  #trouble(): void {
    if (this.#faulty) this.#cut(this.#pick(BROKERS), 'DISCONNECTED');
    if (!this.#faulty) return;
    const partition = this.#pick(this.partitions);
    partition.leaderId = this.#pick(BROKERS);
    partition.leaderEpoch++;
  }
}
