/**
 * Python's avro, as a judge of what we wrote: a wheel that pip fetches once into the folder that git ignores.
 *
 * Debian's python3-avro serves where it is installed. A machine without python3 or pip is told in one sentence, as of
 * every missing tool.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MissingToolError } from './toolchain.ts';

export const PYTHON_AVRO_VERSION = '1.12.0';

const CACHE = fileURLToPath(new URL('../../../.cache/', import.meta.url));
const FOLDER = join(CACHE, `python-avro-${PYTHON_AVRO_VERSION}`);
const OUTPUT_LIMIT_BYTES = 64 * 1024 * 1024;

/** Runs a program with avro on its path: what it printed for these lines of input. */
export type PythonAvro = (program: string, lines: readonly string[]) => string[];

/** Throws MissingToolError where there is no python3, or no avro for it. */
export function pythonAvro(): PythonAvro {
  if (!runs(['--version'])) throw missing("no 'python3' was found on PATH");
  if (runs(['-c', 'import avro'])) return (program, lines) => run(program, lines, undefined);
  if (!existsSync(FOLDER) && !fetchWheel()) throw missing(`pip could not fetch avro ${PYTHON_AVRO_VERSION}`);
  const wheel = readdirSync(FOLDER).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw missing(`${FOLDER} holds no wheel`);
  return (program, lines) => run(program, lines, join(FOLDER, wheel));
}

function missing(why: string): MissingToolError {
  return new MissingToolError(
    `test:kafka needs Python's avro: ${why}; install python3-avro, or python3 with pip, and run it again.`,
  );
}

function runs(args: readonly string[]): boolean {
  const { error, status } = spawnSync('python3', args, { stdio: 'ignore' });
  return error === undefined && status === 0;
}

/** Into a neighbour first, so that a folder that exists is whole. */
function fetchWheel(): boolean {
  const partial = `${FOLDER}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const wanted = ['avro==' + PYTHON_AVRO_VERSION, '--no-deps', '--only-binary', ':all:', '--dest', partial];
  const isFetched = runs(['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', ...wanted]);
  if (isFetched) renameSync(partial, FOLDER);
  else rmSync(partial, { recursive: true, force: true });
  return isFetched;
}

function run(program: string, lines: readonly string[], wheel: string | undefined): string[] {
  const { status, stdout, stderr } = spawnSync('python3', [program], {
    input: lines.map((line) => `${line}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: OUTPUT_LIMIT_BYTES,
    env: { ...process.env, ...(wheel === undefined ? {} : { PYTHONPATH: wheel }) },
  });
  if (status !== 0) throw new Error(`${program} failed: ${stderr.slice(-3000)}`);
  return stdout.trimEnd().split('\n');
}
