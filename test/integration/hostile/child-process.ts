/**
 * A program of this folder as a process of its own, which must end by itself.
 *
 * Programs print one line of JSON as the last thing they do, when they have closed what they opened. They
 * set no handler for unhandled rejections, so Node ends them with code 1 when there is one.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** A process that hangs is killed after this long; its exit code is null then. */
const KILLED_AFTER_MS = 40_000;

export interface ChildEnd {
  readonly exitCode: number | null;
  readonly stderr: string;
  /** The JSON the program printed. */
  readonly report: unknown;
  /** From its report to its end. */
  readonly lingeredMs: number;
}

/** Runs `<program>.ts` with Node and these of its own options, and waits for its end. */
export async function runChild(
  program: string,
  words: readonly string[],
  nodeOptions: readonly string[] = [],
): Promise<ChildEnd> {
  const path = fileURLToPath(new URL(`./${program}.ts`, import.meta.url));
  const child = spawn(process.execPath, [...nodeOptions, path, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: KILLED_AFTER_MS,
    killSignal: 'SIGKILL',
  });
  let reportedAt = Infinity;
  child.stdout.once('data', () => (reportedAt = performance.now()));
  const [stdout, stderr, [exitCode, endedAt]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit').then(([code]) => [code as number | null, performance.now()] as const), // of the event 'exit'
  ]);
  const report: unknown = stdout === '' ? undefined : JSON.parse(stdout);
  return { exitCode, stderr, report, lingeredMs: endedAt - reportedAt };
}

/** For programs: the line their starter waits for. */
export function report(facts: object): void {
  process.stdout.write(`${JSON.stringify(facts)}\n`);
}

/** For programs: what is worth telling of an error. */
export function factsOf(error: unknown): object {
  const { code, action, outcome, message } = error as Record<string, unknown>; // whatever it is, it is told
  return { code, action, outcome, message };
}
