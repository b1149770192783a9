/**
 * One connection to one broker, as a pure machine: events and `now` in, effects out.
 *
 * Owns the states, version negotiation, deadlines and reconnect pauses; the requests themselves are the
 * pipeline's. A request that times out in flight ends the connection: what follows it cannot be trusted to
 * be answered in order. Knows no sockets, clocks or callbacks.
 */
import { InvariantError, backoffMs, type Random } from '@ottla/kernel';
import {
  apiVersions,
  encodeRequest,
  peekCorrelationId,
  FrameAssembler,
  FrameError,
  type Api,
} from '@ottla/protocol';
import { ClusterError } from '../errors.ts';
import { closingMessage } from './closing-message.ts';
import type { ConnectionEffect } from './connection-effects.ts';
import { moveConnection, type ConnectionState } from './connection-state.ts';
import { RequestPipeline } from './request-pipeline.ts';
import type { ConnectionRequest, WaitingRequest } from './request-queue.ts';
import { SOFTWARE_IDENTITY, readVersionAnswer } from './version-inquiry.ts';
import { negotiateVersion } from './version-negotiation.ts';

export interface ConnectionMachineOptions {
  /** Who is at the other end, for messages: "broker 1 at kafka-1:9092". */
  readonly peer: () => string;
  readonly clientId: string;
  readonly connectTimeoutMs: number;
  readonly reconnectBackoffMs: number;
  readonly reconnectBackoffMaxMs: number;
  readonly maxFrameBytes: number;
  readonly random: Random;
  /** Correlation id of the first request; for tests of the wrap at 2^31. */
  readonly firstCorrelationId?: number;
}

export class ConnectionMachine<R extends ConnectionRequest> {
  readonly #options: ConnectionMachineOptions;
  readonly #pipeline: RequestPipeline<R>;
  #state: ConnectionState = { kind: 'backoff', untilMs: -Infinity };
  #effects: ConnectionEffect<R>[] = [];
  #assembler: FrameAssembler;
  #wakeAtMs = Infinity;
  /** Connections in a row that ended without one answered request. */
  #failures = 0;
  /** This connection has answered a request. */
  #answered = false;

  constructor(options: ConnectionMachineOptions) {
    this.#options = options;
    this.#assembler = new FrameAssembler(options);
    const emit = (effect: ConnectionEffect<R>): void => void this.#effects.push(effect);
    this.#pipeline = new RequestPipeline<R>({ ...options, emit });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Requests not settled yet, sent or not. */
  get pendingCount(): number {
    return this.#pipeline.queue.size;
  }

  /** The version `api` is sent in. Throws UnsupportedVersionError, or ClusterError `DISCONNECTED` when not ready. */
  version(api: Api, maxVersion?: number): number {
    if (this.#state.kind === 'ready') return negotiateVersion(api, this.#state.versions, maxVersion);
    throw new ClusterError(
      `${api.name}: ${this.#options.peer()} is not connected, so no version is agreed; wait for ready()`,
      'DISCONNECTED',
    );
  }

  /** Begins the first attempt. */
  start(now: number): ConnectionEffect<R>[] {
    this.#connect(now);
    return this.#takeEffects();
  }

  opened(): ConnectionEffect<R>[] {
    if (this.#state.kind !== 'connecting')
      throw new InvariantError(`a socket opened while ${this.#state.kind}`);
    this.#askVersions(apiVersions.versions.max, this.#state.deadlineMs);
    return this.#takeEffects();
  }

  received(bytes: Uint8Array, now: number): ConnectionEffect<R>[] {
    const { kind } = this.#state;
    if (kind !== 'negotiating' && kind !== 'ready') throw new InvariantError(`bytes arrived while ${kind}`);
    let broken: FrameError | undefined;
    let frames: readonly Uint8Array[];
    try {
      frames = this.#assembler.push(bytes);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      broken = error;
      frames = error.frames;
    }
    this.#readFrames(frames, now);
    if (broken !== undefined && this.#isConnected()) {
      this.#end(this.#pipeline.violation(broken.message, broken), now);
    }
    this.#flush(now);
    return this.#takeEffects();
  }

  /** The write under way has left this process. */
  written(now: number): ConnectionEffect<R>[] {
    if (!this.#pipeline.writing) throw new InvariantError('a write ended that was not begun');
    this.#readFrames(this.#pipeline.written(), now);
    this.#flush(now);
    return this.#takeEffects();
  }

  /** The socket ended by itself, or could not be opened. */
  closed(cause: Error | undefined, now: number): ConnectionEffect<R>[] {
    const { kind } = this.#state;
    if (kind === 'backoff' || kind === 'closed') throw new InvariantError(`a socket closed while ${kind}`);
    const ending = { peer: this.#options.peer(), stage: kind, answered: this.#answered, cause };
    const code = kind === 'connecting' ? 'CONNECT_FAILED' : 'DISCONNECTED';
    this.#end(new ClusterError(closingMessage(ending), code, cause), now);
    return this.#takeEffects();
  }

  /** Takes a request. While not ready, throttled or writing it waits; its deadline counts from here. */
  request(request: R, now: number): ConnectionEffect<R>[] {
    if (this.#state.kind === 'closed') {
      const error = new ClusterError(`${this.#options.peer()}: the connection was closed`, 'CLUSTER_CLOSED');
      this.#pipeline.fail(request, false, error);
    } else {
      this.#wakeBy(this.#pipeline.add(request, now));
      this.#flush(now);
    }
    return this.#takeEffects();
  }

  /** Fails what matches and has not left yet; what is in flight goes on. */
  withdraw(matches: (request: R) => boolean, error: ClusterError): ConnectionEffect<R>[] {
    for (const { request } of this.#pipeline.queue.takeWaiting(matches))
      this.#pipeline.fail(request, false, error);
    return this.#takeEffects();
  }

  /** Judges deadlines. A driver that wakes late reads what has arrived first. */
  tick(now: number): ConnectionEffect<R>[] {
    const state = this.#state;
    if (state.kind === 'backoff' && state.untilMs <= now) {
      this.#connect(now);
    } else if ((state.kind === 'connecting' || state.kind === 'negotiating') && state.deadlineMs <= now) {
      const missing = state.kind === 'connecting' ? 'no connection' : 'no answer to ApiVersions';
      const { connectTimeoutMs } = this.#options;
      const message = `${this.#options.peer()}: ${missing} within ${connectTimeoutMs} ms; check address and network`;
      this.#end(new ClusterError(message, 'CONNECT_TIMED_OUT'), now);
    }
    this.#failOverdue(now);
    this.#flush(now);
    this.#wakeAtMs = Infinity;
    this.#wakeBy(this.#dueMs(now));
    return this.#takeEffects();
  }

  /** Ends for good; everything pending fails with `error`. */
  close(error: ClusterError): ConnectionEffect<R>[] {
    if (this.#state.kind === 'closed') return [];
    if (this.#hasSocket()) this.#effects.push({ kind: 'destroy' });
    this.#state = moveConnection(this.#state, { kind: 'closed' });
    this.#pipeline.reset(() => error);
    this.#effects.push({ kind: 'wake', atMs: Infinity });
    return this.#takeEffects();
  }

  #takeEffects(): ConnectionEffect<R>[] {
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }

  #isConnected(): boolean {
    return this.#state.kind === 'negotiating' || this.#state.kind === 'ready';
  }

  #hasSocket(): boolean {
    return this.#state.kind === 'connecting' || this.#isConnected();
  }

  #connect(now: number): void {
    const deadlineMs = now + this.#options.connectTimeoutMs;
    this.#state = moveConnection(this.#state, { kind: 'connecting', deadlineMs });
    this.#assembler = new FrameAssembler(this.#options);
    this.#answered = false;
    this.#effects.push({ kind: 'open' });
    this.#wakeBy(deadlineMs);
  }

  #askVersions(asked: number, deadlineMs: number): void {
    const header = { correlationId: this.#pipeline.nextCorrelationId(), clientId: this.#options.clientId };
    this.#state = moveConnection(this.#state, {
      kind: 'negotiating',
      deadlineMs,
      asked,
      correlationId: header.correlationId,
    });
    this.#pipeline.write([encodeRequest(apiVersions, asked, header, SOFTWARE_IDENTITY)]);
  }

  /** Reads answers until one breaks the protocol, which ends the connection. */
  #readFrames(frames: readonly Uint8Array[], now: number): void {
    try {
      for (const frame of frames) {
        if (this.#state.kind === 'negotiating') this.#readVersions(frame, now);
        else this.#readAnswer(frame, now);
      }
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      this.#end(error, now);
    }
  }

  #readAnswer(frame: Uint8Array, now: number): void {
    const before = this.#pipeline.queue.inFlight.length;
    this.#pipeline.answer(frame, now);
    if (this.#pipeline.queue.inFlight.length < before) {
      this.#failures = 0;
      this.#answered = true;
    }
    if (this.#pipeline.silentUntilMs > now) this.#wakeBy(this.#pipeline.silentUntilMs);
  }

  #readVersions(frame: Uint8Array, now: number): void {
    const state = this.#state;
    if (state.kind !== 'negotiating') throw new InvariantError(`read versions while ${state.kind}`);
    const correlationId = peekCorrelationId(frame);
    if (correlationId !== state.correlationId) {
      throw this.#pipeline.violation(`correlation id ${correlationId} where ApiVersions was due`);
    }
    const answer = readVersionAnswer(frame, state.asked, this.#options.peer());
    if (answer.kind === 'askAgain') {
      if (this.#pipeline.writing) throw this.#pipeline.violation('it answered before it was asked in full');
      this.#askVersions(answer.version, state.deadlineMs);
      return;
    }
    this.#state = moveConnection(state, { kind: 'ready', versions: answer.versions });
    this.#effects.push({ kind: 'ready' });
    this.#pipeline.throttle(answer.throttleMs, now);
    this.#wakeBy(this.#dueMs(now));
  }

  #flush(now: number): void {
    if (this.#state.kind === 'ready') this.#pipeline.flush(this.#state.versions, now);
  }

  /** A request that has not left fails alone; one in flight takes the connection with it. */
  #failOverdue(now: number): void {
    const { queue } = this.#pipeline;
    for (const entry of queue.takeOverdueWaiting(now))
      this.#pipeline.fail(entry.request, false, this.#pipeline.timedOut(entry));
    const overdue = queue.inFlight.find((entry) => entry.deadlineMs <= now);
    if (overdue === undefined) return;
    const message = `${this.#options.peer()}: closed, because ${overdue.request.api.name} was not answered in time`;
    const others = new ClusterError(message, 'DISCONNECTED');
    this.#end(others, now, (entry) => (entry.deadlineMs <= now ? this.#pipeline.timedOut(entry) : others));
  }

  /** Ends this connection; the next is tried after a pause. */
  #end(
    failure: ClusterError,
    now: number,
    failureOf: (entry: WaitingRequest<R>) => ClusterError = () => failure,
  ): void {
    this.#failures++;
    const { reconnectBackoffMs: initialMs, reconnectBackoffMaxMs: maxMs, random } = this.#options;
    const untilMs = now + backoffMs(this.#failures, { initialMs, maxMs }, random);
    this.#effects.push({ kind: 'destroy' });
    this.#state = moveConnection(this.#state, { kind: 'backoff', untilMs });
    this.#pipeline.reset(failureOf);
    this.#effects.push({ kind: 'lost', failure, retryAtMs: untilMs });
    this.#wakeAtMs = Infinity;
    this.#wakeBy(untilMs);
  }

  #dueMs(now: number): number {
    const state = this.#state;
    const { queue, silentUntilMs } = this.#pipeline;
    const silence = silentUntilMs > now ? silentUntilMs : Infinity;
    const own =
      state.kind === 'backoff' ? state.untilMs : 'deadlineMs' in state ? state.deadlineMs : Infinity;
    return Math.min(own, silence, queue.earliestDeadlineMs());
  }

  /** Asks for a tick at `atMs` unless an earlier one is due; a tick too many does no harm. */
  #wakeBy(atMs: number): void {
    if (atMs >= this.#wakeAtMs) return;
    this.#wakeAtMs = atMs;
    this.#effects.push({ kind: 'wake', atMs });
  }
}
