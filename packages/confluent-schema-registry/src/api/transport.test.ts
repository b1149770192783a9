import { execFile } from 'node:child_process';
import { once } from 'node:events';
import http, { Agent, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect, promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { ManualClock } from '@ottla/kernel/testing';
import { forge, type Middleware } from 'mappersmith';
import { RetryMiddleware } from 'mappersmith/middleware/retry/v2';
import { install, mockClient, uninstall } from 'mappersmith/test';
import { afterEach, describe, expect, it } from 'vitest';
import { registryApi, type SchemaRegistryAPIClientArgs } from './index.ts';
import { errorMiddleware, ResponseError } from './middleware/error-middleware.ts';
import { transport } from './transport.ts';

interface Received {
  readonly method: string | undefined;
  readonly target: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Answer = (response: ServerResponse, received: Received) => void;

const json = (value: unknown, status = 200): Answer => {
  return (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};

class Registry {
  readonly received: Received[] = [];
  readonly #server: Server;
  answer: Answer = json({ id: 7 });

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Registry> {
    const server = createServer({ keepAliveTimeout: 0 }); // keeps idle connections for good
    const registry = new Registry(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method, url: target, headers } = request;
        const received = { method, target, headers, body: Buffer.concat(chunks).toString() };
        registry.received.push(received);
        registry.answer(response, received);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return registry;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port; // an address of TCP, since it listens on a port
  }

  get host(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

const AT_ONCE = { retries: 0 };
const RETRY = { maxRetryTimeInSecs: 5, factor: 0.2, multiplier: 2 };
const SOON = { retries: 2, initialRetryTimeInSecs: 0.001 };

let registry: Registry;
const started = async (): Promise<Registry> => {
  registry = await Registry.start();
  return registry;
};
afterEach(async () => registry.stop());

const apiOf = (args: Partial<SchemaRegistryAPIClientArgs> = {}): ReturnType<typeof registryApi> =>
  registryApi({ host: registry.host, retry: AT_ONCE, ...args });

const failureOf = async (call: Promise<unknown>): Promise<ResponseError> => {
  const failure: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(ResponseError);
  return failure as ResponseError; // just seen
};

describe('the transport', () => {
  it('sends what the middlewares made of the request', async () => {
    await started();
    const response = await apiOf({ clientId: 'shop' }).Subject.register({
      subject: 'a/b c',
      body: { schema: '"string"' },
    });
    expect(response.data()).toEqual({ id: 7 });
    expect(response.status()).toBe(200);
    expect(response.timeElapsed).toBeGreaterThan(0);
    expect(registry.received).toMatchObject([
      {
        method: 'POST',
        target: '/subjects/a%2Fb%20c/versions',
        headers: {
          'user-agent': '@kafkajs/confluent-schema-registry (shop)',
          'content-type': 'application/vnd.schemaregistry.v1+json',
        },
        body: '{"schema":"\\"string\\""}',
      },
    ]);
    expect(registry.received[0]?.headers).not.toHaveProperty('confluent-accept-unknown-properties');
  });

  it('keeps the path of the host and takes its credentials out', async () => {
    await started();
    registry.answer = json({ error_code: 40401, message: "Subject 'x' not found." }, 404);
    const host = `http://ada:p%40ss@127.0.0.1:${registry.port}/registry/`;
    const failure = await failureOf(apiOf({ host }).Subject.latestVersion({ subject: 'x' }));
    expect(registry.received[0]?.target).toBe('/registry/subjects/x/versions/latest');
    expect(registry.received[0]?.headers.authorization).toBe(`Basic ${btoa('ada:p@ss')}`);
    expect(failure.message).toBe("Confluent_Schema_Registry - Subject 'x' not found.");
    expect(failure.status).toBe(404);
    expect(failure.url).toBe(`get ${registry.host}/registry/subjects/x/versions/latest`);
  });

  it('prefers auth to the credentials of the host, and a header to both', async () => {
    await started();
    const host = `http://ada:pass@127.0.0.1:${registry.port}`;
    const auth = { username: 'bo', password: 'word' };
    const bearer: Middleware = () => ({
      request: (request) => request.enhance({ headers: { Authorization: 'Bearer t' } }),
    });
    await apiOf({ host, auth }).Schema.find({ id: 1 });
    await apiOf({ host, auth, middlewares: [bearer] }).Schema.find({ id: 1 });
    expect(registry.received.map(({ headers }) => headers.authorization)).toEqual([
      `Basic ${btoa('bo:word')}`,
      'Bearer t',
    ]);
  });

  it('shows no credentials, however it is printed', async () => {
    await started();
    const host = `http://ada:p%40ss@127.0.0.1:${registry.port}`;
    const auth = { username: 'bo', password: 'word' };
    for (const client of [apiOf({ host }), apiOf({ host, auth }), apiOf({ host, agent: new Agent() })]) {
      await client.Schema.find({ id: 1 });
      expect(inspect(client, { depth: null, showHidden: true })).not.toMatch(/p@ss|p%40ss|word/);
      expect(JSON.stringify(client)).not.toMatch(/p@ss|p%40ss|word/);
    }
    const sent = registry.received.map(({ headers }) => headers.authorization);
    expect(sent).toEqual(['ada:p@ss', 'bo:word', 'ada:p@ss'].map((text) => `Basic ${btoa(text)}`));
  });

  it('uses connections again', async () => {
    await started();
    const ports = new Set<number | undefined>();
    registry.answer = (response) => {
      ports.add(response.socket?.remotePort);
      response.end('{}');
    };
    const api = apiOf();
    for (let id = 1; id <= 20; id++) await api.Schema.find({ id });
    // The one that has just delivered an answer may not be free again yet.
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  it('lets the process end while the registry keeps the connection open', async () => {
    await started();
    const program = `
      const { registryApi } = await import(process.argv[1]);
      const response = await registryApi({ host: process.argv[2] }).Schema.find({ id: 1 });
      console.log(response.data().id);`;
    const args = [
      '--input-type=module',
      '-e',
      program,
      new URL('index.ts', import.meta.url).href,
      registry.host,
    ];
    // Killed after the time limit, it would reject.
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 });
    expect(stdout.trim()).toBe('7');
  });

  it('says 401 as unauthorized', async () => {
    await started();
    registry.answer = json({ message: 'no entry' }, 401);
    expect(await failureOf(apiOf().Schema.find({ id: 1 }))).toMatchObject({
      status: 401,
      unauthorized: true,
    });
  });

  it('shows what is not JSON as text', async () => {
    await started();
    registry.answer = (response) => response.writeHead(502).end('bad gateway');
    const failure = await failureOf(apiOf().Schema.find({ id: 1 }));
    expect(failure.message).toBe('Confluent_Schema_Registry - Error, status 502: bad gateway');
  });

  it('does not follow a redirect, nor takes it for an answer', async () => {
    await started();
    registry.answer = (response) =>
      response.writeHead(302, { location: 'http://ada:secret@elsewhere.test/x' }).end();
    const failure = await failureOf(apiOf().Schema.find({ id: 1 }));
    expect(failure.status).toBe(302);
    expect(failure.message).toMatch(/redirect \(to http:\/\/elsewhere\.test\) is not followed/);
    expect(registry.received).toHaveLength(1);
  });

  it('gives up an answer that inflates beyond 16 MiB', async () => {
    await started();
    const bomb = gzipSync(Buffer.alloc(17 * 1024 * 1024, 0x20));
    registry.answer = (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    const failure = await failureOf(apiOf().Schema.find({ id: 1 }));
    expect(failure).toMatchObject({ status: 400 });
    expect(failure.message).toMatch(/more than 16777216 bytes/);
  });

  it.each([
    ['half a minute', {}, 30_000],
    ['the time that it asks for', { timeout: 20 }, 20],
  ])('gives up a registry that does not answer within %s, and tries again', async (_name, asked, limitMs) => {
    await started();
    const clock = new ManualClock();
    // The deadline begins before the request is sent, so it has begun when that arrives.
    registry.answer = () => clock.advance(limitMs);
    const impatient: Middleware = () => ({ request: (request) => request.enhance(asked) });
    const api = forge({
      host: registry.host,
      middleware: [
        transport({ agent: undefined }, { clock }),
        RetryMiddleware({ ...RETRY, ...SOON }),
        errorMiddleware,
        impatient,
      ],
      resources: { Schema: { find: { path: '/schemas/ids/{id}' } } },
    });
    const failure = await failureOf(api.Schema.find({ id: 1 }));
    expect(failure).toMatchObject({ status: 400, cause: { code: 'ETIMEDOUT' } });
    expect(failure.message).toContain(`no answer within ${limitMs} ms`);
    expect(registry.received).toHaveLength(3);
  });

  it('tries again when the connection is cut, but only what changes nothing', async () => {
    await started();
    registry.answer = (response) => response.destroy();
    const api = apiOf({ retry: SOON });
    const failure = await failureOf(api.Schema.find({ id: 1 }));
    expect(failure).toMatchObject({ status: 400, cause: { code: 'ECONNRESET' } });
    expect(registry.received).toHaveLength(3);
    await failureOf(api.Subject.register({ subject: 's', body: {} }));
    expect(registry.received).toHaveLength(4);
  });

  it('tries again after a 5xx', async () => {
    await started();
    registry.answer = (response, received) =>
      json({ message: 'busy' }, registry.received.indexOf(received) < 2 ? 503 : 200)(response, received);
    const response = await apiOf({ retry: SOON }).Schema.find({ id: 1 });
    expect(response.status()).toBe(200);
    expect(response.header('x-mappersmith-retry-count')).toBe(2);
  });

  it('says why nobody could be reached', async () => {
    await started();
    const { host, port } = registry;
    await registry.stop();
    await started();
    const failure = await failureOf(apiOf({ host }).Schema.find({ id: 1 }));
    expect(failure).toMatchObject({ status: 400, cause: { code: 'ECONNREFUSED' } });
    expect(failure.message).toContain(`connect ECONNREFUSED 127.0.0.1:${port}`);
  });

  it('leaves the settings of one client to that client', async () => {
    await started();
    registry.answer = json({ message: 'busy' }, 503);
    await failureOf(apiOf({ retry: { retries: 0 } }).Schema.find({ id: 1 }));
    await failureOf(apiOf({ retry: { initialRetryTimeInSecs: 0.001 } }).Schema.find({ id: 1 }));
    expect(registry.received).toHaveLength(1 + 4);
  });
});

describe("mappersmith's gateway sends", () => {
  it('by node:http when an agent is given, through it', async () => {
    await started();
    let connections = 0;
    class Counting extends Agent {
      override createConnection(
        ...args: Parameters<Agent['createConnection']>
      ): ReturnType<Agent['createConnection']> {
        connections++;
        return super.createConnection(...args);
      }
    }
    const response = await apiOf({ agent: new Counting() }).Schema.find({ id: 1 });
    expect(response.data()).toEqual({ id: 7 });
    expect(connections).toBe(1);
  });

  it('by node:http when something stands before that, so that this sees the request', async () => {
    await started();
    const seen: unknown[] = [];
    const own = http.request;
    const intercepting = (...args: unknown[]): unknown => {
      seen.push(args[0]);
      return Reflect.apply(own, http, args);
    };
    http.request = intercepting as typeof http.request; // as nock does it
    try {
      await apiOf().Schema.find({ id: 1 });
    } finally {
      http.request = own;
    }
    expect(seen).toHaveLength(1);
    await apiOf().Schema.find({ id: 1 });
    expect(seen).toHaveLength(1);
    expect(registry.received).toHaveLength(2);
  });

  it('when another is installed, as the test client of mappersmith does', async () => {
    await started();
    const api = apiOf();
    install();
    try {
      mockClient<typeof api>(api)
        .resource('Schema')
        .method('find')
        .with({ id: 1 })
        .response({ schema: '"int"' });
      const response = await api.Schema.find({ id: 1 });
      expect(response.data()).toEqual({ schema: '"int"' });
      expect(response.request().header('User-Agent')).toBe('@kafkajs/confluent-schema-registry');
    } finally {
      uninstall();
    }
    expect(registry.received).toEqual([]);
  });

  it('when the host is no URL, and says so', async () => {
    await started();
    const failure = await failureOf(apiOf({ host: 'localhost:8081' }).Schema.find({ id: 1 }));
    expect(failure).toMatchObject({ status: 400 });
    expect(failure.message).toMatch(/Protocol "localhost:" not supported/);
  });
});
