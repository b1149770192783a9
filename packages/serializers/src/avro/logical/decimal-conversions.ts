/**
 * Conversions of decimal and big-decimal, as text and as `{ unscaled, scale }`.
 *
 * Exact or refused. A writer that ignored its precision stays readable; a number of no bytes is none.
 */
import { unholdable } from '../read/read-error.ts';
import { MISFIT } from '../write/misfit-signal.ts';
import {
  bigDecimalOfBytes,
  bigDecimalOfInput,
  bigDecimalOfPair,
  bytesOfBigDecimal,
  isWritableAsText,
} from './big-decimal.ts';
import type { Conversion } from './conversion.ts';
import {
  bytesOfUnscaled,
  decimalText,
  MOST_DIGITS,
  unscaledOfBytes,
  unscaledOfInput,
} from './decimal-text.ts';
import { rescaled, type UnscaledDecimal } from './unscaled-decimal.ts';

/** `size` in bytes of a fixed; null for bytes. */
export function decimalString(precision: number, scale: number, size: number | null): Conversion {
  const shape = { precision, scale };
  return {
    toWire: (value) => bytesOfUnscaled(fitting(unscaledOfInput(value, shape)), size ?? undefined),
    fromWire: (value, path) => {
      const unscaled = readUnscaled(value, precision, path);
      if (scale <= MOST_DIGITS) return decimalText(unscaled, scale);
      throw unholdable(
        `the schema keeps ${scale} digits after the point; text is made for up to ${MOST_DIGITS}; choose decimal: 'unscaled'`,
        path,
      );
    },
  };
}

export function decimalUnscaled(precision: number, scale: number, size: number | null): Conversion {
  const shape = { precision, scale };
  return {
    toWire: (value) => bytesOfUnscaled(fitting(rescaled(value, shape)), size ?? undefined),
    fromWire: (value, path): UnscaledDecimal => ({ unscaled: readUnscaled(value, precision, path), scale }),
  };
}

export function bigDecimalString(): Conversion {
  return {
    toWire: (value) => bytesOfBigDecimal(fitting(bigDecimalOfInput(value))),
    fromWire: (value, path) => {
      const decimal = readBigDecimal(value, path);
      if (isWritableAsText(decimal)) return decimalText(decimal.unscaled, decimal.scale);
      throw unholdable(
        `the big-decimal has a scale beyond ${MOST_DIGITS}; choose 'big-decimal': 'unscaled' to hold it`,
        path,
      );
    },
  };
}

export function bigDecimalUnscaled(): Conversion {
  return {
    toWire: (value) => bytesOfBigDecimal(fitting(bigDecimalOfPair(value))),
    fromWire: readBigDecimal,
  };
}

function fitting<T extends bigint | UnscaledDecimal>(judged: T | string): T {
  if (typeof judged === 'string') throw MISFIT;
  return judged;
}

function readUnscaled(value: unknown, precision: number, path: string): bigint {
  const unscaled = value instanceof Uint8Array ? unscaledOfBytes(value, precision) : undefined;
  if (unscaled !== undefined) return unscaled;
  throw unholdable('the decimal has no bytes, or more than its precision allows', path);
}

function readBigDecimal(value: unknown, path: string): UnscaledDecimal {
  const decimal = value instanceof Uint8Array ? bigDecimalOfBytes(value) : undefined;
  if (decimal !== undefined) return decimal;
  throw unholdable(`the bytes are no big-decimal of up to ${MOST_DIGITS} digits`, path);
}
