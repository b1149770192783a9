/**
 * One answer that many wait for, and that may be asked for again behind their backs.
 *
 * Of all who wait one asks. A failure is not kept: who comes next asks again. An answer with a term is asked for again
 * once its term is over, while the old one is given on; when that fails for the time being the old one stays, and when
 * it fails for good it is withdrawn: the next who asks hears why, and only who was told before that it is there may
 * still use it. No timers: time is read when somebody asks.
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
  /** After a failure that passes nothing is asked for a while. */
  #quietUntilMs = -Infinity;
  #isWithdrawn = false;

  constructor(ask: () => Promise<T>, options: RenewalOptions) {
    this.#ask = ask;
    this.#options = options;
  }

  /**
   * The last answer; undefined until there was one. Also one that was withdrawn: between `ready` and here other records
   * may have made it so, and who was told that it is ready goes on with it.
   */
  get value(): T | undefined {
    return this.#value;
  }

  /** Takes an answer that is known already. */
  settle(value: T): void {
    this.#value = value;
    this.#isWithdrawn = false;
    const { termMs, clock } = this.#options;
    if (termMs !== null) this.#dueMs = clock.now() + termMs;
  }

  /** True when there is an answer; else a promise of it. */
  ready(): true | Promise<void> {
    if (this.#value === undefined || this.#isWithdrawn) return (this.#pending ??= this.#start());
    if (this.#dueMs !== Infinity && this.#options.clock.now() >= this.#dueMs) this.renew();
    return true;
  }

  /** The answer, waited for. */
  async waitedFor(): Promise<T> {
    await this.ready();
    return this.#value as T; // it is there once `ready` has settled
  }

  /** Asks again while the old answer is given on. */
  renew(): void {
    if (this.#pending !== undefined || this.#options.clock.now() < this.#quietUntilMs) return;
    const renewing = this.#start();
    this.#pending = renewing;
    renewing.catch((error: unknown) => {
      const { termMs, clock, isPassing } = this.#options;
      if (isPassing(error)) this.#quietUntilMs = clock.now() + (termMs ?? LATEST_TERM_MS);
      else this.#isWithdrawn = true;
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
