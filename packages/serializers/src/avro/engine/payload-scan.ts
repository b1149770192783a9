/**
 * A walk over a payload that builds nothing, to be sure that avsc may.
 *
 * avsc believes counts and recurses as deep as the bytes say. After this walk every length and count is known
 * to fit the bytes that remain, values without bytes are few, nesting is bounded, and every number, branch and
 * symbol is one its type has. Source: Avro 1.12 specification, "Binary Encoding".
 */
import { DatumSizes, type RecordSchema, type Schema } from '@ottla/schema';
import { DEEPEST_PAYLOAD, MOST_EMPTY_VALUES } from '../read/datum-reader.ts';
import { malformed, tooLarge } from '../read/read-error.ts';

const LONGEST_LONG_BYTES = 10;

type Scan = (cursor: ScanCursor) => void;

/** The scan of one writer's schema. */
export class PayloadScan {
  readonly #sizes: DatumSizes;
  readonly #records = new Map<RecordSchema, { scan: Scan | undefined }>();
  readonly #root: Scan;

  constructor(writer: Schema) {
    this.#sizes = new DatumSizes(writer);
    this.#root = this.#scanOf(writer);
  }

  /** Gives where the datum ends. Throws SerializationError `BYTES_MALFORMED` or `BYTES_TOO_LARGE`. */
  check(payload: Uint8Array, start: number): number {
    const cursor = new ScanCursor(payload, start);
    this.#root(cursor);
    return cursor.position;
  }

  #scanOf(schema: Schema): Scan {
    switch (schema.type) {
      case 'null':
        return () => undefined;
      case 'boolean':
        return (cursor) => cursor.boolean();
      case 'int':
        return (cursor) => cursor.int();
      case 'long':
        return (cursor) => void cursor.long();
      case 'float':
        return (cursor) => cursor.skip(4);
      case 'double':
        return (cursor) => cursor.skip(8);
      case 'bytes':
      case 'string':
        return (cursor) => cursor.skip(cursor.long());
      case 'fixed':
        return (cursor) => cursor.skip(schema.size);
      case 'enum':
        return (cursor) => void cursor.index(schema.symbols.length, 'symbol');
      case 'array':
        return this.#blocks(this.#scanOf(schema.items), schema.items);
      case 'map': {
        const values = this.#scanOf(schema.values);
        return this.#blocks((cursor) => {
          cursor.skip(cursor.long());
          values(cursor);
        }, undefined);
      }
      case 'union': {
        const branches = schema.branches.map((branch) => this.#scanOf(branch));
        return (cursor) => branches[cursor.index(branches.length, 'branch')]?.(cursor);
      }
      case 'record':
        return this.#record(schema);
    }
  }

  #record(schema: RecordSchema): Scan {
    const known = this.#records.get(schema);
    // A recursive record meets itself before its scan is made.
    if (known !== undefined) return (cursor) => known.scan?.(cursor);
    const made: { scan: Scan | undefined } = { scan: undefined };
    this.#records.set(schema, made);
    if (this.#sizes.leastBytes(schema) === 0) {
      const values = this.#sizes.emptyValues(schema);
      return (made.scan = (cursor) => cursor.countEmpty(values));
    }
    const fields = schema.fields.map((field) => this.#scanOf(field.schema));
    return (made.scan = (cursor) => {
      cursor.enter();
      for (const field of fields) field(cursor);
      cursor.leave();
    });
  }

  /** Items are `undefined` for a map's entries, of which each has at least the length of its key. */
  #blocks(scanItem: Scan, items: Schema | undefined): Scan {
    const leastBytes = items === undefined ? 1 : this.#sizes.leastBytes(items);
    const emptyValues = items !== undefined && leastBytes === 0 ? this.#sizes.emptyValues(items) : 0;
    return (cursor) => {
      cursor.enter();
      for (let count = cursor.blockCount(); count !== 0; count = cursor.blockCount()) {
        if (leastBytes === 0) {
          cursor.countEmpty(count * emptyValues);
          continue;
        }
        if (count * leastBytes > cursor.remaining) {
          throw malformed(`a count of ${count} at byte ${cursor.position} cannot fit the bytes that remain`);
        }
        for (let item = 0; item < count; item++) scanItem(cursor);
      }
      cursor.leave();
    };
  }
}

class ScanCursor {
  position: number;
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #depth = 0;
  #emptyValues = 0;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.position = start;
    this.#end = bytes.length;
  }

  get remaining(): number {
    return this.#end - this.position;
  }

  skip(length: number): void {
    // Written so that NaN and huge lengths fail too.
    if (!(length >= 0 && length <= this.#end - this.position)) {
      throw malformed(`${length} bytes announced at byte ${this.position}, ${this.remaining} remain`);
    }
    this.position += length;
  }

  /** Any byte but 0 is true, as for most readers. */
  boolean(): void {
    if (this.position >= this.#end) throw this.#truncated();
    this.position++;
  }

  int(): void {
    const start = this.position;
    const value = this.long();
    if (value !== (value | 0)) throw malformed(`an int at byte ${start} has more than 32 bits`);
  }

  /** Beyond 2^53 the result is near enough for lengths and counts, which then fit nothing. */
  long(): number {
    const bytes = this.#bytes;
    const start = this.position;
    const first = bytes[start];
    if (first !== undefined && first < 0x80) {
      this.position = start + 1;
      return (first >>> 1) ^ -(first & 1);
    }
    let zigzag = 0;
    let scale = 1;
    for (let length = 0; length < LONGEST_LONG_BYTES; length++) {
      const byte = bytes[start + length];
      if (byte === undefined) throw this.#truncated();
      zigzag += (byte & 0x7f) * scale;
      scale *= 128;
      if (byte < 0x80) {
        if (length === LONGEST_LONG_BYTES - 1 && byte > 1) break;
        this.position = start + length + 1;
        return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
      }
    }
    throw malformed(`a number at byte ${start} has more than 64 bits`);
  }

  index(count: number, what: string): number {
    const start = this.position;
    const index = this.long();
    if (index >= 0 && index < count) return index;
    throw malformed(`at byte ${start} stands ${what} ${index} of ${count}`);
  }

  /** A negative count is followed by the size of the block in bytes. */
  blockCount(): number {
    const start = this.position;
    const count = this.long();
    if (count >= 0) return count;
    const size = this.long();
    if (!(size >= 0 && size <= this.remaining)) {
      throw malformed(`a block at byte ${start} announces ${size} bytes, ${this.remaining} remain`);
    }
    return -count;
  }

  countEmpty(values: number): void {
    this.#emptyValues += values;
    if (this.#emptyValues > MOST_EMPTY_VALUES) {
      throw tooLarge(`they announce more than ${MOST_EMPTY_VALUES} values that take no bytes`);
    }
  }

  enter(): void {
    if (++this.#depth > DEEPEST_PAYLOAD) {
      throw tooLarge(`they nest more than ${DEEPEST_PAYLOAD} levels deep`);
    }
  }

  leave(): void {
    this.#depth--;
  }

  #truncated(): Error {
    return malformed(`they end at byte ${this.#end}, within a value`);
  }
}
