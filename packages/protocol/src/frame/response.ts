/**
 * Responses between bodies and frames, for client and broker.
 *
 * A frame is: length, header (correlation id; v1 adds tagged fields for flexible versions), body. The
 * header of ApiVersions is v0 in every version, and its errorCodes.UNSUPPORTED_VERSION answer has the body of v0:
 * both are handled here, so callers need not know.
 */
import { ByteReader, MalformedBytesError } from '@ottla/kernel';
import { UnsupportedVersionError } from '../errors/protocol-errors.ts';
import type { Api, ResponseInput, ResponseOf } from '../messages/api.ts';
import { int32 } from '../wire/types.ts';
import { errorCodes } from '../errors/kafka-errors.ts';
import { MessageWriter, type Frame } from '../wire/message-writer.ts';
import { skipTaggedFields } from '../wire/tagged-fields.ts';
import { located } from './located.ts';

const API_VERSIONS_KEY = 18;
const CORRELATION_ID_BYTES = 4;
const correlationIdCodec = int32.type.resolve({ version: 0, flexible: false }, false);

function hasTaggedHeader(api: Api, version: number): boolean {
  return api.key !== API_VERSIONS_KEY && version >= api.flexibleSince;
}

/**
 * Encodes a response. `records` in the body become chunks of the frame and must not change until it is
 * written. An ApiVersions answer with UNSUPPORTED_VERSION takes the form of v0, whatever the version asked for.
 * Throws UnsupportedVersionError, or EncodeError for a body this version cannot carry.
 */
// oxlint-disable-next-line max-params -- to what, which version, under which id, what: all four always
export function encodeResponse<A extends Api>(
  api: A,
  version: number,
  correlationId: number,
  body: ResponseInput<A>,
): Frame {
  // Some tables have no errorCode, and what is no body at all is the codec's to refuse.
  const errorCode = (body as { readonly errorCode?: unknown } | null)?.errorCode;
  const codec = api.codec(bodyVersion(api, version, errorCode));
  const writer = new MessageWriter();
  writer.beginFrame();
  try {
    correlationIdCodec.write(writer, correlationId);
    if (hasTaggedHeader(api, version)) writer.bytes.writeUnsignedVarint(0);
    codec.response.write(writer, body);
  } catch (error) {
    throw located(error, `${api.name} v${version} response`);
  }
  return writer.toFrame();
}

/**
 * Decodes the response to a request of this API and version, from a frame without its length prefix.
 * Bytes in the body are views on the frame. Throws MalformedBytesError.
 * @example
 * const { chunks } = encodeResponse(initProducerId, 0, 7, { errorCode: 0, producerId: 12n, producerEpoch: 0 });
 * decodeResponse(initProducerId, 0, Buffer.concat(chunks).subarray(4)).body.producerId; // 12n
 */
export function decodeResponse<A extends Api>(
  api: A,
  version: number,
  frame: Uint8Array,
): { correlationId: number; body: ResponseOf<A> } {
  const reader = new ByteReader(frame);
  try {
    const correlationId = reader.readInt32();
    if (hasTaggedHeader(api, version)) skipTaggedFields(reader);
    const body = api.codec(bodyVersion(api, version, peekErrorCode(frame))).response.read(reader);
    reader.expectEnd('the body');
    // The codec was resolved from the table that ResponseOf is inferred from.
    return { correlationId, body: body as unknown as ResponseOf<A> };
  } catch (error) {
    if (error instanceof UnsupportedVersionError) throw error;
    throw located(error, `${api.name} v${version} response`);
  }
}

/**
 * The version of the body: v0 for an ApiVersions answer that refuses the version asked for, since who asked in
 * a version the broker does not know must be able to read the answer (KIP-511).
 */
function bodyVersion(api: Api, version: number, errorCode: unknown): number {
  return api.key === API_VERSIONS_KEY && errorCode === errorCodes.UNSUPPORTED_VERSION ? 0 : version;
}

/** The two bytes behind the correlation id, where ApiVersions has its error code; NONE when there are none. */
function peekErrorCode(frame: Uint8Array): number {
  if (frame.length < CORRELATION_ID_BYTES + 2) return errorCodes.NONE;
  return new ByteReader(frame, CORRELATION_ID_BYTES).readInt16();
}

/** The correlation id of a response frame, without decoding the rest. Throws MalformedBytesError. */
export function peekCorrelationId(frame: Uint8Array): number {
  if (frame.length < CORRELATION_ID_BYTES) {
    throw new MalformedBytesError(`a frame of ${frame.length} bytes has no correlation id`, 0, 'TRUNCATED');
  }
  return new ByteReader(frame).readInt32();
}
