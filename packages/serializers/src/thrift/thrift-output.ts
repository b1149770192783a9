/**
 * The protocol that a generated struct writes to: checks each value, keeps the path to it, and writes one wire format.
 *
 * Generated code trusts its protocol with everything: kinds, ranges, sizes that say what follows. Here each is checked,
 * so that no bytes come out that nobody can read. Keys of maps are text in JavaScript, whatever they are in Thrift.
 */
import { Buffer } from 'node:buffer';
import type { SerializationError } from '@ottla/kernel';
import { foundKind } from '../found-kind.ts';
import { memberPath, misfitError } from '../misfit.ts';
import { longOf } from './int64-form.ts';
import { MOST_DEPTH, type WireWriter } from './thrift-types.ts';

const STRUCT = 0;
const LIST = 1;
const MAP = 2;

interface Frame {
  readonly kind: typeof STRUCT | typeof LIST | typeof MAP;
  /** Of a struct: the field being written. Of a map: the key before the value. */
  name: string;
  /** Values begun in it. */
  count: number;
  /** Of a container. */
  readonly size: number;
}

const INTEGER = /^-?(?:0|[1-9]\d*)$/;
const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;
const WELL_FORMED = /^\P{Surrogate}*$/u;

export class ThriftOutput {
  readonly #wire: WireWriter;
  readonly #frames: Frame[] = [];

  constructor(wire: WireWriter) {
    this.#wire = wire;
  }

  /** Where in the value it is now: `orders[3].total`; empty at the root. */
  get path(): string {
    return this.#frames.reduce(pathInto, '');
  }

  incrementRecursionDepth(): void {}

  decrementRecursionDepth(): void {}

  writeStructBegin(_name: string): void {
    this.#begin({ kind: STRUCT, name: '', count: 0, size: 0 });
    this.#wire.structBegin();
  }

  writeStructEnd(): void {
    this.#frames.pop();
    this.#wire.structEnd();
  }

  writeFieldBegin(name: string, type: number, id: number): void {
    const frame = this.#frames.at(-1);
    if (frame !== undefined) frame.name = name;
    this.#wire.fieldBegin(type, id);
  }

  writeFieldEnd(): void {
    const frame = this.#frames.at(-1);
    if (frame !== undefined) frame.name = '';
  }

  writeFieldStop(): void {
    this.#wire.fieldStop();
  }

  writeListBegin(etype: number, size: number): void {
    this.#begin({ kind: LIST, name: '', count: 0, size });
    this.#wire.listBegin({ etype, size });
  }

  writeListEnd(): void {
    this.#end('a list without holes');
  }

  writeSetBegin(etype: number, size: number): void {
    this.writeListBegin(etype, size);
  }

  writeSetEnd(): void {
    this.#end('a set without holes');
  }

  writeMapBegin(ktype: number, vtype: number, size: number): void {
    this.#begin({ kind: MAP, name: '', count: 0, size: size * 2 });
    this.#wire.mapBegin({ ktype, vtype, size });
  }

  writeMapEnd(): void {
    this.#end('a map (a plain object)');
  }

  writeBool(value: unknown): void {
    const isKey = this.#next(value);
    const bool = isKey && value === 'true' ? true : isKey && value === 'false' ? false : value;
    if (typeof bool !== 'boolean') throw this.#misfit('bool (true or false)', value);
    this.#wire.bool(bool);
  }

  writeByte(value: unknown): void {
    this.#wire.byte(this.#integer(value, 8));
  }

  writeI16(value: unknown): void {
    this.#wire.i16(this.#integer(value, 16));
  }

  writeI32(value: unknown): void {
    this.#wire.i32(this.#integer(value, 32));
  }

  writeI64(value: unknown): void {
    this.#next(value);
    const long = longOf(value);
    if (long === undefined) {
      throw this.#misfit('i64 (Int64, bigint, a safe integer or decimal text of 64 bits)', value);
    }
    this.#wire.i64(long);
  }

  writeDouble(value: unknown): void {
    const isKey = this.#next(value);
    const double = isKey && typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof double !== 'number') throw this.#misfit('double (a number)', value);
    this.#wire.double(double);
  }

  writeString(value: unknown): void {
    this.#next(value);
    // Generated code of old declares binary as string.
    if (value instanceof Uint8Array) this.#wire.bytes(value);
    else if (typeof value === 'string' && WELL_FORMED.test(value)) this.#wire.text(value);
    else throw this.#misfit('string (text of whole characters)', value);
  }

  writeBinary(value: unknown): void {
    this.#next(value);
    if (!(value instanceof Uint8Array)) throw this.#misfit('binary (a Uint8Array)', value);
    this.#wire.bytes(value);
  }

  writeUuid(value: unknown): void {
    this.#next(value);
    if (typeof value !== 'string' || !UUID.test(value))
      throw this.#misfit('uuid (its text of 36 characters)', value);
    this.#wire.uuid(Buffer.from(value.replaceAll('-', ''), 'hex'));
  }

  #integer(value: unknown, bits: number): number {
    const isKey = this.#next(value);
    const number = isKey && typeof value === 'string' && INTEGER.test(value) ? Number(value) : value;
    const limit = 2 ** (bits - 1);
    if (!Number.isInteger(number) || (number as number) < -limit || (number as number) >= limit) {
      throw this.#misfit(`i${bits} (an integer from ${-limit} to ${limit - 1})`, value);
    }
    return number as number; // an integer is a number
  }

  /** Counts a value of the container around; true for the key of a map. */
  #next(value: unknown): boolean {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return false;
    const isKey = frame.kind === MAP && frame.count % 2 === 0;
    frame.count++;
    if (isKey) frame.name = typeof value === 'string' ? value : '';
    return isKey;
  }

  #begin(frame: Frame): void {
    this.#next(undefined);
    if (this.#frames.length >= MOST_DEPTH) {
      throw this.#misfit(
        `at most ${MOST_DEPTH} levels deep`,
        undefined,
        'more; is the value part of itself?',
      );
    }
    this.#frames.push(frame);
  }

  #end(expected: string): void {
    const frame = this.#frames.pop();
    // `for … in` passes over holes, and over what has another length than members.
    if (frame !== undefined && frame.count !== frame.size) {
      throw this.#misfit(expected, undefined, `${frame.count} members where ${frame.size} were announced`);
    }
  }

  #misfit(expected: string, value: unknown, found = foundKind(value)): SerializationError {
    return misfitError({ path: this.path, expected, found });
  }
}

function pathInto(path: string, { kind, name, count }: Frame): string {
  if (kind === LIST) return `${path}[${count - 1}]`;
  if (kind === MAP) return `${path}[${JSON.stringify(name)}]`;
  return name === '' ? path : memberPath(path, name);
}
