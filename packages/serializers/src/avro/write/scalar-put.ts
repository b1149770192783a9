/**
 * The commonest values into bytes that are there already: what records write themselves.
 *
 * Each gives the position behind what it wrote, or REFUSED, and then has written nothing that counts: the value is
 * of another kind, or there is no room. Kept small, so that V8 makes them part of the record's own code.
 */
import type { ByteWriter } from '@ottla/kernel';

export const REFUSED = -1;

/** Longer texts are faster in native code. */
const LONGEST_TEXT = 40;
const LONGEST_INT = 5;
const DOUBLE_BYTES = 8;
const FLOAT_BYTES = 4;

/** A short string in ASCII. */
export function putText(buffer: Uint8Array, position: number, text: unknown): number {
  if (typeof text !== 'string') return REFUSED;
  const { length } = text;
  const start = position + 1;
  if (length > LONGEST_TEXT || start + length > buffer.length) return REFUSED;
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) return REFUSED;
    buffer[start + index] = unit;
  }
  buffer[position] = length << 1;
  return start + length;
}

/** An int32 as a zigzag varint. */
export function putInt(buffer: Uint8Array, position: number, value: unknown): number {
  if (typeof value !== 'number' || (value | 0) !== value) return REFUSED;
  if (position + LONGEST_INT > buffer.length) return REFUSED;
  let end = position;
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  while (rest > 0x7f) {
    buffer[end++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  buffer[end++] = rest;
  return end;
}

/** A double that is an int32; others go through cells. */
export function putDouble({ words }: ByteWriter, position: number, value: unknown): number {
  if (typeof value !== 'number' || (value | 0) !== value) return REFUSED;
  if (position + DOUBLE_BYTES > words.byteLength) return REFUSED;
  words.setFloat64(position, value, true);
  return position + DOUBLE_BYTES;
}

/** As a double. */
export function putFloat({ words }: ByteWriter, position: number, value: unknown): number {
  if (typeof value !== 'number' || (value | 0) !== value) return REFUSED;
  if (position + FLOAT_BYTES > words.byteLength) return REFUSED;
  words.setFloat32(position, value, true);
  return position + FLOAT_BYTES;
}

export function putBoolean(buffer: Uint8Array, position: number, value: unknown): number {
  if (typeof value !== 'boolean' || position >= buffer.length) return REFUSED;
  buffer[position] = value ? 1 : 0;
  return position + 1;
}
