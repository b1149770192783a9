/**
 * The folder generated files are written to, and nothing outside it.
 *
 * Writes are whole: a reader never sees half a file. Symbolic links below the folder are refused, since they
 * may lead out of it; pipes and devices are neither read nor written. What was seen to be a real folder is not
 * looked at again, nor, to read, what was seen to be missing: make one for each run.
 */
import {
  lstatSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  unlinkSync,
  type Dirent,
  type Stats,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CliError, errorCode } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { isSkippedFolder } from '../inputs/input-file.ts';
import { isWithin } from '../inputs/relative-path.ts';
import { printable } from '../terminal.ts';
import { unwritable, writeWhole, type WriteText } from './replaced-file.ts';

/** Texts that were read, by absolute path, for as long as nothing says that the file is another one. */
export type ReadTexts = Map<string, { readonly stats: Stats; readonly text: string }>;

export interface OutputPorts {
  readonly writeText?: WriteText;
  /** Kept by whoever looks again and again. */
  readonly readTexts?: ReadTexts;
}

export class OutputFolder {
  readonly path: string;
  readonly #readTexts: ReadTexts;
  readonly #writeText: WriteText | undefined;
  readonly #realFolders = new Set<string>();
  /** Seen to be missing by `read`: they hold no file until one is written. */
  readonly #missingFolders = new Set<string>();

  constructor(path: string, ports: OutputPorts = {}) {
    this.path = resolve(path);
    this.#readTexts = ports.readTexts ?? new Map();
    this.#writeText = ports.writeText;
  }

  /** The text of the file at this relative path; null when there is none. */
  read(path: string): string | null {
    const target = this.#inside(path);
    const folder = dirname(target);
    if (this.#missingFolders.has(folder)) return null;
    const isThere = this.#hasFolder(folder);
    const found = fileAt(target);
    if (!isThere && found === undefined) this.#missingFolders.add(folder);
    if (found === undefined) return null;
    const known = this.#readTexts.get(target);
    if (known !== undefined && isSame(known.stats, found)) return known.text;
    try {
      const text = readFileSync(target, 'utf8');
      this.#readTexts.set(target, { stats: found, text });
      return text;
    } catch (error) {
      throw unwritable(target, error);
    }
  }

  /** Replaces the file at this relative path. Its folders are made. */
  write(path: string, text: string): void {
    const target = this.#inside(path);
    const folder = dirname(target);
    const hasFolder = this.#hasFolder(folder) && folder !== this.path;
    const port = this.#writeText === undefined ? {} : { writeText: this.#writeText };
    writeWhole(target, text, { found: fileAt(target), hasFolder, ...port });
    if (hasFolder) return;
    this.#missingFolders.clear();
    // So that what was made for one file is not made again for each of its neighbours.
    this.#hasFolder(folder);
  }

  /** Removes a file, and the folders that held nothing else. */
  remove(path: string): void {
    const target = this.#inside(path);
    this.#hasFolder(dirname(target));
    fileAt(target);
    try {
      unlinkSync(target);
    } catch (error) {
      throw unwritable(target, error);
    }
    let folder = dirname(target);
    while (folder !== this.path && isWithin(this.path, folder) && removedEmpty(folder)) {
      this.#realFolders.delete(folder);
      folder = dirname(folder);
    }
  }

  /** Relative paths of all regular files, with '/', sorted. No link is followed; installed packages are not looked into. */
  files(): readonly string[] {
    const found: string[] = [];
    const open = [''];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const entry of entriesOf(join(this.path, next))) {
        const path = next === '' ? entry.name : `${next}/${entry.name}`;
        if (entry.isFile()) found.push(path);
        else if (entry.isDirectory() && !isSkippedFolder(entry.name)) open.push(path);
      }
    }
    return found.toSorted();
  }

  /** Whether both relative paths lead to one file, as two spellings do where the disk is blind to case. */
  isOneFile(left: string, right: string): boolean {
    const [one, other] = [left, right].map((path) => fileAt(this.#inside(path)));
    return one !== undefined && other !== undefined && one.dev === other.dev && one.ino === other.ino;
  }

  /** The absolute path. */
  #inside(path: string): string {
    const target = resolve(this.path, path);
    if (target !== this.path && isWithin(this.path, target)) return target;
    throw new CliError(`${printable(path)} lies outside ${this.path}`, {
      code: 'OUTPUT_OUTSIDE',
      exitCode: EXIT.usage,
    });
  }

  /** Whether a folder is there, every step to it seen to be no link. Throws for a link. */
  #hasFolder(folder: string): boolean {
    if (folder === this.path || this.#realFolders.has(folder)) return true;
    this.#hasFolder(dirname(folder));
    const isThere = realEntry(folder)?.isDirectory() === true;
    // What is not there yet will be made, and may be made as a link by someone else.
    if (isThere) this.#realFolders.add(folder);
    return isThere;
  }
}

/** What stands where a file is or will be. Throws for what is none. */
function fileAt(target: string): Stats | undefined {
  const found = realEntry(target);
  if (found?.isFile() !== false) return found;
  const reason = found.isDirectory() ? 'a folder stands where the file must be' : 'it is no regular file';
  throw new CliError(`cannot write ${printable(target)}: ${reason}`, {
    code: 'OUTPUT_UNUSABLE',
    exitCode: EXIT.usage,
  });
}

/** Whether it is the same file, not written to since. */
function isSame(left: Stats, right: Stats): boolean {
  return left.ino === right.ino && left.size === right.size && left.mtimeMs === right.mtimeMs;
}

/** What stands at a path; undefined when nothing does. Throws for a link. */
function realEntry(path: string): Stats | undefined {
  let found: Stats | undefined;
  try {
    found = lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // A file stands where a folder must be; making the folder says so better.
    if (errorCode(error) === 'ENOTDIR') return undefined;
    throw unwritable(path, error);
  }
  if (found?.isSymbolicLink() !== true) return found;
  throw new CliError(`${printable(path)} is a symbolic link; generated files go to real folders only`, {
    code: 'OUTPUT_LINK',
    exitCode: EXIT.usage,
    remedy: 'Remove the link, or give the folder it leads to with --out.',
  });
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    // Not made yet; what cannot be looked into cannot hold what we wrote.
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(errorCode(error) ?? '')) return [];
    throw unwritable(folder, error);
  }
}

/** Removes a folder when it is empty. */
function removedEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    // Not empty, or not ours to remove: an empty folder does no harm.
    if (errorCode(error) === undefined) throw error;
    return false;
  }
}
