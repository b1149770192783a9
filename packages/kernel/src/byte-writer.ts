/**
 * A growing scratch buffer that encoders write into.
 *
 * Owns its bytes; `position` is the next byte to write. Big-endian unless the name says otherwise. Every
 * write reserves first, so a write never lands outside. `reset` and `truncate` make it reusable: the
 * producer keeps one for its whole life. Does no checking of values: the codecs above do.
 */
import { ConfigError } from './errors.ts';

/** In ASCII, longer ones are faster in native code. */
const SHORT_TEXT = 40;
/** Of a length. */
const LONGEST_VARINT = 5;
const TWO_POW_32 = 4294967296;
/** Where a bigint is taken apart: the same eight bytes, once as an int64 and once as two halves. */
const INT64 = new BigInt64Array(1);
const HALVES = new Int32Array(INT64.buffer);
/** Which of the two is the low half is up to the machine. */
const LOW = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 0 : 1;

/**
 * Bytes written one value after another, into memory that grows.
 * @example
 * const writer = new ByteWriter();
 * writer.writeInt16(258);
 * writer.writeVarint(-1);
 * writer.toBytes(); // Uint8Array.of(1, 2, 1)
 */
export class ByteWriter {
  /** The backing bytes; replaced when it grows. Valid up to `position`. */
  buffer: Buffer;
  /** The same bytes, for whoever writes several at once at a place of their own; replaced with `buffer`. */
  words: DataView;
  /** Next byte to write. */
  position = 0;
  readonly #maximumBytes: number;

  constructor(initialBytes = 1024, maximumBytes = 0x7fffffff) {
    this.buffer = Buffer.allocUnsafeSlow(initialBytes);
    this.words = wordsOf(this.buffer);
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
    this.words = wordsOf(grown);
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
    this.words.setFloat64(this.position, value);
    this.position += 8;
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
    const low = value | 0;
    // What is left is a multiple of 2^32, so nothing is rounded.
    this.writeVarlongHalves(low, ((value - (low >>> 0)) / TWO_POW_32) | 0);
  }

  /** Zigzag varint of an int64, one to ten bytes; of a larger one its lowest 64 bits. */
  writeVarlongBigint(value: bigint): void {
    INT64[0] = value;
    this.writeVarlongHalves(HALVES[LOW] ?? 0, HALVES[1 - LOW] ?? 0);
  }

  /** Zigzag varint of an int64 given as its two halves. */
  writeVarlongHalves(low: number, high: number): void {
    this.reserve(10);
    const { buffer } = this;
    let { position } = this;
    const sign = high >> 31;
    let rest = ((low << 1) ^ sign) >>> 0;
    let restHigh = (((high << 1) | (low >>> 31)) ^ sign) >>> 0;
    while (restHigh !== 0) {
      buffer[position++] = (rest & 0x7f) | 0x80;
      rest = ((rest >>> 7) | (restHigh << 25)) >>> 0;
      restHigh >>>= 7;
    }
    while (rest > 0x7f) {
      buffer[position++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    buffer[position++] = rest;
    this.position = position;
  }

  writeFloat32LE(value: number): void {
    this.reserve(4);
    this.words.setFloat32(this.position, value, true);
    this.position += 4;
  }

  writeFloat64LE(value: number): void {
    this.reserve(8);
    this.words.setFloat64(this.position, value, true);
    this.position += 8;
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
    const isAscii = length <= SHORT_TEXT && this.#putAscii(this.position, text);
    const written = isAscii ? length : this.buffer.write(text, this.position);
    this.position += written;
    return written;
  }

  /** UTF-8 behind its length in bytes, a zigzag varint, as Avro writes it; lone surrogates become U+FFFD. */
  writePrefixedUtf8(text: string): void {
    const { length } = text;
    if (length > SHORT_TEXT) {
      this.writePrefixedNatively(text);
      return;
    }
    if (this.position + length >= this.buffer.length) this.reserve(length + 1);
    const { buffer, position } = this;
    if (!this.#putAscii(position + 1, text)) {
      this.writePrefixedNatively(text);
      return;
    }
    buffer[position] = length << 1;
    this.position = position + 1 + length;
  }

  /**
   * The same for longer texts, and others than ASCII, which native code is faster with. The length is known last: room
   * for the likely one is left, and the text moved when it was another.
   */
  writePrefixedNatively(text: string): void {
    const { length } = text;
    const most = length * 3;
    const fits = this.position + most + LONGEST_VARINT <= this.buffer.length;
    // A length of three times the text is a guess that may not cost memory, nor be held against the maximum.
    const bytes = fits ? length : Buffer.byteLength(text);
    const likely = zigzagBytes(bytes);
    this.reserve(fits ? most + LONGEST_VARINT : bytes + likely);
    const { buffer, position } = this;
    const written = buffer.write(text, position + likely);
    const actual = zigzagBytes(written);
    if (actual !== likely) {
      buffer.copyWithin(position + actual, position + likely, position + likely + written);
    }
    let rest = written * 2;
    for (let index = 1; index < actual; index++) {
      buffer[position + index - 1] = (rest & 0x7f) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    buffer[position + actual - 1] = rest;
    this.position = position + actual + written;
  }

  /**
   * Puts text in ASCII at a place that has room for it, and leaves the position; false for other text, after a
   * part of it. For short texts that is faster than a call of native code.
   */
  #putAscii(position: number, text: string): boolean {
    const { buffer } = this;
    const { length } = text;
    for (let index = 0; index < length; index++) {
      const unit = text.charCodeAt(index);
      if (unit > 0x7f) return false;
      buffer[position + index] = unit;
    }
    return true;
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

function wordsOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

/** How many bytes a length takes as a zigzag varint. */
function zigzagBytes(length: number): number {
  if (length < 0x40) return 1;
  if (length < 0x2000) return 2;
  if (length < 0x100000) return 3;
  return length < 0x8000000 ? 4 : 5;
}
