/**
 * Reads Protobuf's wire format from one payload: tags, varints, fixed widths and lengths.
 *
 * Never reads past `end`, which a caller narrows for what has a length; a length is checked before anything is
 * made of it. Skips what nobody knows with bounded depth. Knows no schema. Source: Protocol Buffers, "Encoding".
 */
import { isUtf8 } from 'node:buffer';
import type { SerializationError } from '@ottla/kernel';
import { serializationError } from '../errors.ts';

export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH = 2;
export const GROUP_START = 3;
export const GROUP_END = 4;
export const FIXED32 = 5;

/** What protobuf-java, C++ and the other implementations stop at. */
export const MOST_DEPTH = 100;
/**
 * Fields that a payload need not carry are filled in, and empty messages in a list take two bytes each. As many as this,
 * which is some 100 MB, or as many as there are bytes.
 */
const MOST_FILLED = 1_500_000;
const SHORT_TEXT = 16;
const TWO_POW_32 = 4294967296;

export class WireReader {
  readonly buffer: Buffer;
  position = 0;
  /** Where what is being read ends. */
  end: number;
  /** The halves of the last 64-bit number, unsigned. */
  low = 0;
  high = 0;
  #filled = 0;

  constructor(buffer: Buffer) {
    this.buffer = buffer;
    this.end = buffer.length;
  }

  malformed(problem: string): SerializationError {
    return serializationError(
      `the bytes are no such message: ${problem} at byte ${this.position}`,
      'BYTES_MALFORMED',
    );
  }

  /** Counts what is made without bytes for it. Throws `BYTES_TOO_LARGE`. */
  fill(cost: number): void {
    this.#filled += cost;
    if (this.#filled > MOST_FILLED && this.#filled > this.buffer.length) {
      const problem = `the bytes hold messages of more fields than should be made of ${this.buffer.length} bytes: over ${MOST_FILLED}`;
      throw serializationError(problem, 'BYTES_TOO_LARGE');
    }
  }

  /** Field number and wire type, as written. */
  tag(): number {
    // Fields up to 15, within what is being read.
    const byte = this.position < this.end ? (this.buffer[this.position] ?? 0x80) : 0x80;
    if (byte < 0x80 && byte > 7) {
      this.position++;
      return byte;
    }
    this.varint64();
    if (this.high !== 0) throw this.malformed('a field number that is too large');
    if (this.low >>> 3 === 0) throw this.malformed('field number 0');
    return this.low;
  }

  /** The low 32 bits of a varint, unsigned. */
  varint32(): number {
    const { buffer, position } = this;
    if (position < this.end) {
      const first = buffer[position] ?? 0x80;
      if (first < 0x80) {
        this.position = position + 1;
        return first;
      }
    }
    this.varint64();
    return this.low;
  }

  /** Into `low` and `high`. */
  varint64(): void {
    const { buffer, end } = this;
    let { position } = this;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (position >= end) throw this.malformed('a number that is cut off');
      const byte = buffer[position++] ?? 0; // position < end
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) {
        this.position = position;
        this.low = low >>> 0;
        this.high = high >>> 0;
        return;
      }
    }
    throw this.malformed('a number of more than ten bytes');
  }

  /** Little-endian, unsigned. */
  fixed32(): number {
    const start = this.#take(4);
    return this.buffer.readUInt32LE(start);
  }

  /** Into `low` and `high`. */
  fixed64(): void {
    const start = this.#take(8);
    this.low = this.buffer.readUInt32LE(start);
    this.high = this.buffer.readUInt32LE(start + 4);
  }

  float(): number {
    return this.buffer.readFloatLE(this.#take(4));
  }

  double(): number {
    return this.buffer.readDoubleLE(this.#take(8));
  }

  /** A length, and the bytes are there. */
  length(): number {
    const length = this.varint32();
    if (length > this.end - this.position) {
      throw this.malformed(`a length of ${length}, with ${this.end - this.position} bytes left,`);
    }
    return length;
  }

  /** Narrows `end` to what stands behind a length, and gives where it was. */
  open(): number {
    const length = this.length();
    const { end } = this;
    this.end = this.position + length;
    return end;
  }

  /** A copy: the payload's memory is its owner's. */
  bytes(): Uint8Array {
    const start = this.#take(this.length());
    return new Uint8Array(this.buffer.subarray(start, this.position));
  }

  text(): string {
    const length = this.length();
    const start = this.#take(length);
    const { buffer, position } = this;
    if (length <= SHORT_TEXT) {
      let text = '';
      let index = start;
      for (; index < position; index++) {
        const byte = buffer[index] ?? 0x80;
        if (byte > 0x7f) break;
        text += String.fromCharCode(byte);
      }
      if (index === position) return text;
    }
    const text = buffer.toString('utf8', start, position);
    // The replacement character stands for what is no UTF-8, unless it was written itself.
    if (text.includes('\uFFFD') && !isUtf8(buffer.subarray(start, position))) {
      this.position = start;
      throw this.malformed('a string that is not UTF-8');
    }
    return text;
  }

  /** Past the value of a field nobody knows. `depth` is of the message around it. */
  skip(tag: number, depth: number): void {
    const wire = tag & 7;
    if (wire === VARINT) this.varint64();
    else if (wire === FIXED64) this.#take(8);
    else if (wire === LENGTH) this.#take(this.length());
    else if (wire === FIXED32) this.#take(4);
    else if (wire === GROUP_START) this.#skipGroup(tag >>> 3, depth);
    else if (wire === GROUP_END) throw this.malformed('the end of a group that was not begun');
    else throw this.malformed(`wire type ${wire}, which there is not,`);
  }

  #skipGroup(number: number, depth: number): void {
    const open = [number];
    while (open.length > 0) {
      if (depth + open.length > MOST_DEPTH) throw this.malformed(`more than ${MOST_DEPTH} levels`);
      const tag = this.tag();
      const wire = tag & 7;
      if (wire === GROUP_START) open.push(tag >>> 3);
      else if (wire !== GROUP_END) this.skip(tag, depth);
      else if (open.pop() !== tag >>> 3) throw this.malformed('the end of another group');
    }
  }

  /** Moves on, and gives where it was. */
  #take(length: number): number {
    const start = this.position;
    if (length > this.end - start) {
      throw this.malformed(`${length} bytes are wanted, with ${this.end - start} left,`);
    }
    this.position = start + length;
    return start;
  }
}

/** The halves as a signed number; exact only where it is safe. */
export function signedNumber(low: number, high: number): number {
  return (high | 0) * TWO_POW_32 + low;
}

export function unsignedNumber(low: number, high: number): number {
  return high * TWO_POW_32 + low;
}
