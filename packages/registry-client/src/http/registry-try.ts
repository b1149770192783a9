/**
 * One try of a call on one URL: its credentials, the exchange, what the answer means, and for how long.
 *
 * Ends with a value or a Setback, never throws a RegistryError; whatever `read` throws besides ShapeError
 * passes through. Every try is told to the observer. Which URL comes next, and when, is RegistryHttp's.
 */
import type { Clock, Logger } from '@ottla/kernel';
import { ShapeError } from '../answer-shape.ts';
import type { RegistryObserver } from '../observation.ts';
import { RegistryError } from '../registry-error.ts';
import { authorizationFor, type RegistryAuth } from './authorization.ts';
import type { Endpoint } from './endpoint.ts';
import { exchange, type ExchangeAnswer, type ExchangeRequest, type RegistryDispatcher } from './exchange.ts';
import { networkFailure } from './network-failure.ts';
import { isRetriableStatus, retryAfterMs } from './retry-policy.ts';
import { judgeAnswer, registryError, type CallSubject, type Expectation } from './verdict.ts';

export interface RegistryTryOptions {
  readonly auth: RegistryAuth | undefined;
  /** For one try on one URL. */
  readonly attemptTimeoutMs: number;
  readonly maxResponseBytes: number;
}

export interface RegistryTryPorts {
  readonly dispatcher: RegistryDispatcher;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly observer: RegistryObserver;
}

export interface RegistryCall extends ExchangeRequest, CallSubject {
  /**
   * What a success holds. Left out: JSON. `jsonOrNothing`: an empty body (204) is read as undefined.
   * `text`: the body is read as it stands.
   */
  readonly expects?: Expectation | undefined;
}

/** A call in progress. */
export interface OpenCall<T> extends RegistryCall {
  readonly read: (value: unknown) => T;
  /** By the clock's `now`. */
  readonly deadline: number;
  /** Aborted, with a RegistryError, by close and by the caller. */
  readonly ended: AbortSignal;
}
type CallAt<T> = OpenCall<T> & { readonly url: string };

/** A try that did not give a value. */
export interface Setback {
  readonly failure: RegistryError;
  /** Whether another try may help. */
  readonly again: boolean;
  readonly waitMs: number | undefined;
}

export type TryResult<T> = { readonly value: T } | Setback;

export class RegistryTry {
  readonly #options: RegistryTryOptions;
  readonly #ports: RegistryTryPorts;

  constructor(options: RegistryTryOptions, ports: RegistryTryPorts) {
    this.#options = options;
    this.#ports = ports;
  }

  /** The `attempt`-th try of a call, from 1. */
  async run<T>(call: OpenCall<T>, endpoint: Endpoint, attempt: number): Promise<TryResult<T>> {
    if (call.ended.aborted) return { failure: reasonOf(call.ended), again: false, waitMs: undefined };
    const { clock, observer } = this.#ports;
    const at: CallAt<T> = { ...call, url: `${endpoint.shown}${call.path}` };
    const startedAt = clock.now();
    const { result, status } = await this.#within(at, (signal) => this.#exchange(at, endpoint, signal));
    observer.request({
      method: at.method,
      url: at.url,
      attempt,
      durationMs: clock.now() - startedAt,
      ...(status === undefined ? {} : { status }),
      ...('failure' in result ? { error: result.failure } : {}),
    });
    return result;
  }

  /** Ends the exchange when its time is over or the call is ended. */
  async #within<T>(
    at: CallAt<T>,
    send: (signal: AbortSignal) => Promise<ExchangeAnswer>,
  ): Promise<{ result: TryResult<T>; status?: number }> {
    const { clock } = this.#ports;
    const { attemptTimeoutMs, maxResponseBytes } = this.#options;
    const limitMs = Math.max(0, Math.min(attemptTimeoutMs, at.deadline - clock.now()));
    const limit = new AbortController();
    const end = (): void => limit.abort(at.ended.reason);
    at.ended.addEventListener('abort', end, { once: true });
    const timer = clock.after(limitMs, () => {
      const bound = limitMs < attemptTimeoutMs ? 'timeoutMs' : 'attemptTimeoutMs';
      const why = `no answer within ${Math.round(limitMs)} ms; check that the registry answers, or raise '${bound}'`;
      limit.abort(registryError(at, 'REGISTRY_TIMED_OUT', why));
    });
    let answer: ExchangeAnswer;
    try {
      answer = await send(limit.signal);
    } catch (error) {
      // An abort is ours: its reason says whether time ran out, the client was closed or the caller left.
      const failure = limit.signal.aborted
        ? reasonOf(limit.signal)
        : error instanceof RegistryError
          ? error
          : networkFailure(error, at, maxResponseBytes);
      return { result: { failure, again: failure.retriable, waitMs: undefined } };
    } finally {
      timer.cancel();
      at.ended.removeEventListener('abort', end);
    }
    return { result: this.#judge(answer, at), status: answer.status };
  }

  async #exchange<T>(at: CallAt<T>, endpoint: Endpoint, signal: AbortSignal): Promise<ExchangeAnswer> {
    const authorization = await this.#authorization(at, endpoint, signal);
    const { maxResponseBytes } = this.#options;
    return exchange(
      this.#ports.dispatcher,
      { endpoint, request: at },
      { authorization, maxResponseBytes, signal },
    );
  }

  #judge<T>(answer: ExchangeAnswer, at: CallAt<T>): TryResult<T> {
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
}

function misshapen(
  error: ShapeError,
  answer: ExchangeAnswer,
  at: CallSubject & { url: string },
): RegistryError {
  const why = `the answer ${error.message}; is this URL a schema registry?`;
  return registryError({ ...at, status: answer.status }, 'REGISTRY_ANSWER_INVALID', why);
}

/** Why a call or a try was ended. */
export function reasonOf(signal: AbortSignal): RegistryError {
  return signal.reason as RegistryError; // every abort call of this folder gives one
}
