/** Turns what undici, TLS and the body reader throw into a RegistryError with a remedy. */
import { printable } from '@ottla/kernel';
import type { RegistryError } from '../registry-error.ts';
import { BodyEncodingError, BodyTooLargeError } from './bounded-body.ts';
import { registryError, type CallSubject } from './verdict.ts';

/** Node's and OpenSSL's codes for certificates and handshakes. */
const TLS_CODES =
  /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_(GET|VERIFY|DECRYPT)_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|HOSTNAME_MISMATCH|CRL_)/;

/** The first bytes of the server are no handshake. */
const NO_TLS_CODES = /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)$/;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Of connections that were never made: nothing went over them. */
const UNCONNECTED_CODES =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/** Whether the request cannot have reached anybody. */
export function wasNeverSent(error: unknown): boolean {
  return UNCONNECTED_CODES.test(codeOf(error)) || TLS_CODES.test(codeOf(error));
}

/** The reasons an AggregateError hides (one per address tried), or the error's own. */
export function reasonInWords(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return error.errors.map(reasonInWords).join('; ');
  }
  return printable(error instanceof Error ? error.message || codeOf(error) : String(error));
}

export function networkFailure(
  error: unknown,
  call: CallSubject & { readonly url: string },
  maxResponseBytes: number,
): RegistryError {
  if (error instanceof BodyTooLargeError) {
    return registryError(
      { ...call, cause: error },
      'REGISTRY_ANSWER_TOO_LARGE',
      `the answer exceeds ${maxResponseBytes} bytes after inflation; is this URL a schema registry? If so, raise 'maxResponseBytes'`,
    );
  }
  if (error instanceof BodyEncodingError) {
    const why = `${printable(error.message, 200)}; is this URL a schema registry?`;
    return registryError({ ...call, cause: error }, 'REGISTRY_NOT_JSON', why);
  }
  if (NO_TLS_CODES.test(codeOf(error))) {
    const why = 'the server does not speak TLS; is its address http:// instead of https://?';
    return registryError({ ...call, cause: error }, 'REGISTRY_TLS_FAILED', why);
  }
  if (TLS_CODES.test(codeOf(error))) {
    const why = `TLS failed: ${reasonInWords(error)}; check the certificates of both sides; an authority of your own goes into the option 'tls' as ca, a client certificate as cert and key`;
    return registryError({ ...call, cause: error }, 'REGISTRY_TLS_FAILED', why);
  }
  // Some servers (Node's own) hang up on a client without the certificate they ask for, and send no alert.
  const hungUp = call.url.startsWith('https:') && /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(codeOf(error));
  const remedy = hungUp ? ", and that 'tls' holds the client certificate, if it asks for one" : '';
  return registryError(
    { ...call, cause: error },
    'REGISTRY_UNREACHABLE',
    `${reasonInWords(error)}; check that the registry runs and 'url' is right${remedy}`,
  );
}
