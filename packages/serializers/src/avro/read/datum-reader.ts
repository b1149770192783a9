/**
 * A bounded cursor over one datum.
 *
 * Every length, count, width and depth is judged before anything is allocated. One reader serves one datum after
 * the other and allocates nothing but values. What was written is little-endian where it is fixed, zigzag varints
 * elsewhere. Source: Avro 1.12 specification, "Binary Encoding".
 */
import { asciiText, LONGEST_SHORT_TEXT } from './ascii-text.ts';
import { bigintOf, doubleOf, floatOf, wordAt } from './number-bits.ts';
import { malformed, tooLarge } from './read-error.ts';

/** Values that take no bytes, in one datum; Java has the same kind of limit. */
export const MOST_EMPTY_VALUES = 65_536;
/** Levels of records, arrays and maps. */
export const DEEPEST_PAYLOAD = 1000;
/** Copied one by one; beyond, copying in one go costs less. */
const FEW_BYTES = 24;
const LONGEST_VARINT = 10;

const TWO_POW_32 = 4_294_967_296;

export class DatumReader {
  readonly #nothing = Buffer.alloc(0);
  buffer: Buffer = this.#nothing;
  position = 0;
  end = 0;
  depth = 0;
  /** Values that took no bytes so far. */
  emptyValues = 0;
  /** Within a value that takes no bytes and is counted as a whole. */
  isEmptyInside = false;
  /** Halves of the varint that was read last. */
  #low = 0;
  #high = 0;

  start(buffer: Buffer, position: number): void {
    this.buffer = buffer;
    this.position = position;
    this.end = buffer.length;
    this.depth = 0;
    this.emptyValues = 0;
    this.isEmptyInside = false;
  }

  /** Lets go of the bytes. */
  finish(): void {
    this.buffer = this.#nothing;
  }

  /** Any byte but 0 is true, as for most readers. */
  boolean(): boolean {
    if (this.position >= this.end) throw this.truncated();
    return this.buffer[this.position++] !== 0;
  }

  int(): number {
    const { position } = this;
    if (position < this.end) {
      const byte = this.buffer[position] ?? 0;
      if (byte < 0x80) {
        this.position = position + 1;
        return (byte >>> 1) ^ -(byte & 1);
      }
    }
    return this.#longerInt();
  }

  /** Exact where it is safe; beyond 2^53 near enough for lengths and counts, which then fit nothing. */
  long(): number {
    const { position } = this;
    if (position < this.end) {
      const byte = this.buffer[position] ?? 0;
      if (byte < 0x80) {
        this.position = position + 1;
        return (byte >>> 1) ^ -(byte & 1);
      }
    }
    return this.#longerLong();
  }

  bigint(): bigint {
    this.#varint();
    return bigintOf(this.#low, this.#high);
  }

  float(): number {
    const start = this.take(4);
    return floatOf(wordAt(this.buffer, start));
  }

  double(): number {
    const start = this.take(8);
    return doubleOf(wordAt(this.buffer, start), wordAt(this.buffer, start + 4));
  }

  /** What is not UTF-8 becomes U+FFFD, as in Java. */
  string(): string {
    const length = this.long();
    return this.text(this.take(length), length);
  }

  /** Of bytes that are claimed. */
  text(start: number, length: number): string {
    const text = length <= LONGEST_SHORT_TEXT ? asciiText(this.buffer, start, length) : undefined;
    // UTF-8, which Node takes more quickly when it is not named.
    return text ?? this.buffer.toString(undefined, start, start + length);
  }

  /** A copy of its own. */
  bytes(length: number): Uint8Array {
    const start = this.take(length);
    const copy = new Uint8Array(length);
    const { buffer } = this;
    if (length <= FEW_BYTES)
      for (let index = 0; index < length; index++) copy[index] = buffer[start + index] ?? 0;
    else copy.set(buffer.subarray(start, start + length));
    return copy;
  }

  /** Claims bytes, and gives where they begin. */
  take(length: number): number {
    const { position } = this;
    // Written so that NaN and huge lengths fail too.
    if (!(length >= 0 && length <= this.end - position)) {
      throw malformed(`${length} bytes announced at byte ${position}, ${this.end - position} remain`);
    }
    this.position = position + length;
    return position;
  }

  index(count: number, what: 'symbol' | 'branch'): number {
    const start = this.position;
    const index = this.long();
    if (index >= 0 && index < count) return index;
    throw malformed(`at byte ${start} stands ${what} ${index} of ${count}`);
  }

  /** Of an array or map; 0 ends it. A negative count is followed by the size of the block in bytes. */
  blockCount(): number {
    const start = this.position;
    const count = this.long();
    if (count >= 0) return count;
    this.#blockSize(start);
    return -count;
  }

  /** As above; -1 when the whole block was skipped by its size. */
  skippedBlockCount(): number {
    const start = this.position;
    const count = this.long();
    if (count >= 0) return count;
    const size = this.#blockSize(start);
    this.position += size;
    return -1;
  }

  /** Refuses items that cannot be there. */
  checkCount(count: number, leastBytes: number): void {
    if (count * leastBytes > this.end - this.position) {
      throw malformed(`a count of ${count} at byte ${this.position} cannot fit the bytes that remain`);
    }
  }

  countEmpty(values: number): void {
    this.emptyValues += values;
    if (this.emptyValues > MOST_EMPTY_VALUES) {
      throw tooLarge(`they announce more than ${MOST_EMPTY_VALUES} values that take no bytes`);
    }
  }

  /** One level; `below`: so many more are then sure to be allowed without being counted. */
  enter(below = 0): void {
    if (++this.depth + below > DEEPEST_PAYLOAD)
      throw tooLarge(`they nest more than ${DEEPEST_PAYLOAD} levels deep`);
  }

  leave(): void {
    this.depth--;
  }

  /** Counts a record that takes no bytes; false within one that is counted as a whole. */
  countRecord(values: number): boolean {
    if (this.isEmptyInside) return false;
    this.countEmpty(values);
    this.isEmptyInside = true;
    return true;
  }

  truncated(): Error {
    return malformed(`they end at byte ${this.end}, within a value`);
  }

  #blockSize(start: number): number {
    const size = this.long();
    const remaining = this.end - this.position;
    if (size >= 0 && size <= remaining) return size;
    throw malformed(`a block at byte ${start} announces ${size} bytes, ${remaining} remain`);
  }

  #longerInt(): number {
    const { position } = this;
    const value = this.#longerLong();
    if (value === (value | 0)) return value;
    throw malformed(`an int at byte ${position} has more than 32 bits`);
  }

  /** Up to four bytes are an int, up to eight two of 28 bits. */
  #longerLong(): number {
    const { buffer, position } = this;
    if (position + LONGEST_VARINT <= this.end) {
      const a = buffer[position] ?? 0;
      const b = buffer[position + 1] ?? 0;
      const c = buffer[position + 2] ?? 0;
      const d = buffer[position + 3] ?? 0;
      let low = (a & 0x7f) | ((b & 0x7f) << 7);
      if (b < 0x80) {
        this.position = position + 2;
        return (low >>> 1) ^ -(low & 1);
      }
      low |= (c & 0x7f) << 14;
      if (c < 0x80) {
        this.position = position + 3;
        return (low >>> 1) ^ -(low & 1);
      }
      low |= (d & 0x7f) << 21;
      if (d < 0x80) {
        this.position = position + 4;
        return (low >>> 1) ^ -(low & 1);
      }
    }
    this.#varint();
    return this.#high * TWO_POW_32 + (this.#low >>> 0);
  }

  /** Ten bytes at most, of which the last holds one bit. */
  #varint(): void {
    const { buffer, position } = this;
    if (position + LONGEST_VARINT > this.end) {
      this.#lastVarint();
      return;
    }
    let next = position;
    let byte = buffer[next++] ?? 0;
    let low = byte & 0x7f;
    let high = 0;
    for (let shift = 7; byte >= 0x80 && shift < 28; shift += 7) {
      byte = buffer[next++] ?? 0;
      low |= (byte & 0x7f) << shift;
    }
    if (byte >= 0x80) {
      byte = buffer[next++] ?? 0;
      low |= byte << 28;
      high = (byte & 0x7f) >>> 4;
      for (let shift = 3; byte >= 0x80 && shift < 32; shift += 7) {
        byte = buffer[next++] ?? 0;
        high |= (byte & 0x7f) << shift;
      }
      if (byte > 1 && next === position + LONGEST_VARINT) {
        throw malformed(`a number at byte ${position} has more than 64 bits`);
      }
    }
    this.position = next;
    this.#keep(low, high);
  }

  /** A varint so near the end that each byte may be missing. */
  #lastVarint(): void {
    const { buffer, end, position } = this;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const next = position + shift / 7;
      if (next >= end) throw this.truncated();
      const byte = buffer[next] ?? 0;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift > 28) high |= bits << (shift - 32);
      else {
        low |= bits << 28;
        high = bits >>> 4;
      }
      if (byte < 0x80 && (shift < 63 || byte < 2)) {
        this.#keep(low, high);
        this.position = next + 1;
        return;
      }
    }
    throw malformed(`a number at byte ${position} has more than 64 bits`);
  }

  /** Undoes the zigzag. */
  #keep(low: number, high: number): void {
    const sign = -(low & 1);
    this.#low = ((low >>> 1) | (high << 31)) ^ sign;
    this.#high = (high >>> 1) ^ sign;
  }
}
