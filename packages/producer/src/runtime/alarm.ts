/**
 * The one timer of a producer.
 *
 * Holds one instant. When the loop was stalled and the timer fires late, one turn of I/O is read first, so
 * that an answer that has already arrived is not judged as missing.
 */
import type { Clock, Timer } from '@ottla/kernel';

/** Later than this, the loop was stalled. */
const LATE_MS = 50;

export interface AlarmPorts {
  readonly clock: Clock;
  /** Calls back after one turn of I/O. */
  readonly defer: (callback: () => void) => void;
}

export class Alarm {
  readonly #ports: AlarmPorts;
  readonly #fire: () => void;
  #at = Infinity;
  #timer: Timer | null = null;
  #timerAt = Infinity;

  constructor(ports: AlarmPorts, fire: () => void) {
    this.#ports = ports;
    this.#fire = fire;
  }

  /** Fires once at `at`, a monotonic instant; replaces the instant before. */
  set(at: number): void {
    this.#at = at;
    if (at === Infinity) this.#cancel();
    // A timer that fires too early is set again then: cheaper than a new timer per change.
    else if (this.#timer === null || at < this.#timerAt) this.#arm();
  }

  cancel(): void {
    this.set(Infinity);
  }

  #cancel(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#timerAt = Infinity;
  }

  #arm(): void {
    this.#cancel();
    this.#timerAt = this.#at;
    const delayMs = Math.ceil(this.#at - this.#ports.clock.now());
    this.#timer = this.#ports.clock.after(Math.min(Math.max(0, delayMs), 0x7fffffff), () => this.#fired());
  }

  #fired(): void {
    this.#timer = null;
    this.#timerAt = Infinity;
    if (this.#at === Infinity) return;
    const lateMs = this.#ports.clock.now() - this.#at;
    if (lateMs < 0) this.#arm();
    else if (lateMs > LATE_MS) this.#ports.defer(() => this.#ring());
    else this.#ring();
  }

  #ring(): void {
    if (this.#at !== Infinity) this.#fire();
  }
}
