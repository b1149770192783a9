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
