/**
 * big-decimal: numbers that carry their own scale. Inside its bytes stand Avro's bytes of the unscaled number,
 * then Avro's int of the scale.
 *
 * Bounded both ways: up to 10,000 digits, and as text up to as many zeros on either side; a scale is only ever
 * raised to within that. Source: Avro 1.12 specification, "Decimal"; Java's BigDecimalConversion.
 */
import { foundKind } from '../../found-kind.ts';
import { decimalNumberText } from './decimal-number.ts';
import {
  bytesOfUnscaled,
  hasDigits,
  MOST_BYTES,
  MOST_DIGITS,
  unscaledOf,
  unscaledOfBytes,
} from './decimal-text.ts';
import { isUnscaledDecimal, type UnscaledDecimal } from './unscaled-decimal.ts';
import { longOfZigzag, zigzagBytes } from './zigzag.ts';

const LONGEST_VARINT = 10;

/** Of a text, a whole bigint or a number: its digits after the point are its scale. Or what is wrong. */
export function bigDecimalOfInput(value: unknown): UnscaledDecimal | string {
  if (typeof value === 'bigint') {
    return hasDigits(value, MOST_DIGITS)
      ? { unscaled: value, scale: 0 }
      : `a bigint of more than ${MOST_DIGITS} digits`;
  }
  const text = typeof value === 'number' ? decimalNumberText(value) : value;
  if (typeof text !== 'string') return foundKind(value);
  const point = text.indexOf('.');
  const scale = point === -1 ? 0 : text.length - point - 1;
  const unscaled = unscaledOf(text, { precision: MOST_DIGITS, scale });
  return typeof unscaled === 'string' ? unscaled : { unscaled, scale };
}

/** The pair as it stands; or what is wrong with it. */
export function bigDecimalOfPair(value: unknown): UnscaledDecimal | string {
  if (!isUnscaledDecimal(value)) return foundKind(value);
  return hasDigits(value.unscaled, MOST_DIGITS) ? value : `a bigint of more than ${MOST_DIGITS} digits`;
}

export function bytesOfBigDecimal({ unscaled, scale }: UnscaledDecimal): Buffer {
  const number = bytesOfUnscaled(unscaled);
  // Each is valid until the next call only.
  const length = Buffer.from(zigzagBytes(BigInt(number.length)));
  return Buffer.concat([length, number, zigzagBytes(BigInt(scale))]);
}

/** Undefined for bytes that are no such number, or one of more digits than are read here. */
export function bigDecimalOfBytes(bytes: Uint8Array): UnscaledDecimal | undefined {
  const start = varintEnd(bytes, 0);
  const length = longOfZigzag(bytes.subarray(0, start));
  if (length === undefined || length < 1n || length > BigInt(MOST_BYTES)) return undefined;
  const end = start + Number(length);
  if (varintEnd(bytes, end) !== bytes.length) return undefined;
  const scale = longOfZigzag(bytes.subarray(end));
  if (scale === undefined || BigInt.asIntN(32, scale) !== scale) return undefined;
  const unscaled = unscaledOfBytes(bytes.subarray(start, end), MOST_DIGITS);
  return unscaled === undefined ? undefined : { unscaled, scale: Number(scale) };
}

/** Whether the text of the number is not mostly zeros. */
export function isWritableAsText({ scale }: UnscaledDecimal): boolean {
  return Math.abs(scale) <= MOST_DIGITS;
}

/** Behind the byte that ends a varint; 0 where none does. */
function varintEnd(bytes: Uint8Array, start: number): number {
  const last = Math.min(bytes.length, start + LONGEST_VARINT);
  for (let index = start; index < last; index++) {
    if ((bytes[index] ?? 0) < 0x80) return index + 1;
  }
  return 0;
}
