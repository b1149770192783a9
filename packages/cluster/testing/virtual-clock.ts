/** A clock that stands still until a spec moves it. Timers fire in order of their instants. */
import type { Clock, Timer } from '@ottla/kernel';

interface Pending {
  readonly atMs: number;
  readonly callback: () => void;
}

/** Lets every promise and microtask that is ready run. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 3; round++) await new Promise((resolve) => setImmediate(resolve));
}

export class VirtualClock implements Clock {
  #nowMs = 1000;
  readonly #pending = new Set<Pending>();

  now(): number {
    return this.#nowMs;
  }

  wallNow(): number {
    return 1_700_000_000_000 + this.#nowMs;
  }

  after(delayMs: number, callback: () => void): Timer {
    const entry = { atMs: this.#nowMs + Math.max(0, delayMs), callback };
    this.#pending.add(entry);
    return { cancel: () => void this.#pending.delete(entry) };
  }

  get timerCount(): number {
    return this.#pending.size;
  }

  /** Moves on, firing what falls due on the way, each at its own instant. */
  async advance(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs;
    await settled();
    for (let entry = this.#next(untilMs); entry !== undefined; entry = this.#next(untilMs)) {
      this.#pending.delete(entry);
      this.#nowMs = Math.max(this.#nowMs, entry.atMs);
      entry.callback();
      await settled();
    }
    this.#nowMs = untilMs;
  }

  /** As after a stalled loop or a laptop's sleep: time has passed and no timer has fired yet. */
  jump(byMs: number): void {
    this.#nowMs += byMs;
  }

  #next(untilMs: number): Pending | undefined {
    let next: Pending | undefined;
    for (const entry of this.#pending) {
      if (entry.atMs <= untilMs && (next === undefined || entry.atMs < next.atMs)) next = entry;
    }
    return next;
  }
}
