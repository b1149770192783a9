/** The registry client while its registry stumbles: outages, cut answers, refusals, delays, garbage, two nodes. */
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { silentLogger, type Logger, type SchemaText } from '@ottla/kernel';
import {
  EmbeddedRegistry,
  type InterceptedRegistryRequest,
  type RegistryControl,
  type RegistryVerdict,
} from '@ottla/embedded';
import { RegistryClient, type RegistryClientOptions } from '@ottla/registry-client';
import { describe, expect, it } from 'vitest';
import { expectNoUnhandledRejections, openingsOfEachTest } from './hostile/aftermath.ts';

expectNoUnhandledRejections();
const { servers, clients } = openingsOfEachTest();

const avro = (schema: unknown): SchemaText => ({ schemaType: 'AVRO', schema: JSON.stringify(schema) });
const v1 = avro({ type: 'record', name: 'Customer', fields: [{ name: 'id', type: 'long' }] });
const v2 = avro({
  type: 'record',
  name: 'Customer',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'name', type: 'string', default: '' },
  ],
});

const startRegistry = async (): Promise<EmbeddedRegistry> => servers.keep(await EmbeddedRegistry.start());

/** A client that waits little, so that a test does not. */
function connectTo(
  registry: EmbeddedRegistry | readonly EmbeddedRegistry[],
  options: Omit<RegistryClientOptions, 'url'> = {},
): RegistryClient {
  const nodes = 'url' in registry ? [registry] : registry;
  const url = nodes.map((node) => node.url);
  return clients.keep(new RegistryClient({ url, retryBackoffMs: 1, missTtlMs: 0, ...options }));
}

const isRegistration = ({ method, target }: InterceptedRegistryRequest): boolean =>
  method === 'POST' && target.endsWith('/versions');

/** Requests that match meet these verdicts in turn; the others, and those after the last one, pass. */
function meets(
  registry: EmbeddedRegistry,
  verdicts: readonly ReturnType<RegistryControl>[],
  matches: (request: InterceptedRegistryRequest) => boolean = isRegistration,
): { readonly asked: InterceptedRegistryRequest[] } {
  const asked: InterceptedRegistryRequest[] = [];
  registry.intercept((request) =>
    matches(request) ? (verdicts[asked.push(request) - 1] ?? 'pass') : 'pass',
  );
  return { asked };
}

const forever = (): Promise<RegistryVerdict> => new Promise(() => undefined);

describe('a registry that is down when the client starts', () => {
  it('is waited for, and asked again once it is there', async () => {
    const registry = await startRegistry();
    await registry.stop();
    let resumed: Promise<void> | undefined;
    const warn = (): void => void (resumed ??= registry.resume());
    const logger: Logger = { ...silentLogger, warn };
    const client = connectTo(registry, { retries: 100, retryBackoffMaxMs: 20, logger });
    expect(await client.register('customers', v1)).toMatchObject({ id: 1 });
    expect(client.metrics().retries).toBeGreaterThan(0);
    await resumed;
  });

  it('fails calls while it is away with a remedy, and the same client goes on when it is back', async () => {
    const registry = await startRegistry();
    await registry.stop();
    const client = connectTo(registry, { retries: 1 });
    await expect(client.schemaId('customers', v1, { register: true })).rejects.toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      action: 'retriable',
      message: expect.stringMatching(/ECONNREFUSED.*check that the registry runs/),
    });
    await registry.resume();
    expect(await client.schemaId('customers', v1, { register: true })).toBe(1);
  });
});

describe('a registry that goes away later', () => {
  it('takes nothing that is known with it, and forgets nothing', async () => {
    const registry = await startRegistry();
    const client = connectTo(registry, { retries: 0, latestTtlMs: 0 });
    const { id } = await client.register('customers', v1);
    expect(await client.latest('customers')).toMatchObject({ id });
    await registry.stop();
    expect(await client.schema(id)).toMatchObject(v1);
    expect(await client.schemaId('customers', v1, { register: true })).toBe(id);
    expect(await client.latest('customers')).toMatchObject({ id });
    await expect(client.schema(id + 1)).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
    await registry.resume();
    expect(await client.register('customers', v1)).toMatchObject({ id });
    expect(await client.versions('customers')).toEqual([1]);
  });
});

describe('a registration whose answer is lost', () => {
  it.each<RegistryVerdict>([
    'disconnect',
    'handleThenDisconnect',
    { handleThenCut: 0 },
    { handleThenCut: 1 },
    { handleThenCut: 7 },
    { handleThenCut: 1_000 },
  ])('by %j is sent again, stands once, and has one id', async (verdict) => {
    const registry = await startRegistry();
    const { asked } = meets(registry, [verdict, verdict]);
    const client = connectTo(registry);
    expect(await client.register('customers', v1)).toMatchObject({ id: 1 });
    expect(asked).toHaveLength(3);
    expect(new Set(asked.map(({ body }) => body)).size).toBe(1);
    expect(await client.versions('customers')).toEqual([1]);
    expect((await client.register('customers', v2)).id).toBe(2);
  });
});

describe('a deletion whose answer is lost', () => {
  const isDeletion = ({ method }: InterceptedRegistryRequest): boolean => method === 'DELETE';

  it('of a version is found done', async () => {
    const registry = await startRegistry();
    const { asked } = meets(registry, ['handleThenDisconnect'], isDeletion);
    const client = connectTo(registry);
    await client.register('customers', v1);
    await client.register('customers', v2);
    expect(await client.deleteVersion('customers', 2)).toBe(2);
    expect(asked).toHaveLength(2);
    expect(await client.latest('customers')).toMatchObject({ version: 1 });
  });

  it('of a subject is told to be in doubt, and nothing is answered from memory', async () => {
    const registry = await startRegistry();
    meets(registry, ['handleThenDisconnect'], isDeletion);
    const client = connectTo(registry);
    await client.register('customers', v1);
    expect(await client.latest('customers')).toMatchObject({ version: 1 });
    await expect(client.deleteSubject('customers')).rejects.toMatchObject({
      code: 'SUBJECT_NOT_FOUND',
      registryCode: 40404,
      maybeDone: true,
      message: expect.stringContaining('an earlier try of this call got no answer and may have done it'),
    });
    await expect(client.latest('customers')).rejects.toMatchObject({ code: 'SUBJECT_NOT_FOUND' });
  });
});

describe('a refusal that may pass', () => {
  it.each([408, 429, 500, 502, 503, 504])('of status %i is asked again', async (status) => {
    const registry = await startRegistry();
    const busy = { status, body: { error_code: status * 100 + 1, message: 'not now' } };
    const { asked } = meets(registry, [busy, busy]);
    const client = connectTo(registry);
    expect(await client.register('customers', v1)).toMatchObject({ id: 1 });
    expect(asked).toHaveLength(3);
  });

  it('is told when it does not pass', async () => {
    const registry = await startRegistry();
    const { asked } = meets(
      registry,
      Array.from({ length: 9 }, () => ({ status: 503, body: '<h1>Service Unavailable</h1>' })),
    );
    const client = connectTo(registry, { retries: 2 });
    await expect(client.register('customers', v1)).rejects.toMatchObject({
      code: 'REGISTRY_UNAVAILABLE',
      action: 'retriable',
      status: 503,
      message: expect.stringContaining('<h1>Service Unavailable</h1>'),
    });
    expect(asked).toHaveLength(3);
    expect(await client.subjects()).toEqual([]);
  });
});

describe('an answer that does not come', () => {
  it('within attemptTimeoutMs is given up, and asked for again', async () => {
    const registry = await startRegistry();
    const { asked } = meets(registry, [forever()]);
    const client = connectTo(registry, { attemptTimeoutMs: 100 });
    expect(await client.register('customers', v1)).toMatchObject({ id: 1 });
    // On a busy machine the second try may be late, too.
    expect(asked.length).toBeGreaterThan(1);
  });

  it('at all fails the call at timeoutMs', async () => {
    const registry = await startRegistry();
    meets(registry, [forever(), forever(), forever(), forever()]);
    const client = connectTo(registry, { attemptTimeoutMs: 60, timeoutMs: 150 });
    await expect(client.register('customers', v1)).rejects.toMatchObject({
      code: 'REGISTRY_TIMED_OUT',
      action: 'retriable',
    });
  });

  it('is not waited for by a caller who aborts, nor by a client that closes', async () => {
    const registry = await startRegistry();
    const { asked } = meets(registry, [forever(), forever()], ({ method }) => method === 'GET');
    const client = connectTo(registry);
    const controller = new AbortController();
    const aborted = expect(client.subjects({ signal: controller.signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    const closed = expect(client.schema(1)).rejects.toMatchObject({ code: 'CLOSED' });
    while (asked.length < 2) await new Promise(setImmediate);
    controller.abort();
    await aborted;
    await client.close();
    await closed;
  });
});

describe('garbage', () => {
  it.each([
    [
      'HTML',
      { status: 200, body: '<!doctype html>', headers: { 'content-type': 'text/html' } },
      'REGISTRY_NOT_JSON',
    ],
    ['half a text', { status: 200, body: '{"id":' }, 'REGISTRY_NOT_JSON'],
    ['nothing', { status: 200 }, 'REGISTRY_NOT_JSON'],
    ['no content', { status: 204 }, 'REGISTRY_NOT_JSON'],
    ['bytes', { status: 200, body: Uint8Array.of(0xc3, 0x28, 0, 0xff) }, 'REGISTRY_NOT_JSON'],
    ['a list', { status: 200, body: [1] }, 'REGISTRY_ANSWER_INVALID'],
    ['an id that is none', { status: 200, body: { id: -1 } }, 'REGISTRY_ANSWER_INVALID'],
    ['a redirection', { status: 307, headers: { location: 'http://127.0.0.1:1/' } }, 'REGISTRY_REDIRECTED'],
  ] as const)('of %s fails that call, at once and for good, and no other', async (_what, verdict, code) => {
    const registry = await startRegistry();
    const { asked } = meets(registry, [verdict]);
    const client = connectTo(registry);
    await expect(client.register('customers', v1)).rejects.toMatchObject({ code, action: 'usage' });
    expect(asked).toHaveLength(1);
    expect(client.knownSchemaId('customers', v1)).toBeUndefined();
    expect(await client.register('customers', v1)).toMatchObject({ id: 1 });
  });
});

/** A node of the same registry: what it is asked, it asks the leader, over a connection of its own each time. */
async function startNodeOf(leader: EmbeddedRegistry): Promise<EmbeddedRegistry> {
  const node = await startRegistry();
  node.intercept(async ({ method, target, body }) => {
    const headers = { 'content-type': 'application/json' };
    const asked = request(`${leader.url}${target}`, { method, agent: false, headers });
    asked.end(body);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    return { status: answer.statusCode ?? 0, body: await text(answer) };
  });
  return node;
}

describe('two nodes', () => {
  it.each<RegistryVerdict>([{ status: 503 }, 'disconnect', { handleThenCut: 3 }])(
    'of which one answers %j: the other is asked, and asked first from then on',
    async (verdict) => {
      const good = await startRegistry();
      const bad = await startRegistry();
      let asked = 0;
      bad.intercept(() => {
        asked++;
        return verdict;
      });
      const client = connectTo([bad, good], { retries: 0 });
      expect(await client.register('customers', v1)).toMatchObject({ id: 1 });
      expect(await client.register('customers', v2)).toMatchObject({ id: 2 });
      expect(await client.versions('customers')).toEqual([1, 2]);
      expect(asked).toBe(1);
      expect(client.metrics().failovers).toBe(1);
    },
  );

  it('take over from each other, however often; ids stay what they are', async () => {
    const leader = await startRegistry();
    const [one, other] = [await startNodeOf(leader), await startNodeOf(leader)];
    const client = connectTo([one, other], { retries: 0 });
    const { id } = await client.register('customers', v1);
    for (const away of [one, other, one]) {
      await away.stop();
      expect(await client.register('customers', v1)).toMatchObject({ id });
      await away.resume();
      expect(await client.versions('customers')).toEqual([1]);
    }
    expect(client.metrics().failovers).toBe(3);
  });

  it('that are both away fail the call with both tried in every round', async () => {
    const [one, other] = [await startRegistry(), await startRegistry()];
    const tried: string[] = [];
    for (const [name, node] of [
      ['one', one],
      ['other', other],
    ] as const) {
      node.intercept(() => {
        tried.push(name);
        return 'disconnect';
      });
    }
    const client = connectTo([one, other], { retries: 1 });
    await expect(client.subjects()).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
    expect(tried).toEqual(['one', 'other', 'one', 'other']);
  });

  it('that give one id to different schemas are found out', async () => {
    const [one, stranger] = [await startRegistry(), await startRegistry()];
    const client = connectTo([one, stranger], { retries: 0 });
    await client.register('customers', v1);
    await one.stop();
    await expect(client.register('customers', v2)).rejects.toMatchObject({
      code: 'SCHEMA_ID_CONFLICT',
      action: 'fatal',
      message: expect.stringContaining("is one registry behind every 'url'?"),
    });
  });
});

describe('1,000 callers at once', () => {
  const times = <T>(ask: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 1_000 }, ask));

  it('make one request, whatever they ask for', async () => {
    const registry = await startRegistry();
    const asked: string[] = [];
    registry.intercept(({ method, target }) => {
      asked.push(`${method} ${target}`);
      return 'pass';
    });
    const writer = connectTo(registry);
    const ids = await times(() => writer.schemaId('customers', v1, { register: true }));
    expect(new Set(ids)).toEqual(new Set([1]));
    const reader = connectTo(registry);
    expect(new Set((await times(() => reader.schema(1))).map(({ id }) => id))).toEqual(new Set([1]));
    expect(new Set(await times(() => reader.schemaId('customers', v1, { register: false })))).toEqual(
      new Set([1]),
    );
    await times(() => reader.latest('customers'));
    expect(asked).toEqual([
      'POST /subjects/customers/versions',
      'GET /schemas/ids/1',
      'POST /subjects/customers',
      'GET /subjects/customers/versions/latest',
    ]);
  });

  it('share its failure, and the next one asks afresh', async () => {
    const registry = await startRegistry();
    const { asked } = meets(registry, ['disconnect']);
    const client = connectTo(registry, { retries: 0 });
    const failures = await times(() =>
      client.schemaId('customers', v1, { register: true }).then(
        () => 'resolved',
        (error: { code: string }) => error.code,
      ),
    );
    expect(new Set(failures)).toEqual(new Set(['REGISTRY_UNREACHABLE']));
    expect(asked).toHaveLength(1);
    expect(await client.schemaId('customers', v1, { register: true })).toBe(1);
  });
});
