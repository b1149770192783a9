/**
 * What stands before the datum of a payload and names the schema it was written with.
 *
 * Four framings: a magic byte with a schema id or a GUID, a header with a GUID, Avro's single-object encoding, none. The
 * frames themselves are read by the serializers; here is which of them a payload has. Pure.
 */
import { SerializationError, type RecordHeader } from '@ottla/kernel';
import { readPrefix, readSchemaId } from '@ottla/serializers';
import { readSingleObject, SINGLE_OBJECT_BYTES } from '@ottla/serializers/avro';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { hexBytes } from './payload-text.ts';

export const framings = ['auto', 'registry', 'single-object', 'raw'] as const;
export type Framing = (typeof framings)[number];

export type PayloadFrame =
  | { readonly kind: 'id'; readonly id: number; readonly end: number }
  | { readonly kind: 'guid'; readonly guid: string; readonly end: number }
  /** The GUID stands in a header of the record, and nothing before the datum. */
  | { readonly kind: 'header'; readonly guid: string; readonly end: 0 }
  | { readonly kind: 'single-object'; readonly fingerprint: string; readonly end: number }
  | { readonly kind: 'raw'; readonly end: 0 };

const RAW: PayloadFrame = { kind: 'raw', end: 0 };
const KEY_HEADER = '__key_schema_id';
const HEADERS: readonly string[] = [KEY_HEADER, '__value_schema_id'];

export interface FrameWish {
  readonly framing: Framing;
  readonly headers: readonly RecordHeader[];
  /** Whether the schema is given, so that a payload without a frame can be read, too. */
  readonly hasSchema: boolean;
}

/** Throws CliError `FRAME_…` with what the bytes may be instead. */
export function frameOf(payload: Buffer, { framing, headers, hasSchema }: FrameWish): PayloadFrame {
  if (framing === 'raw') return RAW;
  try {
    if (framing === 'single-object') return singleObject(payload);
    if (headers.length > 0) return fromHeader(payload, headers);
    if (framing === 'auto' && payload[0] === 0xc3 && payload[1] === 0x01) return singleObject(payload);
    if (framing === 'auto' && hasSchema && !isPrefixed(payload)) return RAW;
    const { ref, payloadStart: end } = readPrefix(payload, false);
    return ref.id === undefined ? { kind: 'guid', guid: ref.guid, end } : { kind: 'id', id: ref.id, end };
  } catch (error) {
    if (!(error instanceof SerializationError)) throw error;
    throw unframed(error, payload, { framing, hasSchema });
  }
}

/** `NAME=HEX`; only those that name a schema are taken. */
export function headerOf(word: string): RecordHeader {
  const [, key = '', hex = ''] = /^([^=]*)=(.*)$/s.exec(word) ?? [];
  if (HEADERS.includes(key)) return { key, value: hexBytes(hex) };
  throw new CliError('--header takes a header that names a schema', {
    code: 'HEADER_INVALID',
    exitCode: EXIT.usage,
    remedy: `As in --header ${HEADERS[1] ?? ''}=01 and the 32 hex digits of a GUID.`,
  });
}

function fromHeader(payload: Buffer, headers: readonly RecordHeader[]): PayloadFrame {
  const isKey = headers.at(-1)?.key === KEY_HEADER;
  const { ref } = readSchemaId(payload, { isKey, headers }, false);
  return ref.guid === undefined ? RAW : { kind: 'header', guid: ref.guid, end: 0 };
}

function singleObject(payload: Buffer): PayloadFrame {
  return { kind: 'single-object', fingerprint: readSingleObject(payload), end: SINGLE_OBJECT_BYTES };
}

function isPrefixed(payload: Buffer): boolean {
  if (payload[0] === 1) return payload.length >= 17;
  return payload[0] === 0 && payload.length >= 5 && payload.readInt32BE(1) > 0;
}

function unframed(
  error: SerializationError,
  payload: Buffer,
  { framing, hasSchema }: Pick<FrameWish, 'framing' | 'hasSchema'>,
): CliError {
  const isContainer = payload.subarray(0, 4).equals(Buffer.from('Obj\u0001'));
  const remedies: Readonly<Record<string, string>> = {
    FRAME_EMPTY: 'Was anything read? A record without a value has no payload.',
    FRAME_HEADER_MALFORMED: 'Give its bytes in hex: --header __value_schema_id=01…',
  };
  const other = hasSchema
    ? 'A payload without a frame is read with --framing raw.'
    : 'Of a payload without a frame, give the schema with --schema.';
  return new CliError(error.message, {
    code: error.code,
    exitCode: EXIT.invalidInput,
    remedy: isContainer
      ? 'A container file holds many values and their schema; it is no payload of a record.'
      : (remedies[error.code] ?? (framing === 'auto' ? other : 'Leave out --framing to see which it is.')),
    cause: error,
  });
}
