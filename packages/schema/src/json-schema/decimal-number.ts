/**
 * Decimal numbers as a schema writes them, for `multipleOf`: 0.3 is a multiple of 0.1, which binary fractions
 * do not know.
 */

/** `digits` × 10^-`scale`. */
export interface DecimalNumber {
  readonly text: string;
  readonly digits: bigint;
  readonly scale: number;
}

const NUMBER = /^(-?\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** Longer numbers than this are hostile: aligning two of them would need as many digits. */
const LARGEST_SCALE = 400;
const LONGEST_TEXT = 400;

/** Null for a number too long or too large to count with. */
export function decimalNumber(text: string): DecimalNumber | null {
  const [, whole, fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  if (whole === undefined || text.length > LONGEST_TEXT) return null;
  const scale = fraction.length - Number(exponent);
  if (Math.abs(scale) > LARGEST_SCALE) return null;
  return { text, digits: BigInt(whole + fraction), scale };
}

/** Both over the same power of ten. */
function aligned(left: DecimalNumber, right: DecimalNumber): readonly [bigint, bigint] {
  const scale = Math.max(left.scale, right.scale);
  return [left.digits * 10n ** BigInt(scale - left.scale), right.digits * 10n ** BigInt(scale - right.scale)];
}

export function equalDecimals(left: DecimalNumber, right: DecimalNumber): boolean {
  const [a, b] = aligned(left, right);
  return a === b;
}

/** True when every multiple of `number` is one of `divisor`. */
export function isMultipleOf(number: DecimalNumber, divisor: DecimalNumber): boolean {
  const [a, b] = aligned(number, divisor);
  return b !== 0n && a % b === 0n;
}
