/**
 * From what avsc reads for the writer's type to the reader's value, for values without parts.
 *
 * Covers the promotions of Avro (int to long, float and double; string and bytes both ways) and, where both
 * sides name a unit or a scale, the exact change from one to the other: a number of milliseconds is never
 * taken for microseconds. Source: Avro 1.12 specification, "Schema Resolution".
 */
import type {
  BigintRepresentation,
  DateStringRepresentation,
  DecimalStringRepresentation,
  DurationRepresentation,
  EnumSchema,
  FixedBytesRepresentation,
  FixedSchema,
  NumberRepresentation,
  PlainRepresentation,
  PrimitiveSchema,
  TimestampRepresentation,
} from '@ottla/schema';
import type { Conversion } from '../engine/avsc-type.ts';
import { dateOfDays } from '../logical/calendar-date.ts';
import { decimalText, unscaledOfBytes } from '../logical/decimal-text.ts';
import { durationOfBytes } from '../logical/duration.ts';
import { uuidOfBytes } from '../logical/uuid.ts';
import { malformed, unholdable } from './read-error.ts';

export type ScalarWriter = PrimitiveSchema | FixedSchema | EnumSchema;
type BytesReader =
  PlainRepresentation | FixedBytesRepresentation | DecimalStringRepresentation | DurationRepresentation;
export type ScalarReader =
  | BytesReader
  | NumberRepresentation
  | BigintRepresentation
  | TimestampRepresentation
  | DateStringRepresentation;

/** Reader's type: the writer's types that it takes. */
const PROMOTIONS: Readonly<Record<string, readonly string[]>> = {
  long: ['int'],
  float: ['int', 'long'],
  double: ['int', 'long', 'float'],
  bytes: ['string'],
  string: ['bytes'],
};

/** True when data of the writer's type is read as the reader's by promotion. */
export function isPromotion(readerType: string, writerType: string): boolean {
  return PROMOTIONS[readerType]?.includes(writerType) ?? false;
}

/** Decimal digits after the second. */
const UNIT_DIGITS: Readonly<Record<string, number>> = {
  'time-millis': 3,
  'time-micros': 6,
  'timestamp-millis': 3,
  'timestamp-micros': 6,
  'timestamp-nanos': 9,
  'local-timestamp-millis': 3,
  'local-timestamp-micros': 6,
  'local-timestamp-nanos': 9,
};

const LATEST_DATE_MS = 8.64e15;

/**
 * The conversion, undefined when avsc's value is ours. The types are known to match or to promote. Longs come
 * as numbers where they are safe, else as bigints.
 */
export function scalarReading(
  writer: ScalarWriter,
  reader: ScalarReader,
  path: string,
): Conversion | undefined {
  switch (reader.kind) {
    case 'null':
    case 'boolean':
      return undefined;
    case 'number':
      return numberReading(writer, reader, path);
    case 'bigint':
      return bigintReading(writer, reader, path);
    case 'timestamp':
      return timestampReading(writer, reader, path);
    case 'dateString':
      return (value) => dateOfDays(value as number);
    case 'string':
    case 'bytes':
    case 'fixedBytes':
    case 'decimalString':
    case 'duration':
      return bytesReading(writer, reader, path);
  }
}

/** How many digits the value must move left; 0 when either side names no unit. */
function digitsBetween(writer: ScalarWriter, reader: ScalarReader): number {
  const from = writer.type === 'enum' ? undefined : UNIT_DIGITS[writer.logical?.name ?? ''];
  const to = UNIT_DIGITS[reader.schema.logical?.name ?? ''];
  return from === undefined || to === undefined ? 0 : to - from;
}

function moved(value: bigint, digits: number, path: string): bigint {
  if (digits >= 0) return value * 10n ** BigInt(digits);
  const divisor = 10n ** BigInt(-digits);
  if (value % divisor !== 0n) {
    throw unholdable("the value was written with finer units than the reader's schema keeps", path);
  }
  return value / divisor;
}

/** A long as a number, when that is exact. */
export function safeNumber(value: bigint, path: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw unholdable("the long is beyond 2^53; choose long: 'bigint' to hold it exactly", path);
}

// The casts below: avsc has read the writer's type, so the kind of the value is known.

function numberReading(
  writer: ScalarWriter,
  reader: NumberRepresentation,
  path: string,
): Conversion | undefined {
  if (reader.of === 'float') {
    return writer.type === 'float' ? undefined : (value) => Math.fround(Number(value));
  }
  if (reader.of === 'double') {
    return writer.type === 'long' ? (value) => Number(value) : undefined;
  }
  const digits = digitsBetween(writer, reader);
  if (digits !== 0) {
    return (value) => safeNumber(moved(BigInt(value as number | bigint), digits, path), path);
  }
  return undefined;
}

function bigintReading(writer: ScalarWriter, reader: BigintRepresentation, path: string): Conversion {
  const digits = digitsBetween(writer, reader);
  if (digits === 0) return (value) => BigInt(value as number | bigint);
  return (value) => moved(BigInt(value as number | bigint), digits, path);
}

function timestampReading(writer: ScalarWriter, reader: TimestampRepresentation, path: string): Conversion {
  const digits = digitsBetween(writer, reader);
  return (value) => {
    const milliseconds =
      digits === 0 ? Number(value) : Number(moved(BigInt(value as number | bigint), digits, path));
    if (Math.abs(milliseconds) <= LATEST_DATE_MS) return new Date(milliseconds);
    throw unholdable('the timestamp is beyond what a Date can hold', path);
  };
}

function bytesReading(writer: ScalarWriter, reader: BytesReader, path: string): Conversion | undefined {
  if (reader.kind === 'string' && reader.schema.type === 'string') {
    return writer.type === 'bytes' ? (value) => bytesOf(value).toString('utf8') : undefined;
  }
  if (reader.kind === 'string') return (value) => uuidOfBytes(bytesOf(value));
  if (reader.kind === 'duration') return (value) => durationOfBytes(bytesOf(value));
  if (reader.kind === 'decimalString') return decimalReading(writer, reader, path);
  // avsc's buffers are slices of a pool it shares; this is an exact copy.
  return (value) => new Uint8Array(bytesOf(value));
}

function bytesOf(value: unknown): Buffer {
  if (Buffer.isBuffer(value)) return value;
  if (typeof value === 'string') return Buffer.from(value);
  throw malformed('they end within a value');
}

function decimalReading(
  writer: ScalarWriter,
  { precision, scale }: DecimalStringRepresentation,
  path: string,
): Conversion {
  const logical = writer.type === 'enum' ? null : writer.logical;
  const digits = logical?.name === 'decimal' ? scale - logical.scale : 0;
  return (value) => {
    const unscaled = unscaledOfBytes(bytesOf(value), precision);
    if (unscaled === undefined) {
      throw unholdable('the decimal has no bytes, or more than its precision allows', path);
    }
    return decimalText(moved(unscaled, digits, path), scale);
  };
}
