/**
 * The character encodings of strings that Node and Java share, by Node's names.
 *
 * Both sides of each give Java's bytes and Java's text for well-formed strings. What an encoding cannot hold is
 * refused, where Java writes a question mark: nothing is lost silently. A lone surrogate is no character in any
 * of them and becomes U+FFFD.
 */
import { ConfigError, nearestName, type ByteWriter } from '@ottla/kernel';

/** Node's names: Java's UTF-8, UTF-16LE (without a byte order mark), ISO-8859-1 and US-ASCII. */
export type StringEncoding = 'utf8' | 'utf16le' | 'latin1' | 'ascii';

export interface Charset {
  /** Completes "must be …". */
  readonly expected: string;
  /** Whether every character of the text has a place in the encoding. */
  readonly holds: (text: string) => boolean;
  readonly write: (text: string, writer: ByteWriter) => void;
  readonly read: (bytes: Buffer) => string;
}

const LONE_SURROGATES = /\p{Surrogate}/gu;
const BEYOND_ASCII = /[\u0080-\u00ff]/g;

/** A lone surrogate is read as U+FFFD too, and so is a last byte without its other half. */
const UTF16LE = new TextDecoder('utf-16le', { ignoreBOM: true });

const CHARSETS: Readonly<Record<StringEncoding, Charset>> = {
  utf8: {
    expected: 'a string',
    holds: () => true,
    write: (text, writer) => void writer.writeUtf8(text),
    read: (bytes) => bytes.toString('utf8'),
  },
  utf16le: {
    expected: 'a string',
    holds: () => true,
    write: (text, writer) => {
      const wellFormed = text.replace(LONE_SURROGATES, '\ufffd');
      writer.reserve(wellFormed.length * 2);
      writer.position += writer.buffer.write(wellFormed, writer.position, 'utf16le');
    },
    read: (bytes) => UTF16LE.decode(bytes),
  },
  latin1: {
    expected: 'a string of ISO-8859-1 characters',
    holds: (text) => allBelow(text, 0x100),
    write: writeSingleBytes,
    read: (bytes) => bytes.toString('latin1'),
  },
  ascii: {
    expected: 'a string of ASCII characters',
    holds: (text) => allBelow(text, 0x80),
    write: writeSingleBytes,
    // Node drops the highest bit of a byte that is not ASCII, and so makes another character of it.
    read: (bytes) => bytes.toString('latin1').replace(BEYOND_ASCII, '\ufffd'),
  },
};

/** Throws ConfigError `OPTION_INVALID` for an encoding that is not one of the four. */
export function charsetOf(owner: string, encoding: StringEncoding = 'utf8'): Charset {
  if (Object.hasOwn(CHARSETS, encoding)) return CHARSETS[encoding];
  const known = Object.keys(CHARSETS);
  const nearest = nearestName(String(encoding).toLowerCase(), known);
  const remedy = nearest === undefined ? '' : `; did you mean '${nearest}'?`;
  const problem = `${owner}: option 'encoding' must be one of ${known.join(', ')}${remedy}`;
  throw new ConfigError(problem, 'OPTION_INVALID');
}

function allBelow(text: string, limit: number): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) >= limit) return false;
  }
  return true;
}

function writeSingleBytes(text: string, writer: ByteWriter): void {
  writer.reserve(text.length);
  writer.position += writer.buffer.write(text, writer.position, 'latin1');
}
