/**
 * Sends a client's requests over undici: bounded bodies, a deadline for each try, no redirects, a pool of
 * connections of its own whose idle sockets do not keep the process alive.
 *
 * It is the innermost middleware and answers in the place of mappersmith's gateway. It stands back, and the
 * gateway sends by node:http(s), wherever the user has a say in that: an agent, a gateway or its settings
 * installed in mappersmith's `configs`, a node:http that is not as Node made it (nock, msw, tracing, a proxy or a
 * CA for all agents), a body that is not text.
 */
import http from 'node:http';
import https from 'node:https';
import { systemClock, type Clock } from '@ottla/kernel';
import { exchange, readEndpoint, type Endpoint, type ExchangeAnswer } from '@ottla/registry-client';
import { configs, Response, type Middleware, type Request } from 'mappersmith';
import { HTTP } from 'mappersmith/gateway/http';
import { Agent } from 'undici';
import { networkReason, withNodeCode } from './network-reason.ts';
import { isUntouched } from './untouched-http.ts';

const CONNECTIONS = 64;
const DEADLINE_MS = 30_000;
const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;
/** Status of a request that nobody answered, as mappersmith's gateway has it. */
const NO_ANSWER = 400;

function isSettled(): boolean {
  const { HTTP: hooks, emulateHTTP } = configs.gatewayConfigs;
  return configs.gateway === HTTP && !emulateHTTP && Object.values(hooks ?? {}).every((hook) => !hook);
}

function endpointOf(host: string): Endpoint | undefined {
  try {
    return readEndpoint(host);
  } catch {
    return undefined; // the gateway says what is wrong with it
  }
}

/** The header that a middleware set, `auth`, or what stands in the URL. */
function authorizationOf(request: Request, endpoint: Endpoint): string | undefined {
  const header = request.header<string>('authorization');
  if (header !== undefined) return header;
  const credentials = request.auth() ?? endpoint.credentials;
  if (credentials === undefined) return undefined;
  const { username = '', password = '' } = credentials;
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function headersOf(request: Request): Record<string, string | undefined> {
  const given = Object.entries(request.headers()).map(([name, value]) => [name, String(value)]);
  return { 'confluent-accept-unknown-properties': undefined, ...Object.fromEntries(given) };
}

function timeout(limitMs: number): Error {
  const error = new Error(`no answer within ${limitMs} ms`);
  return Object.assign(error, { name: 'TimeoutError', code: 'ETIMEDOUT' });
}

function redirectReason({ headers: { location } }: ExchangeAnswer): string {
  const target = location !== undefined && URL.canParse(location) ? ` (to ${new URL(location).origin})` : '';
  return `a redirect${target} is not followed; give the address of the registry itself as 'host'`;
}

type Method = 'GET' | 'POST' | 'PUT';

interface Route {
  readonly dispatcher: Agent;
  readonly endpoint: Endpoint;
  readonly signal: AbortSignal;
}

async function send(request: Request, { dispatcher, endpoint, signal }: Route): Promise<Response> {
  const body = request.body();
  const sent = {
    method: request.method().toUpperCase() as Method, // those of the resources' table
    path: request.path(),
    body: typeof body === 'string' ? body : undefined,
  };
  const answer = await exchange(
    dispatcher,
    { endpoint, request: sent },
    {
      authorization: authorizationOf(request, endpoint),
      headers: headersOf(request),
      maxResponseBytes: MAX_RESPONSE_BYTES,
      signal,
    },
  );
  const redirected = answer.status >= 300 && answer.status < 400;
  const text = redirected ? redirectReason(answer) : answer.text;
  const response = new Response(request, answer.status, text, answer.headers);
  if (redirected || !response.success()) throw response;
  return response;
}

function failedResponse(request: Request, failure: unknown): Response {
  if (failure instanceof Response) return failure;
  const reason = networkReason(failure);
  return new Response(request, NO_ANSWER, reason, {}, [withNodeCode(failure, reason)]);
}

export interface TransportOptions {
  /** Given by the user: then node:http(s) sends. */
  readonly agent: http.Agent | undefined;
}

export interface TransportPorts {
  readonly clock?: Clock;
}

/** One per client: it holds the connections. */
export function transport(
  { agent }: TransportOptions,
  { clock = systemClock }: TransportPorts = {},
): Middleware {
  let dispatcher: Agent | undefined;

  async function attempt(request: Request, endpoint: Endpoint): Promise<Response> {
    dispatcher ??= new Agent({ connections: CONNECTIONS, connect: { timeout: DEADLINE_MS } });
    const start = clock.now();
    const limitMs = request.timeout() ?? DEADLINE_MS;
    const deadline = new AbortController();
    const timer = clock.after(limitMs, () => deadline.abort(timeout(limitMs)));
    const signals = [deadline.signal, request.signal()].filter((signal) => signal !== undefined);
    let response: Response | undefined;
    try {
      response = await send(request, { dispatcher, endpoint, signal: AbortSignal.any(signals) });
      return response;
    } catch (failure) {
      response = failedResponse(request, failure);
      throw response;
    } finally {
      timer.cancel();
      if (response !== undefined) response.timeElapsed = clock.now() - start;
    }
  }

  return function transportMiddleware() {
    return {
      async response(next, _renew, request) {
        const body = request.body();
        const plain = !body || typeof body === 'string';
        const endpoint = endpointOf(request.host());
        if (agent || !endpoint || !plain || !isSettled()) return next();
        return isUntouched(endpoint.origin.startsWith('https:') ? https : http)
          ? attempt(request, endpoint)
          : next();
      },
    };
  };
}
