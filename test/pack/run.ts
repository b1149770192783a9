/**
 * Runs commands to their end, of which none outlives this program when it is told to stop.
 *
 * Each has a process group of its own, since npm and its like start programs in turn; what ends the one that asked
 * ends the whole group, and the caller is told by a rejection, so that it can clean up.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { interruptSignal } from '../interrupt-signal.ts';

const GRACE_MS = 5_000;

export interface RunOptions {
  readonly cwd: string;
  /** That of this process when it is left out. */
  readonly env?: NodeJS.ProcessEnv;
}

export interface Ended {
  /** Null when a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Resolves whatever its verdict; rejects when there is no such command and when this program is to stop. */
export async function outcomeOf(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<Ended> {
  const interrupt = interruptSignal();
  interrupt.throwIfAborted();
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = (): void => endGroup(child);
  interrupt.addEventListener('abort', end, { once: true });
  try {
    const [stdout, stderr, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      // The arguments of the event 'close': nothing of the group holds the streams any more.
      once(child, 'close') as Promise<[number | null]>,
    ]);
    interrupt.throwIfAborted();
    return { status, stdout, stderr };
  } finally {
    interrupt.removeEventListener('abort', end);
  }
}

/** A failure carries what was printed. */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<{ stdout: string }> {
  const { status, stdout, stderr } = await outcomeOf(command, args, options);
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`);
  }
  return { stdout };
}

function endGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM');
  const limit = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
  child.once('close', () => clearTimeout(limit));
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // The whole group is gone.
  }
}
