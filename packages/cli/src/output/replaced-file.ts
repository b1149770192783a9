/**
 * Writing one file as a whole: a reader sees the old text or the new one, and a kill leaves the old.
 *
 * A temporary file beside it, then a rename. A link is followed; what is no regular file (`/dev/null`, a
 * pipe) is written to as it is, for a rename would replace it.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CliError, errorCode } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { printable } from '../terminal.ts';

/** Its folders are made. Throws CliError `OUTPUT_UNUSABLE`. */
export async function replaceFile(path: string, text: string): Promise<void> {
  let temporary: string | undefined;
  try {
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && !found.isFile()) return await writeFile(path, text);
    const target = found === undefined ? path : await realpath(path);
    temporary = join(dirname(target), `.ottla-${process.pid}-${randomUUID()}.tmp`);
    await mkdir(dirname(target), { recursive: true });
    // Who may read and write it stays as it is.
    const mode = found === undefined ? {} : { mode: found.mode & 0o777 };
    await writeFile(temporary, text, { flag: 'wx', ...mode });
    await rename(temporary, target);
  } catch (error) {
    // What stopped the write is the story, not what its leftovers do.
    if (temporary !== undefined) await rm(temporary, { force: true }).catch(() => undefined);
    throw unwritable(path, error);
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

/** Why a path cannot be written to. Defects pass. */
export function unwritable(path: string, error: unknown): Error {
  const code = errorCode(error);
  if (code === undefined && error instanceof Error) return error;
  return new CliError(`cannot write ${printable(path)}: ${REASONS[code ?? ''] ?? code}`, {
    code: 'OUTPUT_UNUSABLE',
    exitCode: EXIT.usage,
    cause: error,
  });
}
