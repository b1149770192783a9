/**
 * Puts what has a length: strings, bytes, fixed. Each makes room for itself and leaves SPARE_BYTES behind it.
 *
 * Source: Avro 1.12 specification, "Primitive Types" and "Fixed".
 */
import { MISFIT } from '../write/misfit-signal.ts';
import { noRoom, SPARE_BYTES } from './compiled-codec.ts';
import { putVarint } from './put-number.ts';

/** In ASCII, longer ones are faster in native code. */
const SHORT_TEXT = 16;
/** Of a length. */
const LONGEST_VARINT = 5;
/** What one byte can say of a length. */
const SHORT_LENGTH = 0x40;

/** UTF-8 behind its length in bytes; lone surrogates become U+FFFD. */
export function putString(buffer: Buffer, at: number, value: unknown): number {
  if (typeof value !== 'string') throw MISFIT;
  const { length } = value;
  if (length > SHORT_TEXT || at + length + SPARE_BYTES >= buffer.length) return putText(buffer, at, value);
  const start = at + 1;
  let bits = 0;
  for (let index = 0; index < length; index++) {
    const unit = value.charCodeAt(index);
    bits |= unit;
    buffer[start + index] = unit;
  }
  if (bits > 0x7f) return putText(buffer, at, value);
  buffer[at] = length << 1;
  return start + length;
}

/** The length is known last: room for the likely one is left, and the text moved when it was another. */
function putText(buffer: Buffer, at: number, text: string): number {
  const { length } = text;
  const free = buffer.length - at - LONGEST_VARINT - SPARE_BYTES;
  // Three bytes a unit is a guess that may not cost memory.
  const bytes = length * 3 <= free ? length : Buffer.byteLength(text);
  if (bytes > free) throw noRoom(at + bytes + LONGEST_VARINT + SPARE_BYTES);
  const likely = lengthBytes(bytes);
  const written = buffer.write(text, at + likely);
  const actual = lengthBytes(written);
  if (actual !== likely) buffer.copyWithin(at + actual, at + likely, at + likely + written);
  return putVarint(buffer, at, written * 2) + written;
}

/** How many bytes a length takes as a zigzag varint. */
function lengthBytes(length: number): number {
  if (length < SHORT_LENGTH) return 1;
  if (length < 0x2000) return 2;
  if (length < 0x100000) return 3;
  return length < 0x8000000 ? 4 : 5;
}

/** A copy behind its length. */
export function putBytes(buffer: Buffer, at: number, value: unknown): number {
  if (!(value instanceof Uint8Array)) throw MISFIT;
  const { length } = value;
  const end = at + length + LONGEST_VARINT + SPARE_BYTES;
  if (end > buffer.length) throw noRoom(end);
  const start = putVarint(buffer, at, length * 2);
  buffer.set(value, start);
  return start + length;
}

/** A copy without a length; `expectSize` has judged it. */
export function putFixed(buffer: Buffer, at: number, bytes: Uint8Array): number {
  const end = at + bytes.length + SPARE_BYTES;
  if (end > buffer.length) throw noRoom(end);
  buffer.set(bytes, at);
  return at + bytes.length;
}

/** Bytes of exactly this size. */
export function expectSize(value: unknown, size: number): Uint8Array {
  if (!(value instanceof Uint8Array) || value.length !== size) throw MISFIT;
  return value;
}
