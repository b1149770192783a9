/**
 * Asks a registry for a value: several URLs, several tries, one deadline.
 *
 * A round tries each URL once, beginning with the one that last worked; a try that may pass later (network
 * error, 408, 5xx, its own time limit) moves on to the next URL at once, 429 ends the round. Between
 * rounds it waits with full jitter, or as long as Retry-After asks. Never past the deadline, never after
 * close, never after the caller's signal. Time and chance are ports. Knows nothing of schemas.
 */
import { backoffMs, type Clock, type Logger, type Random } from '@ottla/kernel';
import { ShapeError } from '../answer-shape.ts';
import { RegistryError } from '../registry-error.ts';
import { authorizationFor, type RegistryAuth } from './authorization.ts';
import type { Endpoint } from './endpoint.ts';
import { exchange, type ExchangeAnswer, type ExchangeRequest, type RegistryDispatcher } from './exchange.ts';
import { networkFailure } from './network-failure.ts';
import { isRetriableStatus, retryAfterMs } from './retry-policy.ts';
import { judgeAnswer, registryError, type CallSubject, type Expectation } from './verdict.ts';

export interface RegistryHttpOptions {
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
  readonly endpoints: readonly Endpoint[];
  readonly auth: RegistryAuth | undefined;
  /** For the whole call, waits included. */
  readonly timeoutMs: number;
  /** For one try on one URL. */
  readonly attemptTimeoutMs: number;
  /** Rounds after the first. */
  readonly retries: number;
  readonly maxResponseBytes: number;
}

export interface RegistryHttpPorts {
  readonly dispatcher: RegistryDispatcher;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export interface RegistryCall extends ExchangeRequest, CallSubject {
  /**
   * What a success holds. Left out: JSON. `jsonOrNothing`: an empty body (204) is read as undefined.
   * `text`: the body is read as it stands.
   */
  readonly expects?: Expectation | undefined;
}

export interface AskOptions {
  /** Ends the call's tries and waits with ABORTED. */
  readonly signal?: AbortSignal | undefined;
}

/** A call in progress. */
interface OpenCall<T> extends RegistryCall {
  readonly read: (value: unknown) => T;
  /** By the clock's `now`. */
  readonly deadline: number;
  /** Aborted, with a RegistryError, by close and by the caller. */
  readonly ended: AbortSignal;
}
type CallAt<T> = OpenCall<T> & { readonly url: string };

/** A try that did not give a value. */
interface Setback {
  readonly failure: RegistryError;
  /** Whether another try may help. */
  readonly again: boolean;
  readonly waitMs: number | undefined;
}

function misshapen(
  error: ShapeError,
  answer: ExchangeAnswer,
  at: CallSubject & { url: string },
): RegistryError {
  const why = `the answer ${error.message}; is this URL a schema registry?`;
  return registryError({ ...at, status: answer.status }, 'REGISTRY_ANSWER_INVALID', why);
}

export class RegistryHttp {
  readonly #options: RegistryHttpOptions;
  readonly #ports: RegistryHttpPorts;
  /** Ends each call in progress. */
  readonly #closers = new Set<() => void>();
  #preferred = 0;
  #closed = false;

  constructor(options: RegistryHttpOptions, ports: RegistryHttpPorts) {
    this.#options = options;
    this.#ports = ports;
  }

  /** Throws CLOSED after close. */
  expectOpen(call: CallSubject): void {
    if (this.#closed) throw closedFailure(call);
  }

  /** What `read` makes of the answer's value. Rejects with RegistryError only. */
  async ask<T>(call: RegistryCall, read: (value: unknown) => T, { signal }: AskOptions = {}): Promise<T> {
    this.expectOpen(call);
    if (signal?.aborted === true) throw abortedFailure(call, signal);
    const ending = new AbortController();
    const close = (): void => ending.abort(closedFailure(call));
    const abort = (): void => ending.abort(signal === undefined ? undefined : abortedFailure(call, signal));
    this.#closers.add(close);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const deadline = this.#ports.clock.now() + this.#options.timeoutMs;
      return await this.#rounds({ ...call, read, deadline, ended: ending.signal });
    } finally {
      this.#closers.delete(close);
      signal?.removeEventListener('abort', abort);
    }
  }

  async #rounds<T>(call: OpenCall<T>): Promise<T> {
    const { clock, random, logger } = this.#ports;
    for (let round = 0; ; round++) {
      const result = await this.#round(call);
      if (!('failure' in result)) return result.value;
      const { failure, again, waitMs } = result;
      if (!again || round >= this.#options.retries) throw failure;
      const { retryBackoffMs: initialMs, retryBackoffMaxMs: maxMs } = this.#options;
      const pauseMs = backoffMs(round + 1, { initialMs, maxMs, jitter: 'full' }, random);
      const delayMs = Math.max(waitMs ?? 0, pauseMs);
      if (clock.now() + delayMs >= call.deadline) throw failure;
      logger.warn(`registry: ${failure.message}; trying again in ${Math.round(delayMs)} ms`);
      await pause(clock, delayMs, call.ended);
    }
  }

  /** Each URL once. */
  async #round<T>(call: OpenCall<T>): Promise<{ value: T } | Setback> {
    const { endpoints } = this.#options;
    let worst: Setback | undefined;
    for (let tried = 0; tried < endpoints.length; tried++) {
      const index = this.#preferred;
      const endpoint = endpoints[index];
      if (endpoint === undefined) break; // never: the index stays below the length
      const result = await this.#attempt(call, endpoint);
      if (!('failure' in result) || !result.again) return result;
      worst = { ...result, waitMs: Math.max(worst?.waitMs ?? 0, result.waitMs ?? 0) };
      if (result.failure.code === 'REGISTRY_THROTTLED') break;
      // Two calls that fail on one URL must move past it once, not past its healthy neighbour too.
      if (this.#preferred === index) this.#preferred = (index + 1) % endpoints.length;
      if (this.#ports.clock.now() >= call.deadline) break;
    }
    return worst ?? { failure: closedFailure(call), again: false, waitMs: undefined };
  }

  /** One try on one URL. */
  async #attempt<T>(call: OpenCall<T>, endpoint: Endpoint): Promise<{ value: T } | Setback> {
    const { clock, dispatcher } = this.#ports;
    const at: CallAt<T> = { ...call, url: `${endpoint.shown}${call.path}` };
    if (call.ended.aborted) return { failure: reasonOf(call.ended), again: false, waitMs: undefined };
    const limitMs = Math.max(0, Math.min(this.#options.attemptTimeoutMs, call.deadline - clock.now()));
    const limit = new AbortController();
    const end = (): void => limit.abort(call.ended.reason);
    call.ended.addEventListener('abort', end, { once: true });
    const timer = clock.after(limitMs, () => {
      const bound = limitMs < this.#options.attemptTimeoutMs ? 'timeoutMs' : 'attemptTimeoutMs';
      const why = `no answer within ${Math.round(limitMs)} ms; check that the registry answers, or raise '${bound}'`;
      limit.abort(registryError(at, 'REGISTRY_TIMED_OUT', why));
    });
    try {
      const authorization = await this.#authorization(at, endpoint, limit.signal);
      const answer = await exchange(
        dispatcher,
        { endpoint, request: call },
        { authorization, maxResponseBytes: this.#options.maxResponseBytes, signal: limit.signal },
      );
      return this.#judge(answer, at);
    } catch (error) {
      // An abort is ours: its reason says whether time ran out, the client was closed or the caller left.
      const failure = limit.signal.aborted
        ? reasonOf(limit.signal)
        : error instanceof RegistryError
          ? error
          : networkFailure(error, at, this.#options.maxResponseBytes);
      return { failure, again: failure.retriable, waitMs: undefined };
    } finally {
      timer.cancel();
      call.ended.removeEventListener('abort', end);
    }
  }

  #judge<T>(answer: ExchangeAnswer, at: CallAt<T>): { value: T } | Setback {
    try {
      const value = at.read(judgeAnswer(answer, at));
      this.#ports.logger.debug(`registry: ${at.method} ${at.url} ${answer.status}`);
      return { value };
    } catch (error) {
      const failure = error instanceof ShapeError ? misshapen(error, answer, at) : error;
      if (!(failure instanceof RegistryError)) throw failure;
      return {
        failure,
        again: isRetriableStatus(answer.status),
        waitMs: retryAfterMs(answer.headers['retry-after'], this.#ports.clock.wallNow()),
      };
    }
  }

  /** Asks the provider, but no longer than the try may last. */
  async #authorization(
    at: CallSubject,
    endpoint: Endpoint,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { auth } = this.#options;
    if (typeof auth !== 'function') return authorizationFor(endpoint, auth);
    const aborted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    try {
      return await Promise.race([authorizationFor(endpoint, auth), aborted]);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const why = `the token provider failed: ${error instanceof Error ? error.message : 'it threw no Error'}`;
      throw registryError({ ...at, cause: error }, 'REGISTRY_TOKEN_FAILED', why);
    }
  }

  /** Ends every call in progress with CLOSED. */
  close(): void {
    this.#closed = true;
    for (const close of this.#closers) close();
  }
}

function closedFailure(call: CallSubject): RegistryError {
  return registryError(call, 'CLOSED', 'the client was closed');
}

function abortedFailure(call: CallSubject, signal: AbortSignal): RegistryError {
  return registryError({ ...call, cause: signal.reason }, 'ABORTED', "the caller's signal ended it");
}

/** Why a call or a try of this file was ended. */
function reasonOf(signal: AbortSignal): RegistryError {
  return signal.reason as RegistryError; // every abort call of this file gives one
}

/** Waits by the clock; rejects with the reason when it is ended meanwhile. */
async function pause(clock: Clock, delayMs: number, ended: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const end = (): void => {
      timer.cancel();
      reject(reasonOf(ended));
    };
    const timer = clock.after(delayMs, () => {
      ended.removeEventListener('abort', end);
      resolve();
    });
    ended.addEventListener('abort', end, { once: true });
    if (ended.aborted) end();
  });
}
