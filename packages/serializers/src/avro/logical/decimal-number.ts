/**
 * A JavaScript number as decimal text: the shortest that reads back as the same number, without an exponent.
 *
 * 0.1 is '0.1', although its bits are a little more. Source: ECMAScript, Number::toString.
 */

const PARTS = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,5}))?$/;

/** Undefined for NaN and infinite numbers. */
export function decimalNumberText(value: number): string | undefined {
  // 'NaN' and 'Infinity' are the texts that do not match.
  return withoutExponent(String(value));
}

/** A number of JSON without its exponent, every digit kept; undefined for an exponent of more than five digits. */
export function withoutExponent(text: string): string | undefined {
  const match = PARTS.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits.padEnd(point, '0');
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
