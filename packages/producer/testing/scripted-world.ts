/**
 * A world for the core, written by the test: virtual time, brokers that answer what the test says.
 *
 * Connects, metadata and the producer id are granted at once unless told otherwise; Produce requests wait
 * in `requests` until the test answers or fails them. Every event and effect is kept, so that a run can be
 * replayed. Records are known by a tag, their value.
 */
import { OttlaError, seededRandom } from '@ottla/kernel';
import { readRecordBatches, type RecordBatch } from '@ottla/protocol';
import type { Batch } from '../src/core/batch.ts';
import type { CoreOptions } from '../src/core/core-options.ts';
import type { PartitionAnswer, ProducerEffect, ProducerEvent } from '../src/core/effects.ts';
import type { MetadataSnapshot } from '../src/core/metadata-view.ts';
import { ProducerCore } from '../src/core/producer-core.ts';
import { RecordDraft } from '../src/core/record-draft.ts';

export const CORE_OPTIONS: CoreOptions = {
  acks: -1,
  idempotent: true,
  lingerMs: 5,
  batchSize: 4096,
  bufferMemory: 1_048_576,
  recordChargeBytes: 100,
  maxWaitingRecords: 100,
  maxBlockMs: 1000,
  maxRequestSize: 65_536,
  maxInFlightRequestsPerConnection: 5,
  deliveryTimeoutMs: 10_000,
  requestTimeoutMs: 1000,
  retries: 2_147_483_647,
  retryBackoffMs: 100,
  retryBackoffMaxMs: 1000,
};

export interface WorldRequest {
  readonly requestId: number;
  readonly brokerId: number;
  readonly batches: readonly Batch[];
  /** What stood on the wire when it was sent. */
  readonly wire: readonly RecordBatch[];
  done: boolean;
}

export interface Settled {
  readonly tag: string;
  readonly partition: number;
  /** Undefined when it failed. */
  readonly offset: bigint | undefined;
  readonly error: OttlaError | undefined;
}

export interface WorldOptions {
  readonly core?: Partial<CoreOptions>;
  readonly partitions?: number;
  readonly seed?: number;
  /** Leader of each partition of topic 't'; all 1 by default. */
  readonly leaders?: readonly number[];
}

export const OK: PartitionAnswer = {
  errorCode: 0,
  errorMessage: null,
  baseOffset: 0n,
  logAppendTimeMs: -1n,
  logStartOffset: -1n,
  recordRefusals: [],
  leader: null,
};

export class ScriptedWorld {
  readonly core: ProducerCore;
  readonly lingerMs: number;
  now = 1000;
  readonly requests: WorldRequest[] = [];
  readonly settled: Settled[] = [];
  readonly effects: ProducerEffect[] = [];
  readonly events: { readonly event: ProducerEvent; readonly now: number }[] = [];
  leaders: { leaderId: number; leaderEpoch: number }[];
  topicError = 0;
  grantsMetadata = true;
  grantsIdentity = true;
  grantsLinks = true;
  identity = { producerId: 7n, epoch: 0 };
  #wakeAt = Infinity;
  readonly #tags = new Map<string, number>();

  constructor(options: WorldOptions = {}) {
    this.core = new ProducerCore({ ...CORE_OPTIONS, ...options.core }, seededRandom(options.seed ?? 1));
    this.lingerMs = options.core?.lingerMs ?? CORE_OPTIONS.lingerMs;
    const leaders = options.leaders ?? Array.from({ length: options.partitions ?? 1 }, () => 1);
    this.leaders = leaders.map((leaderId) => ({ leaderId, leaderEpoch: 0 }));
  }

  get snapshot(): MetadataSnapshot {
    const partitions = this.leaders.map((leader, partition) => ({ partition, ...leader }));
    const brokers = new Map([1, 2, 3].map((brokerId) => [brokerId, {}]));
    const known = this.topicError === 0 ? partitions : [];
    return {
      brokers,
      topics: new Map([['t', { topicId: 'topic-id', errorCode: this.topicError, partitions: known }]]),
    };
  }

  /** A draft whose settlement is noted under `tag`. */
  draft(
    tag: string,
    record: { key?: string; partition?: number; topic?: string; bytes?: number } = {},
  ): RecordDraft {
    const value = Buffer.from(tag.padEnd(record.bytes ?? 0, '.'));
    const key = record.key === undefined ? null : Buffer.from(record.key);
    const draft = new RecordDraft(
      this.core.topic(record.topic ?? 't'),
      Buffer.concat([key ?? Buffer.alloc(0), value]),
    );
    draft.partition = record.partition ?? -1;
    draft.timestampMs = Math.floor(this.now);
    draft.keyLength = key?.length ?? -1;
    draft.valueStart = key?.length ?? 0;
    draft.valueLength = value.length;
    // Only reject is ever called by the core; the settle effect is read below.
    draft.resolve = Object.assign((): void => undefined, { tag });
    draft.reject = (error) =>
      this.settled.push({ tag, partition: -1, offset: undefined, error: error as OttlaError });
    return draft;
  }

  /** Sends a record as the runtime would. Returns why it was refused, or null. */
  send(tag: string, record: Parameters<ScriptedWorld['draft']>[1] = {}): OttlaError | null {
    const draft = this.draft(tag, record);
    if (this.core.tryAppend(draft)) return null;
    const refusal = this.core.admit(draft, this.now);
    if (refusal !== null) draft.reject(refusal);
    return refusal;
  }

  /** Handles an event and everything it brings about at once. */
  handle(event: ProducerEvent): void {
    const pending: ProducerEvent[] = [event];
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
      this.events.push({ event: next, now: this.now });
      for (const effect of this.core.handle(next, this.now)) {
        this.effects.push(effect);
        pending.push(...this.#perform(effect));
      }
    }
  }

  turn(): void {
    this.handle({ type: 'turn' });
  }

  #perform(effect: ProducerEffect): ProducerEvent[] {
    switch (effect.type) {
      case 'connect':
        return this.grantsLinks ? [{ type: 'brokerReady', brokerId: effect.brokerId }] : [];
      case 'send':
        this.requests.push({
          requestId: effect.requestId,
          brokerId: effect.brokerId,
          batches: effect.batches,
          wire: effect.records.flatMap((bytes) => readRecordBatches(bytes)),
          done: false,
        });
        return [];
      case 'settle':
        this.#settle(effect);
        return [];
      case 'refuse':
        effect.reject(effect.error);
        return [];
      case 'refreshMetadata':
        if (!this.grantsMetadata) return [];
        return [
          { type: 'metadata', snapshot: this.snapshot },
          { type: 'refreshEnded', failure: null },
        ];
      case 'initProducerId':
        return this.grantsIdentity ? [{ type: 'identityReceived', ...this.identity }] : [];
      case 'wake':
        this.#wakeAt = effect.at;
        return [];
      case 'disconnect':
      case 'epochBumped':
      case 'flushed':
      case 'closed':
        return [];
    }
  }

  #settle(effect: Extract<ProducerEffect, { type: 'settle' }>): void {
    const { batch, first, count, result } = effect;
    for (let index = first; index < first + count; index++) {
      const resolve = batch.resolves[index] as { tag?: string } | undefined;
      const tag = resolve?.tag ?? '?';
      this.#tags.set(tag, (this.#tags.get(tag) ?? 0) + 1);
      const delivered = result.kind === 'delivered';
      const known = delivered && result.baseOffset >= 0n;
      this.settled.push({
        tag,
        partition: batch.partition,
        offset: known ? result.baseOffset + BigInt(index - first) : delivered ? -1n : undefined,
        error: delivered ? undefined : result.error,
      });
    }
  }

  /** Lets time pass, waking the core when it asked to be woken. */
  advance(ms: number): void {
    const end = this.now + ms;
    if (this.core.wantsTurn) this.turn();
    while (this.#wakeAt <= end) {
      this.now = Math.max(this.now, this.#wakeAt);
      this.#wakeAt = Infinity;
      this.handle({ type: 'wake' });
    }
    this.now = end;
  }

  get nextWakeAt(): number {
    return this.#wakeAt;
  }

  /** Requests not answered yet, oldest first. */
  get open(): WorldRequest[] {
    return this.requests.filter((request) => !request.done);
  }

  get oldest(): WorldRequest {
    const request = this.open[0];
    if (request === undefined) throw new Error('no request is open');
    return request;
  }

  /** Answers the oldest open request (or this one), the same for each of its batches. */
  answer(answer: Partial<PartitionAnswer> = {}, request = this.oldest): void {
    request.done = true;
    const answers = request.batches.map(() => ({ ...OK, ...answer }));
    this.handle({ type: 'answered', requestId: request.requestId, answers, throttleTimeMs: 0 });
  }

  fail(sent: boolean, code = 'DISCONNECTED', request = this.oldest): void {
    request.done = true;
    const error = new OttlaError(`request ${request.requestId} failed`, { code, action: 'retriable' });
    this.handle({ type: 'requestFailed', requestId: request.requestId, sent, error });
  }

  /** The connection to a broker ends: its requests fail in order, then it is lost, and back at once. */
  cut(brokerId: number, sent = true): void {
    for (const request of this.open)
      if (request.brokerId === brokerId) this.fail(sent, 'DISCONNECTED', request);
    this.lose(brokerId);
    if (this.grantsLinks) this.handle({ type: 'brokerReady', brokerId });
  }

  lose(brokerId: number): void {
    const error = new OttlaError(`broker ${brokerId} went away`, {
      code: 'DISCONNECTED',
      action: 'retriable',
    });
    this.handle({ type: 'brokerLost', brokerId, error });
  }

  moveLeader(partition: number, leaderId: number): void {
    const leader = this.leaders[partition];
    if (leader === undefined) return;
    this.leaders[partition] = { leaderId, leaderEpoch: leader.leaderEpoch + 1 };
    this.handle({ type: 'metadata', snapshot: this.snapshot });
  }

  /** The tags settled so far, failures as 'tag!CODE/outcome'. */
  get outcome(): string[] {
    return this.settled.map(({ tag, error }) => {
      if (error === undefined) return tag;
      const { outcome } = error as { outcome?: string };
      return `${tag}!${error.code}${outcome === undefined ? '' : `/${outcome}`}`;
    });
  }

  /** Sends one record and lets it go, so that identity, links and metadata are there and the partition is proven. */
  warmUp(record: Parameters<ScriptedWorld['draft']>[1] = {}): void {
    this.send('warm', record);
    this.turn();
    this.advance(this.lingerMs);
    this.answer();
    this.settled.length = 0;
    this.requests.length = 0;
    this.effects.length = 0;
  }

  /** Sends one record as a batch of its own and lets it go. */
  sendAlone(tag: string, record: Parameters<ScriptedWorld['draft']>[1] = {}): void {
    this.send(tag, record);
    this.turn();
    this.advance(this.lingerMs);
  }
}
