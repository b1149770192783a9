/** A progress bar on standard error when that is a terminal; nothing otherwise. */
import { SingleBar } from 'cli-progress';

export class Progress implements Disposable {
  #bar: SingleBar | undefined;

  constructor(total: number) {
    if (!process.stderr.isTTY) return;
    this.#bar = new SingleBar({
      format: '{bar} {percentage}% · {value} of {total} records',
      stream: process.stderr,
    });
    this.#bar.start(total, 0);
  }

  advance(records: number): void {
    this.#bar?.increment(records);
  }

  stop(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }

  [Symbol.dispose](): void {
    this.stop();
  }
}
