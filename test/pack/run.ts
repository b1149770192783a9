/** Runs a command to its end; a failure carries what it printed. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export async function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string },
): Promise<{ stdout: string }> {
  try {
    return await execute(command, args, { cwd: options.cwd, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const { stdout, stderr, message } = error as { stdout?: string; stderr?: string; message: string };
    throw new Error(`${message}\n${stdout ?? ''}${stderr ?? ''}`, { cause: error });
  }
}
