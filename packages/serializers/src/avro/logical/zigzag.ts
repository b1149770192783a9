/**
 * Longs of all 64 bits as zigzag varints, without losing one.
 *
 * For the places where a number is not wide enough. Source: Avro 1.12 specification, "Binary Encoding".
 */

const LONGEST_VARINT = 10;
const SMALLEST_LONG = -(1n << 63n);
const LARGEST_LONG = (1n << 63n) - 1n;

export function isLong(value: bigint): boolean {
  return value >= SMALLEST_LONG && value <= LARGEST_LONG;
}

/** One buffer per length, so that a write allocates nothing. The caller copies before the next call. */
const SCRATCH: Buffer[] = [];

/** The bytes of a long; valid until the next call. */
export function zigzagBytes(value: bigint): Buffer {
  const zigzag = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  const low = Number(zigzag & 0xfffffffn);
  const middle = Number((zigzag >> 28n) & 0xfffffffn);
  const high = Number(zigzag >> 56n);
  const length = lengthOf(low, middle, high);
  const bytes = (SCRATCH[length] ??= Buffer.alloc(length));
  for (let index = 0; index < length; index++) {
    const part = index < 4 ? low : index < 8 ? middle : high;
    bytes[index] = ((part >>> (7 * (index & 3))) & 0x7f) | (index < length - 1 ? 0x80 : 0);
  }
  return bytes;
}

/** Undefined for bytes that are no varint of 64 bits. */
export function longOfZigzag(bytes: Uint8Array): bigint | undefined {
  const { length } = bytes;
  if (length === 0 || length > LONGEST_VARINT) return undefined;
  const parts = [0, 0, 0];
  for (let index = 0; index < length; index++) {
    const part = index >> 2;
    parts[part] = (parts[part] ?? 0) | (((bytes[index] ?? 0) & 0x7f) << (7 * (index & 3)));
  }
  const [low = 0, middle = 0, high = 0] = parts;
  if (high > 0xff) return undefined;
  const zigzag = BigInt(low) | (BigInt(middle) << 28n) | (BigInt(high) << 56n);
  return BigInt.asIntN(64, (zigzag >> 1n) ^ -(zigzag & 1n));
}

function lengthOf(low: number, middle: number, high: number): number {
  if (high > 0) return high > 0x7f ? 10 : 9;
  const part = middle > 0 ? middle : low;
  const bits = 32 - Math.clz32(part);
  return Math.max(1, Math.ceil(bits / 7)) + (middle > 0 ? 4 : 0);
}
