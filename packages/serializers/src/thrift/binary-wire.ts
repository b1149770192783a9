/**
 * Thrift's binary protocol: types and sizes in full width, big-endian.
 *
 * Structs only: message envelopes are for calls. Source: Apache Thrift, thrift-binary-protocol.md.
 */
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

const LEAST_BYTES: ReadonlyMap<number, number> = new Map([
  [T.double, 8],
  [T.i16, 2],
  [T.i32, 4],
  [T.i64, 8],
  [T.string, 4],
  [T.map, 6],
  [T.set, 5],
  [T.list, 5],
  [T.uuid, 16],
]);

export class BinaryWriter implements WireWriter {
  readonly #writer: ByteWriter;

  constructor(writer: ByteWriter) {
    this.#writer = writer;
  }

  structBegin(): void {}

  structEnd(): void {}

  fieldBegin(type: number, id: number): void {
    this.#writer.writeInt8(type);
    this.#writer.writeInt16(id);
  }

  fieldStop(): void {
    this.#writer.writeInt8(T.stop);
  }

  listBegin({ etype, size }: ListHeader): void {
    this.#writer.writeInt8(etype);
    this.#writer.writeInt32(size);
  }

  mapBegin({ ktype, vtype, size }: MapHeader): void {
    this.#writer.writeInt8(ktype);
    this.#writer.writeInt8(vtype);
    this.#writer.writeInt32(size);
  }

  bool(value: boolean): void {
    this.#writer.writeInt8(value ? 1 : 0);
  }

  byte(value: number): void {
    this.#writer.writeInt8(value);
  }

  i16(value: number): void {
    this.#writer.writeInt16(value);
  }

  i32(value: number): void {
    this.#writer.writeInt32(value);
  }

  i64(value: bigint): void {
    this.#writer.writeInt64(value);
  }

  double(value: number): void {
    this.#writer.writeFloat64(value);
  }

  bytes(value: Uint8Array): void {
    this.#writer.writeInt32(value.length);
    this.#writer.writeBytes(value);
  }

  text(value: string): void {
    const writer = this.#writer;
    const start = writer.position;
    writer.writeInt32(0);
    const length = writer.writeUtf8(value);
    writer.buffer.writeInt32BE(length, start);
  }

  uuid(value: Uint8Array): void {
    this.#writer.writeBytes(value);
  }
}

export class BinaryReader implements WireReader {
  readonly #cursor: ByteCursor;

  constructor(payload: Buffer) {
    this.#cursor = new ByteCursor(payload);
  }

  get position(): number {
    return this.#cursor.position;
  }

  get remaining(): number {
    return this.#cursor.remaining;
  }

  structBegin(): void {}

  structEnd(): void {}

  fieldBegin(): FieldHeader {
    const ftype = this.#cursor.int8();
    return { fname: null, ftype, fid: ftype === T.stop ? 0 : this.i16() };
  }

  listBegin(): ListHeader {
    const etype = this.#cursor.int8();
    return { etype, size: this.#size() };
  }

  mapBegin(): MapHeader {
    const ktype = this.#cursor.int8();
    const vtype = this.#cursor.int8();
    return { ktype, vtype, size: this.#size() };
  }

  bool(): boolean {
    return this.#cursor.int8() !== 0;
  }

  byte(): number {
    return this.#cursor.int8();
  }

  i16(): number {
    return this.#cursor.buffer.readInt16BE(this.#cursor.take(2));
  }

  i32(): number {
    return this.#cursor.buffer.readInt32BE(this.#cursor.take(4));
  }

  i64(): bigint {
    return this.#cursor.buffer.readBigInt64BE(this.#cursor.take(8));
  }

  double(): number {
    return this.#cursor.buffer.readDoubleBE(this.#cursor.take(8));
  }

  bytes(): Buffer {
    return this.#cursor.view(this.#size());
  }

  uuid(): Buffer {
    return this.#cursor.view(16);
  }

  leastBytes(type: number): number {
    return LEAST_BYTES.get(type) ?? 1;
  }

  #size(): number {
    const start = this.#cursor.position;
    const size = this.i32();
    if (size < 0) throw malformed(`a size of ${size}`, start);
    return size;
  }
}
