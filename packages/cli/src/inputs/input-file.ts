/**
 * A file that a command line names, and what may become one.
 *
 * Owns which extensions hold schemas, how large a file may be, and that its text is UTF-8. Where the bytes
 * come from (the disk, git, stdin) is told elsewhere.
 */
import { sep } from 'node:path';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { printable } from '../terminal.ts';
import { unreadableReason } from './unreadable-reason.ts';

export interface InputFile {
  /** As shown: relative to the working folder, with '/'; of git `REF:path` as git spells it. */
  readonly file: string;
  /** Where it is, or would be in the working tree: relative to the working folder, with '/'. What subjects and patterns match. */
  readonly path: string;
  /** Relative to the folder that was named; the bare name of a file that was named itself. */
  readonly below: string;
  /** Null when it is on no disk. */
  readonly absolutePath: string | null;
  readonly text: string;
  /** False for what was not named, and is here since a named file needs it. */
  readonly named: boolean;
  /** Why there is no text, where that is wanted: it is too large, not UTF-8, a link to nothing. */
  readonly unreadable?: string;
}

/** Where words are read, and what of it counts. */
export interface InputPlace {
  /** Absolute. Names are shown relative to it. */
  readonly workingFolder: string;
  /** Absolute. Words are relative to it; the working folder unless told otherwise. */
  readonly wordsFrom?: string;
  /** Those of the files that a folder or `git:REF` means; all schema files unless told otherwise. */
  readonly extensions?: readonly string[];
  /** Further files that a folder or `git:REF` means, by their `path`. */
  readonly alsoMeant?: (path: string) => boolean;
  /** Whether `{topic}` and its like in words are placeholders. */
  readonly placeholders?: boolean;
  /** Whether a file that cannot be read is given with the reason, for the others to be judged; else it is thrown. */
  readonly keepUnreadable?: boolean;
  /** What `-` means; refused without it. */
  readonly readStdin?: () => Promise<Uint8Array>;
}

/** What stdin is called. */
export const STDIN = '<stdin>';

export const AVRO_EXTENSIONS: readonly string[] = ['.avsc', '.avdl', '.avpr'];

/** What a folder gives when nothing else is said. */
export const SCHEMA_EXTENSIONS: readonly string[] = [...AVRO_EXTENSIONS, '.schema.json'];

const FILE_BYTES_MAXIMUM = 16 * 1024 * 1024;
/** Each text is decoded whole, so that one decoder can be used for all. */
const UTF8 = new TextDecoder('utf-8', { fatal: true });
const SKIPPED_FOLDERS = new Set(['node_modules', '.git']);

/** Whether folders of this name are never looked into. */
export function isSkippedFolder(name: string): boolean {
  return SKIPPED_FOLDERS.has(name);
}

/** Whether a folder that is named means this file, by its path relative to the working folder. */
export function isMeant(path: string, place: InputPlace): boolean {
  const { extensions = SCHEMA_EXTENSIONS, alsoMeant } = place;
  return extensions.some((extension) => path.endsWith(extension)) || alsoMeant?.(path) === true;
}

/** Whether the text is JSON Schema: by its extension. Whatever else it is called is Avro. */
export function isJsonSchema(path: string): boolean {
  return path.endsWith('.json');
}

/** The text of a file. Throws CliError when it is not UTF-8. A byte order mark is dropped. */
export function textOf(bytes: Uint8Array, file: string): string {
  try {
    return UTF8.decode(bytes);
  } catch (error) {
    throw invalidInput(`${printable(file)} is not UTF-8 text`, error);
  }
}

/** Throws CliError for more bytes than a schema file may have. */
export function refuseLarge(byteLength: number, file: string): void {
  if (byteLength <= FILE_BYTES_MAXIMUM) return;
  throw invalidInput(
    `${printable(file)} has ${byteLength} bytes; a schema file may have ${FILE_BYTES_MAXIMUM} at most`,
  );
}

export function invalidInput(message: string, cause?: unknown): CliError {
  return new CliError(message, { code: 'INPUT_INVALID', exitCode: EXIT.invalidInput, cause });
}

/** The text that `read` gives, or why it gives none. */
export function readableText(
  read: () => string,
  { keepUnreadable }: InputPlace,
): { readonly text: string; readonly unreadable?: string } {
  try {
    return { text: read() };
  } catch (error) {
    if (keepUnreadable !== true || !(error instanceof CliError)) throw error;
    return { text: '', unreadable: error.message };
  }
}

/** What looks like the name of a branch, a tag or a commit, and not like a schema file. */
const LIKE_REF = /^(?!.*\.(?:avsc|avdl|avpr|json)$)[\w.][\w./-]*(?:[~^]\d*)*$/;

export function missingInput(word: string, place: InputPlace, remedy?: string): CliError {
  const shown = word.length <= 200 ? word : `${word.slice(0, 180)}…`;
  const message = `no ${kindOf(place)} file matches '${printable(shown)}'`;
  return noInput(message, remedy ?? missingRemedy(shown, place));
}

/** Of a folder that is there. */
export function emptyInput(word: string, place: InputPlace): CliError {
  const folder = word === '.' ? 'the current folder' : `the folder '${printable(word)}'`;
  return noInput(`no ${kindOf(place)} file stands below ${folder}`, whatToGive(place));
}

function noInput(message: string, remedy: string): CliError {
  return new CliError(message, { code: 'INPUT_MISSING', exitCode: EXIT.usage, remedy });
}

function missingRemedy(word: string, place: InputPlace): string {
  if (sep === '/' && word.includes('\\')) return "Write paths and patterns with '/'.";
  return whatToGive(place, LIKE_REF.test(word) ? `; a git ref is written git:${word}` : '');
}

function whatToGive(place: InputPlace, git = ''): string {
  return `Give ${kindOf(place)} files, folders that hold them, or glob patterns in quotes${git}.`;
}

function kindOf({ extensions }: InputPlace): string {
  return extensions?.length === 1 ? (extensions[0] ?? '') : 'schema';
}

export function unreadableInput(file: string, error: unknown): Error {
  if (error instanceof CliError) return error;
  return new CliError(`cannot read ${printable(file)}: ${unreadableReason(error)}`, {
    code: 'INPUT_UNREADABLE',
    exitCode: EXIT.usage,
    cause: error,
  });
}
