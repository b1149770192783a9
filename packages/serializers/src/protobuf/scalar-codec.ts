/**
 * The scalar types of Protobuf: what each accepts, how it is written and read, and what stands for it when absent.
 *
 * One row per type. Checks come first: `write` is only given what `fits`. Enums are scalars too and are made for each.
 * Source: Protocol Buffers, "Encoding" and "Scalar Value Types".
 */
import { Buffer } from 'node:buffer';
import type { ByteWriter } from '@ottla/kernel';
import { longOf, longValue, type LongForm } from './long-form.ts';
import { FIXED32, FIXED64, LENGTH, VARINT, type WireReader } from './wire-reader.ts';

export interface ScalarCodec {
  /** As the schema says it: `int32`, `string`, or the full name of an enum. */
  readonly type: string;
  /** In words for errors. */
  readonly expected: string;
  readonly wire: number;
  fits(value: unknown): boolean;
  /** Whether a value that fits is the one that absence stands for. */
  isDefault(value: unknown): boolean;
  makeDefault(): unknown;
  write(value: unknown, writer: ByteWriter): void;
  /** Undefined: of a closed enum, a number it does not have. */
  read(reader: WireReader): unknown;
}

const MOST_FLOAT = 3.4028234663852886e38;
/** Of one UTF-16 unit there are three bytes at most, and one byte holds lengths to 127. */
const SHORT_UNITS = 42;
const SURROGATE = /[\ud800-\udfff]/;
const WELL_FORMED = /^\P{Surrogate}*$/u;

type Row = Omit<ScalarCodec, 'type'>;

/** The codecs by type name. `long` is what reading gives for 64-bit integers. */
export function scalarCodecs(long: LongForm): ReadonlyMap<string, ScalarCodec> {
  const rows: Readonly<Record<string, Row>> = { ...narrowRows, ...longRows(long) };
  return new Map(Object.entries(rows).map(([type, codec]) => [type, { type, ...codec }]));
}

/** Writes a signed int32 as a varint: a negative one takes ten bytes, as an int64 would. */
export function writeInt32(value: number, writer: ByteWriter): void {
  if (value >= 0) writer.writeUnsignedVarint(value);
  else writeVarint64(BigInt(value), writer);
}

function writeVarint64(value: bigint, writer: ByteWriter): void {
  const long = BigInt.asUintN(64, value);
  writer.reserve(10);
  let low = Number(long & 0xffffffffn);
  let high = Number(long >> 32n);
  while (high !== 0 || low > 0x7f) {
    writer.writeInt8((low & 0x7f) | 0x80);
    low = ((low >>> 7) | (high << 25)) >>> 0;
    high >>>= 7;
  }
  writer.writeInt8(low);
}

function writeFixed32(value: number, writer: ByteWriter): void {
  writer.reserve(4);
  writer.position = writer.buffer.writeInt32LE(value | 0, writer.position);
}

function writeFixed64(value: bigint, writer: ByteWriter): void {
  writer.reserve(8);
  writer.position = writer.buffer.writeBigUInt64LE(BigInt.asUintN(64, value), writer.position);
}

/** An integer kind of 32 bits; `from` and `to` are its bounds. */
function narrow(
  name: string,
  [from, to]: readonly [number, number],
  rest: Pick<Row, 'wire' | 'write' | 'read'>,
): Row {
  return {
    expected: `${name} (an integer from ${from} to ${to})`,
    fits: (value) => Number.isInteger(value) && (value as number) >= from && (value as number) <= to, // an integer is a number
    isDefault: (value) => value === 0,
    makeDefault: () => 0,
    ...rest,
  };
}

const SIGNED = [-0x80000000, 0x7fffffff] as const;
const UNSIGNED = [0, 0xffffffff] as const;

const narrowRows: Readonly<Record<string, Row>> = {
  int32: narrow('int32', SIGNED, {
    wire: VARINT,
    write: (value, writer) => writeInt32(value as number, writer), // fits: see ScalarCodec
    read: (reader) => reader.varint32() | 0,
  }),
  uint32: narrow('uint32', UNSIGNED, {
    wire: VARINT,
    write: (value, writer) => writer.writeUnsignedVarint(value as number),
    read: (reader) => reader.varint32(),
  }),
  sint32: narrow('sint32', SIGNED, {
    wire: VARINT,
    write: (value, writer) => writer.writeVarint(value as number),
    read: (reader) => {
      const raw = reader.varint32();
      return (raw >>> 1) ^ -(raw & 1);
    },
  }),
  fixed32: narrow('fixed32', UNSIGNED, {
    wire: FIXED32,
    write: (value, writer) => writeFixed32(value as number, writer),
    read: (reader) => reader.fixed32(),
  }),
  sfixed32: narrow('sfixed32', SIGNED, {
    wire: FIXED32,
    write: (value, writer) => writeFixed32(value as number, writer),
    read: (reader) => reader.fixed32() | 0,
  }),
  bool: {
    expected: 'bool (true or false)',
    wire: VARINT,
    fits: (value) => typeof value === 'boolean',
    isDefault: (value) => value === false,
    makeDefault: () => false,
    write: (value, writer) => writer.writeInt8(value === true ? 1 : 0),
    read: (reader) => {
      reader.varint64();
      return reader.low !== 0 || reader.high !== 0;
    },
  },
  double: {
    expected: 'double (a number)',
    wire: FIXED64,
    fits: (value) => typeof value === 'number',
    // Minus zero is not the default: its bits differ.
    isDefault: (value) => Object.is(value, 0),
    makeDefault: () => 0,
    write: (value, writer) => {
      writer.reserve(8);
      writer.position = writer.buffer.writeDoubleLE(value as number, writer.position);
    },
    read: (reader) => reader.double(),
  },
  float: {
    expected: 'float (a number of 32 bits: up to 3.4e38, NaN or an infinity)',
    wire: FIXED32,
    fits: (value) => typeof value === 'number' && (!Number.isFinite(value) || Math.abs(value) <= MOST_FLOAT),
    isDefault: (value) => Object.is(Math.fround(value as number), 0),
    makeDefault: () => 0,
    write: (value, writer) => {
      writer.reserve(4);
      writer.position = writer.buffer.writeFloatLE(value as number, writer.position);
    },
    read: (reader) => reader.float(),
  },
  string: {
    expected: 'string (text of whole characters)',
    wire: LENGTH,
    fits: (value) => typeof value === 'string' && (!SURROGATE.test(value) || WELL_FORMED.test(value)),
    isDefault: (value) => value === '',
    makeDefault: () => '',
    write: (value, writer) => writeText(value as string, writer),
    read: (reader) => reader.text(),
  },
  bytes: {
    expected: 'bytes (a Uint8Array)',
    wire: LENGTH,
    fits: (value) => value instanceof Uint8Array,
    isDefault: (value) => (value as Uint8Array).length === 0,
    makeDefault: () => new Uint8Array(0),
    write: (value, writer) => {
      const bytes = value as Uint8Array;
      writer.writeUnsignedVarint(bytes.length);
      writer.writeBytes(bytes);
    },
    read: (reader) => reader.bytes(),
  },
};

function writeText(text: string, writer: ByteWriter): void {
  if (text.length > SHORT_UNITS) {
    writer.writeUnsignedVarint(Buffer.byteLength(text));
    writer.writeUtf8(text);
    return;
  }
  const start = writer.position;
  writer.writeInt8(0);
  const length = writer.writeUtf8(text);
  writer.buffer[start] = length;
}

const SIGNED_LONG = 'an integer of 64 bits: bigint, safe integer or decimal text';
const UNSIGNED_LONG = 'an integer from 0 to 2^64 - 1: bigint, safe integer or decimal text';

function longRows(form: LongForm): Readonly<Record<string, Row>> {
  const zero = longValue(form, { low: 0, high: 0 }, true);
  const row = (name: string, isSigned: boolean, rest: LongWire): Row => ({
    expected: `${name} (${isSigned ? SIGNED_LONG : UNSIGNED_LONG})`,
    wire: rest.wire,
    fits: (value) => longOf(value, isSigned) !== undefined,
    isDefault: (value) => longOf(value, isSigned) === 0n,
    makeDefault: () => zero,
    write: (value, writer) => rest.write(longOf(value, isSigned) ?? 0n, writer),
    read: (reader) => {
      rest.read(reader);
      return longValue(form, reader, isSigned);
    },
  });
  return {
    int64: row('int64', true, varintWire),
    uint64: row('uint64', false, varintWire),
    sint64: row('sint64', true, zigzagWire),
    fixed64: row('fixed64', false, fixedWire),
    sfixed64: row('sfixed64', true, fixedWire),
  };
}

interface LongWire {
  readonly wire: number;
  write(long: bigint, writer: ByteWriter): void;
  /** Into the halves of the reader. */
  read(reader: WireReader): void;
}

const varintWire: LongWire = {
  wire: VARINT,
  write: writeVarint64,
  read: (reader) => reader.varint64(),
};
const zigzagWire: LongWire = {
  wire: VARINT,
  write: (long, writer) => writer.writeVarlongBigint(long),
  read: (reader) => {
    reader.varint64();
    const { low, high } = reader;
    const sign = -(low & 1);
    reader.low = (((low >>> 1) | (high << 31)) ^ sign) >>> 0;
    reader.high = ((high >>> 1) ^ sign) >>> 0;
  },
};
const fixedWire: LongWire = {
  wire: FIXED64,
  write: writeFixed64,
  read: (reader) => reader.fixed64(),
};
