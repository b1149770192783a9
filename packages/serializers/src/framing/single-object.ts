/**
 * Avro's single-object encoding: C3 01, then the CRC-64-AVRO fingerprint of the writer's schema, little-endian.
 *
 * Knows only the ten bytes. Fingerprints are 16 hex digits, as constants of generated code carry them. Source: Avro
 * 1.12 specification, "Single-object encoding".
 */
import { asBuffer } from '@ottla/kernel';
import { serializationError, type ErrorPlace } from '../errors.ts';

/** Bytes of marker and fingerprint, and so where the datum begins. */
export const SINGLE_OBJECT_BYTES = 10;

const FIRST_MARKER = 0xc3;
const SECOND_MARKER = 0x01;

/** The bytes before a datum, made once per schema. `fingerprint`: 16 hex digits. */
export function singleObjectFrame(fingerprint: string): Uint8Array {
  const frame = new Uint8Array(SINGLE_OBJECT_BYTES);
  frame[0] = FIRST_MARKER;
  frame[1] = SECOND_MARKER;
  frame.set(Buffer.from(fingerprint, 'hex').reverse(), 2);
  return frame;
}

/**
 * The fingerprint of the writer's schema as 16 hex digits; the datum begins at `SINGLE_OBJECT_BYTES`.
 * Throws SerializationError `FRAME_EMPTY`, `FRAME_TRUNCATED` or `FRAME_MAGIC_UNKNOWN`.
 * @example
 * readSingleObject(singleObjectFrame('63dd24e7cc258f8a')); // '63dd24e7cc258f8a'
 */
export function readSingleObject(bytes: Uint8Array, place: ErrorPlace = {}): string {
  const [first, second] = bytes;
  if (first === undefined) {
    throw serializationError('no bytes at all; a tombstone is null, not empty', 'FRAME_EMPTY', place);
  }
  const isMarked = first === FIRST_MARKER && (second === undefined || second === SECOND_MARKER);
  if (!isMarked) {
    const shown = asBuffer(bytes.subarray(0, 2)).toString('hex');
    const problem = `the payload begins with ${shown} instead of c301; it is not in Avro's single-object encoding`;
    throw serializationError(problem, 'FRAME_MAGIC_UNKNOWN', place);
  }
  if (bytes.length < SINGLE_OBJECT_BYTES) {
    const problem = `the payload has ${bytes.length} of the ${SINGLE_OBJECT_BYTES} bytes of the marker and a fingerprint`;
    throw serializationError(problem, 'FRAME_TRUNCATED', place);
  }
  return Buffer.from(bytes.subarray(2, SINGLE_OBJECT_BYTES)).reverse().toString('hex');
}
