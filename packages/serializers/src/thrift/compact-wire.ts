/**
 * Thrift's compact protocol: varints, field numbers as differences, booleans within their headers.
 *
 * Structs only: message envelopes are for calls. Doubles are little-endian, as all libraries write them. Source:
 * Apache Thrift, thrift-compact-protocol.md.
 */
import { Buffer } from 'node:buffer';
import type { ByteWriter } from '@ottla/kernel';
import { ByteCursor, malformed } from './byte-cursor.ts';
import {
  T,
  type FieldHeader,
  type ListHeader,
  type MapHeader,
  type WireReader,
  type WireWriter,
} from './thrift-types.ts';

const TRUE = 1;
const FALSE = 2;
/** Compact numbers of types, in their order from 1; both booleans are the same type. */
const TYPES = [
  T.bool,
  T.bool,
  T.byte,
  T.i16,
  T.i32,
  T.i64,
  T.double,
  T.string,
  T.list,
  T.set,
  T.map,
  T.struct,
  T.uuid,
];
const COMPACT: ReadonlyMap<number, number> = new Map(
  TYPES.map((type, index) => [type, type === T.bool ? TRUE : index + 1]),
);
/** Sizes from here on stand behind the header. */
const LONG_SIZE = 15;
const MOST_ID_STEP = 15;

export class CompactWriter implements WireWriter {
  readonly #writer: ByteWriter;
  /** Number of the last field, of each struct that is open. */
  readonly #lastIds: number[] = [];
  #lastId = 0;
  /** A boolean field, whose header waits for its value. */
  #boolId: number | null = null;

  constructor(writer: ByteWriter) {
    this.#writer = writer;
  }

  structBegin(): void {
    this.#lastIds.push(this.#lastId);
    this.#lastId = 0;
  }

  structEnd(): void {
    this.#lastId = this.#lastIds.pop() ?? 0;
  }

  fieldBegin(type: number, id: number): void {
    if (type === T.bool) this.#boolId = id;
    else this.#header(COMPACT.get(type) ?? 0, id);
  }

  fieldStop(): void {
    this.#writer.writeInt8(T.stop);
  }

  listBegin({ etype, size }: ListHeader): void {
    const type = COMPACT.get(etype) ?? 0;
    if (size < LONG_SIZE) {
      this.#writer.writeInt8((size << 4) | type);
    } else {
      this.#writer.writeInt8((LONG_SIZE << 4) | type);
      this.#writer.writeUnsignedVarint(size);
    }
  }

  mapBegin({ ktype, vtype, size }: MapHeader): void {
    this.#writer.writeUnsignedVarint(size);
    if (size > 0) this.#writer.writeInt8(((COMPACT.get(ktype) ?? 0) << 4) | (COMPACT.get(vtype) ?? 0));
  }

  bool(value: boolean): void {
    const type = value ? TRUE : FALSE;
    if (this.#boolId === null) this.#writer.writeInt8(type);
    else {
      const id = this.#boolId;
      this.#boolId = null;
      this.#header(type, id);
    }
  }

  byte(value: number): void {
    this.#writer.writeInt8(value);
  }

  i16(value: number): void {
    this.#writer.writeVarint(value);
  }

  i32(value: number): void {
    this.#writer.writeVarint(value);
  }

  i64(value: bigint): void {
    this.#writer.writeVarlongBigint(value);
  }

  double(value: number): void {
    const writer = this.#writer;
    writer.reserve(8);
    writer.position = writer.buffer.writeDoubleLE(value, writer.position);
  }

  bytes(value: Uint8Array): void {
    this.#writer.writeUnsignedVarint(value.length);
    this.#writer.writeBytes(value);
  }

  text(value: string): void {
    this.#writer.writeUnsignedVarint(Buffer.byteLength(value));
    this.#writer.writeUtf8(value);
  }

  uuid(value: Uint8Array): void {
    this.#writer.writeBytes(value);
  }

  #header(type: number, id: number): void {
    const step = id - this.#lastId;
    if (step > 0 && step <= MOST_ID_STEP) {
      this.#writer.writeInt8((step << 4) | type);
    } else {
      this.#writer.writeInt8(type);
      this.#writer.writeVarint(id);
    }
    this.#lastId = id;
  }
}

export class CompactReader implements WireReader {
  readonly #cursor: ByteCursor;
  readonly #lastIds: number[] = [];
  #lastId = 0;
  /** What the header of a boolean field said. */
  #bool: boolean | null = null;

  constructor(payload: Buffer) {
    this.#cursor = new ByteCursor(payload);
  }

  get position(): number {
    return this.#cursor.position;
  }

  get remaining(): number {
    return this.#cursor.remaining;
  }

  structBegin(): void {
    this.#lastIds.push(this.#lastId);
    this.#lastId = 0;
  }

  structEnd(): void {
    this.#lastId = this.#lastIds.pop() ?? 0;
  }

  fieldBegin(): FieldHeader {
    const start = this.#cursor.position;
    const header = this.#cursor.uint8();
    const type = header & 0x0f;
    if (type === T.stop) return { fname: null, ftype: T.stop, fid: 0 };
    const step = header >>> 4;
    const fid = step === 0 ? this.i16() : this.#lastId + step;
    if (fid > 0x7fff) throw malformed(`field ${fid}, which there is not,`, start);
    if (type === TRUE || type === FALSE) this.#bool = type === TRUE;
    this.#lastId = fid;
    return { fname: null, ftype: typeOf(type, start), fid };
  }

  listBegin(): ListHeader {
    const start = this.#cursor.position;
    const header = this.#cursor.uint8();
    const short = header >>> 4;
    const size = short === LONG_SIZE ? this.#cursor.varint32() : short;
    const type = header & 0x0f;
    return { etype: size === 0 && type === 0 ? T.stop : typeOf(type, start), size };
  }

  mapBegin(): MapHeader {
    const size = this.#cursor.varint32();
    if (size === 0) return { ktype: T.stop, vtype: T.stop, size };
    const start = this.#cursor.position;
    const types = this.#cursor.uint8();
    return { ktype: typeOf(types >>> 4, start), vtype: typeOf(types & 0x0f, start), size };
  }

  bool(): boolean {
    const told = this.#bool;
    if (told === null) return this.#cursor.uint8() === TRUE;
    this.#bool = null;
    return told;
  }

  byte(): number {
    return this.#cursor.int8();
  }

  i16(): number {
    const start = this.#cursor.position;
    const value = this.i32();
    if (value !== (value << 16) >> 16) throw malformed('a number of more than 16 bits', start);
    return value;
  }

  i32(): number {
    const raw = this.#cursor.varint32();
    return (raw >>> 1) ^ -(raw & 1);
  }

  i64(): bigint {
    const raw = this.#cursor.varint();
    return (raw >> 1n) ^ -(raw & 1n);
  }

  double(): number {
    return this.#cursor.buffer.readDoubleLE(this.#cursor.take(8));
  }

  bytes(): Buffer {
    return this.#cursor.view(this.#cursor.varint32());
  }

  uuid(): Buffer {
    return this.#cursor.view(16);
  }

  leastBytes(type: number): number {
    if (type === T.double) return 8;
    return type === T.uuid ? 16 : 1;
  }
}

function typeOf(compact: number, position: number): number {
  const type = TYPES[compact - 1];
  if (type === undefined) throw malformed(`type ${compact}, which there is not,`, position);
  return type;
}
