/**
 * Schema files on disk: finding them below a folder, and reading one.
 *
 * Only regular files of a bounded size and valid UTF-8 are read: a pipe would hang, a huge file would fill
 * memory. Links to folders are not followed, so no loop is endless. Reads are synchronous, for ten thousand
 * small files cost several times as much when each waits for a thread.
 */
import { readFileSync, readdirSync, statSync, type Dirent, type Stats } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../cli-error.ts';
import { invalidInput, isSkippedFolder, refuseLarge, textOf, unreadableInput } from './input-file.ts';
import { printable } from '../terminal.ts';

/**
 * Paths of all files below a folder for which `wanted` holds, relative to it, with '/', sorted. `depth` is
 * how many folders deep to look.
 */
export function filesBelow(folder: string, depth: number, wanted: (path: string) => boolean): string[] {
  const found: string[] = [];
  const open: { readonly path: string; readonly depth: number }[] = [{ path: '', depth }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const entry of entriesOf(join(folder, next.path))) {
      const path = next.path === '' ? entry.name : `${next.path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (next.depth > 0 && !isSkippedFolder(entry.name)) open.push({ path, depth: next.depth - 1 });
      } else if (wanted(path) && !(entry.isSymbolicLink() && leadsToFolder(join(folder, path)))) {
        found.push(path);
      }
    }
  }
  return found.toSorted();
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    // Gone since it was seen, or the folder of a pattern that matches nothing.
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return [];
    throw unreadableInput(folder, error);
  }
}

function leadsToFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** What stands at a path; null when nothing does. */
export function kindOnDisk(path: string): 'folder' | 'file' | null {
  let found: Stats | undefined;
  try {
    found = statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ERR_INVALID_ARG_VALUE') return null;
    throw unreadableInput(path, error);
  }
  if (found === undefined) return null;
  return found.isDirectory() ? 'folder' : 'file';
}

/** The text of a file; `shown` is its name in messages. */
export function readDiskFile(path: string, shown: string): string {
  let text: string;
  try {
    // Looked at before it is opened: opening a named pipe would wait for its writer.
    const found = statSync(path);
    if (!found.isFile()) throw invalidInput(`${printable(shown)} is no regular file`);
    refuseLarge(found.size, shown);
    // Much faster than to read bytes; what is no UTF-8 leaves a mark that a text may also hold by itself.
    text = readFileSync(path, 'utf8');
    if (text.includes('\ufffd')) return textOf(readFileSync(path), shown);
  } catch (error) {
    throw unreadableInput(shown, error);
  }
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** The nearest folder at or above this one that holds a `.git`; the folder itself when there is none. */
export function projectRoot(folder: string): string {
  for (let at = folder; ;) {
    if (kindOnDisk(join(at, '.git')) !== null) return at;
    const above = join(at, '..');
    if (above === at) return folder;
    at = above;
  }
}
