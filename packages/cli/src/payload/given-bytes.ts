/**
 * What a word, `@file`, `--file` or stdin holds, as bytes.
 *
 * Only regular files of a bounded size are read: a pipe would hang, a huge file would fill memory.
 */
import { readFileSync, statSync } from 'node:fs';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { unreadableInput } from '../inputs/input-file.ts';
import { namedFile } from '../inputs/named-file.ts';
import { printable } from '../terminal.ts';
import type { PayloadPlace } from './payload-place.ts';

export const MOST_BYTES = 16 * 1024 * 1024;
/** As hex with white space between the digits. */
const MOST_FILE_BYTES = 3 * MOST_BYTES;

export interface GivenBytes {
  readonly bytes: Buffer;
  /** `stdin`, the name of a file, `the command line`. */
  readonly from: string;
  /** A word of the command line is text whatever it looks like. */
  readonly isWord: boolean;
}

export interface GivenOptions {
  readonly file?: string;
}

/** `what`: what is asked for, `payload`, for messages. */
export async function readGiven(
  words: readonly string[],
  { file }: GivenOptions,
  { what, place }: { readonly what: string; readonly place: PayloadPlace },
): Promise<GivenBytes> {
  const [first, ...others] = words;
  if (file !== undefined) {
    if (first !== undefined) throw usage(`a ${what} is given, and --file besides`, 'Give one of them.');
    return fromFile(file, what, place);
  }
  if (first === undefined || (first === '-' && others.length === 0)) return fromStdin(what, first, place);
  if (first.startsWith('@') && others.length === 0) return fromFile(first.slice(1), what, place);
  return { bytes: Buffer.from(words.join(' ')), from: 'the command line', isWord: true };
}

async function fromStdin(what: string, word: string | undefined, place: PayloadPlace): Promise<GivenBytes> {
  if (word === undefined && place.typesInput) {
    throw usage(
      `no ${what} is given`,
      `Give it as a word, as @FILE, or on stdin; - reads what is typed up to Ctrl-D.`,
    );
  }
  const read = await place.workplace.readStdin();
  refuseLarge(read.byteLength, 'stdin');
  return { bytes: Buffer.from(read.buffer, read.byteOffset, read.byteLength), from: 'stdin', isWord: false };
}

function fromFile(word: string, what: string, { workplace: { workingFolder } }: PayloadPlace): GivenBytes {
  const path = namedFile(word, workingFolder, `Give the file of the ${what}, or - to read stdin.`);
  const shown = printable(word);
  try {
    // Looked at before it is opened: opening a named pipe would wait for its writer.
    const found = statSync(path);
    if (!found.isFile()) throw unfit(`${shown} is no regular file`, 'Give - to read stdin.');
    refuseLarge(found.size, shown);
    return { bytes: readFileSync(path), from: shown, isWord: false };
  } catch (error) {
    throw unreadableInput(word, error);
  }
}

function refuseLarge(byteLength: number, shown: string): void {
  if (byteLength <= MOST_FILE_BYTES) return;
  throw unfit(
    `${shown} has more than ${MOST_FILE_BYTES} bytes`,
    'Give a single payload: the key or the value of one record.',
  );
}

function usage(message: string, remedy: string): CliError {
  return new CliError(message, { code: 'INPUT_WORD_INVALID', exitCode: EXIT.usage, remedy });
}

function unfit(message: string, remedy: string): CliError {
  return new CliError(message, { code: 'INPUT_INVALID', exitCode: EXIT.invalidInput, remedy });
}
