/**
 * The folder generated files are written to, and nothing outside it.
 *
 * Writes are atomic (a temporary file beside the target, then a rename), so a reader never sees half a
 * file and a kill leaves the old one. Files that already hold the text are not touched: their times stay,
 * and watchers sleep on. Symbolic links below the folder are refused, since they may lead out of it.
 */
import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { CliError, errorCode } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { printable } from '../terminal.ts';

export type FileState = 'same' | 'different' | 'missing';

export class OutputFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
  }

  /** How the file at this relative path compares with the text. */
  async compare(path: string, text: string): Promise<FileState> {
    const target = await this.#target(path);
    try {
      return (await readFile(target, 'utf8')) === text ? 'same' : 'different';
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return 'missing';
      throw unusable(target, error);
    }
  }

  /** Replaces the file at this relative path. Its folders are made. */
  async write(path: string, text: string): Promise<void> {
    const target = await this.#target(path);
    const temporary = join(dirname(target), `.ottla-${process.pid}-${randomUUID()}.tmp`);
    try {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(temporary, text, { flag: 'wx', ...(await modeOf(target)) });
      await rename(temporary, target);
    } catch (error) {
      // What stopped the write is the story, not what its leftovers do.
      await rm(temporary, { force: true }).catch(() => undefined);
      throw unusable(target, error);
    }
  }

  /** The absolute path, after every step below the folder was seen to be no link. */
  async #target(path: string): Promise<string> {
    const target = resolve(this.path, path);
    const inside = relative(this.path, target);
    if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
      throw new CliError(`${printable(path)} lies outside ${this.path}`, {
        code: 'OUTPUT_OUTSIDE',
        exitCode: EXIT.usage,
      });
    }
    let step = this.path;
    for (const segment of inside.split(sep)) {
      step = join(step, segment);
      if (await isLink(step)) {
        throw new CliError(`${printable(step)} is a symbolic link; generated files go to real folders only`, {
          code: 'OUTPUT_LINK',
          exitCode: EXIT.usage,
          remedy: 'Remove the link, or give the folder it leads to with --out.',
        });
      }
    }
    return target;
  }
}

/** Who may read and write a file stays as it is when the file is replaced. */
async function modeOf(path: string): Promise<{ readonly mode?: number }> {
  const found = await stat(path).catch(() => undefined);
  return found === undefined ? {} : { mode: found.mode & 0o777 };
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch (error) {
    const code = errorCode(error);
    // ENOTDIR: a file stands where a folder must be; making the folder says so better.
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw unusable(path, error);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'a file stands where a folder must be',
  ENOTDIR: 'a file stands where a folder must be',
  EISDIR: 'a folder stands where the file must be',
  ENOTEMPTY: 'a folder stands where the file must be',
};

function unusable(path: string, error: unknown): Error {
  const code = errorCode(error);
  if (code === undefined && error instanceof Error) return error;
  return new CliError(`cannot write ${printable(path)}: ${REASONS[code ?? ''] ?? code}`, {
    code: 'OUTPUT_UNUSABLE',
    exitCode: EXIT.usage,
    cause: error,
  });
}
