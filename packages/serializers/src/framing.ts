/**
 * The five bytes before a payload that say which schema wrote it: a zero, then the id as int32, big-endian.
 *
 * Knows only the frame. Ids come from a registry; what follows the frame is the business of a codec.
 * Source: Confluent Schema Registry, "Wire format".
 */
import { asBuffer, type ByteWriter, type SerializationError } from '@ottla/kernel';
import { unreadable, type Place } from './misfit.ts';

/** Bytes of a frame, and so where the payload begins. */
export const FRAME_BYTES = 5;

const MAGIC_BYTE = 0;

/** First bytes that mean something else, for the message. */
const OTHER_FORMATS: ReadonlyMap<number, string> = new Map([
  [0x01, 'a frame with a schema GUID, which is not supported'],
  [0xc3, "Avro's single-object encoding, which carries a fingerprint and no id"],
  [0x4f, 'an Avro container file'],
  [0x7b, 'JSON text'],
]);

/** Writes magic byte and id at the writer's position. `schemaId` is a positive int32. */
export function writeFrame(schemaId: number, writer: ByteWriter): void {
  writer.writeInt8(MAGIC_BYTE);
  writer.writeInt32(schemaId);
}

/**
 * Reads the id; the payload begins at `FRAME_BYTES`.
 * Throws SerializationError `FRAME_EMPTY`, `FRAME_TRUNCATED`, `FRAME_MAGIC_UNKNOWN` or `FRAME_ID_INVALID`.
 * @example
 * readFrame(new Uint8Array([0, 0, 0, 0, 7, 2])); // 7
 */
export function readFrame(bytes: Uint8Array, place: Place = {}): number {
  const magic = bytes[0];
  if (magic === undefined) {
    throw unreadable('no bytes at all; a tombstone is null, not empty', 'FRAME_EMPTY', place);
  }
  if (magic !== MAGIC_BYTE) throw unknownMagic(magic, place);
  if (bytes.length < FRAME_BYTES) {
    throw unreadable(
      `${bytes.length} bytes are too short for a magic byte and a schema id (${FRAME_BYTES} bytes)`,
      'FRAME_TRUNCATED',
      place,
    );
  }
  const schemaId = asBuffer(bytes).readInt32BE(1);
  if (schemaId <= 0) {
    const problem = `the schema id ${schemaId} is not positive; the payload was not framed by a schema registry serializer`;
    throw unreadable(problem, 'FRAME_ID_INVALID', place);
  }
  return schemaId;
}

function unknownMagic(magic: number, place: Place): SerializationError {
  const shown = `0x${magic.toString(16).padStart(2, '0')}`;
  const guess = OTHER_FORMATS.get(magic);
  const mayBe = guess === undefined ? 'the payload was not written with a schema id' : `this may be ${guess}`;
  return unreadable(
    `the payload begins with byte ${shown} instead of the magic byte 0x00; ${mayBe}`,
    'FRAME_MAGIC_UNKNOWN',
    place,
  );
}
