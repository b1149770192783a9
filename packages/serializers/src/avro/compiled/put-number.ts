/**
 * Puts numbers where compiled codecs write them. Each takes what the wire takes by itself and refuses all else.
 *
 * None checks for room: see SPARE_BYTES. Source: Avro 1.12 specification, "Primitive Types".
 */
import type { ByteWriter } from '@ottla/kernel';
import { isDateCount } from '../logical/time-conversions.ts';
import { MISFIT } from '../write/misfit-signal.ts';

const TWO_POW_32 = 4294967296;
/** A number on its way to a function. */
const LARGE = new Float64Array(1);

/** A byte as it is: a boolean, the branch below 64 as index * 2, the end of an array. */
export function putByte({ buffer }: ByteWriter, at: number, byte: number): number {
  buffer[at] = byte;
  return at + 1;
}

export function putBoolean({ buffer }: ByteWriter, at: number, value: unknown): number {
  if (typeof value !== 'boolean') throw MISFIT;
  buffer[at] = value ? 1 : 0;
  return at + 1;
}

/** At most 5 bytes. */
export function putInt(writer: ByteWriter, at: number, value: unknown): number {
  if (typeof value !== 'number' || (value | 0) !== value) throw MISFIT;
  return putVarint(writer.buffer, at, (value << 1) ^ (value >> 31));
}

/** A safe integer; at most 10 bytes. */
export function putLong(writer: ByteWriter, at: number, value: unknown): number {
  if (typeof value !== 'number') throw MISFIT;
  if ((value | 0) === value) return putVarint(writer.buffer, at, (value << 1) ^ (value >> 31));
  LARGE[0] = value;
  return putLarge(writer, at);
}

/** The number in LARGE: as an argument it would be made an object. */
function putLarge(writer: ByteWriter, at: number): number {
  const value = LARGE[0] ?? 0;
  if (!Number.isSafeInteger(value)) throw MISFIT;
  const low = value | 0;
  writer.position = at;
  // What is left is a multiple of 2^32, so nothing is rounded.
  writer.writeVarlongHalves(low, ((value - (low >>> 0)) / TWO_POW_32) | 0);
  return writer.position;
}

/** A bigint of 64 bits; at most 10 bytes. */
export function putBigint(writer: ByteWriter, at: number, value: unknown): number {
  if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value) throw MISFIT;
  writer.position = at;
  writer.writeVarlongBigint(value);
  return writer.position;
}

/** A Date as milliseconds; at most 10 bytes. */
export function putDate(writer: ByteWriter, at: number, value: unknown): number {
  const milliseconds = value instanceof Date ? value.getTime() : Number.NaN;
  if (!isDateCount(milliseconds)) throw MISFIT;
  return putLong(writer, at, milliseconds);
}

/** 4 bytes. */
export function putFloat({ words }: ByteWriter, at: number, value: unknown): number {
  if (typeof value !== 'number') throw MISFIT;
  words.setFloat32(at, value, true);
  return at + 4;
}

/** 8 bytes. */
export function putDouble({ words }: ByteWriter, at: number, value: unknown): number {
  if (typeof value !== 'number') throw MISFIT;
  words.setFloat64(at, value, true);
  return at + 8;
}

/** A uint32 seven bits at a time. */
export function putVarint(buffer: Buffer, at: number, zigzag: number): number {
  let rest = zigzag >>> 0;
  let place = at;
  // A byte keeps the lowest eight bits.
  for (; rest > 0x7f; rest >>>= 7) buffer[place++] = rest | 0x80;
  buffer[place] = rest;
  return place + 1;
}
