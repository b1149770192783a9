/**
 * Finds and reads the schema files that a command line names: files, folders and glob patterns.
 *
 * Each file is given once, sorted by path, whatever the order and overlap of the arguments. Only regular
 * files of a bounded size and valid UTF-8 are read: a pipe would hang, a huge file would fill memory. An
 * argument that matches nothing is an error, since a check of no files must never pass.
 */
import { glob, readFile, stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { CliError, errorCode } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { printable } from '../terminal.ts';

export interface SchemaFile {
  /** As shown to the user: relative to the working directory, with '/'. */
  readonly file: string;
  readonly absolutePath: string;
  readonly text: string;
}

const FILE_BYTES_MAXIMUM = 16 * 1024 * 1024;
const SKIPPED_FOLDERS = new Set(['node_modules', '.git']);

/** Reads every schema file that the arguments name. Throws CliError for one that matches nothing. */
export async function readSchemaFiles(
  inputs: readonly string[],
  workingFolder: string,
): Promise<SchemaFile[]> {
  const paths = new Set<string>();
  for (const input of inputs) {
    const found = await expand(input, workingFolder);
    if (found.length === 0) {
      throw new CliError(`no .avsc file matches '${printable(input)}'`, {
        code: 'INPUT_MISSING',
        exitCode: EXIT.usage,
        remedy: 'Give .avsc files, folders that hold them, or glob patterns in quotes.',
      });
    }
    for (const path of found) paths.add(path);
  }
  const files: SchemaFile[] = [];
  for (const absolutePath of [...paths].toSorted()) {
    const file = relative(workingFolder, absolutePath).split(sep).join('/');
    files.push({ file, absolutePath, text: await readText(absolutePath, file) });
  }
  return files;
}

async function expand(input: string, workingFolder: string): Promise<string[]> {
  const path = resolve(workingFolder, input);
  try {
    if (!(await stat(path)).isDirectory()) return [path];
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'ENAMETOOLONG') throw unreadable(input, error);
    return collect(input, workingFolder);
  }
  return collect('**/*.avsc', path);
}

async function collect(pattern: string, folder: string): Promise<string[]> {
  const found: string[] = [];
  const entries = glob(pattern, {
    cwd: folder,
    withFileTypes: true,
    exclude: (entry) => SKIPPED_FOLDERS.has(entry.name),
  });
  for await (const entry of entries) {
    if (!entry.isDirectory()) found.push(resolve(entry.parentPath, entry.name));
  }
  return found;
}

async function readText(path: string, file: string): Promise<string> {
  let bytes: Buffer;
  try {
    // Looked at before it is opened: opening a named pipe would wait for its writer.
    checkKind(await stat(path), file);
    bytes = await readFile(path);
  } catch (error) {
    throw unreadable(file, error);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw invalid(`${printable(file)} is not UTF-8 text`, error);
  }
}

function checkKind(found: { isFile(): boolean; readonly size: number }, file: string): void {
  if (!found.isFile()) throw invalid(`${printable(file)} is no regular file`);
  if (found.size > FILE_BYTES_MAXIMUM) {
    throw invalid(
      `${printable(file)} has ${found.size} bytes; a schema file may have ${FILE_BYTES_MAXIMUM} at most`,
    );
  }
}

function invalid(message: string, cause?: unknown): CliError {
  return new CliError(message, { code: 'INPUT_INVALID', exitCode: EXIT.invalidInput, cause });
}

function unreadable(file: string, error: unknown): Error {
  if (error instanceof CliError) return error;
  return new CliError(`cannot read ${printable(file)}: ${errorCode(error) ?? String(error)}`, {
    code: 'INPUT_UNREADABLE',
    exitCode: EXIT.usage,
    cause: error,
  });
}
