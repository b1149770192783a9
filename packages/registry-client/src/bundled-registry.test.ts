/** A client that brings schemas along: what it answers with and without its registry. */
import type { SchemaText } from '@ottla/kernel';
import { ManualClock } from '@ottla/kernel/testing';
import { describe, expect, it } from 'vitest';
import { recordText, sampleBundle } from '../testing/sample-bundle.ts';
import { openClient, type Script } from '../testing/open-client.ts';
import {
  networkError,
  refusal,
  type ScriptedAnswer,
  type ScriptedReply,
  type ScriptedRequest,
} from '../testing/scripted-registry.ts';
import { RegistryClient, type RegistryClientOptions } from './index.ts';

const text = recordText('com.acme.Order');
const newer = recordText('com.acme.Order', 'bytes');
const order: SchemaText = { schemaType: 'AVRO', schema: text };
const bundle = sampleBundle({ orders: [{ id: 7, schema: text }] });
const away = networkError('ECONNREFUSED');

const setUp = (script: Script, options: Partial<RegistryClientOptions> = {}) =>
  openClient(script, { bundle, ...options }, { clock: new ManualClock(), random: () => 0.5 });

/** A registry that agrees with the bundle. */
const agreeing = ({ path }: ScriptedRequest): ScriptedReply =>
  path.startsWith('/schemas/')
    ? { body: { schema: text } }
    : { body: { subject: 'orders', version: 1, id: 7, schema: text } };

const asks: readonly (readonly [string, (client: RegistryClient) => Promise<unknown>, string])[] = [
  ['schema', (client) => client.schema(7), 'GET /schemas/ids/7'],
  ['version', (client) => client.version('orders', 1), 'GET /subjects/orders/versions/1'],
  ['latest', (client) => client.latest('orders'), 'GET /subjects/orders/versions/latest'],
  ['lookUp', (client) => client.lookUp('orders', order), 'POST /subjects/orders'],
  [
    'schemaId',
    async (client) => ({
      ...order,
      id: await client.schemaId('orders', { ...order }, { register: false }),
    }),
    'POST /subjects/orders',
  ],
];

describe.each(asks)('%s', (_name, ask, asked) => {
  it('answers from the bundle while the registry is away, and counts it', async () => {
    const { registry, client } = setUp(() => away);
    expect(await ask(client)).toMatchObject({ id: 7, schema: text });
    expect(registry.asked).toContain(asked);
    expect(client.metrics().bundled).toBeGreaterThan(0);
    await client.close();
  });

  it('waits no longer than bundleWaitMs for a silent registry', async () => {
    const { clock, client } = setUp(() => 'silence', { bundleWaitMs: 250 });
    let answer: unknown;
    const answered = ask(client).then((value) => {
      answer = value;
    });
    await clock.advanceSettled(249);
    expect(answer).toBeUndefined();
    await clock.advanceSettled(1);
    await answered;
    expect(answer).toMatchObject({ id: 7, schema: text });
    await client.close();
  });

  it('is told by the registry when it agrees', async () => {
    const { registry, client } = setUp(agreeing);
    expect(await ask(client)).toMatchObject({ id: 7, schema: text });
    await ask(client);
    expect([...new Set(registry.asked)]).toEqual([asked]);
    expect(client.metrics().bundled).toBe(0);
    await client.close();
  });

  it('fails, now and ever after, when the registry holds something else', async () => {
    const { client } = setUp(({ path }) => ({
      body: {
        subject: 'orders',
        version: 1,
        id: asked.startsWith('POST') ? 8 : 7,
        schema: path.includes('/') ? newer : '',
      },
    }));
    for (let times = 0; times < 2; times++) {
      await expect(ask(client)).rejects.toMatchObject({ code: 'BUNDLE_DISAGREES', action: 'fatal' });
    }
    await client.close();
  });

  it('ends with CLOSED when the client is closed', async () => {
    const { client } = setUp(() => 'silence');
    const failure = ask(client).catch((error: unknown) => error);
    await client.close();
    expect(await failure).toMatchObject({ code: 'CLOSED' });
    await expect(ask(client)).rejects.toMatchObject({ code: 'CLOSED' });
  });
});

describe('what is known without asking', () => {
  it('is nothing before the registry was asked', () => {
    const { registry, client } = setUp(agreeing);
    expect([client.knownSchema(7), client.knownSchemaId('orders', order)]).toEqual([undefined, undefined]);
    expect(registry.asked).toEqual([]);
  });

  it('is the bundle once the gate has let it through', async () => {
    const { client } = setUp(() => away);
    await client.schema(7);
    await client.schemaId('orders', order, { register: false });
    expect(client.knownSchema(7)).toMatchObject({ id: 7, schema: text });
    expect(client.knownSchemaId('orders', order)).toBe(7);
    expect(client.knownSchemaId('orders', order, true)).toBe(7);
    await client.close();
  });

  it('is remembered like anything else once the registry has confirmed it', async () => {
    const { client } = setUp(agreeing);
    await client.schema(7);
    await client.schemaId('orders', order, { register: false });
    expect(client.knownSchema(7)).toMatchObject({ id: 7, schema: text });
    expect(client.knownSchemaId('orders', order)).toBe(7);
    expect(client.metrics().caches).toMatchObject({ schemas: { entries: 1 }, ids: { entries: 1 } });
    await client.close();
  });

  it('throws once the registry has said otherwise, however late', async () => {
    let reply: ScriptedReply = away;
    const { clock, client } = setUp(() => reply);
    await client.schema(7);
    reply = { body: { schema: newer } };
    await clock.advanceSettled(600_000);
    expect(() => client.knownSchema(7)).toThrow(expect.objectContaining({ code: 'BUNDLE_DISAGREES' }));
    await client.close();
  });
});

describe('a schema of the bundle', () => {
  it('needs no registration, in whatever layout it is asked with', async () => {
    const { registry, client } = setUp(agreeing);
    const spread = { ...order, schema: JSON.stringify(JSON.parse(text), null, 2) };
    expect(await client.schemaId('orders', spread, { register: true })).toBe(7);
    expect(registry.asked).toEqual(['POST /subjects/orders']);
    await client.close();
  });

  it('is registered under a subject that the bundle does not know it by', async () => {
    const { registry, client } = setUp(() => ({ body: { id: 7 } }));
    expect(await client.schemaId('returns', order, { register: true })).toBe(7);
    expect(registry.asked).toEqual(['POST /subjects/returns/versions']);
    await client.close();
  });

  it('takes its id away from any other schema that the registry tells under it', async () => {
    const { client } = setUp(() => ({ body: { id: 7 } }));
    const other: SchemaText = { schemaType: 'AVRO', schema: newer };
    const failure = await client.register('returns', other).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'BUNDLE_DISAGREES', schemaId: 7, subject: 'returns' });
    expect(client.knownSchemaId('returns', other)).toBeUndefined();
    await client.close();
  });

  it.each<[string, SchemaText['schemaType'], string, string]>([
    [
      'Protobuf',
      'PROTOBUF',
      'syntax = "proto3";\npackage acme;\n\nmessage Order {\n  int64 id = 1;\n}\n',
      'syntax="proto3"; package acme; message Order { int64 id = 1; }',
    ],
    ['JSON Schema', 'JSON', '{"type":"object"}', '{ "type": "object" }'],
    ['Avro', 'AVRO', text, JSON.stringify(JSON.parse(text), null, 2)],
  ])(
    'comes back for the same %s in another layout, from a registry that tells no GUID',
    async (_name, schemaType, locked, written) => {
      const held = sampleBundle({ orders: [{ id: 7, schemaType, schema: locked }] });
      const { client } = setUp(() => ({ body: { id: 7 } }), { bundle: held });
      const schema: SchemaText = { schemaType, schema: written };
      expect(await client.register('returns', schema)).toMatchObject({ id: 7 });
      expect(client.knownSchemaId('returns', schema)).toBe(7);
      await client.close();
    },
  );

  it('is not what has another GUID, however alike the texts may be', async () => {
    const held = sampleBundle({ orders: [{ id: 7, schemaType: 'PROTOBUF', schema: 'message A {}' }] });
    const guid = '095d71cf-1255-6b9d-5e33-0ad575b3df5d';
    const { client } = setUp(() => ({ body: { id: 7, guid } }), { bundle: held });
    const failure = client.register('returns', { schemaType: 'PROTOBUF', schema: 'message A { }' });
    await expect(failure).rejects.toMatchObject({ code: 'BUNDLE_DISAGREES' });
    await client.close();
  });

  it('means nothing in another context', async () => {
    const { registry, client } = setUp(() => ({ body: { schema: newer } }));
    expect(await client.schema(7, { subject: ':.eu:orders' })).toMatchObject({ id: 7, schema: newer });
    expect(registry.asked).toEqual(['GET /schemas/ids/7?subject=%3A.eu%3Aorders']);
    await client.close();
  });

  it('that the registry lost is a disagreement', async () => {
    const { client } = setUp(() => refusal(404, 40403));
    await expect(client.schema(7)).rejects.toMatchObject({ code: 'BUNDLE_DISAGREES' });
    await client.close();
  });
});

describe('the latest version', () => {
  it("is the registry's when that has a newer one", async () => {
    const { client } = setUp(({ path }) =>
      path.endsWith('/1')
        ? agreeing({ path } as ScriptedRequest)
        : { body: { subject: 'orders', version: 2, id: 8, schema: newer } },
    );
    expect(await client.latest('orders')).toMatchObject({ id: 8, version: 2 });
    await client.close();
  });

  it('is never older than what the registry told, however long ago', async () => {
    const newest = { subject: 'orders', version: 3, id: 9, schema: newer };
    let reply: ScriptedReply = { body: newest };
    const { clock, client } = setUp(() => reply, { latestTtlMs: 1_000 });
    expect(await client.latest('orders')).toMatchObject({ version: 3 });
    for (const failing of [away, refusal(401, 40101), 'silence'] as const) {
      reply = failing;
      await clock.advanceSettled(20_000);
      const answered = client.latest('orders');
      await clock.advanceSettled(1_000);
      expect(await answered).toMatchObject({ version: 3, id: 9 });
    }
    // Its word is taken when it is there: the third version may have been deleted.
    reply = { body: { ...newest, version: 2, id: 8 } };
    await clock.advanceSettled(60_000);
    expect(await client.latest('orders')).toMatchObject({ version: 2, id: 8 });
    await client.close();
  });

  it('that was asked for before a registration is not remembered after it', async () => {
    let resolve: (answer: ScriptedAnswer) => void = () => undefined;
    const promise = new Promise<ScriptedAnswer>((answer) => {
      resolve = answer;
    });
    const { client } = setUp(({ method }, index) => {
      if (method === 'POST') return { body: { id: 8 } };
      return index === 0 ? promise : { body: { subject: 'orders', version: 2, id: 8, schema: newer } };
    });
    const early = client.latest('orders');
    await client.register('orders', { schemaType: 'AVRO', schema: newer });
    expect(await client.latest('orders')).toMatchObject({ version: 2 });
    resolve({ body: { subject: 'orders', version: 1, id: 7, schema: text } });
    expect(await early).toMatchObject({ version: 1 });
    expect(await client.latest('orders')).toMatchObject({ version: 2 });
    await client.close();
  });

  it('is asked for again as soon as the registry is back', async () => {
    let reply: ScriptedReply = away;
    const { clock, client } = setUp(() => reply);
    expect(await client.latest('orders')).toMatchObject({ version: 1 });
    reply = { body: { subject: 'orders', version: 2, id: 8, schema: newer } };
    await clock.advanceSettled(60_000);
    expect(await client.latest('orders')).toMatchObject({ version: 2 });
    await client.close();
  });
});

it('a signal ends the wait for the gate', async () => {
  const { client } = setUp(() => 'silence');
  const leaving = new AbortController();
  const failure = client.schema(7, { signal: leaving.signal }).catch((error: unknown) => error);
  leaving.abort();
  expect(await failure).toMatchObject({ code: 'ABORTED' });
  await client.close();
});

it('a bundle that contradicts itself is refused by the constructor', () => {
  const broken = sampleBundle({ a: [{ id: 7, schema: text }], b: [{ id: 7, schema: newer }] });
  expect(() => new RegistryClient({ url: 'http://r', bundle: broken })).toThrow(
    expect.objectContaining({ code: 'BUNDLE_INVALID' }),
  );
});
