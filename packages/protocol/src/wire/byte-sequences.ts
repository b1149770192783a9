/**
 * Types with a length in front: string, bytes, records.
 *
 * Classic versions write the length as int16 (string) or int32 (bytes, records) with -1 for null; flexible
 * versions as an unsigned varint of length + 1 with 0 for null (KIP-482). What is read is a view on the
 * frame, not a copy. `records` are placed in the frame without copying.
 */
import { MalformedBytesError, kindOf, type ByteReader, type ByteWriter } from '@ottla/kernel';
import { EncodeError } from '../errors/protocol-errors.ts';
import { Field, type WireType } from './field.ts';
import type { MessageWriter } from './message-writer.ts';
import type { Codec, WireVersion } from './codec.ts';

/** How a length or count stands on the wire; -1 is null. */
export interface LengthForm {
  readonly minimumBytes: number;
  write(bytes: ByteWriter, length: number): void;
  read(reader: ByteReader): number;
}

const INT16_LENGTH: LengthForm = {
  minimumBytes: 2,
  write: (bytes, length) => bytes.writeInt16(length),
  read: (reader) => reader.readInt16(),
};

const INT32_LENGTH: LengthForm = {
  minimumBytes: 4,
  write: (bytes, length) => bytes.writeInt32(length),
  read: (reader) => reader.readInt32(),
};

const COMPACT_LENGTH: LengthForm = {
  minimumBytes: 1,
  write: (bytes, length) => bytes.writeUnsignedVarint(length + 1),
  read: (reader) => reader.readUnsignedVarint() - 1,
};

/** The form of arrays, bytes and records; strings use a shorter one in classic versions. */
export function lengthForm(wire: WireVersion): LengthForm {
  return wire.flexible ? COMPACT_LENGTH : INT32_LENGTH;
}

/** Kafka refuses longer strings in either form, on both sides. */
const MAXIMUM_STRING_BYTES = 0x7fff;

/** Reads a length. Null comes back as -1, and only where it is allowed. */
export function readLength(
  reader: ByteReader,
  form: LengthForm,
  what: { name: string; nullable: boolean },
): number {
  const start = reader.position;
  const length = form.read(reader);
  if (length >= 0 || (length === -1 && what.nullable)) return length;
  throw new MalformedBytesError(
    length === -1
      ? `null ${what.name} at ${start}, which may not be null`
      : `${what.name} of length ${length} at ${start}`,
    start,
    length === -1 ? 'UNEXPECTED_NULL' : 'LENGTH_INVALID',
  );
}

/** Writes null where it is allowed. */
export function writeNull(
  writer: MessageWriter,
  form: LengthForm,
  what: { name: string; nullable: boolean },
): void {
  if (!what.nullable) throw new EncodeError(`may not be null (${what.name})`, 'FIELD_INVALID');
  form.write(writer.bytes, -1);
}

interface SequenceType<T> {
  readonly name: string;
  form(wire: WireVersion): LengthForm;
  write(writer: MessageWriter, form: LengthForm, value: T): void;
  read(reader: ByteReader, length: number): T;
}

function sequence<T extends object | string>(type: SequenceType<T>): Field<T> {
  const wireType: WireType<NonNullable<T>> = {
    name: type.name,
    resolve(wire, nullable) {
      const form = type.form(wire);
      const what = { name: type.name, nullable };
      const codec: Codec<T | null> = {
        minimumBytes: form.minimumBytes,
        write(writer, value) {
          if (value === null) writeNull(writer, form, what);
          else type.write(writer, form, value);
        },
        read(reader) {
          const length = readLength(reader, form, what);
          return length < 0 ? null : type.read(reader, length);
        },
      };
      // Null comes out only when `nullable`, and then Field's type says so.
      return codec as Codec<T>;
    },
  };
  return new Field<T>(wireType);
}

/** UTF-8, at most 32,767 bytes. */
export const string: Field<string> = sequence<string>({
  name: 'string',
  form: (wire) => (wire.flexible ? COMPACT_LENGTH : INT16_LENGTH),
  write(writer, form, value) {
    if (typeof value !== 'string') {
      throw new EncodeError(`must be a string, got ${kindOf(value)}`, 'FIELD_INVALID');
    }
    const byteLength = Buffer.byteLength(value);
    if (byteLength > MAXIMUM_STRING_BYTES) {
      throw new EncodeError(
        `string of ${byteLength} bytes; Kafka takes at most ${MAXIMUM_STRING_BYTES}`,
        'FIELD_INVALID',
      );
    }
    form.write(writer.bytes, byteLength);
    writer.bytes.writeUtf8(value);
  },
  read(reader, length) {
    if (length > MAXIMUM_STRING_BYTES) {
      throw new MalformedBytesError(
        `string of ${length} bytes before ${reader.position}; Kafka allows ${MAXIMUM_STRING_BYTES}`,
        reader.position,
        'LENGTH_INVALID',
      );
    }
    return reader.readUtf8(length);
  },
});

/** Bytes behind their length, laid down by `put`. Reading gives a view on the frame. */
function byteField(name: string, put: (writer: MessageWriter, value: Uint8Array) => void): Field<Uint8Array> {
  return sequence<Uint8Array>({
    name,
    form: lengthForm,
    write(writer, form, value) {
      if (!(value instanceof Uint8Array)) {
        throw new EncodeError(`must be a Uint8Array, got ${kindOf(value)}`, 'FIELD_INVALID');
      }
      form.write(writer.bytes, value.length);
      put(writer, value);
    },
    read: (reader, length) => reader.readBytes(length),
  });
}

/** Any bytes. */
export const bytes: Field<Uint8Array> = byteField('bytes', (writer, value) => writer.bytes.writeBytes(value));

/** Record batches, one after the other. Written as a chunk of its own, never copied. */
export const records: Field<Uint8Array> = byteField('records', (writer, value) => writer.writeRecords(value));
