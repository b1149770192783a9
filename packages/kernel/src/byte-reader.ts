/**
 * A bounds-checked cursor over bytes it does not own.
 *
 * Trusts nothing: each read and each announced count is checked against the bytes that remain before
 * anything is allocated. Failures are MalformedBytesError with the position. Big-endian.
 */
import { MalformedBytesError } from './errors.ts';

/**
 * Asked for once: the global is a getter, and costs more than the rest of asBuffer. It is not imported, since browsers
 * have no modules of Node. There a program brings a Buffer of its own, which may come after this module.
 */
const OneBuffer: Pick<typeof Buffer, 'isBuffer' | 'from'> = globalThis.Buffer ?? {
  isBuffer: (value: unknown) => Buffer.isBuffer(value),
  from: (bytes: ArrayBuffer, start?: number, length?: number) => Buffer.from(bytes, start, length),
};

/** A view of any bytes as a Buffer, without copying. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return OneBuffer.isBuffer(bytes) ? bytes : OneBuffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Reads one value after another; what is not there is a MalformedBytesError.
 * @example
 * const reader = new ByteReader(Uint8Array.of(1, 2, 1));
 * reader.readInt16(); // 258
 * reader.readVarint(); // -1
 */
export class ByteReader {
  readonly buffer: Buffer;
  position: number;
  readonly end: number;

  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.buffer = asBuffer(bytes);
    this.position = start;
    this.end = Math.min(end, bytes.length);
  }

  get remaining(): number {
    return this.end - this.position;
  }

  /** Claims `bytes` and returns where they begin. */
  take(bytes: number): number {
    const start = this.position;
    if (bytes < 0 || bytes > this.end - start) {
      throw new MalformedBytesError(
        `${bytes} bytes announced at ${start}, ${this.end - start} remain`,
        start,
        'TRUNCATED',
      );
    }
    this.position = start + bytes;
    return start;
  }

  /** Checks an announced count of items, each at least `minimumBytes` long, before anyone allocates for it. */
  checkCount(count: number, minimumBytes = 1): number {
    if (count < 0 || count * minimumBytes > this.remaining) {
      throw new MalformedBytesError(
        `a count of ${count} at ${this.position} cannot fit the ${this.remaining} bytes that remain`,
        this.position,
        'COUNT_TOO_LARGE',
      );
    }
    return count;
  }

  readInt8(): number {
    return this.buffer.readInt8(this.take(1));
  }

  readUint8(): number {
    return this.buffer.readUInt8(this.take(1));
  }

  readInt16(): number {
    return this.buffer.readInt16BE(this.take(2));
  }

  readUint16(): number {
    return this.buffer.readUInt16BE(this.take(2));
  }

  readInt32(): number {
    return this.buffer.readInt32BE(this.take(4));
  }

  readUint32(): number {
    return this.buffer.readUInt32BE(this.take(4));
  }

  readInt64(): bigint {
    return this.buffer.readBigInt64BE(this.take(8));
  }

  readFloat64(): number {
    return this.buffer.readDoubleBE(this.take(8));
  }

  /** Unsigned LEB128, at most five bytes and 32 bits. */
  readUnsignedVarint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.readUint8();
      if (shift === 28 && byte > 0x0f) break;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new MalformedBytesError(
      `varint before ${this.position} exceeds 32 bits`,
      this.position,
      'VARINT_TOO_LONG',
    );
  }

  readVarint(): number {
    const raw = this.readUnsignedVarint();
    return (raw >>> 1) ^ -(raw & 1);
  }

  /** Zigzag varint of 64 bits, at most ten bytes. */
  readVarlong(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.readUint8();
      if (shift === 63n && byte > 1) break;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
    throw new MalformedBytesError(
      `varint before ${this.position} exceeds 64 bits`,
      this.position,
      'VARINT_TOO_LONG',
    );
  }

  /** A view, not a copy. */
  readBytes(length: number): Buffer {
    const start = this.take(length);
    return this.buffer.subarray(start, start + length);
  }

  readUtf8(length: number): string {
    const start = this.take(length);
    return this.buffer.toString('utf8', start, start + length);
  }

  /** Fails when anything is left. */
  expectEnd(what: string): void {
    if (this.remaining !== 0) {
      throw new MalformedBytesError(
        `${this.remaining} bytes left after ${what}`,
        this.position,
        'TRAILING_BYTES',
      );
    }
  }
}
