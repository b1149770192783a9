/**
 * A single file that a word names, for commands that read other things than schemas: lines, payloads, values.
 */
import { resolve } from 'node:path';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { printable } from '../terminal.ts';
import { kindOnDisk } from './disk-tree.ts';

/** The absolute path. Throws CliError `INPUT_MISSING` with this remedy where no file stands there. */
export function namedFile(word: string, workingFolder: string, remedy: string): string {
  const path = resolve(workingFolder, word);
  const kind = kindOnDisk(path);
  if (kind === 'file') return path;
  const shown = printable(word);
  const message = kind === null ? `there is no file '${shown}'` : `'${shown}' is a folder, not a file`;
  throw new CliError(message, { code: 'INPUT_MISSING', exitCode: EXIT.usage, remedy });
}
