/**
 * Bytes as JSON values: UTF-8, RFC 8259, bounded.
 *
 * Nesting is counted before anything is made of it. A member called `__proto__` is an own member like any other and
 * changes no prototype; of a name that stands twice, the last counts, as in Jackson. A byte order mark is skipped.
 * Errors tell where the text breaks off and never what stands there.
 */
import { isUtf8 } from 'node:buffer';
import { SerializationError } from '@ottla/kernel';
import { serializationError } from '../errors.ts';
import { DEEPEST_JSON } from './json-text.ts';
import { parsedJson, type LargeIntegers } from './large-integers.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const BYTE_ORDER_MARK = '\ufeff';

/**
 * Throws SerializationError `BYTES_MALFORMED`, `BYTES_TOO_LARGE` for what nests too deep, or `VALUE_UNREPRESENTABLE` for
 * an integer that is refused.
 */
export function jsonOfBytes(bytes: Buffer, largeIntegers: LargeIntegers): unknown {
  if (bytes.length === 0) throw malformed('there are none; a tombstone is null, not empty');
  if (!isUtf8(bytes)) throw malformed('they are not UTF-8');
  if (opensMore(bytes)) refuseDeeper(bytes);
  const text = bytes.toString('utf8');
  try {
    return parsedJson(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text, largeIntegers);
  } catch (error) {
    if (error instanceof SerializationError) throw error;
    throw malformed(whereItBreaks(error));
  }
}

function malformed(problem: string): SerializationError {
  return serializationError(`the bytes are not JSON: ${problem}`, 'BYTES_MALFORMED');
}

/** The parser's own message holds a piece of the text, and so must not be shown. */
function whereItBreaks(error: unknown): string {
  const position = error instanceof SyntaxError ? / at position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? 'the text is malformed' : `the text breaks off at character ${position}`;
}

/** Cheaper than counting the nesting, and nearly always enough: what opens no more brackets nests no deeper. */
function opensMore(bytes: Buffer): boolean {
  let opened = 0;
  if (bytes.length <= DEEPEST_JSON) return false;
  for (let index = 0; index < bytes.length; index++) {
    // The two opening brackets differ in this bit only; whether they stand in a text does not matter here.
    opened += ((bytes[index] ?? 0) | 0x20) === OPENING_BRACE ? 1 : 0;
  }
  return opened > DEEPEST_JSON;
}

function refuseDeeper(bytes: Buffer): void {
  let depth = 0;
  let isText = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (isText) {
      if (byte === BACKSLASH) index++;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) {
      isText = true;
    } else if (byte === OPENING_BRACE || byte === OPENING_BRACKET) {
      if (++depth > DEEPEST_JSON) {
        const problem = `the JSON is nested deeper than ${DEEPEST_JSON} values`;
        throw serializationError(problem, 'BYTES_TOO_LARGE');
      }
    } else if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) {
      depth--;
    }
  }
}
