/**
 * The folder generated files are written to, and nothing outside it.
 *
 * Writes are whole: a reader never sees half a file. Files that already hold the text are not touched:
 * their times stay, and watchers sleep on. Symbolic links below the folder are refused, since they may lead out of it.
 */
import { lstat, readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { CliError, errorCode } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { isWithin } from '../inputs/relative-path.ts';
import { printable } from '../terminal.ts';
import { replaceFile, unwritable } from './replaced-file.ts';

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
      throw unwritable(target, error);
    }
  }

  /** Replaces the file at this relative path. Its folders are made. */
  async write(path: string, text: string): Promise<void> {
    await replaceFile(await this.#target(path), text);
  }

  /** The absolute path, after every step below the folder was seen to be no link. */
  async #target(path: string): Promise<string> {
    const target = resolve(this.path, path);
    const inside = relative(this.path, target);
    if (inside === '' || !isWithin(this.path, target)) {
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

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch (error) {
    const code = errorCode(error);
    // ENOTDIR: a file stands where a folder must be; making the folder says so better.
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw unwritable(path, error);
  }
}
