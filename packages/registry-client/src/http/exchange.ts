/**
 * One request and its answer over undici: no retry, no redirect, no verdict.
 *
 * The path is sent as it stands (no URL normalisation: a subject may be '..'). Bodies are bounded. Throws
 * whatever the network throws, BodyTooLargeError and BodyEncodingError.
 */
import type { Dispatcher } from 'undici';
import { readBody } from './bounded-body.ts';
import type { Endpoint } from './endpoint.ts';

const MEDIA_TYPE = 'application/vnd.schemaregistry.v1+json';
const ACCEPT = `${MEDIA_TYPE}, application/vnd.schemaregistry+json;q=0.9, application/json;q=0.8`;
/** Of an answer that is not a success, only the beginning is of use. */
const MAX_REFUSAL_BYTES = 65_536;

/** What this package needs of an undici dispatcher: an Agent, a ProxyAgent, a MockAgent… */
export type RegistryDispatcher = Pick<Dispatcher, 'request'>;

export interface ExchangeRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below the endpoint's path; segments already encoded. */
  readonly path: string;
  /** JSON text. */
  readonly body?: string | undefined;
}

export interface ExchangeAnswer {
  readonly status: number;
  readonly text: string;
  readonly location: string | undefined;
  readonly retryAfter: string | undefined;
}

export interface ExchangeOptions {
  readonly authorization: string | undefined;
  readonly maxResponseBytes: number;
  readonly signal: AbortSignal;
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

export async function exchange(
  dispatcher: RegistryDispatcher,
  { endpoint, request }: { readonly endpoint: Endpoint; readonly request: ExchangeRequest },
  options: ExchangeOptions,
): Promise<ExchangeAnswer> {
  const { statusCode, headers, body } = await dispatcher.request({
    origin: endpoint.origin,
    path: `${endpoint.path}${request.path}`,
    method: request.method,
    headers: {
      accept: ACCEPT,
      'accept-encoding': 'gzip',
      'user-agent': 'ottla-registry-client',
      'confluent-accept-unknown-properties': 'true',
      ...(request.body === undefined ? {} : { 'content-type': MEDIA_TYPE }),
      ...(options.authorization === undefined ? {} : { authorization: options.authorization }),
    },
    body: request.body ?? null,
    signal: options.signal,
    // The caller's deadline holds for all of it, by the injected clock.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const success = statusCode >= 200 && statusCode < 300;
  const text = await readBody(body, {
    contentEncoding: single(headers['content-encoding']),
    maxBytes: success ? options.maxResponseBytes : Math.min(MAX_REFUSAL_BYTES, options.maxResponseBytes),
    beyond: success ? 'fail' : 'cut',
  });
  return {
    status: statusCode,
    text,
    location: single(headers['location']),
    retryAfter: single(headers['retry-after']),
  };
}
