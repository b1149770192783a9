/**
 * ApiVersions (KIP-35, KIP-511): which APIs this broker serves, in which versions.
 *
 * Behaviour
 * - Lists the APIs that have a handler, each with the versions of its message table.
 * - Produce is told to begin at 0, as Apache Kafka 4.x does: librdkafka compresses only when it does
 *   (KAFKA-18659). A request in a version below the table's is refused all the same.
 * - No finalized features: transactions are not served.
 *
 * Version notes
 * - Any version the table lacks is answered in version 0 with UNSUPPORTED_VERSION and the list, so that the
 *   client can ask again.
 * - v3: the client tells its software's name and version, of letters, digits, dots and hyphens; other
 *   characters are INVALID_REQUEST with an empty list.
 */
import { apiVersions, errorCodes, produce, type Api, type ResponseInput } from '@ottla/protocol';
import { defineHandler } from '../handler.ts';

type Body = ResponseInput<typeof apiVersions>;

const SOFTWARE_NAME = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/;

function answerWith(errorCode: number, served: readonly Api[]): Body {
  const apiKeys = served.map(({ key, versions }) => ({
    apiKey: key,
    minVersion: key === produce.key ? 0 : versions.min,
    maxVersion: versions.max,
  }));
  return { errorCode, apiKeys: apiKeys.toSorted((left, right) => left.apiKey - right.apiKey) };
}

/** The answer, to be sent in version 0, to an ApiVersions request in a version nobody knows. */
export function unsupportedApiVersions(served: readonly Api[]): Body {
  return answerWith(errorCodes.UNSUPPORTED_VERSION, served);
}

export const handleApiVersions = defineHandler(apiVersions, (body, call) => {
  const named =
    call.version < 3 ||
    (SOFTWARE_NAME.test(body.clientSoftwareName) && SOFTWARE_NAME.test(body.clientSoftwareVersion));
  const answer = named
    ? answerWith(errorCodes.NONE, call.served)
    : { errorCode: errorCodes.INVALID_REQUEST, apiKeys: [] };
  return { kind: 'answer', body: answer };
});
