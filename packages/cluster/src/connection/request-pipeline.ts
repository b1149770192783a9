/**
 * Requests on their way through one connection: encoded, numbered, written, answered in order.
 *
 * Exactly one write is under way at a time. What has not been handed to a write has certainly not left, so
 * it fails with `sent: false`. Answers must come in request order under the right correlation id. Throws
 * ClusterError when the peer breaks that; the machine above then ends the connection.
 */
import { isOttlaError } from '@ottla/kernel';
import { decodeResponse, encodeRequest, peekCorrelationId, type Frame } from '@ottla/protocol';
import { ClusterError, type ClusterErrorCode } from '../errors.ts';
import type { ConnectionEffect } from './connection-effects.ts';
import { RequestQueue, type ConnectionRequest, type WaitingRequest } from './request-queue.ts';
import { throttleMsOf } from './throttle.ts';
import { negotiateVersion, type BrokerVersions } from './version-negotiation.ts';

export interface RequestPipelineOptions<R> {
  /** Who is at the other end, for messages: "broker 1 at kafka-1:9092". */
  readonly peer: () => string;
  readonly clientId: string;
  /** Correlation id of the first request; for tests of the wrap at 2^31. */
  readonly firstCorrelationId?: number;
  readonly emit: (effect: ConnectionEffect<R>) => void;
}

const LAST_CORRELATION_ID = 0x7fffffff;

/** An error of another class as a ClusterError with a code of ours. */
function clusterError(error: unknown, where: string, code: ClusterErrorCode): ClusterError {
  if (error instanceof ClusterError) return error;
  // Encoders and decoders throw errors of Ottla; anything else is a defect and must not pass as a failure.
  if (!isOttlaError(error)) throw error;
  return new ClusterError(`${where}: ${error.message}`, code, error);
}

export class RequestPipeline<R extends ConnectionRequest> {
  readonly queue = new RequestQueue<R>();
  readonly #options: RequestPipelineOptions<R>;
  #correlationId: number;
  #writing = false;
  /** Answers that came before their write was told done. Never more than requests in flight. */
  #early: Uint8Array[] = [];
  #silentUntilMs = -Infinity;

  constructor(options: RequestPipelineOptions<R>) {
    this.#options = options;
    this.#correlationId = options.firstCorrelationId ?? 0;
  }

  get writing(): boolean {
    return this.#writing;
  }

  /** Until when the broker wants no further request (KIP-219). */
  get silentUntilMs(): number {
    return this.#silentUntilMs;
  }

  nextCorrelationId(): number {
    const id = this.#correlationId;
    this.#correlationId = id === LAST_CORRELATION_ID ? 0 : id + 1;
    return id;
  }

  /** Lets a request wait for its write; returns its deadline. */
  add(request: R, now: number): number {
    const deadlineMs = now + request.timeoutMs + Math.max(0, this.#silentUntilMs - now);
    this.queue.waiting.push({ request, deadlineMs });
    return deadlineMs;
  }

  /** Begins a write of frames made elsewhere. */
  write(frames: readonly Frame[]): void {
    this.#writing = true;
    this.#options.emit({ kind: 'write', chunks: frames.flatMap((frame) => frame.chunks) });
  }

  /** Writes all that waits, gathered, when nothing holds it back. */
  flush(versions: BrokerVersions, now: number): void {
    if (this.#writing || now < this.#silentUntilMs || this.queue.waiting.length === 0) return;
    const frames: Frame[] = [];
    for (const entry of this.queue.waiting.splice(0)) {
      const frame = this.#encode(entry, versions);
      if (frame !== undefined) frames.push(frame);
    }
    if (frames.length > 0) this.write(frames);
  }

  #encode(entry: WaitingRequest<R>, versions: BrokerVersions): Frame | undefined {
    const { api, body, maxVersion } = entry.request;
    const correlationId = this.nextCorrelationId();
    try {
      const version = negotiateVersion(api, versions, maxVersion);
      // `send` checked the body against the API's own type; here the API is any.
      const frame = encodeRequest(
        api,
        version,
        { correlationId, clientId: this.#options.clientId },
        body as never,
      );
      this.queue.inFlight.push({ ...entry, version, correlationId, written: false });
      return frame;
    } catch (error) {
      this.fail(entry.request, false, clusterError(error, this.#options.peer(), 'REQUEST_INVALID'));
      return undefined;
    }
  }

  /** The write under way is done; returns the answers that came too early for it. */
  written(): readonly Uint8Array[] {
    this.#writing = false;
    for (const entry of this.queue.inFlight) entry.written = true;
    for (const { request } of this.queue.takeOneWay()) {
      this.#options.emit({ kind: 'answer', request, body: null });
    }
    const early = this.#early;
    this.#early = [];
    return early;
  }

  /** Matches a frame with the oldest request in flight. Throws ClusterError when the peer breaks the protocol. */
  answer(frame: Uint8Array, now: number): void {
    const entry = this.queue.inFlight[0];
    const correlationId = peekCorrelationId(frame);
    if (entry === undefined || entry.request.oneWay === true) {
      throw this.violation(`an answer (correlation id ${correlationId}) that nobody asked for`);
    }
    if (!entry.written) {
      if (this.#early.length >= this.queue.inFlight.length)
        throw this.violation('more answers than requests');
      this.#early.push(frame);
      return;
    }
    const { request, version } = entry;
    if (correlationId !== entry.correlationId) {
      throw this.violation(
        `correlation id ${correlationId} where ${entry.correlationId} was due (${request.api.name})`,
      );
    }
    const body = this.#decode(frame, request, version);
    this.queue.inFlight.shift();
    this.#options.emit({ kind: 'answer', request, body });
    this.throttle(throttleMsOf(request.api.key, version, body), now);
  }

  #decode(frame: Uint8Array, request: R, version: number): object {
    try {
      return decodeResponse(request.api, version, frame).body;
    } catch (error) {
      const failure = clusterError(error, this.#options.peer(), 'MALFORMED_RESPONSE');
      this.queue.inFlight.shift();
      this.fail(request, true, failure);
      throw failure;
    }
  }

  /** Stays silent for so long, and gives all that is pending that much longer. */
  throttle(throttleMs: number, now: number): void {
    const untilMs = now + throttleMs;
    const addedMs = untilMs - Math.max(now, this.#silentUntilMs);
    if (throttleMs <= 0 || addedMs <= 0) return;
    this.#silentUntilMs = untilMs;
    this.queue.lengthenDeadlines(addedMs);
    this.#options.emit({ kind: 'throttled', throttleMs });
  }

  fail(request: R, sent: boolean, error: ClusterError): void {
    this.#options.emit({ kind: 'fail', request, failure: { sent, error } });
  }

  /** The connection is gone: everything pending fails, oldest first. */
  reset(failureOf: (entry: WaitingRequest<R>) => ClusterError): void {
    this.#writing = false;
    this.#early = [];
    this.#silentUntilMs = -Infinity;
    for (const entry of this.queue.inFlight.splice(0)) this.fail(entry.request, true, failureOf(entry));
    for (const entry of this.queue.waiting.splice(0)) this.fail(entry.request, false, failureOf(entry));
  }

  timedOut({ request }: WaitingRequest<R>): ClusterError {
    return new ClusterError(
      `${request.api.name}: no answer from ${this.#options.peer()} within ${request.timeoutMs} ms`,
      'REQUEST_TIMED_OUT',
    );
  }

  violation(what: string, cause?: unknown): ClusterError {
    return new ClusterError(
      `${this.#options.peer()} broke Kafka's protocol: ${what}; check that the address is that of a Kafka listener`,
      'PROTOCOL_VIOLATION',
      cause,
    );
  }
}
