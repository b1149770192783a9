/**
 * Requests between bodies and frames, for client and broker.
 *
 * A frame is: length, header (API key, version, correlation id, client id; v2 adds tagged fields for
 * flexible versions), body. The client id keeps its classic form in both headers, so that any broker can
 * read the header of a version it does not know.
 */
import { ByteReader } from '@ottla/kernel';
import { UnsupportedVersionError } from '../errors/protocol-errors.ts';
import type { Api, RequestInput } from '../messages/api.ts';
import { apiByKey } from '../messages/apis.ts';
import { int32, string } from '../wire/types.ts';
import { MessageWriter, type Frame } from '../wire/message-writer.ts';
import { skipTaggedFields } from '../wire/tagged-fields.ts';
import { located } from './located.ts';

export interface RequestHeader {
  /** An int32; the answer carries it back. */
  readonly correlationId: number;
  /** Named in the broker's logs, metrics and quotas. */
  readonly clientId: string | null;
}

/** A request as a broker reads it. `body` is `RequestOf` the API. */
export interface DecodedRequest extends RequestHeader {
  readonly api: Api;
  readonly version: number;
  readonly body: unknown;
}

/** Headers keep classic forms in every version. */
const CLASSIC = { version: 1, flexible: false };
const clientIdCodec = string.type.resolve(CLASSIC, true);
const correlationIdCodec = int32.type.resolve(CLASSIC, false);

/**
 * Encodes a request. `records` in the body become chunks of the frame and must not change until it is
 * written. Throws UnsupportedVersionError, or EncodeError for a body this version cannot carry.
 * @example
 * encodeRequest(initProducerId, 4, { correlationId: 7, clientId: 'orders' },
 *   { transactionalId: null, transactionTimeoutMs: 0, producerId: -1n, producerEpoch: -1 });
 */
// oxlint-disable-next-line max-params -- who, which version, under which header, what: all four always
export function encodeRequest<A extends Api>(
  api: A,
  version: number,
  header: RequestHeader,
  body: RequestInput<A>,
): Frame {
  const codec = api.codec(version);
  const writer = new MessageWriter();
  writer.beginFrame();
  try {
    writer.bytes.writeInt16(api.key);
    writer.bytes.writeInt16(version);
    correlationIdCodec.write(writer, header.correlationId);
    // The codec was resolved as nullable.
    clientIdCodec.write(writer, header.clientId as string);
    if (codec.flexible) writer.bytes.writeUnsignedVarint(0);
    codec.request.write(writer, body);
  } catch (error) {
    throw located(error, `${api.name} v${version} request`);
  }
  return writer.toFrame();
}

/**
 * Decodes a request from a frame without its length prefix. Bytes in the body are views on the frame.
 * Throws UnsupportedVersionError for an API or version there is no table for (with the correlation id, so
 * that it can be answered), MalformedBytesError for anything else that is wrong.
 * @example
 * const { chunks } = encodeRequest(apiVersions, 0, { correlationId: 7, clientId: 'orders' }, {});
 * decodeRequest(Buffer.concat(chunks).subarray(4)).correlationId; // 7
 */
export function decodeRequest(frame: Uint8Array): DecodedRequest {
  const reader = new ByteReader(frame);
  const { key, version, correlationId } = readKeys(reader);
  const api = apiByKey(key);
  if (api === undefined || version < api.versions.min || version > api.versions.max) {
    throw new UnsupportedVersionError(
      api === undefined
        ? `no table for API key ${key} (version ${version})`
        : `${api.name} version ${version} is not spoken here; ${api.versions.min} to ${api.versions.max} are`,
      { key, version, correlationId },
    );
  }
  const codec = api.codec(version);
  try {
    const clientId: string | null = clientIdCodec.read(reader);
    if (codec.flexible) skipTaggedFields(reader);
    const body = codec.request.read(reader);
    reader.expectEnd('the body');
    return { api, version, correlationId, clientId, body };
  } catch (error) {
    throw located(error, `${api.name} v${version} request`);
  }
}

function readKeys(reader: ByteReader): { key: number; version: number; correlationId: number } {
  try {
    return { key: reader.readInt16(), version: reader.readInt16(), correlationId: reader.readInt32() };
  } catch (error) {
    throw located(error, 'request header');
  }
}
