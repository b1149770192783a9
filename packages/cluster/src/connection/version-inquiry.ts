/**
 * The first exchange on a connection: ApiVersions, asked in the highest version this client knows.
 *
 * A broker that does not know that version answers UNSUPPORTED_VERSION in v0 form with what it does know
 * (KIP-511); the next question is then strictly lower, so the exchange ends. Throws ClusterError for
 * answers that no broker gives.
 */
import { isOttlaError } from '@ottla/kernel';
import {
  apiVersions,
  decodeResponse,
  errorCodes,
  kafkaError,
  type RequestInput,
  type ResponseOf,
} from '@ottla/protocol';
import { ClusterError } from '../errors.ts';
import { throttleMsOf } from './throttle.ts';
import { brokerVersionsOf, type BrokerVersions } from './version-negotiation.ts';

/** Sent with ApiVersions, for the broker's metrics (KIP-511). */
export const SOFTWARE_IDENTITY: RequestInput<typeof apiVersions> = {
  clientSoftwareName: 'ottla',
  clientSoftwareVersion: '0.1.0',
};

export type VersionAnswer =
  | { readonly kind: 'askAgain'; readonly version: number }
  | { readonly kind: 'known'; readonly versions: BrokerVersions; readonly throttleMs: number };

const REMEDY = 'check that the address is that of a Kafka listener';

function decode(frame: Uint8Array, asked: number, peer: string): ResponseOf<typeof apiVersions> {
  try {
    return decodeResponse(apiVersions, asked, frame).body;
  } catch (error) {
    if (!isOttlaError(error)) throw error;
    throw new ClusterError(`${peer}: ${error.message}; ${REMEDY}`, 'MALFORMED_RESPONSE', error);
  }
}

/** The highest version the refusing broker lists, else 0; always below `asked`. */
function lowerVersion(asked: number, refusal: ResponseOf<typeof apiVersions>): number | undefined {
  const listed = refusal.apiKeys.find(({ apiKey }) => apiKey === apiVersions.key);
  const { min, max } = apiVersions.versions;
  const next = Math.max(min, Math.min(listed?.maxVersion ?? 0, max));
  return next < asked ? next : undefined;
}

/** Reads the answer to ApiVersions asked in version `asked`. */
export function readVersionAnswer(frame: Uint8Array, asked: number, peer: string): VersionAnswer {
  const body = decode(frame, asked, peer);
  const violation = (what: string): ClusterError =>
    new ClusterError(`${peer} broke Kafka's protocol: ${what}; ${REMEDY}`, 'PROTOCOL_VIOLATION');
  if (body.errorCode === errorCodes.UNSUPPORTED_VERSION) {
    const version = lowerVersion(asked, body);
    if (version === undefined) throw violation('it refuses every version of ApiVersions');
    return { kind: 'askAgain', version };
  }
  if (body.errorCode !== 0) {
    const { name, text } = kafkaError(body.errorCode);
    throw violation(`ApiVersions was answered with ${name} (${body.errorCode}): ${text}`);
  }
  const versions = brokerVersionsOf(body.apiKeys);
  if (versions.size === 0) throw violation('it offers no API at all');
  return { kind: 'known', versions, throttleMs: throttleMsOf(apiVersions.key, asked, body) };
}
