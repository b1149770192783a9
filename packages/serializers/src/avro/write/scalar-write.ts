/**
 * Writers of values without parts: the wire types, and the conversions that stand before them.
 *
 * Each takes what conversion.ts says its wire type takes, and throws MISFIT for all else before it has written
 * anything. Source: Avro 1.12 specification, "Primitive Types".
 */
import type { ByteWriter } from '@ottla/kernel';
import type { WireType } from '../logical/conversion.ts';
import type { EnumWriteStep, ScalarWriteStep } from '../plan/write-step.ts';
import { asName } from './members.ts';
import { MISFIT } from './misfit-signal.ts';
import { NUMBER_CELL, writeLongOfCell } from './number-cell.ts';
import type { ValueWrite } from './write-contract.ts';

/** Few enough to be compared one by one, and to be counted in one byte. */
const FEW_SYMBOLS = 8;

export function scalarWrite(step: ScalarWriteStep): ValueWrite {
  const { wire, size, conversion, representation } = step;
  const write = wireWrite(wire, size ?? 0);
  if (conversion === null) return write;
  const convert: ValueWrite = (value, writer) => write(conversion.toWire(value), writer);
  return representation.kind === 'timestamp' ? dateWrite(convert) : convert;
}

export function enumWrite(step: EnumWriteStep): ValueWrite {
  const { symbols } = step;
  if (symbols.length > FEW_SYMBOLS) {
    let positions: ReadonlyMap<unknown, number> | undefined;
    return (value, writer) => {
      positions ??= positionsOf(step);
      const position = positions.get(value);
      if (position === undefined) throw MISFIT;
      writer.writeVarint(position);
    };
  }
  const names = symbols.map(asName);
  return (value, writer) => {
    for (let position = 0; position < names.length; position++) {
      if (names[position] === value) {
        writer.writeInt8(position << 1);
        return;
      }
    }
    throw MISFIT;
  };
}

const positionsByEnum = new WeakMap<EnumWriteStep, ReadonlyMap<unknown, number>>();

/** Of an enum's symbols, made when first asked for: who only reads has no use for them. */
export function positionsOf(step: EnumWriteStep): ReadonlyMap<unknown, number> {
  const known = positionsByEnum.get(step);
  if (known !== undefined) return known;
  const positions = new Map(step.symbols.map((symbol, position) => [symbol, position]));
  positionsByEnum.set(step, positions);
  return positions;
}

function wireWrite(wire: WireType, size: number): ValueWrite {
  switch (wire) {
    case 'null':
      return writeNull;
    case 'boolean':
      return writeBoolean;
    case 'int':
      return writeInt;
    case 'long':
      return writeLong;
    case 'bigintLong':
      return writeBigintLong;
    case 'float':
      return writeFloat;
    case 'double':
      return writeDouble;
    case 'string':
      return writeString;
    case 'bytes':
      return writeBytes;
    case 'fixed':
      return (value, writer) => {
        if (!(value instanceof Uint8Array) || value.length !== size) throw MISFIT;
        writer.writeBytes(value);
      };
  }
}

/** A Date is counted without a number of its own; what else the conversion takes, it converts. */
function dateWrite(convert: ValueWrite): ValueWrite {
  return (value, writer) => {
    if (!(value instanceof Date)) {
      convert(value, writer);
      return;
    }
    NUMBER_CELL[0] = value.getTime();
    writeLongOfCell(writer);
  };
}

function writeNull(value: unknown): void {
  if (value !== null) throw MISFIT;
}

function writeBoolean(value: unknown, writer: ByteWriter): void {
  if (typeof value !== 'boolean') throw MISFIT;
  writer.writeInt8(value ? 1 : 0);
}

function writeInt(value: unknown, writer: ByteWriter): void {
  if (typeof value !== 'number' || (value | 0) !== value) throw MISFIT;
  writer.writeVarint(value);
}

/** What reading would give back as a number: a bigint beyond 2^53 is refused like a number there. */
function writeLong(value: unknown, writer: ByteWriter): void {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (!isSafe(number)) throw MISFIT;
  writer.writeVarlong(number);
}

/** A bigint of 64 bits, or a safe integer. */
function writeBigintLong(value: unknown, writer: ByteWriter): void {
  if (isSafe(value)) {
    writer.writeVarlong(value);
    return;
  }
  if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value) throw MISFIT;
  writer.writeVarlongBigint(value);
}

function isSafe(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function writeFloat(value: unknown, writer: ByteWriter): void {
  if (typeof value !== 'number') throw MISFIT;
  writer.writeFloat32LE(value);
}

function writeDouble(value: unknown, writer: ByteWriter): void {
  if (typeof value !== 'number') throw MISFIT;
  writer.writeFloat64LE(value);
}

function writeString(value: unknown, writer: ByteWriter): void {
  if (typeof value !== 'string') throw MISFIT;
  writer.writePrefixedUtf8(value);
}

function writeBytes(value: unknown, writer: ByteWriter): void {
  if (!(value instanceof Uint8Array)) throw MISFIT;
  writer.writeVarlong(value.length);
  writer.writeBytes(value);
}
