/**
 * A clock for specs: it stands still until it is told to move.
 *
 * Owns the instants and the timers asked of it. Timers fire in the order of their instants, each at its own
 * instant or, when time has jumped past it, at the present one. Wall time moves along with monotonic time.
 * No timer fires by itself unless `takesAlongMs` says so. Turns of I/O are not time: they pass as they do.
 */
import { systemClock, type Clock, type Timer } from './ports.ts';

/** What the clock shows first, so that no spec passes because an instant of 0 looks like none. */
const STARTS_AT_MS = 1000;
const WALL_EPOCH_MS = Date.UTC(2026, 0, 1);
/** A promise chain across a socket or a stream needs a few turns. */
const SETTLING_TURNS = 3;

interface PendingTimer {
  readonly atMs: number;
  readonly callback: () => void;
}

/** Lets all promises and I/O that are ready run: a few turns of the event loop. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < SETTLING_TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export interface ManualClockOptions {
  /**
   * Timers of at most so many ms fire by themselves in the next turn of the event loop and take the time
   * along, so that pauses before a retry need no help while deadlines stand still. Without it, none do.
   */
  readonly takesAlongMs?: number;
}

/**
 * Give it wherever a Clock is taken.
 * @example
 * const clock = new ManualClock();
 * await using cluster = new Cluster({ bootstrapServers: ['localhost:9092'] }, { clock });
 * await clock.advanceSettled(30_000); // half a minute, at once
 */
export class ManualClock implements Clock {
  /** The delays of the timers that fired by themselves, in the order they were asked for. */
  readonly waits: number[] = [];
  readonly #takesAlongMs: number;
  readonly #pending = new Set<PendingTimer>();
  #watchers: (() => void)[] = [];
  #nowMs = STARTS_AT_MS;

  constructor({ takesAlongMs = -1 }: ManualClockOptions = {}) {
    this.#takesAlongMs = takesAlongMs;
  }

  /** Monotonic ms; begins at 1000. */
  now(): number {
    return this.#nowMs;
  }

  /** Ms since 1970: `now()` after the beginning of 2026, UTC. */
  wallNow(): number {
    return WALL_EPOCH_MS + this.#nowMs;
  }

  after(delayMs: number, callback: () => void): Timer {
    const timer = { atMs: this.#nowMs + Math.max(0, delayMs), callback };
    this.#pending.add(timer);
    if (delayMs <= this.#takesAlongMs) {
      this.waits.push(delayMs);
      setImmediate(() => {
        if (this.#pending.has(timer)) this.advance(Math.max(0, timer.atMs - this.#nowMs));
      });
    }
    const watchers = this.#watchers;
    this.#watchers = [];
    for (const watcher of watchers) watcher();
    return { cancel: () => void this.#pending.delete(timer) };
  }

  /** After a turn of the real event loop, whatever this clock shows. */
  afterIo(callback: () => void): Timer {
    return systemClock.afterIo(callback);
  }

  /** Timers that have not fired and were not cancelled. */
  get pendingTimers(): number {
    return this.#pending.size;
  }

  /** Resolves once so many timers are pending. */
  async timersPending(count: number): Promise<void> {
    while (this.#pending.size < count) {
      await new Promise<void>((resolve) => {
        this.#watchers.push(resolve);
      });
    }
  }

  /** Moves on by so many ms and fires what falls due on the way, also what was asked for on the way. */
  advance(byMs: number): void {
    const untilMs = this.#nowMs + byMs;
    while (this.#fireNext(untilMs));
    this.#nowMs = untilMs;
  }

  /** As `advance`; promises and I/O that are ready run first and after each timer. */
  async advanceSettled(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs;
    await settled();
    while (this.#fireNext(untilMs)) await settled();
    this.#nowMs = untilMs;
  }

  /** As after a stalled loop or a laptop's sleep: time has passed and no timer has fired yet. */
  jump(byMs: number): void {
    this.#nowMs += byMs;
  }

  /** Fires the earliest timer due until then, the first asked for among equals. False when there is none. */
  #fireNext(untilMs: number): boolean {
    let next: PendingTimer | undefined;
    for (const timer of this.#pending) {
      if (timer.atMs <= untilMs && (next === undefined || timer.atMs < next.atMs)) next = timer;
    }
    if (next === undefined) return false;
    this.#pending.delete(next);
    this.#nowMs = Math.max(this.#nowMs, next.atMs);
    next.callback();
    return true;
  }
}
