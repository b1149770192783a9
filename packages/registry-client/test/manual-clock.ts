/** A clock that moves when it is told to. */
import type { Clock, Timer } from '@ottla/kernel';

interface PendingTimer {
  readonly at: number;
  readonly callback: () => void;
}

export class ManualClock implements Clock {
  /** Every delay that was asked for and is at most `runBelowMs`. */
  readonly waits: number[] = [];
  readonly #runBelowMs: number;
  readonly #pending = new Set<PendingTimer>();
  readonly #watchers: (() => void)[] = [];
  #now = 1_000;

  /** Timers of at most `runBelowMs` fire by themselves, in the next turn, and move the time. */
  constructor(runBelowMs = -1) {
    this.#runBelowMs = runBelowMs;
  }

  now(): number {
    return this.#now;
  }

  wallNow(): number {
    return Date.UTC(2026, 0, 1) + this.#now;
  }

  after(delayMs: number, callback: () => void): Timer {
    const timer = { at: this.#now + delayMs, callback };
    this.#pending.add(timer);
    if (delayMs <= this.#runBelowMs) {
      this.waits.push(delayMs);
      setImmediate(() => {
        if (this.#pending.has(timer)) this.advance(Math.max(0, timer.at - this.#now));
      });
    }
    for (const watcher of this.#watchers.splice(0)) watcher();
    return { cancel: () => void this.#pending.delete(timer) };
  }

  /** Moves the time and fires what is due, in order. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const [next] = [...this.#pending].filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#pending.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = until;
  }

  get pendingTimers(): number {
    return this.#pending.size;
  }

  /** Resolves once that many timers are pending. */
  async timersPending(count: number): Promise<void> {
    while (this.#pending.size < count) {
      await new Promise<void>((resolve) => {
        this.#watchers.push(resolve);
      });
    }
  }
}
