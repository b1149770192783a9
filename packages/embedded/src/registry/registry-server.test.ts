import { connect } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedRegistry } from './registry-server.ts';

const lines: string[] = [];
const logger = {
  debug: (line: string) => lines.push(line),
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

describe('the embedded registry', () => {
  it.each([[], [{ port: 8081 }]])('is started, not made with new: %j', (...options) => {
    expect(() => Reflect.construct(EmbeddedRegistry, options) as unknown).toThrow(
      'EmbeddedRegistry: use EmbeddedRegistry.start(options)',
    );
  });

  let registry: EmbeddedRegistry;
  beforeEach(async () => {
    lines.length = 0;
    registry = await EmbeddedRegistry.start({ logger });
  });
  afterEach(() => registry.close());

  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${registry.url}/subjects/a/versions`, { method: 'POST', body, headers });

  it('speaks the REST API on a port of the loopback interface', async () => {
    expect(registry.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const answer = await fetch(`${registry.url}/subjects`);
    expect(answer.headers.get('content-type')).toBe('application/vnd.schemaregistry.v1+json');
    expect(await answer.json()).toEqual([]);
    expect(lines).toEqual(['registry: GET /subjects 200']);
  });

  it('reads UTF-8 and the three media types', async () => {
    const body = JSON.stringify({ schema: '{"type":"record","name":"R","doc":"größer","fields":[]}' });
    for (const type of ['application/vnd.schemaregistry.v1+json', 'application/json; charset=utf-8']) {
      expect((await post(body, { 'content-type': type })).status).toBe(200);
    }
    expect(await (await fetch(`${registry.url}/schemas/ids/1/schema`)).text()).toContain('größer');
    expect((await post(body, { 'content-type': 'text/plain' })).status).toBe(415);
  });

  it('answers in the media type that is asked for, and 406 to those who take none', async () => {
    const asked = (accept: string) => fetch(`${registry.url}/subjects`, { headers: { accept } });
    expect((await asked('application/json')).headers.get('content-type')).toBe('application/json');
    const refused = await asked('text/html');
    expect(refused.status).toBe(406);
    expect(await refused.json()).toEqual({ error_code: 406, message: 'HTTP 406 Not Acceptable' });
  });

  it('minds the type of a body only where there is one', async () => {
    const headers = { 'content-type': 'text/plain' };
    expect((await fetch(`${registry.url}/subjects`, { headers })).status).toBe(200);
    const refused = await post('{}', headers);
    expect(refused.status).toBe(415);
    expect(await refused.json()).toEqual({ error_code: 415, message: 'HTTP 415 Unsupported Media Type' });
  });

  it('answers HEAD as GET without the body', async () => {
    const answer = await fetch(`${registry.url}/subjects`, { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-length')).toBe('2');
    expect(await answer.text()).toBe('');
    expect((await fetch(`${registry.url}/nowhere`, { method: 'HEAD' })).status).toBe(404);
  });

  it('answers without a body where there is nothing to say, and says nothing about one', async () => {
    const answer = await fetch(`${registry.url}/contexts/.none`, { method: 'DELETE' });
    expect(answer.status).toBe(204);
    expect([...answer.headers.keys()].filter((name) => name.startsWith('content-'))).toEqual([]);
  });

  it('tells the methods of a path, and changes nothing by it', async () => {
    await post('{"schema":"\\"string\\""}', { 'content-type': 'application/json' });
    const options = (path: string) => fetch(`${registry.url}${path}`, { method: 'OPTIONS' });
    const answer = await options('/subjects/a');
    expect([answer.status, answer.headers.get('allow')]).toEqual([200, 'OPTIONS, POST, DELETE']);
    expect((await options('/subjects')).headers.get('allow')).toBe('OPTIONS, HEAD, GET');
    expect((await options('/nowhere')).status).toBe(404);
    const refused = await fetch(`${registry.url}/subjects`, { method: 'PUT' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'OPTIONS, HEAD, GET']);
    expect(await (await fetch(`${registry.url}/subjects`)).json()).toEqual(['a']);
  });

  it('answers several requests over one connection, and what is no request in its own words', async () => {
    const socket = connect(Number(new URL(registry.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.write('GET /subjects HTTP/1.1\r\nhost: x\r\n\r\n');
    socket.write(`GET ${registry.url}/config HTTP/1.1\r\nhost: x\r\n\r\n`);
    while (!text.includes('BACKWARD')) await once(socket, 'data');
    socket.write('NONSENSE\r\n\r\n');
    await once(socket, 'close');
    expect(text.match(/HTTP\/1\.1 .*/g)).toEqual([
      'HTTP/1.1 200 OK',
      'HTTP/1.1 200 OK',
      'HTTP/1.1 400 Bad Request',
    ]);
    expect(text).toContain('[]');
    expect(text).toContain('{"compatibilityLevel":"BACKWARD"}');
    expect(text).toMatch(/\{"error_code":400,"message":"HTTP 400 Bad Request"\}$/);
  });

  it('refuses headers beyond all measure', async () => {
    const headers = { 'x-long': 'x'.repeat(100_000) };
    const refused = await fetch(`${registry.url}/subjects`, { headers });
    expect(await refused.json()).toMatchObject({ error_code: 431 });
  });

  it('refuses a body beyond 4 MiB and goes on', async () => {
    expect((await post('x'.repeat(4_194_305), { 'content-type': 'application/json' })).status).toBe(413);
    expect((await fetch(`${registry.url}/subjects`)).status).toBe(200);
  });

  it('survives a client that leaves in the middle of its request', async () => {
    const socket = connect(Number(new URL(registry.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST /subjects/a/versions HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"schema"');
    socket.resetAndDestroy();
    await once(socket, 'close');
    expect((await fetch(`${registry.url}/subjects`)).status).toBe(200);
  });

  it('closes with connections open, more than once, and frees its port', async () => {
    const port = Number(new URL(registry.url).port);
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    await Promise.all([registry.close(), registry.close(), closed]);
    const again = await EmbeddedRegistry.start({ port });
    expect(again.url).toBe(registry.url);
    await again.close();
  });

  it('says which port is taken, and which option is unknown', async () => {
    const port = Number(new URL(registry.url).port);
    await expect(EmbeddedRegistry.start({ port })).rejects.toMatchObject({
      code: 'PORT_UNAVAILABLE',
      message: expect.stringContaining(String(port)),
    });
    // @ts-expect-error the option is misspelt on purpose
    await expect(EmbeddedRegistry.start({ prot: 1 })).rejects.toMatchObject({
      message: expect.stringContaining("did you mean 'port'"),
    });
  });
});
