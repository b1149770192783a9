/**
 * The protocol that a generated struct reads from: gives what one wire format holds, and bounds it first.
 *
 * Generated code believes every size and follows every level. Here a container that announces more than the bytes
 * can hold, a level too deep and a struct too many are errors, before anything is made of them.
 */
import { Buffer, isUtf8 } from 'node:buffer';
import { serializationError } from '../errors.ts';
import { malformed } from './byte-cursor.ts';
import {
  MOST_DEPTH,
  T,
  isThriftType,
  type FieldHeader,
  type ListHeader,
  type MapHeader,
  type WireReader,
} from './thrift-types.ts';

/** An empty struct takes one byte, and becomes an object with all its members. As many as this, or one of four bytes. */
const MOST_STRUCTS = 200_000;
const STRUCT_BYTES = 4;
const OF_STRUCT = -1;
const OF_LIST = -2;

export interface ThriftInputOptions {
  readonly longOf: (long: bigint, isKey: boolean) => unknown;
}

export class ThriftInput {
  readonly #wire: WireReader;
  readonly #longOf: ThriftInputOptions['longOf'];
  /** What is open: of a map how many values were begun in it. */
  readonly #levels: number[] = [];
  readonly #mostStructs: number;
  #structs = 0;

  constructor(wire: WireReader, { longOf }: ThriftInputOptions) {
    this.#wire = wire;
    this.#longOf = longOf;
    this.#mostStructs = Math.max(MOST_STRUCTS, wire.remaining / STRUCT_BYTES);
  }

  incrementRecursionDepth(): void {}

  decrementRecursionDepth(): void {}

  readStructBegin(): { readonly fname: string } {
    this.#begin(OF_STRUCT);
    if (++this.#structs > this.#mostStructs) {
      const problem = `the bytes hold more than ${MOST_STRUCTS} structs, of less than ${STRUCT_BYTES} bytes each`;
      throw serializationError(problem, 'BYTES_TOO_LARGE');
    }
    this.#wire.structBegin();
    return { fname: '' };
  }

  readStructEnd(): void {
    this.#wire.structEnd();
    this.#levels.pop();
  }

  readFieldBegin(): FieldHeader {
    const { position } = this.#wire;
    const header = this.#wire.fieldBegin();
    if (header.ftype !== T.stop && !isThriftType(header.ftype)) {
      throw malformed(`type ${header.ftype}, which there is not,`, position);
    }
    return header;
  }

  readFieldEnd(): void {}

  readListBegin(): ListHeader {
    const header = this.#wire.listBegin();
    this.#expect(header.size, header.etype);
    this.#begin(OF_LIST);
    return header;
  }

  readListEnd(): void {
    this.#levels.pop();
  }

  readSetBegin(): ListHeader {
    return this.readListBegin();
  }

  readSetEnd(): void {
    this.readListEnd();
  }

  readMapBegin(): MapHeader {
    const header = this.#wire.mapBegin();
    this.#expect(header.size, header.ktype, header.vtype);
    this.#begin(0);
    return header;
  }

  readMapEnd(): void {
    this.#levels.pop();
  }

  readBool(): boolean {
    this.#next();
    return this.#wire.bool();
  }

  readByte(): number {
    this.#next();
    return this.#wire.byte();
  }

  readI16(): number {
    this.#next();
    return this.#wire.i16();
  }

  readI32(): number {
    this.#next();
    return this.#wire.i32();
  }

  readI64(): unknown {
    const isKey = this.#next();
    return this.#longOf(this.#wire.i64(), isKey);
  }

  readDouble(): number {
    this.#next();
    return this.#wire.double();
  }

  /** A copy: the payload's memory is its owner's. A Buffer, as generated code declares it. */
  readBinary(): Buffer {
    this.#next();
    return Buffer.from(this.#wire.bytes());
  }

  readString(): string {
    const isKey = this.#next();
    const { position } = this.#wire;
    const bytes = this.#wire.bytes();
    const text = bytes.toString('utf8');
    // The replacement character stands for what is no UTF-8, unless it was written itself.
    if (text.includes('\uFFFD') && !isUtf8(bytes)) throw malformed('a string that is not UTF-8', position);
    // Generated code assigns members, and this one would set what the map inherits from.
    if (isKey && text === '__proto__')
      throw malformed("the key '__proto__', which its map cannot hold,", position);
    return text;
  }

  readUuid(): string {
    this.#next();
    return this.#wire
      .uuid()
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  /** Past a value nobody knows. */
  skip(type: number): void {
    if (type === T.bool) this.readBool();
    else if (type === T.byte) this.readByte();
    else if (type === T.i16) this.readI16();
    else if (type === T.i32) this.readI32();
    else if (type === T.i64) this.#skipLong();
    else if (type === T.double) this.readDouble();
    else if (type === T.string) this.#skipBytes();
    else if (type === T.uuid) this.readUuid();
    else if (type === T.struct) this.#skipStruct();
    else if (type === T.map) this.#skipMap();
    else if (type === T.list || type === T.set) this.#skipList();
    else throw malformed(`type ${type}, which there is not,`, this.#wire.position);
  }

  #skipLong(): void {
    this.#next();
    this.#wire.i64();
  }

  #skipBytes(): void {
    this.#next();
    this.#wire.bytes();
  }

  #skipStruct(): void {
    this.readStructBegin();
    for (let field = this.readFieldBegin(); field.ftype !== T.stop; field = this.readFieldBegin()) {
      this.skip(field.ftype);
    }
    this.readStructEnd();
  }

  #skipMap(): void {
    const { ktype, vtype, size } = this.readMapBegin();
    for (let each = 0; each < size; each++) {
      this.skip(ktype);
      this.skip(vtype);
    }
    this.readMapEnd();
  }

  #skipList(): void {
    const { etype, size } = this.readListBegin();
    for (let each = 0; each < size; each++) this.skip(etype);
    this.readListEnd();
  }

  /** Counts a value of the map around; true for a key. */
  #next(): boolean {
    const { length } = this.#levels;
    const level = this.#levels[length - 1];
    if (level === undefined || level < 0) return false;
    this.#levels[length - 1] = level + 1;
    return level % 2 === 0;
  }

  #begin(level: number): void {
    this.#next();
    if (this.#levels.length >= MOST_DEPTH) {
      throw malformed(`more than ${MOST_DEPTH} levels`, this.#wire.position);
    }
    this.#levels.push(level);
  }

  /** That the bytes can hold as many as are announced. */
  #expect(size: number, ...types: readonly number[]): void {
    if (size === 0) return;
    const { position, remaining } = this.#wire;
    let least = 0;
    for (const type of types) {
      if (!isThriftType(type)) throw malformed(`type ${type}, which there is not,`, position);
      least += this.#wire.leastBytes(type);
    }
    if (size * least > remaining) {
      throw malformed(`${size} members are announced, with ${remaining} bytes left,`, position);
    }
  }
}
