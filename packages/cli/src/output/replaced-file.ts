/**
 * Writing one file as a whole: a reader sees the old text or the new one, and a kill leaves the old.
 *
 * A temporary file beside it, then a rename. A link is followed; what is no regular file (`/dev/null`, a
 * pipe) is written to as it is, for a rename would replace it. Writes are synchronous: a thousand small files
 * cost several times as much when each waits for a thread.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync, type Stats } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CliError, errorCode } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { printable } from '../terminal.ts';

/** What puts text into a new file. */
export type WriteText = (
  path: string,
  text: string,
  options: { readonly flag: 'wx'; readonly mode?: number },
) => void;

/** What `writeWhole` may leave behind when the process is killed. */
export const TEMPORARY_NAME = /^\.ottla-\d+-[0-9a-f-]{36}\.tmp$/;

interface WholeWriting {
  readonly found: Stats | undefined;
  readonly hasFolder?: boolean;
  readonly writeText?: WriteText;
}

/** Its folders are made. Throws CliError `OUTPUT_UNUSABLE`. */
export async function replaceFile(path: string, text: string): Promise<void> {
  let found: Stats | undefined;
  try {
    found = statSync(path, { throwIfNoEntry: false });
    if (found !== undefined && !found.isFile()) return await writeFile(path, text);
  } catch (error) {
    throw unwritable(path, error);
  }
  writeWhole(path, text, { found });
}

/** `found`: what stands there, a regular file; `hasFolder`: its folder need not be made. Throws CliError `OUTPUT_UNUSABLE`, and nothing new is left behind. */
export function writeWhole(
  path: string,
  text: string,
  { found, hasFolder = false, writeText = writeFileSync }: WholeWriting,
): void {
  let temporary: string | undefined;
  try {
    const target = found === undefined ? path : realpathSync(path);
    const folder = dirname(target);
    temporary = join(folder, `.ottla-${process.pid}-${randomUUID()}.tmp`);
    if (found === undefined && !hasFolder) makeFolder(folder);
    // Who may read and write it stays as it is.
    const mode = found === undefined ? {} : { mode: found.mode & 0o777 };
    writeText(temporary, text, { flag: 'wx', ...mode });
    renameSync(temporary, target);
  } catch (error) {
    if (temporary !== undefined) removeLeftover(temporary);
    throw unwritable(path, error);
  }
}

/** With those around it. Node's own way never ends where a folder that is there takes none, as /proc. */
function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const around = dirname(folder);
  if (around !== folder) makeFolder(around);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Someone else may have made it.
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function removeLeftover(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    // What stopped the write is the story, not what its leftovers do.
    if (errorCode(error) === undefined) throw error;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be larger than is allowed',
  ENOENT: 'no folder can be made there',
  EEXIST: 'a file stands where a folder must be',
  ENOTDIR: 'a file stands where a folder must be',
  EISDIR: 'a folder stands where the file must be',
  ENOTEMPTY: 'a folder stands where the file must be',
};

/** Why a path cannot be written to. Defects pass. */
export function unwritable(path: string, error: unknown): Error {
  const code = errorCode(error);
  if (error instanceof CliError || (code === undefined && error instanceof Error)) return error;
  return new CliError(`cannot write ${printable(path)}: ${REASONS[code ?? ''] ?? code}`, {
    code: 'OUTPUT_UNUSABLE',
    exitCode: EXIT.usage,
    cause: error,
  });
}
