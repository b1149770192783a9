/**
 * Zigzag varints written by hand into a slab, for the hot path of the batch writer.
 *
 * Callers have checked that there is room. The 64-bit form takes doubles that hold integers up to 2^53 in
 * size and uses no bigint: it works on magnitude and sign, so no bit is lost to doubling.
 */

/** Bytes of an int32 as a zigzag varint: 1 to 5. */
export function varintBytes(value: number): number {
  const zigzag = ((value << 1) ^ (value >> 31)) >>> 0;
  if (zigzag < 0x80) return 1;
  if (zigzag < 0x4000) return 2;
  if (zigzag < 0x200000) return 3;
  return zigzag < 0x10000000 ? 4 : 5;
}

/** Writes an int32 and returns the position after it. */
export function putVarint(target: Buffer, start: number, value: number): number {
  let position = start;
  let zigzag = ((value << 1) ^ (value >> 31)) >>> 0;
  while (zigzag > 0x7f) {
    target[position++] = (zigzag & 0x7f) | 0x80;
    zigzag >>>= 7;
  }
  target[position++] = zigzag;
  return position;
}

const INT31 = 0x40000000;

/** Bytes of an integer of up to 54 bits as a zigzag varint: 1 to 8. */
export function varlongBytes(value: number): number {
  if (value >= -INT31 && value < INT31) return varintBytes(value);
  let bytes = 1;
  // The zigzag form is 2 * magnitude + sign; its first byte takes six bits of the magnitude.
  for (
    let rest = Math.floor((value < 0 ? -value - 1 : value) / 64);
    rest > 0;
    rest = Math.floor(rest / 128)
  ) {
    bytes++;
  }
  return bytes;
}

/** Writes an integer of up to 54 bits and returns the position after it. */
export function putVarlong(target: Buffer, start: number, value: number): number {
  if (value >= -INT31 && value < INT31) return putVarint(target, start, value);
  const sign = value < 0 ? 1 : 0;
  const magnitude = value < 0 ? -value - 1 : value;
  let position = start;
  let septet = (magnitude % 64) * 2 + sign;
  for (let rest = Math.floor(magnitude / 64); rest > 0; rest = Math.floor(rest / 128)) {
    target[position++] = septet | 0x80;
    septet = rest % 128;
  }
  target[position++] = septet;
  return position;
}
