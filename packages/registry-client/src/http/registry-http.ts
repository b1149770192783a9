/**
 * Asks a registry for a value: several URLs, several tries, one deadline.
 *
 * A round tries each URL once, beginning with the one that last worked; after a network error, a 5xx that
 * may pass or a try's own time limit it moves on to the next URL at once; 408, 429 and a token that is not
 * had end the round. Between rounds it waits with full jitter, or as long as Retry-After asks. Never past
 * the deadline, never after close, never after the caller's signal. Time and chance are ports. Knows
 * nothing of schemas.
 */
import { backoffMs, InvariantError, type Clock, type Random } from '@ottla/kernel';
import { RegistryError } from '../registry-error.ts';
import type { Endpoint } from './endpoint.ts';
import {
  reasonOf,
  RegistryTry,
  type OpenCall,
  type ReadableCall,
  type RegistryTryOptions,
  type RegistryTryPorts,
  type TryResult,
} from './registry-try.ts';
import { abortedFailure, closedFailure, type CallSubject } from './verdict.ts';

export type { ReadableCall } from './registry-try.ts';

export interface RegistryHttpOptions extends RegistryTryOptions {
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
  readonly endpoints: readonly Endpoint[];
  /** For the whole call, waits included. */
  readonly timeoutMs: number;
  /** Rounds after the first. */
  readonly retries: number;
}

export interface RegistryHttpPorts extends RegistryTryPorts {
  readonly random: Random;
}

export interface AskOptions {
  /** Ends the call's tries and waits with ABORTED. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A call in progress: how many tries it has had, whether one was for the sake of new credentials, and whether
 * one may have done what was asked.
 */
type CountedCall<T> = OpenCall<T> & { attempts: number; renewed: boolean; maybeDone: boolean };

export class RegistryHttp {
  readonly #options: RegistryHttpOptions;
  readonly #ports: RegistryHttpPorts;
  readonly #try: RegistryTry;
  /** Ends each call in progress. */
  readonly #closers = new Set<() => void>();
  #preferred = 0;
  #closed = false;

  constructor(options: RegistryHttpOptions, ports: RegistryHttpPorts) {
    this.#options = options;
    this.#ports = ports;
    this.#try = new RegistryTry(options, ports);
  }

  /** Throws CLOSED after close. */
  expectOpen(call: CallSubject): void {
    if (this.#closed) throw closedFailure(call);
  }

  /** What the call's `read` makes of the answer's value. Rejects with RegistryError only. */
  async ask<T>(call: ReadableCall<T>, { signal }: AskOptions = {}): Promise<T> {
    this.expectOpen(call);
    if (signal?.aborted === true) throw abortedFailure(call, signal);
    const ending = new AbortController();
    const close = (): void => ending.abort(closedFailure(call));
    const abort = (): void => ending.abort(signal === undefined ? undefined : abortedFailure(call, signal));
    this.#closers.add(close);
    signal?.addEventListener('abort', abort, { once: true });
    const deadline = this.#ports.clock.now() + this.#options.timeoutMs;
    const counted: CountedCall<T> = {
      ...call,
      deadline,
      ended: ending.signal,
      attempts: 0,
      renewed: false,
      maybeDone: false,
    };
    try {
      return await this.#rounds(counted);
    } catch (error) {
      throw error instanceof RegistryError ? withDoubt(error, counted) : error;
    } finally {
      this.#closers.delete(close);
      signal?.removeEventListener('abort', abort);
    }
  }

  async #rounds<T>(call: CountedCall<T>): Promise<T> {
    const { clock, random, logger } = this.#ports;
    for (let round = 0; ; round++) {
      const result = await this.#round(call);
      if (!('failure' in result)) return result.value;
      const { failure, next, waitMs = 0 } = result;
      if (next === 'stop' || round >= this.#options.retries) throw failure;
      const { retryBackoffMs: initialMs, retryBackoffMaxMs: maxMs } = this.#options;
      const pauseMs = backoffMs(round + 1, { initialMs, maxMs, jitter: 'full' }, random);
      const delayMs = Math.max(waitMs, pauseMs);
      if (clock.now() + delayMs >= call.deadline) throw failure;
      logger.warn(`registry: ${failure.message}; trying again in ${Math.round(delayMs)} ms`);
      await pause(clock, delayMs, call.ended);
    }
  }

  /** Each URL once. */
  async #round<T>(call: CountedCall<T>): Promise<TryResult<T>> {
    const { endpoints } = this.#options;
    let waitMs = 0;
    for (let tried = 1; ; tried++) {
      const index = this.#preferred;
      const result = await this.#tryOn(call, index);
      if (!('failure' in result)) return result;
      waitMs = Math.max(waitMs, result.waitMs ?? 0);
      if (result.next === 'moveOn') this.#moveOn(index, result.failure);
      const over = tried >= endpoints.length || this.#ports.clock.now() >= call.deadline;
      if (over || result.next !== 'moveOn') return { ...result, waitMs };
    }
  }

  /** One URL, a second time when new credentials may help; that happens once in a call. */
  async #tryOn<T>(call: CountedCall<T>, index: number): Promise<TryResult<T>> {
    const endpoint = this.#options.endpoints[index];
    if (endpoint === undefined) throw new InvariantError(`the client has no URL number ${index}`);
    const result = await this.#try.run(call, endpoint, ++call.attempts);
    if (!('failure' in result)) return result;
    call.maybeDone ||= result.maybeDone;
    if (result.next !== 'renew') return result;
    if (call.renewed) return { ...result, next: 'stop' };
    call.renewed = true;
    return this.#tryOn(call, index);
  }

  /** Two calls that fail on one URL must move past it once, not past its healthy neighbour too. */
  #moveOn(from: number, error: RegistryError): void {
    const { endpoints } = this.#options;
    const to = (from + 1) % endpoints.length;
    if (this.#preferred !== from || to === from) return;
    this.#preferred = to;
    const shownAt = (index: number): string => endpoints[index]?.shown ?? '';
    this.#ports.observer.failover({ from: shownAt(from), to: shownAt(to), error });
  }

  /** Ends every call in progress with CLOSED. */
  close(): void {
    this.#closed = true;
    for (const close of this.#closers) close();
    this.#try.close();
  }
}

/**
 * sent → done → answer lost → sent again → refused, because it is done: a refusal does not say that nothing
 * was done.
 */
function withDoubt(error: RegistryError, { method, maybeDone }: CountedCall<unknown>): RegistryError {
  if (!maybeDone || method === 'GET') return error;
  const { code, status = 0, registryCode, url, subject, schemaId, cause } = error;
  const refused = (method === 'DELETE' || method === 'PUT') && status >= 400 && status < 500;
  const doubt = refused ? '; an earlier try of this call got no answer and may have done it' : '';
  const told = { code, status: error.status, registryCode, url, subject, schemaId, cause };
  return new RegistryError(`${error.message}${doubt}`, { ...told, maybeDone });
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
