/**
 * Decimals as text with a fixed number of digits after the point, and as two's complement, big-endian.
 *
 * Exact both ways: a text with more digits than the schema keeps is refused, never rounded. Source: Avro 1.12
 * specification, "Decimal"; the shortest bytes are those of Java's BigInteger.toByteArray.
 */

const DECIMAL = /^-?\d+(?:\.\d+)?$/;
const BITS_PER_DIGIT = Math.log2(10);
/** Writers that ignore their precision stay readable up to here; beyond, text would cost quadratic time. */
const LENIENT_BYTES = 256;

export interface DecimalShape {
  readonly precision: number;
  readonly scale: number;
}

/** The number without its point, or what is wrong with the text. */
export function unscaledOf(text: string, { precision, scale }: DecimalShape): bigint | string {
  if (!DECIMAL.test(text)) return 'a string that is no decimal number';
  const point = text.indexOf('.');
  const whole = point === -1 ? text : text.slice(0, point);
  const fraction = (point === -1 ? '' : text.slice(point + 1)).replace(/0+$/, '');
  if (fraction.length > scale) return `a number with ${fraction.length} digits after the point`;
  const digits = whole.replace(/^-?0*/, '').length;
  if (digits + scale > precision && digits > 0) return `a number with ${digits} digits before the point`;
  return BigInt(whole + fraction.padEnd(scale, '0'));
}

/** `unscaled` × 10^-scale with exactly `scale` digits after the point. */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale === 0) return unscaled.toString();
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

/** Undefined for no bytes at all, and for more bytes than a number of this precision may have. */
export function unscaledOfBytes(bytes: Uint8Array, precision: number): bigint | undefined {
  const most = Math.max(LENIENT_BYTES, Math.ceil((precision * BITS_PER_DIGIT + 1) / 8));
  if (bytes.length === 0 || bytes.length > most) return undefined;
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
}
