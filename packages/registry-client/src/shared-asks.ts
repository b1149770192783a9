/**
 * Asks the registry once for all who ask now, and knows which answers may be kept.
 *
 * A change of the registry that this client makes (a registration, a deletion, a configuration) makes earlier
 * answers doubtful. asked → changed → answered: such an answer is given to who asked before the change, but
 * not kept, and who asks after the change does not wait for it. A change whose outcome is not known counts as
 * made. What is forgotten then is the caller's.
 */
import type { AskOptions, RegistryHttp } from './http/registry-http.ts';
import { abortedFailure, type CallSubject } from './http/verdict.ts';
import type { SchemaCache } from './cache/schema-cache.ts';
import type { Question } from './calls/question.ts';
import type { RegistryObserver } from './observation.ts';
import { RegistryError } from './registry-error.ts';
import { SingleFlight } from './single-flight.ts';

/** Not there now; may be there soon. */
const missCodes: ReadonlySet<string> = new Set([
  'SCHEMA_NOT_FOUND',
  'SUBJECT_NOT_FOUND',
  'VERSION_NOT_FOUND',
]);

export function isMiss(error: unknown): boolean {
  return error instanceof RegistryError && missCodes.has(error.code);
}

export interface SharedAsk<T> {
  readonly question: Question<T>;
  /** Equal asks have equal keys. */
  readonly key: string;
  /** Throws when the answer cannot be believed. */
  readonly keep: (found: T) => void;
}

export interface Change {
  readonly forget: () => void;
  /** It only adds: what was registered before stays as it is. */
  readonly adds: boolean;
}

export interface SharedAsksPorts {
  readonly http: RegistryHttp;
  readonly cache: SchemaCache;
  readonly observer: RegistryObserver;
}

export class SharedAsks {
  readonly #ports: SharedAsksPorts;
  readonly #flights: SingleFlight<unknown>;
  #changes = 0;
  #reversals = 0;

  constructor(ports: SharedAsksPorts) {
    this.#ports = ports;
    this.#flights = new SingleFlight(() => ports.observer.shared());
  }

  /** One request for equal asks; repeats a recent "not found". */
  ask<T>({ question, key, keep }: SharedAsk<T>, { signal }: AskOptions): Promise<T> {
    const { http, cache } = this.#ports;
    const before = this.#changes;
    const fetch = async (ended: AbortSignal): Promise<T> => {
      http.expectOpen(question);
      const miss = cache.missOf(key);
      if (miss !== undefined) throw new RegistryError(miss.message, miss);
      try {
        const found = await http.ask(question, { signal: ended });
        if (before === this.#changes) keep(found);
        return found;
      } catch (error) {
        if (before === this.#changes && isMiss(error)) cache.rememberMiss(key, error as RegistryError); // isMiss says so
        throw error;
      }
    };
    return this.share({ key: `${before} ${key}`, about: question, start: fetch }, { signal });
  }

  /** One flight for equal keys, which must say what kind of answer it gives. */
  share<T>(
    {
      key,
      about,
      start,
    }: {
      readonly key: string;
      readonly about: CallSubject;
      readonly start: (ended: AbortSignal) => Promise<T>;
    },
    { signal }: AskOptions,
  ): Promise<T> {
    return this.#flights.run(key, start, {
      signal,
      aborted: (ended) => abortedFailure(about, ended),
    }) as Promise<T>; // one kind of answer per key
  }

  /** Grows with every change: what was asked before one is not kept after it. */
  get changes(): number {
    return this.#changes;
  }

  /** Grows with every change that can take away what was registered. */
  get reversals(): number {
    return this.#reversals;
  }

  /** Asks for a change and forgets what it makes doubtful. */
  async change<T>(question: Question<T>, { forget, adds }: Change, options: AskOptions): Promise<T> {
    const { http, cache } = this.#ports;
    const made = (): void => {
      this.#changes++;
      if (!adds) this.#reversals++;
      cache.forgetMisses();
      forget();
    };
    try {
      const answer = await http.ask(question, options);
      made();
      return answer;
    } catch (error) {
      if (!(error instanceof RegistryError) || error.maybeDone) made();
      throw error;
    }
  }
}
