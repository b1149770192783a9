/**
 * One request over HTTP and what becomes of it: read, judged by the controls, answered.
 *
 * Owns what is HTTP's and not the registry's: the bound of a body, media types, HEAD and OPTIONS, and the
 * carrying out of faults. What it refuses itself has the form of the registry's refusals. A client that has
 * left is neither handled for nor answered. Decides nothing about schemas.
 */
import type { Logger } from '@ottla/kernel';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { answerTypeFor, isBodyType, REGISTRY_MEDIA_TYPE } from './media-type.ts';
import { RegistryCore, refusal } from './registry-core.ts';
import { RegistryFailure, refuse } from './registry-failure.ts';
import type {
  InterceptedRegistryRequest,
  RegistryInterception,
  RegistryStandIn,
  RegistryVerdict,
} from './registry-interception.ts';
import type { RegistryResponse } from './route.ts';

/** More than the largest schemas seen in public (2.6 MB). */
const MAX_BODY_BYTES = 4_194_304;
const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];

export interface ExchangeParts {
  readonly core: RegistryCore;
  readonly controls: RegistryInterception;
  readonly logger: Logger;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    // Without an encoding set, the chunks of a request are Buffers.
    const buffer = chunk as Buffer;
    bytes += buffer.length;
    if (bytes > MAX_BODY_BYTES) throw refuse.tooLarge(MAX_BODY_BYTES);
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Of a request line in absolute form, what follows the authority. */
function targetOf(url: string): string {
  return url.replace(/^https?:\/\/[^/?]*/i, '') || '/';
}

/** What a path takes, as an empty registry tells; none when it has no such path. */
function allowedMethods(target: string): string[] {
  const empty = new RegistryCore();
  const allowed = METHODS.filter((method) => {
    const { status, body } = empty.handle({ method, target, body: '' });
    return status !== 405 && body !== refusal(refuse.noRoute()).body;
  });
  return allowed.includes('GET') ? ['OPTIONS', 'HEAD', ...allowed] : ['OPTIONS', ...allowed];
}

/** What the registry answers, seen from HTTP. */
interface HttpAnswer extends RegistryResponse {
  /** Undefined for a body that is always empty. */
  readonly type: string | undefined;
  readonly headers: OutgoingHttpHeaders;
}

/** Their answers end with the head, which then says nothing of a body (RFC 9110, 15.3.5 and 15.4.5). */
const BODILESS: ReadonlySet<number> = new Set([204, 304]);

/** What the head says of the body. */
function contentHeaders(status: number, bytes: number, type?: string): OutgoingHttpHeaders {
  if (BODILESS.has(status)) return {};
  return { ...(type !== undefined && { 'content-type': type }), 'content-length': bytes };
}

function refused(failure: RegistryFailure, headers: OutgoingHttpHeaders = {}): HttpAnswer {
  return { ...refusal(failure), type: REGISTRY_MEDIA_TYPE, headers };
}

function handle(core: RegistryCore, request: InterceptedRegistryRequest): HttpAnswer {
  const { method, target, headers, body } = request;
  const { 'content-type': contentType, accept } = headers;
  if (method === 'OPTIONS') {
    const allow = target === '*' ? ['OPTIONS', 'HEAD', ...METHODS] : allowedMethods(target);
    if (allow.length === 1) return refused(refuse.noRoute());
    return { status: 200, body: '', type: undefined, headers: { allow: allow.join(', ') } };
  }
  if (body !== '' && typeof contentType === 'string' && !isBodyType(contentType)) {
    return refused(refuse.mediaType());
  }
  const answerType = answerTypeFor(typeof accept === 'string' ? accept : undefined);
  if (answerType === undefined) {
    return refused(new RegistryFailure(406, 406, 'HTTP 406 Not Acceptable'));
  }
  const answer = core.handle({ method: method === 'HEAD' ? 'GET' : method, target, body });
  const allow = answer.status === 405 ? { allow: allowedMethods(target).join(', ') } : {};
  return { ...answer, type: answerType, headers: allow };
}

function write(response: ServerResponse, { status, body, type, headers }: HttpAnswer): void {
  response.writeHead(status, { ...contentHeaders(status, Buffer.byteLength(body), type), ...headers });
  response.end(body);
}

function standIn(response: ServerResponse, { status, body = '', headers = {} }: RegistryStandIn): void {
  const bytes =
    body instanceof Uint8Array
      ? Buffer.from(body)
      : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const all = contentHeaders(status, bytes.length, REGISTRY_MEDIA_TYPE);
  for (const [name, value] of Object.entries(headers)) {
    all[name.toLowerCase()] = typeof value === 'string' ? value : [...value];
  }
  response.writeHead(status, all);
  response.end(bytes);
}

/** Sends the head and a beginning of the body, and ends the connection once they are on their way. */
function cut(response: ServerResponse, { status, body, type, headers }: HttpAnswer, wanted: number): void {
  const bytes = Buffer.from(body);
  const sent = Math.max(0, Math.min(wanted, bytes.length - 1));
  response.writeHead(status, { ...contentHeaders(status, bytes.length, type), ...headers });
  if (sent === 0) response.flushHeaders();
  else response.write(bytes.subarray(0, sent));
  response.socket?.destroySoon();
}

function carryOut(
  verdict: RegistryVerdict,
  request: InterceptedRegistryRequest,
  { core, response }: { readonly core: RegistryCore; readonly response: ServerResponse },
): string {
  switch (verdict) {
    case 'pass': {
      const answer = handle(core, request);
      write(response, answer);
      return String(answer.status);
    }
    case 'disconnect':
      response.destroy();
      return verdict;
    case 'handleThenDisconnect':
      handle(core, request);
      response.destroy();
      return verdict;
    default:
      if ('handleThenCut' in verdict) {
        cut(response, handle(core, request), verdict.handleThenCut);
        return `handleThenCut ${verdict.handleThenCut}`;
      }
      standIn(response, verdict);
      return `${verdict.status} in the registry's place`;
  }
}

/** Serves one request; never rejects. */
export async function serveExchange(
  { core, controls, logger }: ExchangeParts,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/', headers } = incoming;
  const target = targetOf(url);
  let body: string;
  try {
    body = await readBody(incoming);
  } catch (error) {
    if (!(error instanceof RegistryFailure)) return void response.destroy(); // the client went away while sending
    logger.debug(`registry: ${method} ${target} ${error.status}`);
    // The rest of the body is not read.
    return write(response, refused(error, { connection: 'close' }));
  }
  try {
    const request = { method, target, headers, body };
    const verdict = await controls.judge(request);
    if (response.destroyed) return; // the client went away while a control held the request
    logger.debug(`registry: ${method} ${target} ${carryOut(verdict, request, { core, response })}`);
  } catch (error) {
    const problem = `a control failed: ${error instanceof Error ? error.message : String(error)}`;
    logger.warn(`registry: ${problem}`);
    if (response.headersSent) return void response.destroy();
    write(response, refused(new RegistryFailure(500, 500, `EmbeddedRegistry.intercept: ${problem}`)));
  }
}

const refusalsOfHttp: Readonly<Record<string, RegistryFailure>> = {
  HPE_HEADER_OVERFLOW: new RegistryFailure(431, 431, 'HTTP 431 Request Header Fields Too Large'),
  ERR_HTTP_REQUEST_TIMEOUT: new RegistryFailure(408, 408, 'HTTP 408 Request Timeout'),
};

/** Answers what is no HTTP request, and ends the connection. */
export function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const failure = refusalsOfHttp[error.code ?? ''] ?? refuse.badRequest('HTTP 400 Bad Request');
  const { status, body } = refusal(failure);
  const head = [
    `HTTP/1.1 ${status} ${failure.message.replace(/^HTTP \d+ /, '')}`,
    `content-type: ${REGISTRY_MEDIA_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
