/**
 * Puts what has a length: strings, bytes, fixed. Each makes room for itself and leaves SPARE_BYTES behind it.
 *
 * Source: Avro 1.12 specification, "Primitive Types" and "Fixed".
 */
import type { ByteWriter } from '@ottla/kernel';
import { MISFIT } from '../write/misfit-signal.ts';
import { room, SPARE_BYTES } from './compiled-codec.ts';
import { putVarint } from './put-number.ts';

/** In ASCII, longer ones are faster in native code. */
const SHORT_TEXT = 40;
/** Of a short text with its length, and the spare bytes behind it. */
const SHORT_ROOM = 1 + SHORT_TEXT + SPARE_BYTES;
/** Of a length. */
const LONGEST_VARINT = 5;

/**
 * UTF-8 behind its length in bytes; lone surrogates become U+FFFD. Most of the time of a text goes into asking for its
 * units and going round, so four are put at once, and the last four again where some are left. A function that puts
 * four would not always be inlined.
 */
export function putString(writer: ByteWriter, at: number, value: unknown): number {
  if (typeof value !== 'string') throw MISFIT;
  const { length } = value;
  const { buffer, words } = writer;
  if (length > SHORT_TEXT || at + SHORT_ROOM > buffer.length) return putText(writer, at, value);
  const start = at + 1;
  let bits = 0;
  let index = 0;
  for (; index + 4 <= length; index += 4) {
    const a = value.charCodeAt(index);
    const b = value.charCodeAt(index + 1);
    const c = value.charCodeAt(index + 2);
    const d = value.charCodeAt(index + 3);
    bits |= a | b | c | d;
    words.setUint32(start + index, a | (b << 8) | (c << 16) | (d << 24), true);
  }
  if (index < length && length >= 4) {
    const a = value.charCodeAt(length - 4);
    const b = value.charCodeAt(length - 3);
    const c = value.charCodeAt(length - 2);
    const d = value.charCodeAt(length - 1);
    bits |= a | b | c | d;
    words.setUint32(at + length - 3, a | (b << 8) | (c << 16) | (d << 24), true);
  } else {
    for (; index < length; index++) {
      const unit = value.charCodeAt(index);
      bits |= unit;
      buffer[start + index] = unit;
    }
  }
  if (bits > 0x7f) return putText(writer, at, value);
  buffer[at] = length << 1;
  return start + length;
}

/** Longer texts, others than ASCII, and what may find no room. */
function putText(writer: ByteWriter, at: number, text: string): number {
  writer.position = at;
  writer.writePrefixedNatively(text);
  room(writer, writer.position, SPARE_BYTES);
  return writer.position;
}

/** A copy behind its length. */
export function putBytes(writer: ByteWriter, at: number, value: unknown): number {
  if (!(value instanceof Uint8Array)) throw MISFIT;
  const { length } = value;
  room(writer, at, LONGEST_VARINT + length + SPARE_BYTES);
  const { buffer } = writer;
  const start = putVarint(buffer, at, length * 2);
  buffer.set(value, start);
  return start + length;
}

/** A copy without a length; `expectSize` has judged it. */
export function putFixed(writer: ByteWriter, at: number, bytes: Uint8Array): number {
  const { length } = bytes;
  room(writer, at, length + SPARE_BYTES);
  writer.buffer.set(bytes, at);
  return at + length;
}

/** Bytes of exactly this size. */
export function expectSize(value: unknown, size: number): Uint8Array {
  if (!(value instanceof Uint8Array) || value.length !== size) throw MISFIT;
  return value;
}
