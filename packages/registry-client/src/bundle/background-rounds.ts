/**
 * Asking again in the background what has no answer yet: in rounds, one timer for all.
 *
 * A round asks a few at a time and ends at the first failure, since what failed one question will most often
 * fail the next; what is added again goes to the end, so that no question holds up the others. Rounds that fail in a
 * row come after growing pauses with full jitter. The timer does not keep a program alive. What an answer
 * means is the caller's.
 */
import { backoffMs, type Clock, type Random, type Timer } from '@ottla/kernel';

/** Failed: the round ends. Whoever still wants it adds it again. */
export type RoundResult = 'done' | 'failed';

const PAUSE = { initialMs: 1_000, maxMs: 60_000, jitter: 'full' } as const;
const ASKED_AT_ONCE = 4;

export class BackgroundRounds<Item> {
  readonly #ports: { readonly clock: Clock; readonly random: Random };
  readonly #ask: (item: Item) => Promise<RoundResult>;
  readonly #waiting = new Set<Item>();
  #timer: Timer | undefined;
  #running = false;
  #failures = 0;
  #closed = false;

  /** `ask` must settle and never reject. */
  constructor(
    ports: { readonly clock: Clock; readonly random: Random },
    ask: (item: Item) => Promise<RoundResult>,
  ) {
    this.#ports = ports;
    this.#ask = ask;
  }

  /** To be asked in a later round, after those that wait already. */
  add(item: Item): void {
    if (this.#closed) return;
    this.#waiting.add(item);
    this.#plan();
  }

  remove(item: Item): void {
    this.#waiting.delete(item);
    if (this.#waiting.size === 0) this.#unplan();
  }

  /** Whoever answers is answering: the next round comes soon. */
  hurry(): void {
    this.#failures = 0;
    this.#unplan();
    this.#plan();
  }

  close(): void {
    this.#closed = true;
    this.#waiting.clear();
    this.#unplan();
  }

  #unplan(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #plan(): void {
    if (this.#closed || this.#running || this.#timer !== undefined || this.#waiting.size === 0) return;
    this.#failures = Math.max(1, this.#failures);
    const pauseMs = backoffMs(this.#failures, PAUSE, this.#ports.random);
    const start = (): void => {
      this.#timer = undefined;
      void this.#round();
    };
    this.#timer = this.#ports.clock.after(pauseMs, start, { unref: true });
  }

  async #round(): Promise<void> {
    this.#running = true;
    let answered = 0;
    let failed = 0;
    // What is added meanwhile is of the next round, or what failed would be asked again at once.
    const items = [...this.#waiting].values();
    const worker = async (): Promise<void> => {
      while (failed === 0) {
        const { value: item, done } = items.next();
        if (done === true) return;
        if (!this.#waiting.delete(item)) continue;
        if ((await this.#ask(item)) === 'done') answered++;
        else failed++;
      }
    };
    await Promise.all(Array.from({ length: ASKED_AT_ONCE }, worker));
    this.#running = false;
    this.#failures = failed === 0 || answered > 0 ? 0 : this.#failures + 1;
    this.#plan();
  }
}
