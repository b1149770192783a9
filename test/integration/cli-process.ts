/** The `ottla` command as a child process: run to its end, or started and watched line by line. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const OTTLA = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));

export interface Finished {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Longer than any test may take. */
const MOST_MS = 120_000;

type Child = ChildProcessByStdio<null, Readable, Readable>;

function start(words: readonly string[], cwd: string, env: Record<string, string>): Child {
  // Colours of the surrounding terminal would change what is compared.
  const { FORCE_COLOR: _force, NO_COLOR: _no, ...inherited } = process.env;
  return spawn(process.execPath, [OTTLA, ...words], {
    cwd,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Of a test that fails before its end nothing stays behind.
    timeout: MOST_MS,
    killSignal: 'SIGKILL',
  });
}

/** Runs `ottla` with these words and waits for its end. */
export async function ottla(
  words: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<Finished> {
  const child = start(words, cwd, env);
  const [stdout, stderr, [exitCode, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    // The two arguments of the event 'close'.
    once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  return { exitCode, signal, stdout, stderr };
}

/** A running `ottla`, killed for certain when the test ends. */
export class RunningOttla implements AsyncDisposable {
  readonly #child: Child;
  readonly #ended: Promise<[number | null, NodeJS.Signals | null]>;
  readonly #lines: AsyncIterator<string>;
  readonly #stderr: Promise<string>;

  constructor(words: readonly string[], cwd: string) {
    this.#child = start(words, cwd, {});
    // The two arguments of the event 'close'.
    this.#ended = once(this.#child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#stderr = text(this.#child.stderr);
  }

  /** The next line of stdout; undefined at its end. */
  async line(): Promise<string | undefined> {
    const next = await this.#lines.next();
    return next.done === true ? undefined : next.value;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Closes our end of its stdout. */
  stopReading(): void {
    this.#child.stdout.destroy();
  }

  async ended(): Promise<{ readonly exitCode: number | null; readonly stderr: string }> {
    const [exitCode] = await this.#ended;
    return { exitCode, stderr: await this.#stderr };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}
