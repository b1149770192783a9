/** The registry client against servers that answer badly, slowly, or with something else altogether. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { EmbeddedRegistry } from '@ottla/embedded';
import { ManualClock } from '@ottla/kernel/testing';
import { RegistryClient, type RegistryClientOptions } from '@ottla/registry-client';
import { afterEach, describe, expect, it } from 'vitest';
import { LoopbackServer } from '../../packages/embedded/src/loopback-server.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).toReversed()) await each.close();
});

async function listen(server: Server): Promise<{ url: string; sockets: ReadonlySet<Socket> }> {
  const listening = await LoopbackServer.listen(server);
  opened.push(listening);
  return { url: `http://${listening.address}`, sockets: listening.sockets };
}

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  return { ...(await listen(server)), requests };
}

/** A server below HTTP. */
const serveTcp = (accept: (socket: Socket) => void) => listen(createTcpServer(accept));

function connect(options: RegistryClientOptions, clock?: ManualClock): RegistryClient {
  const client = new RegistryClient({ retries: 0, ...options }, clock === undefined ? {} : { clock });
  opened.push(client);
  return client;
}

const failureOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: unknown) => error,
  );

describe('an answer of 200', () => {
  it.each([
    ['HTML', '<!doctype html><title>Sign in</title>', 'REGISTRY_NOT_JSON'],
    ['nothing', '', 'REGISTRY_NOT_JSON'],
    ['half of it', '{"id":1,"schema":"\\"int', 'REGISTRY_NOT_JSON'],
    ['null', 'null', 'REGISTRY_ANSWER_INVALID'],
    ['an array', '[]', 'REGISTRY_ANSWER_INVALID'],
    ['200,000 nested arrays', '['.repeat(200_000) + ']'.repeat(200_000), 'REGISTRY_ANSWER_INVALID'],
    ['a member __proto__', '{"__proto__":{"schema":"\\"int\\""}}', 'REGISTRY_ANSWER_INVALID'],
  ])('that holds %s is refused', async (_name, body, code) => {
    const { url } = await serve((_request, response) => response.end(body));
    expect(await failureOf(connect({ url }).schema(1))).toMatchObject({ code, action: 'usage' });
  });

  it.each([
    ['HTML', 'text/html; charset=utf-8', '<!doctype html><title>Sign in</title>'],
    ['JSON, but says it is HTML', 'text/html', '{"schema":"\\"int\\""}'],
    ['JSON, but says it is bytes', 'application/octet-stream', '{"schema":"\\"int\\""}'],
  ])('that holds %s is refused with its content-type', async (_name, contentType, body) => {
    const { url } = await serve((_request, response) =>
      response.writeHead(200, { 'content-type': contentType }).end(body),
    );
    const type = contentType.split(';')[0];
    expect(await failureOf(connect({ url }).schema(1))).toMatchObject({
      code: 'REGISTRY_NOT_JSON',
      message: expect.stringContaining(`of content-type ${type}; is this URL a schema registry?`),
    });
  });

  it('without end is stopped at the bound, and its connection closed', async () => {
    let written = 0;
    const { url, sockets } = await serve((_request, response) => {
      const chunk = Buffer.alloc(65_536, 0x20);
      const pour = (): void => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length;
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
    });
    const client = connect({ url, maxResponseBytes: 1_000_000 });
    expect(await failureOf(client.schema(1))).toMatchObject({
      code: 'REGISTRY_ANSWER_TOO_LARGE',
      message: expect.stringContaining("raise 'maxResponseBytes'"),
    });
    await Promise.all([...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    expect(written).toBeLessThan(30_000_000);
  });

  it('that inflates 300 MB from 300 kB is stopped at the bound', async () => {
    const bomb = gzipSync(Buffer.alloc(300_000_000), { level: 6 });
    const { url } = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    const before = process.memoryUsage().rss;
    expect(await failureOf(connect({ url }).schema(1))).toMatchObject({ code: 'REGISTRY_ANSWER_TOO_LARGE' });
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });

  it('compressed as it was asked for is read', async () => {
    const { url } = await serve((request, response) => {
      expect(request.headers['accept-encoding']).toBe('gzip');
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"schema":"\\"int\\""}'));
    });
    expect(await connect({ url }).schema(1)).toEqual({ id: 1, schemaType: 'AVRO', schema: '"int"' });
  });

  it('whose connection breaks in the middle counts as unreachable', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{"schema":', () => response.destroy());
    });
    expect(await failureOf(connect({ url }).schema(1))).toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      action: 'retriable',
    });
  });
});

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('%i is not followed: its target gets no request', async (status) => {
    const elsewhere = await serve((_request, response) => response.end('{"id":1}'));
    const { url } = await serve((_request, response) =>
      response.writeHead(status, { location: `${elsewhere.url}/steal` }).end(),
    );
    const client = connect({ url, auth: { token: 'open-sesame' } });
    const schema = { schemaType: 'AVRO', schema: '"int"' } as const;
    expect(await failureOf(client.register('a', schema))).toMatchObject({
      code: 'REGISTRY_REDIRECTED',
      status,
      message: expect.stringContaining(`points to ${elsewhere.url}/steal`),
    });
    expect(elsewhere.requests).toEqual([]);
  });

  it.each(['/', 'file:///etc/passwd', 'http://169.254.169.254/latest', '//evil', 'x'.repeat(8_000)])(
    'to %j is named and not followed',
    async (location) => {
      const { url, requests } = await serve((_request, response) =>
        response.writeHead(302, { location }).end(),
      );
      expect(await failureOf(connect({ url }).subjects())).toMatchObject({ code: 'REGISTRY_REDIRECTED' });
      expect(requests).toEqual(['GET /subjects']);
    },
  );
});

describe('a redirect in a loop', () => {
  it('is asked for once', async () => {
    const { url, requests } = await serve((request, response) =>
      response.writeHead(302, { location: request.url ?? '/' }).end(),
    );
    expect(await failureOf(connect({ url, retries: 5 }).subjects())).toMatchObject({
      code: 'REGISTRY_REDIRECTED',
    });
    expect(requests).toEqual(['GET /subjects']);
  });
});

describe('several URLs', () => {
  it('of which the first is dead and the second is alive serve every call', async () => {
    const gone = await LoopbackServer.listen(createServer());
    await gone.close();
    const alive = await serve((_request, response) => response.end('["a"]'));
    const client = connect({ url: [`http://${gone.address}`, alive.url] });
    for (let index = 0; index < 3; index++) expect(await client.subjects()).toEqual(['a']);
    expect(alive.requests).toHaveLength(3);
  });

  it('that are all alive but wrong give the error of the first, and the rest is not asked', async () => {
    const page = (_request: IncomingMessage, response: ServerResponse): void => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hello');
    };
    const [first, second] = [await serve(page), await serve(page)];
    const failure = await failureOf(connect({ url: [first.url, second.url] }).subjects());
    expect(failure).toMatchObject({ code: 'REGISTRY_NOT_JSON', url: `${first.url}/subjects` });
    expect(second.requests).toEqual([]);
  });
});

describe('a registry that is down at the start', () => {
  const schema = { schemaType: 'AVRO', schema: '"int"' } as const;

  it('and comes back later is asked by the next call, as if nothing had been', async () => {
    const registry = await EmbeddedRegistry.start();
    opened.push(registry);
    await registry.stop();
    const client = connect({ url: registry.url });
    expect(await failureOf(client.register('a', schema))).toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      action: 'retriable',
    });
    await registry.resume();
    const { id } = await client.register('a', schema);
    await registry.stop();
    expect(await failureOf(client.subjects())).toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
    expect((await client.schema(id)).schema).toBe('"int"');
    await registry.resume();
    expect(await client.subjects()).toEqual(['a']);
  });

  it('and comes back while a call waits to try again answers that call', async () => {
    const registry = await EmbeddedRegistry.start();
    opened.push(registry);
    await registry.stop();
    const clock = new ManualClock();
    const client = connect({ url: registry.url, retries: 3, retryBackoffMs: 100 }, clock);
    const asked = client.subjects();
    while (clock.pendingTimers === 0 || client.metrics().failures === 0) {
      await new Promise(setImmediate);
    }
    await registry.resume();
    await clock.timersPending(1);
    clock.advance(100);
    expect(await asked).toEqual([]);
    expect(client.metrics()).toMatchObject({ requests: 2, retries: 1, failures: 1 });
  });
});

describe('two tenants of one URL', () => {
  it('share no cache: each is answered by its own credentials', async () => {
    const { url, requests } = await serve(({ headers }, response) => {
      const tenant = headers.authorization === 'Bearer one' ? 'One' : 'Two';
      response.end(
        JSON.stringify({ schema: JSON.stringify({ type: 'enum', name: tenant, symbols: ['A'] }) }),
      );
    });
    const [one, two] = ['one', 'two'].map((token) => connect({ url, auth: { token } }));
    for (let index = 0; index < 2; index++) {
      expect((await one?.schema(1))?.schema).toContain('"One"');
      expect((await two?.schema(1))?.schema).toContain('"Two"');
    }
    expect(requests).toHaveLength(2);
    expect(two?.knownSchema(1)?.schema).toContain('"Two"');
  });
});

describe('time', () => {
  it('runs out for a server that accepts and says nothing', async () => {
    const { url, sockets } = await serveTcp(() => undefined);
    const clock = new ManualClock();
    const failed = failureOf(connect({ url }, clock).subjects());
    while (sockets.size === 0) await new Promise(setImmediate);
    clock.advance(10_000);
    expect(await failed).toMatchObject({ code: 'REGISTRY_TIMED_OUT', action: 'retriable' });
  });

  it('runs out for a server that sends headers and then a byte now and then', async () => {
    const clock = new ManualClock();
    let answered = (): void => undefined;
    const began = new Promise<void>((resolve) => {
      answered = resolve;
    });
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('[', answered);
    });
    const failed = failureOf(connect({ url }, clock).subjects());
    await began;
    clock.advance(10_000);
    expect(await failed).toMatchObject({ code: 'REGISTRY_TIMED_OUT' });
  });

  it('is not wasted on a silent node when another one answers', async () => {
    const silent = await serveTcp(() => undefined);
    const alive = await serve((_request, response) => response.end('["a"]'));
    const clock = new ManualClock();
    const client = connect({ url: [silent.url, alive.url] }, clock);
    const asked = client.subjects();
    while (silent.sockets.size === 0) await new Promise(setImmediate);
    clock.advance(10_000);
    expect(await asked).toEqual(['a']);
    expect(await client.subjects()).toEqual(['a']);
    expect(alive.requests).toHaveLength(2);
  });
});

describe('a server that speaks no HTTP', () => {
  it.each([
    ['a banner', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['a TLS alert', '\x15\x03\x01\x00\x02\x02\x46'],
    ['a Kafka frame', '\x00\x00\x00\x04\x00\x00\x00\x01'],
    ['endless headers', `HTTP/1.1 200 OK\r\n${'x-y: z\r\n'.repeat(100_000)}`],
    ['nothing, and hangs up', ''],
  ])('but sends %s gives a typed error', async (_name, bytes) => {
    const { url } = await serveTcp((socket) => socket.end(bytes, 'latin1'));
    expect(await failureOf(connect({ url }).subjects())).toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: expect.stringContaining('cannot list the subjects at http://127.0.0.1'),
    });
  });

  it('or no TLS where https was asked gives a typed error', async () => {
    const { url } = await serveTcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const failure = await failureOf(connect({ url: url.replace('http:', 'https:') }).subjects());
    expect(failure).toMatchObject({ code: 'REGISTRY_TLS_FAILED', action: 'usage' });
  });
});

describe('the world around', () => {
  it('does not change the route: proxy variables are not read', async () => {
    const proxy = await serve((_request, response) => response.end('["by proxy"]'));
    const { url } = await serve((_request, response) => response.end('["direct"]'));
    const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
    names.push('NODE_USE_ENV_PROXY');
    const before = names.map((name) => [name, process.env[name]] as const);
    try {
      for (const name of names) process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : proxy.url;
      expect(await connect({ url }).subjects()).toEqual(['direct']);
      expect(proxy.requests).toEqual([]);
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });

  it('keeps no socket after close, even in the middle of a call', async () => {
    const { url, sockets } = await serve((request, response) => {
      if (request.url === '/subjects') response.end('[]');
    });
    const client = connect({ url });
    await client.subjects();
    const failed = failureOf(client.schema(1));
    await new Promise(setImmediate);
    await client.close();
    expect(await failed).toMatchObject({ code: 'CLOSED' });
    // The server hears of it a turn or two later; that it never does is what would fail here, by time.
    while (sockets.size > 0) await new Promise(setImmediate);
  });

  it('meets no more than eight connections, however many ids are asked for', async () => {
    let most = 0;
    const { url, sockets, requests } = await serve((request, response) => {
      most = Math.max(most, sockets.size);
      response.end(JSON.stringify({ schema: JSON.stringify(`s${request.url}`) }));
    });
    const client = connect({ url });
    await Promise.all(Array.from({ length: 1_000 }, (_, index) => client.schema((index % 500) + 1)));
    expect(requests).toHaveLength(500);
    expect(most).toBeLessThanOrEqual(8);
  });
});
