/**
 * Durations: months, days and milliseconds, three unsigned integers that cannot be added up.
 *
 * Source: Avro 1.12 specification, "Duration": a fixed of 12 bytes, each part little-endian.
 */
import { isRecordLike } from '../../found-kind.ts';

const DURATION_BYTES = 12;
const LARGEST_UINT32 = 0xffffffff;

export interface Duration {
  readonly months: number;
  readonly days: number;
  readonly milliseconds: number;
}

/** True for an object with exactly these three, each an integer from 0 to 2^32 - 1. */
export function isDuration(value: unknown): value is Duration {
  if (!isRecordLike(value)) return false;
  const { months, days, milliseconds } = value;
  return Object.keys(value).length === 3 && [months, days, milliseconds].every(isUint32);
}

export function bytesOfDuration({ months, days, milliseconds }: Duration): Buffer {
  const bytes = Buffer.allocUnsafe(DURATION_BYTES);
  bytes.writeUInt32LE(months, 0);
  bytes.writeUInt32LE(days, 4);
  bytes.writeUInt32LE(milliseconds, 8);
  return bytes;
}

/** Of exactly 12 bytes. */
export function durationOfBytes(bytes: Buffer): Duration {
  return {
    months: bytes.readUInt32LE(0),
    days: bytes.readUInt32LE(4),
    milliseconds: bytes.readUInt32LE(8),
  };
}

function isUint32(part: unknown): boolean {
  return typeof part === 'number' && Number.isInteger(part) && part >= 0 && part <= LARGEST_UINT32;
}
