/**
 * Numbers from their bits, through memory that views of several types share.
 *
 * Nothing is allocated but the bigint itself; arithmetic on bigints would allocate one per byte. Works on machines
 * of either byte order.
 */

const INT64 = new BigInt64Array(1);
const INT64_HALVES = new Int32Array(INT64.buffer);
const FLOAT64 = new Float64Array(1);
const FLOAT64_HALVES = new Int32Array(FLOAT64.buffer);
const FLOAT32 = new Float32Array(1);
const FLOAT32_BITS = new Int32Array(FLOAT32.buffer);

INT64[0] = 1n;
/** Where the halves of eight bytes stand on this machine. */
const LOW = INT64_HALVES[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;

/** Four bytes, the lowest first; all must be there. */
export function wordAt(bytes: Uint8Array, start: number): number {
  return (
    (bytes[start] ?? 0) |
    ((bytes[start + 1] ?? 0) << 8) |
    ((bytes[start + 2] ?? 0) << 16) |
    ((bytes[start + 3] ?? 0) << 24)
  );
}

/** The int64 of these two int32. */
export function bigintOf(low: number, high: number): bigint {
  INT64_HALVES[LOW] = low;
  INT64_HALVES[HIGH] = high;
  return INT64[0] ?? 0n;
}

export function doubleOf(low: number, high: number): number {
  FLOAT64_HALVES[LOW] = low;
  FLOAT64_HALVES[HIGH] = high;
  return FLOAT64[0] ?? 0;
}

export function floatOf(bits: number): number {
  FLOAT32_BITS[0] = bits;
  return FLOAT32[0] ?? 0;
}
