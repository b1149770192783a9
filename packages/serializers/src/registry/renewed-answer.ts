/**
 * One answer that many wait for, and that may be asked for again behind their backs.
 *
 * Of all who wait one asks. A failure is not kept: who comes next asks again. An answer with a term is asked for again
 * once its term is over, while the old one is given on; when that fails for the time being the old one stays, and when
 * it fails for good it goes, so that the next who asks hears why. No timers: time is read when somebody asks.
 */
import type { Clock } from '@ottla/kernel';

/**
 * How long the latest version of a subject is written with before the registry is asked again, in ms. The client has a
 * memory of its own, so that a newer version is noticed at most this long after the client has.
 */
export const LATEST_TERM_MS = 1000;

export interface RenewalOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** Ms after which an answer is asked for again; null: it holds for good. */
  readonly termMs: number | null;
  /** Whether a failure says nothing against the old answer. */
  readonly isPassing: (error: unknown) => boolean;
}

export class RenewedAnswer<T> {
  readonly #ask: () => Promise<T>;
  readonly #options: RenewalOptions;
  #value: T | undefined;
  #pending: Promise<void> | undefined;
  #dueMs = Infinity;

  constructor(ask: () => Promise<T>, options: RenewalOptions) {
    this.#ask = ask;
    this.#options = options;
  }

  /** Undefined until it was asked for. */
  get value(): T | undefined {
    return this.#value;
  }

  /** Takes an answer that is known already. */
  settle(value: T): void {
    this.#value = value;
    const { termMs, clock } = this.#options;
    if (termMs !== null) this.#dueMs = clock.now() + termMs;
  }

  /** True when there is an answer; else a promise of it. */
  ready(): true | Promise<void> {
    if (this.#value === undefined) return (this.#pending ??= this.#start());
    if (this.#dueMs !== Infinity && this.#options.clock.now() >= this.#dueMs) this.#renew();
    return true;
  }

  #renew(): void {
    if (this.#pending !== undefined) return;
    const renewing = this.#start();
    this.#pending = renewing;
    renewing.catch((error: unknown) => {
      const { termMs, clock, isPassing } = this.#options;
      if (isPassing(error)) this.#dueMs = clock.now() + (termMs ?? Infinity);
      else this.#value = undefined;
    });
  }

  async #start(): Promise<void> {
    try {
      this.settle(await this.#ask());
    } finally {
      this.#pending = undefined;
    }
  }
}
