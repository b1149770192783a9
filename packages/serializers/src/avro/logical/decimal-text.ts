/**
 * Decimals as text with a fixed number of digits after the point, and as two's complement, big-endian.
 *
 * Exact both ways: a number with more digits than the schema keeps is refused, never rounded. Numbers have up to
 * 10,000 digits here, whatever a schema allows: more would cost quadratic time. Source: Avro 1.12 specification,
 * "Decimal"; the shortest bytes are those of Java's BigInteger.toByteArray.
 */
import { foundKind } from '../../found-kind.ts';
import { decimalNumberText } from './decimal-number.ts';

const DECIMAL = /^-?\d+(?:\.\d+)?$/;
const BITS_PER_DIGIT = Math.log2(10);
/** Writers that ignore their precision stay readable up to here. */
const LENIENT_BYTES = 256;

export const MOST_DIGITS = 10_000;
/** What that many digits take. */
export const MOST_BYTES = Math.ceil((MOST_DIGITS * BITS_PER_DIGIT + 1) / 8);

export interface DecimalShape {
  readonly precision: number;
  readonly scale: number;
}

/** The number without its point, of a text, a whole bigint or a number; or what is wrong with it. */
export function unscaledOfInput(value: unknown, shape: DecimalShape): bigint | string {
  if (typeof value === 'string') return unscaledOf(value, shape);
  if (typeof value === 'bigint') return unscaledOfWhole(value, shape);
  const text = typeof value === 'number' ? decimalNumberText(value) : undefined;
  return text === undefined ? foundKind(value) : unscaledOf(text, shape);
}

/** The same of a text. */
export function unscaledOf(text: string, { precision, scale }: DecimalShape): bigint | string {
  if (scale > MOST_DIGITS) return scaleWords(scale);
  if (text.length > 2 * MOST_DIGITS) return `a string of ${text.length} characters`;
  if (!DECIMAL.test(text)) return 'a string that is no decimal number';
  const point = text.indexOf('.');
  const whole = point === -1 ? text : text.slice(0, point);
  const fraction = (point === -1 ? '' : text.slice(point + 1)).replace(/0+$/, '');
  if (fraction.length > scale) return `a number with ${fraction.length} digits after the point`;
  const digits = whole.replace(/^-?0*/, '').length;
  if (digits > 0 && digits + scale > Math.min(precision, MOST_DIGITS)) return wholeWords(digits);
  return BigInt(whole + fraction.padEnd(scale, '0'));
}

function unscaledOfWhole(value: bigint, { precision, scale }: DecimalShape): bigint | string {
  if (scale > MOST_DIGITS) return scaleWords(scale);
  if (value === 0n) return value;
  const most = Math.min(precision, MOST_DIGITS) - scale;
  if (!hasDigits(value, most)) return `a bigint of more than ${Math.max(0, most)} digits`;
  return value * 10n ** BigInt(scale);
}

/** Whether a number has no more digits than these, at most 10,000. */
export function hasDigits(value: bigint, most: number): boolean {
  if (most <= 0) return value === 0n;
  const bound = 10n ** BigInt(Math.min(most, MOST_DIGITS));
  return value < bound && value > -bound;
}

function wholeWords(digits: number): string {
  return `a number with ${digits} digits before the point`;
}

/** Why nothing fits a schema that keeps so many digits. */
function scaleWords(scale: number): string {
  return `a schema that keeps ${scale} digits after the point, more than ${MOST_DIGITS}`;
}

/**
 * `unscaled` × 10^-scale with exactly `scale` digits after the point. A negative scale gives zeros before it.
 */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return unscaled === 0n ? '0' : unscaled.toString() + '0'.repeat(-scale);
  const negative = unscaled < 0n;
  const digits = (negative ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${negative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** The shortest two's complement, at least one byte; sign-extended to `size` when given. */
export function bytesOfUnscaled(unscaled: bigint, size?: number): Buffer {
  // The magnitude that decides the length: of -128 it is 127, which fits seven bits.
  const hex = (unscaled < 0n ? ~unscaled : unscaled).toString(16);
  const shortest = (hex.length + 1) >> 1;
  const signed = hex.length % 2 === 0 && hex.charCodeAt(0) >= 0x38 ? shortest + 1 : shortest;
  const length = size ?? signed;
  const complement = BigInt.asUintN(length * 8, unscaled).toString(16);
  return Buffer.from(complement.padStart(length * 2, '0'), 'hex');
}

/**
 * Undefined for no bytes at all, and for more bytes than a number of this precision may have, or one that is read
 * here at all.
 */
export function unscaledOfBytes(bytes: Uint8Array, precision: number): bigint | undefined {
  const most = Math.max(LENIENT_BYTES, Math.ceil((precision * BITS_PER_DIGIT + 1) / 8));
  if (bytes.length === 0 || bytes.length > Math.min(most, MOST_BYTES)) return undefined;
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
}
