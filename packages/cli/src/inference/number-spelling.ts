/**
 * What the spelling of a JSON number says: a whole number or a fraction, and whether Avro's types hold it.
 *
 * A number with a point or an exponent is a fraction, 1.0 too: whoever wrote it had a type of fractions. -0 is
 * the whole number 0. Pure.
 */

/** Beyond it a double skips whole numbers. */
const LARGEST_EXACT = 9_007_199_254_740_992n;
const LARGEST_LONG = 0x7fffffffffffffffn;
const LARGEST_INT = 0x7fffffff;
const WHOLE = /^-?\d+$/;
/** So many digits are safe whatever they are. */
const SAFE_LENGTH = 15;
const LONGEST_LONG = 20;
/** Number.prototype.toPrecision knows no more. */
const MOST_PRECISION = 100;

export type NumberKind =
  /** Whole, and exact in a double. */
  | 'int'
  | 'long'
  /** Whole, of 64 bits, and beyond 2^53: a double might change it. */
  | 'large'
  | 'beyondLong'
  | 'fraction'
  /** With more digits than a double keeps. */
  | 'rounded'
  /** Too large for a double, or not 0 and too small. */
  | 'beyondDouble';

/** @example numberKind('9007199254740993'); // 'large' */
export function numberKind(text: string): NumberKind {
  return WHOLE.test(text) ? wholeKind(text) : fractionKind(text);
}

function wholeKind(text: string): NumberKind {
  if (text.length <= SAFE_LENGTH) return Math.abs(Number(text)) <= LARGEST_INT ? 'int' : 'long';
  // JSON has no leading zeros.
  if (text.length > LONGEST_LONG) return 'beyondLong';
  const value = BigInt(text);
  if (value > LARGEST_LONG || value < -LARGEST_LONG - 1n) return 'beyondLong';
  return value > LARGEST_EXACT || value < -LARGEST_EXACT ? 'large' : 'long';
}

function fractionKind(text: string): NumberKind {
  const value = Number(text);
  const digits = significantDigits(text);
  if (!Number.isFinite(value) || (value === 0 && digits !== '')) return 'beyondDouble';
  if (digits.length <= SAFE_LENGTH) return 'fraction';
  if (digits.length > MOST_PRECISION) return 'rounded';
  return significantDigits(value.toPrecision(digits.length)) === digits ? 'fraction' : 'rounded';
}

/** Without the zeros on either side; none of 0. */
function significantDigits(text: string): string {
  const mantissa = text.split(/[eE]/, 1)[0] ?? '';
  return mantissa.replaceAll(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
}
