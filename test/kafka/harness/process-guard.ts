/**
 * Runs one command and ends it when the process that asked for it is gone.
 *
 * The asker holds the other end of this program's standard input: when that closes, for whatever reason
 * (a clean stop, Ctrl-C, SIGKILL), the command is asked to stop and then killed. The first line on
 * standard output is the command's process id; the rest is the command's own output.
 */
import { spawn } from 'node:child_process';

const GRACE_MS = 10_000;
const [command, ...args] = process.argv.slice(2);
if (command === undefined) throw new Error('usage: process-guard COMMAND [ARG…]');

const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
child.once('spawn', () => process.stdout.write(`${child.pid}\n`));
child.once('error', (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exit(127);
});
child.once('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));

let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
}
process.stdin.resume();
process.stdin.once('end', stop);
process.stdin.once('error', stop);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
