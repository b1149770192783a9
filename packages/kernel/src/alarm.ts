/**
 * Every wake-up of a client on one timer.
 *
 * Each user holds a slot with at most one instant. The timer runs for the earliest; one that fires too early
 * is set again. When it fires late (a stalled loop, a laptop's sleep), answers may have arrived that nobody
 * has read: one turn of I/O reads them before any deadline is judged. After `close` there is no timer and no
 * slot fires.
 */
import type { Clock, Timer } from './ports.ts';

export interface AlarmSlot {
  /** Calls back once at this instant of the clock, or soon when it has passed; replaces the instant before. Infinity: never. */
  set(atMs: number): void;
  /** As `set(Infinity)`. */
  clear(): void;
}

interface Entry {
  atMs: number;
  readonly callback: () => void;
}

/** A timer later than this was held up by something that may have held up answers too. */
const LATE_MS = 20;
/** setTimeout's longest; a later instant is waited for in steps. */
const LONGEST_DELAY_MS = 0x7fffffff;

/**
 * Every wake-up of a client, on one timer.
 * @example
 * const alarm = new Alarm(systemClock);
 * const flush = alarm.slot(() => console.log('flush'));
 * flush.set(systemClock.now() + 5);
 * alarm.close(); // nothing fires any more
 */
export class Alarm {
  readonly #clock: Clock;
  /** Those with an instant to come. */
  readonly #entries = new Set<Entry>();
  readonly #paused = new Set<() => void>();
  #timer: Timer | undefined;
  #timerAtMs = Infinity;
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  slot(callback: () => void): AlarmSlot {
    const entry: Entry = { atMs: Infinity, callback };
    const clear = (): void => {
      entry.atMs = Infinity;
      this.#entries.delete(entry);
      if (this.#entries.size === 0) this.#disarm();
    };
    const set = (atMs: number): void => {
      if (this.#closed) return;
      if (atMs === Infinity) return clear();
      entry.atMs = atMs;
      this.#entries.add(entry);
      this.#arm(atMs);
    };
    return { set, clear };
  }

  /** Resolves after so long, or at once when the alarm closes: callers look whether they may go on. */
  pause(delayMs: number): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      const awake = (): void => {
        this.#paused.delete(awake);
        slot.clear();
        resolve();
      };
      const slot = this.slot(awake);
      this.#paused.add(awake);
      slot.set(this.#clock.now() + delayMs);
    });
  }

  close(): void {
    this.#closed = true;
    this.#entries.clear();
    this.#disarm();
    for (const awake of this.#paused) awake();
  }

  #disarm(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#timerAtMs = Infinity;
  }

  /** Makes sure the timer fires by then. One that fires too early is cheaper than a new one per change. */
  #arm(atMs: number): void {
    if (atMs >= this.#timerAtMs) return;
    this.#disarm();
    this.#timerAtMs = atMs;
    // Timers count whole milliseconds and cut fractions off: without rounding up they would fire early.
    const delayMs = Math.min(LONGEST_DELAY_MS, Math.max(0, Math.ceil(atMs - this.#clock.now())));
    this.#timer = this.#clock.after(delayMs, () => this.#fired());
  }

  #fired(): void {
    this.#timer = undefined;
    if (this.#clock.now() > this.#timerAtMs + LATE_MS) {
      this.#timer = this.#clock.afterIo(() => this.#ring());
    } else {
      this.#ring();
    }
  }

  #ring(): void {
    this.#timer = undefined;
    this.#timerAtMs = Infinity;
    const now = this.#clock.now();
    const due = [...this.#entries].filter((entry) => entry.atMs <= now);
    for (const entry of due) {
      // An earlier callback may have cleared or moved this one.
      if (entry.atMs > now) continue;
      entry.atMs = Infinity;
      this.#entries.delete(entry);
      entry.callback();
    }
    let earliestMs = Infinity;
    for (const entry of this.#entries) earliestMs = Math.min(earliestMs, entry.atMs);
    if (earliestMs < Infinity) this.#arm(earliestMs);
  }
}
