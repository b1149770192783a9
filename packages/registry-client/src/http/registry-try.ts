/**
 * One try of a call on one URL: its credentials, the exchange, what the answer means, and for how long.
 *
 * Ends with a value or a Setback, never throws a RegistryError; whatever `read` throws besides ShapeError
 * passes through. Every try is told to the observer. Which URL comes next, and when, is RegistryHttp's.
 */
import type { Clock, Logger } from '@ottla/kernel';
import { ShapeError } from '../answers/answer-shape.ts';
import type { RegistryObserver } from '../observation.ts';
import { RegistryError } from '../registry-error.ts';
import type { Endpoint } from './endpoint.ts';
import { exchange, type ExchangeAnswer, type ExchangeRequest, type RegistryDispatcher } from './exchange.ts';
import { networkFailure, wasNeverSent } from './network-failure.ts';
import { isRetriableStatus, retryAfterMs } from './retry-policy.ts';
import { hidden, secretsOf } from './secrets.ts';
import { TryHeaders, type GatheredHeaders, type TryHeadersOptions } from './try-headers.ts';
import {
  judgeAnswer,
  registryError,
  type CallSubject,
  type Expectation,
  type JudgedCall,
} from './verdict.ts';

export interface RegistryTryOptions extends TryHeadersOptions {
  /** For one try on one URL, and for one request for a token. */
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

export interface ReadableCall<T> extends RegistryCall {
  /** Makes something of the answer's value; throws ShapeError. */
  readonly read: (value: unknown) => T;
}

/** A call in progress. */
export interface OpenCall<T> extends ReadableCall<T> {
  /** By the clock's `now`. */
  readonly deadline: number;
  /** Aborted, with a RegistryError, by close and by the caller. */
  readonly ended: AbortSignal;
}

/** A try of it. */
interface Trial<T> extends OpenCall<T> {
  readonly url: string;
  /** What goes out beside the request, once it is known. */
  gathered?: GatheredHeaders;
}

/** A try that did not give a value. */
export interface Setback {
  readonly failure: RegistryError;
  /**
   * What may help. `stop`: nothing. `renew`: this URL at once, with new credentials. `wait`: this URL, later.
   * `moveOn`: the next URL; only after network errors and 5xx.
   */
  readonly next: 'stop' | 'renew' | 'wait' | 'moveOn';
  /** How long the registry asked to wait. */
  readonly waitMs?: number | undefined;
  /** The request went out, and no answer told what came of it. */
  readonly maybeDone: boolean;
}

export type TryResult<T> = { readonly value: T } | Setback;

/** `status` when there was an answer. */
interface Outcome<T> {
  readonly result: TryResult<T>;
  readonly status?: number;
}

export class RegistryTry {
  readonly #options: RegistryTryOptions;
  readonly #ports: RegistryTryPorts;
  readonly #headers: TryHeaders;

  constructor(options: RegistryTryOptions, ports: RegistryTryPorts) {
    this.#options = options;
    this.#ports = ports;
    this.#headers = new TryHeaders(options, ports);
  }

  /** The `attempt`-th try of a call, from 1. */
  async run<T>(call: OpenCall<T>, endpoint: Endpoint, attempt: number): Promise<TryResult<T>> {
    if (call.ended.aborted) return { failure: reasonOf(call.ended), next: 'stop', maybeDone: false };
    const { clock, observer } = this.#ports;
    const trial: Trial<T> = { ...call, url: `${endpoint.shown}${call.path}` };
    const startedAt = clock.now();
    const { result, status } = await this.#within(trial, endpoint);
    observer.request({
      method: trial.method,
      url: trial.url,
      attempt,
      durationMs: clock.now() - startedAt,
      ...(status === undefined ? {} : { status }),
      ...('failure' in result ? { error: result.failure } : {}),
    });
    return result;
  }

  /** Ends what goes on for tries and not for a call. */
  close(): void {
    this.#headers.close();
  }

  /** Ends the exchange when its time is over or the call is ended. */
  async #within<T>(trial: Trial<T>, endpoint: Endpoint): Promise<Outcome<T>> {
    const { clock } = this.#ports;
    const { attemptTimeoutMs } = this.#options;
    const limitMs = Math.max(0, Math.min(attemptTimeoutMs, trial.deadline - clock.now()));
    const limit = new AbortController();
    const end = (): void => limit.abort(trial.ended.reason);
    trial.ended.addEventListener('abort', end, { once: true });
    const timer = clock.after(limitMs, () => {
      const bound = limitMs < attemptTimeoutMs ? 'timeoutMs' : 'attemptTimeoutMs';
      const waited = `within ${Math.round(limitMs)} ms`;
      const why =
        trial.gathered === undefined
          ? `no credentials or headers ${waited}; check what gives tokens, or raise '${bound}'`
          : `no answer ${waited}; check that the registry answers, or raise '${bound}'`;
      limit.abort(registryError(trial, 'REGISTRY_TIMED_OUT', why));
    });
    try {
      return await this.#send(trial, endpoint, limit.signal);
    } finally {
      timer.cancel();
      trial.ended.removeEventListener('abort', end);
    }
  }

  async #send<T>(trial: Trial<T>, endpoint: Endpoint, signal: AbortSignal): Promise<Outcome<T>> {
    const { maxResponseBytes } = this.#options;
    let gathered: GatheredHeaders;
    try {
      gathered = await this.#headers.gather(trial, endpoint, signal);
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      const next = error.retriable ? 'wait' : 'stop';
      return { result: { failure: error, next, maybeDone: false } };
    }
    trial.gathered = gathered;
    let answer: ExchangeAnswer;
    try {
      answer = await exchange(
        this.#ports.dispatcher,
        { endpoint, request: trial },
        { ...gathered, maxResponseBytes, signal },
      );
    } catch (error) {
      // An abort is ours: its reason says whether time ran out, the client was closed or the caller left.
      const failure = signal.aborted ? reasonOf(signal) : networkFailure(error, trial, maxResponseBytes);
      const maybeDone = signal.aborted || !wasNeverSent(error);
      return { result: { failure, next: failure.retriable ? 'moveOn' : 'stop', maybeDone } };
    }
    return { result: this.#judge(answer, trial, gathered), status: answer.status };
  }

  #judge<T>(answer: ExchangeAnswer, trial: Trial<T>, gathered: GatheredHeaders): TryResult<T> {
    const { status, headers } = answer;
    const secrets = secretsOf(gathered);
    try {
      const value = trial.read(judgeAnswer(answer, { ...trial, secrets }));
      this.#ports.logger.debug(`registry: ${trial.method} ${trial.url} ${status}`);
      return { value };
    } catch (error) {
      const failure = error instanceof ShapeError ? misshapen(error, { ...trial, status, secrets }) : error;
      if (!(failure instanceof RegistryError)) throw failure;
      // A success that cannot be read is one, unless a proxy has put its page there.
      const maybeDone = status < 300 || status >= 500;
      if (status === 401 && this.#headers.refused(gathered.authorization)) {
        return { failure, next: 'renew', maybeDone };
      }
      if (!isRetriableStatus(status)) return { failure, next: 'stop', maybeDone };
      const waitMs = retryAfterMs(headers['retry-after'], this.#ports.clock.wallNow());
      return { failure, next: status >= 500 ? 'moveOn' : 'wait', waitMs, maybeDone };
    }
  }
}

function misshapen(error: ShapeError, at: JudgedCall & { readonly status: number }): RegistryError {
  const why = `the answer ${hidden(error.message, at.secrets)}; is this URL a schema registry?`;
  return registryError(at, 'REGISTRY_ANSWER_INVALID', why);
}

/** Why a call or a try was ended. */
export function reasonOf(signal: AbortSignal): RegistryError {
  return signal.reason as RegistryError; // every abort call of this folder gives one
}
