/**
 * A growing scratch buffer that encoders write into.
 *
 * Owns its bytes; `position` is the next byte to write. Big-endian unless the name says otherwise. Every
 * write reserves first, so a write never lands outside. `reset` and `truncate` make it reusable: the
 * producer keeps one for its whole life. Does no checking of values: the codecs above do.
 */
import { ConfigError } from './errors.ts';

const SHORT_TEXT = 24;
const TWO_POW_32 = 4294967296;

export class ByteWriter {
  /** The backing bytes; replaced when it grows. Valid up to `position`. */
  buffer: Buffer;
  /** Next byte to write. */
  position = 0;
  readonly #maximumBytes: number;

  constructor(initialBytes = 1024, maximumBytes = 0x7fffffff) {
    this.buffer = Buffer.allocUnsafeSlow(initialBytes);
    this.#maximumBytes = maximumBytes;
  }

  reset(): void {
    this.position = 0;
  }

  /** Forgets everything from `position` on. */
  truncate(position: number): void {
    this.position = position;
  }

  /** Makes room for `bytes` more. Throws ConfigError `TOO_LARGE` beyond the maximum. */
  reserve(bytes: number): void {
    if (this.position + bytes > this.buffer.length) this.#grow(bytes);
  }

  #grow(bytes: number): void {
    const needed = this.position + bytes;
    if (needed > this.#maximumBytes) {
      throw new ConfigError(`${needed} bytes do not fit the limit of ${this.#maximumBytes}`, 'TOO_LARGE');
    }
    const size = Math.min(this.#maximumBytes, Math.max(needed, this.buffer.length * 2));
    const grown = Buffer.allocUnsafeSlow(size);
    grown.set(this.buffer.subarray(0, this.position));
    this.buffer = grown;
  }

  writeInt8(value: number): void {
    this.reserve(1);
    this.buffer[this.position++] = value & 0xff;
  }

  writeInt16(value: number): void {
    this.reserve(2);
    const { buffer, position } = this;
    buffer[position] = (value >>> 8) & 0xff;
    buffer[position + 1] = value & 0xff;
    this.position = position + 2;
  }

  writeInt32(value: number): void {
    this.reserve(4);
    const { buffer, position } = this;
    buffer[position] = (value >>> 24) & 0xff;
    buffer[position + 1] = (value >>> 16) & 0xff;
    buffer[position + 2] = (value >>> 8) & 0xff;
    buffer[position + 3] = value & 0xff;
    this.position = position + 4;
  }

  writeInt64(value: bigint): void {
    this.reserve(8);
    this.position = this.buffer.writeBigInt64BE(value, this.position);
  }

  /** A safe integer as int64, without a bigint. */
  writeInt64Number(value: number): void {
    const high = Math.floor(value / TWO_POW_32);
    this.writeInt32(high | 0);
    this.writeInt32((value - high * TWO_POW_32) | 0);
  }

  writeFloat64(value: number): void {
    this.reserve(8);
    this.position = this.buffer.writeDoubleBE(value, this.position);
  }

  /** Unsigned LEB128 of a uint32, one to five bytes. */
  writeUnsignedVarint(value: number): void {
    this.reserve(5);
    const { buffer } = this;
    let { position } = this;
    let rest = value >>> 0;
    while (rest > 0x7f) {
      buffer[position++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    buffer[position++] = rest;
    this.position = position;
  }

  /** Zigzag varint of an int32. */
  writeVarint(value: number): void {
    this.writeUnsignedVarint((value << 1) ^ (value >> 31));
  }

  /** Zigzag varint of an int64 given as a safe integer. */
  writeVarlong(value: number): void {
    if (value >= -0x40000000 && value < 0x40000000) {
      this.writeUnsignedVarint((value << 1) ^ (value >> 31));
      return;
    }
    this.writeVarlongBigint(BigInt(value));
  }

  /** Zigzag varint of an int64, one to ten bytes. */
  writeVarlongBigint(value: bigint): void {
    this.reserve(10);
    let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
    while (rest > 0x7fn) {
      this.buffer[this.position++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.buffer[this.position++] = Number(rest);
  }

  writeBytes(bytes: Uint8Array): void {
    const { length } = bytes;
    this.reserve(length);
    this.buffer.set(bytes, this.position);
    this.position += length;
  }

  /** UTF-8 without a length; lone surrogates become U+FFFD. Returns how many bytes it took. */
  writeUtf8(text: string): number {
    const { length } = text;
    this.reserve(length * 3);
    if (length > SHORT_TEXT) {
      const written = this.buffer.write(text, this.position);
      this.position += written;
      return written;
    }
    const { buffer, position } = this;
    for (let index = 0; index < length; index++) {
      const unit = text.charCodeAt(index);
      if (unit > 0x7f) {
        const written = buffer.write(text, position);
        this.position = position + written;
        return written;
      }
      buffer[position + index] = unit;
    }
    this.position = position + length;
    return length;
  }

  /** A view of what was written; valid until the next write. */
  view(start = 0): Buffer {
    return this.buffer.subarray(start, this.position);
  }

  /** A copy of what was written. */
  toBytes(start = 0): Uint8Array {
    return new Uint8Array(this.buffer.subarray(start, this.position));
  }
}
