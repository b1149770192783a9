/**
 * From what was read to what the reader's type holds, where the two differ: wider numbers, other units and scales.
 *
 * Exact, or rounded once where a long becomes a float, as in Java. A value that would lose digits is refused.
 */
import { InvariantError } from '@ottla/kernel';
import { bytesOfUnscaled, MOST_DIGITS, unscaledOfBytes } from '../logical/decimal-text.ts';
import type { Promotion } from '../plan/read-step.ts';
import { unholdable } from './read-error.ts';

/** Of one scalar; what it is given is known by the step's wire. */
export type PromotedValue = (value: unknown) => unknown;

export function promotedValue(promotion: Promotion, path: string): PromotedValue {
  switch (promotion.to) {
    case 'float':
      return (value) => (typeof value === 'bigint' ? floatOf(value) : Math.fround(Number(value)));
    case 'double':
      return (value) => Number(value);
    case 'bigint':
      return (value) => BigInt(Number(value));
    case 'digits': {
      const { digits, wire } = promotion;
      return (value) => counted(moved(integer(value), digits, path), wire, path);
    }
    case 'scale': {
      const { digits, precision, size } = promotion;
      return (value) => {
        if (!(value instanceof Uint8Array)) throw new InvariantError('a decimal was not read as bytes');
        const unscaled = unscaledOfBytes(value, precision);
        // What these bytes lack, the conversion behind says.
        return unscaled === undefined ? value : rescaled(unscaled, { digits, size, path });
      };
    }
  }
}

/** A long as a number, when that is exact. */
export function unsafeLong(path: string): Error {
  const remedy = "choose long: 'bigint', or 'bigint' for its logical type, to hold it exactly";
  return unholdable(`the long is beyond 2^53; ${remedy}`, path);
}

/** Through a double that is odd where it is not exact, so that rounding twice is rounding once. */
function floatOf(long: bigint): number {
  const number = Number(long);
  if (Number.isSafeInteger(number)) return Math.fround(number);
  const kept = long >> 11n;
  return Math.fround(Number(kept << 11n === long ? kept : kept | 1n) * 2048);
}

function integer(value: unknown): bigint {
  return typeof value === 'bigint' ? value : BigInt(Number(value));
}

function moved(value: bigint, digits: number, path: string): bigint {
  if (value === 0n) return value;
  if (Math.abs(digits) > MOST_DIGITS) {
    throw unholdable(`the value would move by more than ${MOST_DIGITS} digits`, path);
  }
  if (digits >= 0) return value * 10n ** BigInt(digits);
  const divisor = 10n ** BigInt(-digits);
  if (value % divisor !== 0n) {
    throw unholdable("the value was written with finer units than the reader's schema keeps", path);
  }
  return value / divisor;
}

function counted(value: bigint, wire: 'int' | 'long' | 'bigintLong', path: string): number | bigint {
  if (wire === 'bigintLong') {
    if (BigInt.asIntN(64, value) === value) return value;
    throw unholdable("the value has more than 64 bits in the reader's unit", path);
  }
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw unsafeLong(path);
  if (wire === 'long' || number === (number | 0)) return number;
  throw unholdable("the value has more than 32 bits in the reader's unit", path);
}

function rescaled(
  unscaled: bigint,
  { digits, size, path }: { readonly digits: number; readonly size: number | null; readonly path: string },
): Uint8Array {
  const value = moved(unscaled, digits, path);
  if (size === null) return bytesOfUnscaled(value);
  if (BigInt.asIntN(size * 8, value) === value) return bytesOfUnscaled(value, size);
  throw unholdable("the decimal has more bytes at the reader's scale than its fixed", path);
}
