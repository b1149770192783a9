/**
 * Puts numbers where compiled codecs write them. Each takes what the wire takes by itself and refuses all else.
 *
 * None checks for room: see SPARE_BYTES. Source: Avro 1.12 specification, "Primitive Types".
 */
import type { ByteWriter } from '@ottla/kernel';
import { isDateCount } from '../logical/time-conversions.ts';
import { MISFIT } from '../write/misfit-signal.ts';

const TWO_POW_32 = 4294967296;
/** Where a bigint is taken apart: the same eight bytes, once as an int64 and once as two halves. */
const INT64 = new BigInt64Array(1);
const HALVES = new Int32Array(INT64.buffer);
/** A number on its way to a function. */
const LARGE = new Float64Array(1);
/** Which of the two is the low half is up to the machine. */
const LOW = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 0 : 1;

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
export function putLong({ buffer }: ByteWriter, at: number, value: unknown): number {
  if (typeof value !== 'number') throw MISFIT;
  if ((value | 0) === value) return putVarint(buffer, at, (value << 1) ^ (value >> 31));
  LARGE[0] = value;
  return putLarge(buffer, at);
}

/** The number in LARGE: as an argument it would be made an object. */
function putLarge(buffer: Buffer, at: number): number {
  const value = LARGE[0] ?? 0;
  if (!Number.isSafeInteger(value)) throw MISFIT;
  const low = value | 0;
  // What is left is a multiple of 2^32, so nothing is rounded.
  return putHalves(buffer, at, low, ((value - (low >>> 0)) / TWO_POW_32) | 0);
}

/** A bigint of 64 bits; at most 10 bytes. */
export function putBigint({ buffer }: ByteWriter, at: number, value: unknown): number {
  if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value) throw MISFIT;
  INT64[0] = value;
  return putHalves(buffer, at, HALVES[LOW] ?? 0, HALVES[1 - LOW] ?? 0);
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

// oxlint-disable-next-line max-params -- a pair of them would be made for each number
function putHalves(buffer: Buffer, at: number, low: number, high: number): number {
  let place = at;
  const sign = high >> 31;
  let rest = ((low << 1) ^ sign) >>> 0;
  let restHigh = (((high << 1) | (low >>> 31)) ^ sign) >>> 0;
  while (restHigh !== 0) {
    buffer[place++] = (rest & 0x7f) | 0x80;
    rest = ((rest >>> 7) | (restHigh << 25)) >>> 0;
    restHigh >>>= 7;
  }
  return putVarint(buffer, place, rest);
}
