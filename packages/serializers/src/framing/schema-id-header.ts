/**
 * A schema's GUID in a header of the record, so that the payload has nothing before it; and reading either form.
 *
 * Readers look at the last header of the name first and at the prefix where there is none. Source:
 * HeaderSchemaIdSerializer and DualSchemaIdDeserializer of Confluent's Java client.
 */
import { ByteWriter, type RecordHeader } from '@ottla/kernel';
import { serializationError, type ErrorPlace } from '../errors.ts';
import { readMessageIndexes, writeMessageIndexes } from './message-indexes.ts';
import { readPrefix, type ReadFrame } from './prefix.ts';
import { GUID_FRAME_BYTES, GUID_MAGIC_BYTE, guidAt, guidFrame } from './schema-guid.ts';

const KEY_HEADER = '__key_schema_id';
const VALUE_HEADER = '__value_schema_id';

/** Which part of a record a frame belongs to, and its headers. */
export interface FramedPart extends ErrorPlace {
  readonly isKey: boolean;
  readonly headers: readonly RecordHeader[];
}

/**
 * The header that names a schema; null for a text that is no GUID.
 * @example
 * headerOfGuid({ isKey: false, guid: '89791762-2336-186f-74b1-5f9a9b5e2f8d', messageIndexes: null })?.key; // '__value_schema_id'
 */
export function headerOfGuid(named: {
  readonly isKey: boolean;
  readonly guid: string;
  readonly messageIndexes: readonly number[] | null;
}): RecordHeader | null {
  const frame = guidFrame(named.guid);
  if (frame === null) return null;
  const key = named.isKey ? KEY_HEADER : VALUE_HEADER;
  if (named.messageIndexes === null) return { key, value: frame };
  const writer = new ByteWriter(GUID_FRAME_BYTES + 8);
  writer.writeBytes(frame);
  writeMessageIndexes(named.messageIndexes, writer);
  return { key, value: writer.toBytes() };
}

/**
 * Which schema wrote a payload: as the last header of its name says, else the prefix.
 * Throws SerializationError `FRAME_…`.
 */
export function readSchemaId(bytes: Uint8Array, part: FramedPart, withIndexes: boolean): ReadFrame {
  const value = part.headers.length === 0 ? undefined : guidHeader(part);
  return value === undefined ? readPrefix(bytes, withIndexes, part) : readHeader(value, withIndexes, part);
}

/** The value of the last header of the name; undefined when there is none. */
export function guidHeader({ isKey, headers }: FramedPart): Uint8Array | null | undefined {
  const name = isKey ? KEY_HEADER : VALUE_HEADER;
  for (let index = headers.length - 1; index >= 0; index--) {
    const header = headers[index];
    if (header !== undefined && header.key === name) return header.value;
  }
  return undefined;
}

function readHeader(value: Uint8Array | null, withIndexes: boolean, part: FramedPart): ReadFrame {
  const name = part.isKey ? KEY_HEADER : VALUE_HEADER;
  const refuse = (problem: string): never => {
    const words = `the header ${name} ${problem}; it must be a byte 1 and the 16 bytes of a schema GUID`;
    throw serializationError(words, 'FRAME_HEADER_MALFORMED', part);
  };
  if (value === null) return refuse('is null');
  if (value.length < GUID_FRAME_BYTES) return refuse(`has ${value.length} bytes`);
  if (value[0] !== GUID_MAGIC_BYTE) return refuse(`begins with byte ${value[0]}`);
  const ref = { guid: guidAt(value, 0) };
  const { indexes, end } = withIndexes
    ? readMessageIndexes(value, GUID_FRAME_BYTES, part)
    : { indexes: null, end: GUID_FRAME_BYTES };
  if (end !== value.length) return refuse(`has ${value.length} bytes`);
  return { ref, messageIndexes: indexes, payloadStart: 0 };
}
