/** The processes of a benchmark: the sink on one core, one client at a time on another, when cores can be chosen. */
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { availableParallelism } from 'node:os';

const execute = promisify(execFile);
const fileOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** True when client and sink each get a core of their own. */
export const pinned = availableParallelism() > 1 && spawnSync('taskset', ['--version']).error === undefined;

function onCore(core: number, args: readonly string[]): [string, string[]] {
  return pinned
    ? ['taskset', ['-c', String(core), process.execPath, ...args]]
    : [process.execPath, [...args]];
}

export interface SinkTotals {
  readonly records: number;
  readonly batches: number;
  readonly requests: number;
  readonly connections: number;
  readonly cpuSeconds: number;
}

export class Sink {
  readonly bootstrapServer: string;
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(running: ChildProcess, lines: AsyncIterator<string>, port: string) {
    this.#process = running;
    this.#lines = lines;
    this.bootstrapServer = `127.0.0.1:${port}`;
  }

  static async start(): Promise<Sink> {
    const running = spawn(...onCore(1, [fileOf('./sink/main.ts')]), { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: running.stdout })[Symbol.asyncIterator]();
    const first = await lines.next();
    if (first.done === true) throw new Error('the sink ended before it listened');
    return new Sink(running, lines, first.value);
  }

  async stop(): Promise<SinkTotals> {
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    const last = await this.#lines.next();
    await ended;
    if (last.done === true) throw new Error('the sink ended without its totals');
    // Our own program, one folder further.
    return JSON.parse(last.value) as SinkTotals;
  }
}

/** Runs a program of this folder to its end and reads the JSON on its last line. */
export async function runProgram<Result>(
  program: string,
  environment: Record<string, string>,
): Promise<Result> {
  const [command, args] = onCore(0, [fileOf(program)]);
  const { stdout } = await execute(command, args, { env: { ...process.env, ...environment } });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Result;
}
