/** A terminal that keeps what a command tells, for specs that run commands in their own process. */
import type { Terminal } from '../src/terminal.ts';

export class RecordedTerminal implements Terminal {
  /** Lines of stdout. */
  readonly printed: string[] = [];
  /** Lines of stderr. */
  readonly notes: string[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #readers: (() => void)[] = [];

  print(line: string): void {
    this.printed.push(line);
    this.#told();
  }

  note(line: string): void {
    this.notes.push(line);
    this.#told();
  }

  paint(_style: string, text: string): string {
    return text;
  }

  paintPrinted(_style: string, text: string): string {
    return text;
  }

  onReaderGone(listener: () => void): void {
    this.#readers.push(listener);
  }

  /** As if nobody read stdout any more. */
  loseReader(): void {
    for (const listener of this.#readers.splice(0)) listener();
  }

  /** Forgets what was told. */
  clear(): void {
    this.printed.length = 0;
    this.notes.length = 0;
  }

  /** Resolves once a line of stderr matches. */
  async noted(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = this.notes.find((line) => pattern.test(line));
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  #told(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
