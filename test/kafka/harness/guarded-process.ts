/**
 * A server process of a test: started, awaited until it says it is ready, stopped, killed.
 *
 * Ready is a line of its output, so nothing polls and nothing sleeps. Every process runs under
 * process-guard, so none outlives the test run however that ends.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';

const GUARD = fileURLToPath(new URL('./process-guard.ts', import.meta.url));
const KEPT_LINES = 200;

export interface GuardedProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The line that means: ready to serve. */
  readonly readyLine: RegExp;
  readonly readyTimeoutMs?: number;
}

export class GuardedProcess {
  readonly #name: string;
  readonly #guard: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #lines: string[] = [];
  #pid = 0;

  private constructor(options: GuardedProcessOptions) {
    this.#name = options.name;
    this.#guard = spawn(process.execPath, [GUARD, options.command, ...options.args], {
      cwd: options.cwd,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#ended = new Promise((resolve) => this.#guard.once('exit', () => resolve()));
  }

  /** Resolves when the ready line was printed; rejects with the last lines of output when it never is. */
  static async start(options: GuardedProcessOptions): Promise<GuardedProcess> {
    const started = new GuardedProcess(options);
    await started.#ready(options);
    return started;
  }

  #ready(options: GuardedProcessOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (why: string): void => {
        clearTimeout(limit);
        this.#guard.stdin?.end();
        reject(new Error(`${options.name} ${why}. Its last lines:\n${this.#lines.slice(-30).join('\n')}`));
      };
      const limit = setTimeout(() => fail('was not ready in time'), options.readyTimeoutMs ?? 60_000);
      void this.#ended.then(() => fail('ended before it was ready'));
      const onLine = (line: string): void => {
        if (this.#pid === 0 && /^\d+$/.test(line)) {
          this.#pid = Number(line);
          return;
        }
        this.#lines.push(line);
        if (this.#lines.length > KEPT_LINES) this.#lines.shift();
        if (!options.readyLine.test(line)) return;
        clearTimeout(limit);
        resolve();
      };
      for (const stream of [this.#guard.stdout, this.#guard.stderr]) {
        if (stream !== null) createInterface({ input: stream }).on('line', onLine);
      }
    });
  }

  /** What it printed last. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Asks it to stop and waits until it is gone. */
  async stop(): Promise<void> {
    this.#guard.stdin?.end();
    await this.#ended;
  }

  /** Ends it as a power cut would, and waits until it is gone. */
  async kill(): Promise<void> {
    if (this.#pid === 0) throw new Error(`${this.#name} has no process id yet`);
    process.kill(this.#pid, 'SIGKILL');
    await this.#ended;
  }
}
