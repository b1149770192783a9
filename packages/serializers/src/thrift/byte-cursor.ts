/**
 * Takes bytes from the front of a payload, and never more than there are.
 *
 * Both protocols read through it. Throws SerializationError `BYTES_MALFORMED`.
 */
import { serializationError } from '../errors.ts';

export function malformed(problem: string, position: number): Error {
  return serializationError(
    `the bytes are no such struct: ${problem} at byte ${position}`,
    'BYTES_MALFORMED',
  );
}

export class ByteCursor {
  readonly buffer: Buffer;
  position = 0;

  constructor(buffer: Buffer) {
    this.buffer = buffer;
  }

  get remaining(): number {
    return this.buffer.length - this.position;
  }

  /** Moves on, and gives where it was. */
  take(count: number): number {
    const start = this.position;
    if (count > this.buffer.length - start) {
      throw malformed(`${count} bytes are wanted, with ${this.buffer.length - start} left,`, start);
    }
    this.position = start + count;
    return start;
  }

  int8(): number {
    return this.buffer.readInt8(this.take(1));
  }

  uint8(): number {
    return this.buffer.readUInt8(this.take(1));
  }

  view(count: number): Buffer {
    const start = this.take(count);
    return this.buffer.subarray(start, this.position);
  }

  /** A varint of at most 64 bits. */
  varint(): bigint {
    const start = this.position;
    let low = 0;
    let high = 0n;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.uint8();
      if (shift < 28) low |= (byte & 0x7f) << shift;
      else high |= BigInt(byte & 0x7f) << BigInt(shift);
      if (byte < 0x80) return BigInt.asUintN(64, high | BigInt(low));
    }
    throw malformed('a number of more than ten bytes', start);
  }

  /** A varint of at most 32 bits, unsigned. */
  varint32(): number {
    const start = this.position;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.uint8();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        if (shift === 28 && byte > 0x0f) break;
        return value >>> 0;
      }
    }
    throw malformed('a number of more than 32 bits', start);
  }
}
