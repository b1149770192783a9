/**
 * What stands before a payload and says which schema wrote it: a byte 0 and the id as int32, or a byte 1 and the
 * schema's GUID; of Protobuf also which message it is.
 *
 * Knows only the frame. Ids come from a registry; what follows the frame is the business of a codec. An id is a
 * signed int32 and positive. Big-endian. Source: Confluent Schema Registry, "Wire format".
 */
import { asBuffer, type ByteWriter, type SerializationError } from '@ottla/kernel';
import { serializationError, type ErrorPlace } from '../errors.ts';
import { readMessageIndexes, writeMessageIndexes } from './message-indexes.ts';
import { GUID_FRAME_BYTES, GUID_MAGIC_BYTE, guidAt } from './schema-guid.ts';

/** Which schema wrote a payload. */
export type SchemaIdRef =
  { readonly id: number; readonly guid?: undefined } | { readonly guid: string; readonly id?: undefined };

export interface ReadFrame {
  readonly ref: SchemaIdRef;
  /** Null where frames carry none. */
  readonly messageIndexes: readonly number[] | null;
  /** Where the payload begins. */
  readonly payloadStart: number;
}

/** Bytes of magic byte and id. */
export const PREFIX_BYTES = 5;

const ID_MAGIC_BYTE = 0;

/** First bytes that mean something else, for the message. */
const OTHER_FORMATS: ReadonlyMap<number, string> = new Map([
  [0xc3, "Avro's single-object encoding, which carries a fingerprint and no id"],
  [0x4f, 'an Avro container file'],
  [0x7b, 'JSON text'],
]);

/**
 * Writes magic byte, id and message indexes at the writer's position. `schemaId` is a positive int32.
 * @example
 * const writer = new ByteWriter();
 * writePrefix(7, null, writer);
 * writer.toBytes(); // Uint8Array.of(0, 0, 0, 0, 7)
 */
export function writePrefix(
  schemaId: number,
  messageIndexes: readonly number[] | null,
  writer: ByteWriter,
): void {
  writer.reserve(PREFIX_BYTES);
  const { buffer, position } = writer;
  buffer[position] = ID_MAGIC_BYTE;
  buffer[position + 1] = schemaId >>> 24;
  buffer[position + 2] = schemaId >>> 16;
  buffer[position + 3] = schemaId >>> 8;
  buffer[position + 4] = schemaId;
  writer.position = position + PREFIX_BYTES;
  if (messageIndexes !== null) writeMessageIndexes(messageIndexes, writer);
}

/**
 * The id where bytes begin with a whole and valid prefix of an id, else 0: what a reader asks first, since most
 * payloads are such and this allocates nothing.
 */
export function prefixedId(bytes: Uint8Array): number {
  if (bytes.length < PREFIX_BYTES || bytes[0] !== ID_MAGIC_BYTE) return 0;
  // The five bytes are there.
  const id =
    ((bytes[1] as number) << 24) |
    ((bytes[2] as number) << 16) |
    ((bytes[3] as number) << 8) |
    (bytes[4] as number);
  return id > 0 ? id : 0;
}

/**
 * Reads the prefix; `withIndexes` of schema languages whose frames carry message indexes.
 * Throws SerializationError `FRAME_EMPTY`, `FRAME_TRUNCATED`, `FRAME_MAGIC_UNKNOWN`, `FRAME_ID_INVALID` or
 * `FRAME_INDEXES_MALFORMED`.
 * @example
 * readPrefix(new Uint8Array([0, 0, 0, 0, 7, 2]), false); // { ref: { id: 7 }, messageIndexes: null, payloadStart: 5 }
 */
export function readPrefix(bytes: Uint8Array, withIndexes: boolean, place: ErrorPlace = {}): ReadFrame {
  const magic = bytes[0];
  if (magic === undefined) {
    throw serializationError('no bytes at all; a tombstone is null, not empty', 'FRAME_EMPTY', place);
  }
  if (magic !== ID_MAGIC_BYTE && magic !== GUID_MAGIC_BYTE) throw unknownMagic(magic, place);
  const isGuid = magic === GUID_MAGIC_BYTE;
  const frameBytes = isGuid ? GUID_FRAME_BYTES : PREFIX_BYTES;
  if (bytes.length < frameBytes) {
    const asked = isGuid ? 'GUID' : 'id';
    const problem = `the payload has ${bytes.length} of the ${frameBytes} bytes of a magic byte and a schema ${asked}`;
    throw serializationError(problem, 'FRAME_TRUNCATED', place);
  }
  const ref: SchemaIdRef = isGuid ? { guid: guidAt(bytes, 0) } : { id: positiveId(bytes, place) };
  if (!withIndexes) return { ref, messageIndexes: null, payloadStart: frameBytes };
  const { indexes, end } = readMessageIndexes(bytes, frameBytes, place);
  return { ref, messageIndexes: indexes, payloadStart: end };
}

function positiveId(bytes: Uint8Array, place: ErrorPlace): number {
  const schemaId = asBuffer(bytes).readInt32BE(1);
  if (schemaId > 0) return schemaId;
  const problem = `the schema id ${schemaId} is not positive; the payload was not framed by a schema registry serializer`;
  throw serializationError(problem, 'FRAME_ID_INVALID', place);
}

function unknownMagic(magic: number, place: ErrorPlace): SerializationError {
  const shown = `0x${magic.toString(16).padStart(2, '0')}`;
  const guess = OTHER_FORMATS.get(magic);
  const mayBe = guess === undefined ? 'the payload was not written with a schema id' : `this may be ${guess}`;
  const problem = `the payload begins with byte ${shown} instead of the magic byte 0x00; ${mayBe}`;
  return serializationError(problem, 'FRAME_MAGIC_UNKNOWN', place);
}
