/**
 * Types of fixed size: integers, booleans, float64, uuid. Big-endian, the same in every version.
 *
 * int8 to uint32 and float64 are numbers, int64 is a bigint, uuid is Kafka's text form. Writing checks
 * type and range first: a Buffer would wrap or write zero without a word.
 */
import { MalformedBytesError, kindOf, type ByteReader, type ByteWriter } from '@ottla/kernel';
import { EncodeError } from '../errors/protocol-errors.ts';
import { Field, type WireType } from './field.ts';
import { UUID_BYTES, isUuid } from './uuid.ts';
import type { Codec } from './codec.ts';

interface FixedType<T> {
  readonly name: string;
  readonly size: number;
  /** Completes "must be …". */
  readonly expected: string;
  check(value: unknown): boolean;
  put(bytes: ByteWriter, value: T): void;
  get(reader: ByteReader): T;
}

function fixed<T>(type: FixedType<T>): Field<T> {
  const codec: Codec<T> = {
    minimumBytes: type.size,
    write(writer, value) {
      if (!type.check(value)) {
        throw new EncodeError(
          `must be ${type.expected} (${type.name}), got ${kindOf(value)}`,
          'FIELD_INVALID',
        );
      }
      type.put(writer.bytes, value);
    },
    read: (reader) => type.get(reader),
  };
  const wireType: WireType<NonNullable<T>> = {
    name: type.name,
    // No fixed type is nullable in Kafka, and T is never null here: FixedType is private to this file.
    resolve: () => codec as unknown as Codec<NonNullable<T>>,
  };
  return new Field<T>(wireType);
}

function integer(bits: 8 | 16 | 32, signed: boolean): Pick<FixedType<number>, 'name' | 'expected' | 'check'> {
  const minimum = signed ? -(2 ** (bits - 1)) : 0;
  const maximum = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
  return {
    name: `${signed ? 'int' : 'uint'}${bits}`,
    expected: `an integer from ${minimum} to ${maximum}`,
    // Comparisons with NaN are false, and Number.isInteger refuses what is no number.
    check: (value) => Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum,
  };
}

export const int8 = fixed<number>({
  ...integer(8, true),
  size: 1,
  put: (bytes, value) => bytes.writeInt8(value),
  get: (reader) => reader.readInt8(),
});

export const int16 = fixed<number>({
  ...integer(16, true),
  size: 2,
  put: (bytes, value) => bytes.writeInt16(value),
  get: (reader) => reader.readInt16(),
});

export const int32 = fixed<number>({
  ...integer(32, true),
  size: 4,
  put: (bytes, value) => bytes.writeInt32(value),
  get: (reader) => reader.readInt32(),
});

export const uint16 = fixed<number>({
  ...integer(16, false),
  size: 2,
  put: (bytes, value) => bytes.writeInt16(value),
  get: (reader) => reader.readUint16(),
});

export const uint32 = fixed<number>({
  ...integer(32, false),
  size: 4,
  put: (bytes, value) => bytes.writeInt32(value),
  get: (reader) => reader.readUint32(),
});

export const int64 = fixed<bigint>({
  name: 'int64',
  size: 8,
  expected: 'a bigint of 64 bits',
  check: (value) => typeof value === 'bigint' && BigInt.asIntN(64, value) === value,
  put: (bytes, value) => bytes.writeInt64(value),
  get: (reader) => reader.readInt64(),
});

export const float64 = fixed<number>({
  name: 'float64',
  size: 8,
  expected: 'a number',
  check: (value) => typeof value === 'number',
  put: (bytes, value) => bytes.writeFloat64(value),
  get: (reader) => reader.readFloat64(),
});

/** One byte; zero is false, anything else reads as true, as Kafka does. */
export const boolean = fixed<boolean>({
  name: 'bool',
  size: 1,
  expected: 'true or false',
  check: (value) => typeof value === 'boolean',
  put: (bytes, value) => bytes.writeInt8(value ? 1 : 0),
  get: (reader) => reader.readUint8() !== 0,
});

export const uuid = fixed<string>({
  name: 'uuid',
  size: UUID_BYTES,
  expected: '22 characters of base64url',
  check: (value) => typeof value === 'string' && isUuid(value),
  put(bytes, value) {
    bytes.reserve(UUID_BYTES);
    const written = bytes.buffer.write(value, bytes.position, 'base64url');
    if (written !== UUID_BYTES) throw new MalformedBytesError(`uuid of ${written} bytes`);
    bytes.position += UUID_BYTES;
  },
  get(reader) {
    const start = reader.take(UUID_BYTES);
    return reader.buffer.toString('base64url', start, start + UUID_BYTES);
  },
});
