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
/** A refusal of an incompatible schema may quote whole schemas; past this only its beginning is read. */
const MAX_REFUSAL_BYTES = 1_048_576;

/** What this package needs of an undici dispatcher: an Agent, a ProxyAgent, a MockAgent… */
export type RegistryDispatcher = Pick<Dispatcher, 'request'>;

export interface ExchangeRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the endpoint's path, with its query; segments already encoded. */
  readonly path: string;
  /** JSON text, unless a header says otherwise. */
  readonly body?: string | undefined;
}

export interface ExchangeAnswer {
  readonly status: number;
  /** The body, inflated. Of an answer that is not a success, its first mebibyte. */
  readonly text: string;
  /** Names in lower case; what came several times is joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface ExchangeOptions {
  /** The value of the header, `Basic …` or `Bearer …`. */
  readonly authorization: string | undefined;
  /** Sent as well, or in place of what is sent by itself; undefined takes a header away. Names in lower case. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly maxResponseBytes: number;
  /** Ends the exchange, which then rejects. */
  readonly signal: AbortSignal;
}

function headersOf({ body }: ExchangeRequest, options: ExchangeOptions): Record<string, string> {
  const headers = {
    accept: ACCEPT,
    'accept-encoding': 'gzip',
    'user-agent': 'ottla-registry-client',
    'confluent-accept-unknown-properties': 'true',
    'content-type': body === undefined ? undefined : MEDIA_TYPE,
    ...options.headers,
    authorization: options.authorization,
  };
  const given = Object.entries(headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Record<string, string>; // those without a value were left out
}

function plain(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

/**
 * Sends one request and reads its answer, whatever its status. Rejects when there is none: with what the
 * network threw, BodyTooLargeError, BodyEncodingError, or the reason of the signal.
 * @example
 * import { Agent } from 'undici';
 *
 * const { status, text } = await exchange(
 *   new Agent(),
 *   { endpoint: readEndpoint('http://localhost:8081'), request: { method: 'GET', path: '/subjects' } },
 *   { authorization: undefined, maxResponseBytes: 16_777_216, signal: AbortSignal.timeout(10_000) },
 * );
 */
export async function exchange(
  dispatcher: RegistryDispatcher,
  { endpoint, request }: { readonly endpoint: Endpoint; readonly request: ExchangeRequest },
  options: ExchangeOptions,
): Promise<ExchangeAnswer> {
  const answer = await dispatcher.request({
    origin: endpoint.origin,
    path: `${endpoint.path}${request.path}`,
    method: request.method,
    headers: headersOf(request, options),
    body: request.body ?? null,
    signal: options.signal,
    // The caller's deadline holds for all of it, by the injected clock.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const status = answer.statusCode;
  const headers = plain(answer.headers);
  const success = status >= 200 && status < 300;
  const text = await readBody(answer.body, {
    contentEncoding: headers['content-encoding'],
    maxBytes: success ? options.maxResponseBytes : Math.min(MAX_REFUSAL_BYTES, options.maxResponseBytes),
    beyond: success ? 'fail' : 'cut',
  });
  return { status, text, headers };
}
