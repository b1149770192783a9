/**
 * CRC-32C (Castagnoli), the checksum of record batches: reflected polynomial 0x82f63b78.
 *
 * Slicing by 16: sixteen tables take sixteen bytes per step. The tables are made at first use, so
 * importing costs nothing. `crc32cCombine` joins the checksums of two pieces without their bytes.
 * Source: RFC 3720 appendix B.4 (vectors); the slicing method is Kounavis and Berry's (Intel, 2005).
 */

const POLYNOMIAL = 0x82f63b78;
const TABLES = 16;

let tables: Int32Array | undefined;

function makeTables(): Int32Array {
  const made = new Int32Array(TABLES * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    made[byte] = crc;
  }
  for (let index = 256; index < made.length; index++) {
    const before = made[index - 256] ?? 0;
    made[index] = (made[before & 0xff] ?? 0) ^ (before >>> 8);
  }
  tables = made;
  return made;
}

/**
 * The CRC-32C of a range of bytes, as an unsigned number. `seed` is the checksum of what came before, so
 * that `crc32c(b, 0, b.length, crc32c(a))` is the checksum of a followed by b.
 * @example
 * crc32c(Buffer.from('123456789')); // 0xe3069283
 */
export function crc32c(bytes: Uint8Array, start = 0, end: number = bytes.length, seed = 0): number {
  const t = tables ?? makeTables();
  let crc = ~seed;
  let position = start;
  // Indices below stay inside both arrays: `!` tells the compiler so, at no cost on the hot path.
  for (const last = end - 16; position <= last; position += 16) {
    const a =
      crc ^
      (bytes[position]! |
        (bytes[position + 1]! << 8) |
        (bytes[position + 2]! << 16) |
        (bytes[position + 3]! << 24));
    crc =
      t[3840 + (a & 0xff)]! ^
      t[3584 + ((a >>> 8) & 0xff)]! ^
      t[3328 + ((a >>> 16) & 0xff)]! ^
      t[3072 + (a >>> 24)]! ^
      t[2816 + bytes[position + 4]!]! ^
      t[2560 + bytes[position + 5]!]! ^
      t[2304 + bytes[position + 6]!]! ^
      t[2048 + bytes[position + 7]!]! ^
      t[1792 + bytes[position + 8]!]! ^
      t[1536 + bytes[position + 9]!]! ^
      t[1280 + bytes[position + 10]!]! ^
      t[1024 + bytes[position + 11]!]! ^
      t[768 + bytes[position + 12]!]! ^
      t[512 + bytes[position + 13]!]! ^
      t[256 + bytes[position + 14]!]! ^
      t[bytes[position + 15]!]!;
  }
  for (; position < end; position++) crc = t[(crc ^ bytes[position]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** a * b modulo the polynomial; bit 31 is the coefficient of x^0. */
function multiply(a: number, b: number): number {
  let product = 0;
  let factor = b;
  for (let bit = 31; bit >= 0; bit--) {
    if (((a >>> bit) & 1) === 1) product ^= factor;
    factor = (factor & 1) === 1 ? (factor >>> 1) ^ POLYNOMIAL : factor >>> 1;
  }
  return product;
}

/**
 * The checksum of A followed by B, from their checksums and B's length in bytes.
 *
 * A's checksum is multiplied by x^(8 * lengthB) modulo the polynomial: squarings, one per bit of the
 * length. The initial and final inversions of the two cancel out.
 * @example
 * crc32cCombine(crc32c(a), crc32c(b), b.length) === crc32c(Buffer.concat([a, b]));
 */
export function crc32cCombine(crcA: number, crcB: number, lengthB: number): number {
  let shifted = crcA | 0;
  // x^8, then x^16, x^32, … for the bits of the length.
  let power = 0x00800000;
  for (let rest = lengthB; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) shifted = multiply(shifted, power);
    power = multiply(power, power);
  }
  return (shifted ^ crcB) >>> 0;
}
