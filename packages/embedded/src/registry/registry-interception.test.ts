import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InterceptedRegistryRequest, RegistryVerdict } from './registry-interception.ts';
import { EmbeddedRegistry } from './registry-server.ts';

const warnings: string[] = [];
const logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (line: string) => warnings.push(line),
  error: () => undefined,
};

let registry: EmbeddedRegistry;
beforeEach(async () => {
  warnings.length = 0;
  registry = await EmbeddedRegistry.start({ logger });
});
afterEach(() => registry.close());

/** A promise that a test resolves. */
function gate<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

const JSON_BODY = { 'content-type': 'application/json' };
const register = (): Promise<Response> =>
  fetch(`${registry.url}/subjects/a/versions?normalize=true`, {
    method: 'POST',
    headers: JSON_BODY,
    body: '{"schema":"\\"string\\""}',
  });
const refusal = async (): Promise<unknown> => (await fetch(registry.url)).json();
const subjects = async (): Promise<unknown> => (await fetch(`${registry.url}/subjects`)).json();

/** What comes over a connection of one's own until the server ends it. */
async function received(lines: string): Promise<string> {
  const socket = connect(Number(new URL(registry.url).port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.write(lines);
  await once(socket, 'close');
  return text;
}

/** The next request meets the verdict, those after it pass. */
function meetOnce(verdict: RegistryVerdict): void {
  const stop = registry.intercept(() => {
    stop();
    return verdict;
  });
}

describe('a control', () => {
  it('sees the method, the target as it was written, the headers and the body', async () => {
    const seen: InterceptedRegistryRequest[] = [];
    registry.intercept((request) => {
      seen.push(request);
      return 'pass';
    });
    expect((await register()).status).toBe(200);
    expect(seen).toMatchObject([
      {
        method: 'POST',
        target: '/subjects/a/versions?normalize=true',
        headers: JSON_BODY,
        body: '{"schema":"\\"string\\""}',
      },
    ]);
  });

  it('is asked in its turn until one does not pass, and no more once it was taken away', async () => {
    const asked: string[] = [];
    const stops = ['one', 'two', 'three'].map((name) =>
      registry.intercept(async () => {
        asked.push(name);
        return name === 'two' ? { status: 503 } : 'pass';
      }),
    );
    expect((await fetch(registry.url)).status).toBe(503);
    stops[1]?.();
    expect((await fetch(registry.url)).status).toBe(200);
    expect(asked).toEqual(['one', 'two', 'one', 'three']);
  });

  it('that throws or rejects is answered in its words and told to the logger', async () => {
    const stop = registry.intercept(() => {
      throw new Error('thrown by a test');
    });
    expect(await refusal()).toEqual({
      error_code: 500,
      message: 'EmbeddedRegistry.intercept: a control failed: thrown by a test',
    });
    stop();
    registry.intercept(() => Promise.reject(new Error('rejected by a test')));
    expect(await refusal()).toMatchObject({ message: expect.stringMatching(/: rejected by a test$/) });
    expect(warnings).toEqual([
      'registry: a control failed: thrown by a test',
      'registry: a control failed: rejected by a test',
    ]);
  });
});

describe('what is no verdict', () => {
  /** As a program in JavaScript may write it. */
  const meet = (verdict: unknown): void => meetOnce(verdict as RegistryVerdict); // no verdict, on purpose

  it.each([
    [undefined, 'nothing'],
    [null, 'null'],
    ['drop', "'drop'"],
    [503, '503'],
    [{ code: 503 }, 'an object'],
    [Promise.resolve(undefined), 'nothing'],
  ])('is answered with what was given, and with the verdicts there are: #%#', async (verdict, found) => {
    meet(verdict);
    const verdicts = "'pass', 'disconnect', 'handleThenDisconnect', { handleThenCut }, { status }";
    expect(await refusal()).toEqual({
      error_code: 500,
      message: `EmbeddedRegistry.intercept: a control failed: it gave ${found}, which is no verdict; these are: ${verdicts}`,
    });
    expect(await subjects()).toEqual([]);
  });

  it('is not taken for a control', () => {
    const verdict = { status: 503 } as unknown as () => RegistryVerdict; // no function, on purpose
    expect(() => registry.intercept(verdict)).toThrow(
      expect.objectContaining({
        code: 'OPTION_INVALID',
        message: 'intercept: a control must be a function that gives a verdict, got an object',
      }),
    );
  });
});

describe('a verdict that nobody can carry out', () => {
  it.each<RegistryVerdict>([
    { status: 99 },
    { status: 200, headers: { 'no name': 'x' } },
    { status: 200, body: { id: 1n } },
  ])('is answered with the reason and told to the logger: #%#', async (verdict) => {
    meetOnce(verdict);
    expect(await refusal()).toMatchObject({ error_code: 500 });
    expect(warnings).toEqual([expect.stringContaining('registry: a control failed: ')]);
    expect((await fetch(registry.url)).status).toBe(200);
  });
});

describe('the verdict', () => {
  it('disconnect ends the connection, and nothing was done', async () => {
    meetOnce('disconnect');
    await expect(register()).rejects.toThrow();
    expect(await subjects()).toEqual([]);
  });

  it('handleThenDisconnect ends the connection, and it was done', async () => {
    meetOnce('handleThenDisconnect');
    await expect(register()).rejects.toThrow();
    expect(await subjects()).toEqual(['a']);
  });

  it.each([0, 1, 5])('handleThenCut: %i lets so many bytes through, and it was done', async (bytes) => {
    meetOnce({ handleThenCut: bytes });
    const answer = await register();
    expect(answer.status).toBe(200);
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(bytes);
    await expect(answer.text()).rejects.toThrow();
    expect(await subjects()).toEqual(['a']);

    meetOnce({ handleThenCut: bytes });
    const text = await received('GET /subjects HTTP/1.1\r\nhost: x\r\n\r\n');
    expect(text.split('\r\n\r\n')[1]).toBe('["a"]'.slice(0, Math.min(bytes, 4)));
  });

  it('handleThenCut is short of the end however many bytes were asked for', async () => {
    meetOnce({ handleThenCut: 1_000 });
    expect(await received('GET /subjects HTTP/1.1\r\nhost: x\r\n\r\n')).toMatch(
      /content-length: 2\r\n.*\[$/s,
    );
  });

  it('{ status, body, headers } is the answer, and nothing was done', async () => {
    meetOnce({ status: 429, body: { error_code: 42901, message: 'slow' }, headers: { 'Retry-After': '7' } });
    const throttled = await register();
    expect(throttled.status).toBe(429);
    expect(throttled.headers.get('retry-after')).toBe('7');
    expect(throttled.headers.get('content-type')).toBe('application/vnd.schemaregistry.v1+json');
    expect(await throttled.json()).toEqual({ error_code: 42901, message: 'slow' });

    meetOnce({ status: 200, body: '<html>', headers: { 'Content-Type': 'text/html' } });
    const html = await register();
    expect([html.headers.get('content-type'), await html.text()]).toEqual(['text/html', '<html>']);

    meetOnce({ status: 200, body: Uint8Array.of(0xff, 0x00) });
    expect([...new Uint8Array(await (await register()).arrayBuffer())]).toEqual([0xff, 0x00]);

    meetOnce({ status: 204 });
    const empty = await register();
    expect([empty.headers.get('content-length'), await empty.text()]).toEqual([null, '']);
    expect(await subjects()).toEqual([]);
  });

  it('in a promise holds its request and no other', async () => {
    const held = gate<RegistryVerdict>();
    registry.intercept(({ method }) => (method === 'POST' ? held.promise : 'pass'));
    const registration = register();
    expect(await subjects()).toEqual([]);
    held.resolve('pass');
    expect((await registration).status).toBe(200);
    expect(await subjects()).toEqual(['a']);
  });

  it('in a promise comes too late for a client that has left', async () => {
    const arrived = gate<void>();
    const held = gate<RegistryVerdict>();
    registry.intercept(({ method }) => {
      if (method !== 'POST') return 'pass';
      arrived.resolve();
      return held.promise;
    });
    const socket = connect(Number(new URL(registry.url).port), '127.0.0.1');
    socket.write('POST /subjects/a/versions HTTP/1.1\r\nhost: x\r\ncontent-length: 23\r\n\r\n');
    socket.write('{"schema":"\\"string\\""}');
    await arrived.promise;
    socket.resetAndDestroy();
    await once(socket, 'close');
    // Two more round trips, after which the server has heard of it.
    for (let trip = 0; trip < 2; trip++) await subjects();
    held.resolve('pass');
    expect(await subjects()).toEqual([]);
  });
});

describe('an outage', () => {
  it('resets connections, refuses new ones, and forgets nothing', async () => {
    await register();
    const { url } = registry;
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    const reset = once(socket, 'error');
    await subjects();
    await registry.stop();
    expect((await reset)[0]).toMatchObject({ code: 'ECONNRESET' });
    await expect(subjects()).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await registry.resume();
    expect(registry.url).toBe(url);
    expect(await subjects()).toEqual(['a']);
  });

  it('begins and ends as asked last, however fast and often it is asked', async () => {
    await Promise.all([registry.stop(), registry.stop(), registry.resume(), registry.resume()]);
    expect(await subjects()).toEqual([]);
    await Promise.all([registry.stop(), registry.resume(), registry.stop()]);
    await expect(subjects()).rejects.toThrow();
  });

  it('outlasts a port that another program took', async () => {
    await registry.stop();
    const thief = await EmbeddedRegistry.start({ port: Number(new URL(registry.url).port) });
    await expect(registry.resume()).rejects.toMatchObject({ code: 'PORT_UNAVAILABLE' });
    await thief.close();
    await registry.resume();
    expect(await subjects()).toEqual([]);
  });

  it('does not end after close', async () => {
    const closing = registry.close();
    await expect(registry.resume()).rejects.toMatchObject({ code: 'REGISTRY_CLOSED', action: 'usage' });
    await closing;
    await registry.stop();
    await expect(subjects()).rejects.toThrow();
  });
});

describe('closing', () => {
  it('does not wait for a request that a control never lets go', async () => {
    const arrived = gate<void>();
    registry.intercept(() => {
      arrived.resolve();
      return new Promise(() => undefined);
    });
    const failed = register().catch((error: Error) => error.message);
    await arrived.promise;
    await registry.close();
    expect(await failed).toBe('fetch failed');
  });

  it('does not wait for a client that never ends its request, or keeps its connection', async () => {
    const port = Number(new URL(registry.url).port);
    const agent = new Agent({ keepAlive: true });
    const [answer] = await once(get(`${registry.url}/subjects`, { agent }), 'response');
    answer.resume();
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /subjects/a/versions HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{');
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    await subjects();
    await registry.close();
    await closed;
    agent.destroy();
  });
});
