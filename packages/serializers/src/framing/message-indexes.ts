/**
 * Which message of a Protobuf file a payload is, as it stands between schema id and payload.
 *
 * A zigzag varint for how many, then one for each; the first message of a file, [0], is a single byte 0. Bounded:
 * messages nest no deeper than MOST_INDEXES. Source: MessageIndexes of Confluent's Java client.
 */
import type { ByteWriter } from '@ottla/kernel';
import { serializationError, type ErrorPlace } from '../errors.ts';

const MOST_INDEXES = 100;
const FIRST_MESSAGE: readonly number[] = Object.freeze([0]);
/** Of a varint of 32 bits. */
const MOST_BYTES = 5;

/** `indexes` are non-negative int32. */
export function writeMessageIndexes(indexes: readonly number[], writer: ByteWriter): void {
  if (indexes.length === 1 && indexes[0] === 0) {
    writer.writeInt8(0);
    return;
  }
  writer.writeVarint(indexes.length);
  for (const index of indexes) writer.writeVarint(index);
}

export interface ReadIndexes {
  readonly indexes: readonly number[];
  /** Where the next thing begins. */
  readonly end: number;
}

/** Throws SerializationError `FRAME_TRUNCATED` or `FRAME_INDEXES_MALFORMED`. */
export function readMessageIndexes(bytes: Uint8Array, start: number, place: ErrorPlace): ReadIndexes {
  const cursor = { position: start };
  const count = readVarint(bytes, cursor, place);
  if (count === 0) return { indexes: FIRST_MESSAGE, end: cursor.position };
  if (count < 0 || count > MOST_INDEXES) {
    throw malformed(`their count is ${count}, which must be between 0 and ${MOST_INDEXES}`, place);
  }
  const indexes: number[] = [];
  for (let each = 0; each < count; each++) {
    const index = readVarint(bytes, cursor, place);
    if (index < 0) throw malformed(`${index} is negative`, place);
    indexes.push(index);
  }
  return { indexes, end: cursor.position };
}

function readVarint(bytes: Uint8Array, cursor: { position: number }, place: ErrorPlace): number {
  let raw = 0;
  for (let length = 0; length < MOST_BYTES; length++) {
    const byte = bytes[cursor.position];
    if (byte === undefined) {
      throw serializationError('the bytes end inside the message indexes', 'FRAME_TRUNCATED', place);
    }
    cursor.position++;
    if (length === MOST_BYTES - 1 && byte > 0x0f) break;
    raw |= (byte & 0x7f) << (7 * length);
    if (byte < 0x80) return (raw >>> 1) ^ -(raw & 1);
  }
  throw malformed('a varint of them exceeds 32 bits', place);
}

function malformed(problem: string, place: ErrorPlace): Error {
  return serializationError(
    `the message indexes are malformed: ${problem}`,
    'FRAME_INDEXES_MALFORMED',
    place,
  );
}
