import { silentLogger, type SchemaText } from '@ottla/kernel';
import { settled } from '@ottla/kernel/testing';
import { describe, expect, it } from 'vitest';
import { openClient } from '../testing/open-client.ts';
import { networkError, refusal, type ScriptedReply } from '../testing/scripted-registry.ts';
import type { RegistryClient } from './index.ts';

const schema: SchemaText = { schemaType: 'AVRO', schema: '"string"' };
const other: SchemaText = { schemaType: 'AVRO', schema: '"int"' };

describe('an id', () => {
  it('is asked for once and then known, by content and subject', async () => {
    const { registry, client } = openClient(() => ({ body: { id: 7 } }));
    expect(client.knownSchemaId('a', schema)).toBeUndefined();
    expect(await client.schemaId('a', schema, { register: false })).toBe(7);
    expect(await client.schemaId('a', { ...schema }, { register: true })).toBe(7);
    expect(client.knownSchemaId('a', { ...schema })).toBe(7);
    expect(client.knownSchemaId('b', schema)).toBeUndefined();
    expect(client.knownSchemaId('a', { ...schema, schemaType: 'JSON' })).toBeUndefined();
    expect(
      client.knownSchemaId('a', { ...schema, references: [{ name: 'n', subject: 's', version: 1 }] }),
    ).toBeUndefined();
    expect(registry.asked).toEqual(['POST /subjects/a']);
  });

  it('is registered when the caller says so', async () => {
    const { registry, client } = openClient(() => ({ body: { id: 7 } }));
    await client.schemaId('a', schema, { register: true });
    expect(registry.asked).toEqual(['POST /subjects/a/versions']);
  });

  it('brings its text with it', async () => {
    const { registry, client } = openClient(() => ({ body: { id: 7 } }));
    await client.register('a', schema);
    expect(client.knownSchema(7)).toEqual({ id: 7, ...schema });
    expect(await client.schema(7)).toEqual({ id: 7, ...schema });
    expect(registry.requests).toHaveLength(1);
  });

  it('stands for one schema: the same id for another is refused and not kept', async () => {
    const { client } = openClient(() => ({ body: { id: 7 } }));
    await client.register('a', schema);
    await expect(client.register('a', other)).rejects.toMatchObject({
      code: 'SCHEMA_ID_CONFLICT',
      action: 'fatal',
      schemaId: 7,
    });
    expect(client.knownSchemaId('a', other)).toBeUndefined();
    expect(client.knownSchema(7)).toMatchObject(schema);
  });

  it('may come back for the same schema in another layout', async () => {
    const { client } = openClient(() => ({ body: { id: 7 } }));
    await client.register('a', schema);
    expect(await client.register('a', { ...schema, schema: '{ "type": "string" }' })).toMatchObject({
      id: 7,
    });
  });

  it('means something else in another context, and is remembered there as well', async () => {
    const { registry, client } = openClient(({ path }) => ({
      body: path.includes('eu') ? { id: 7, ...other } : { id: 7, ...schema },
    }));
    await client.register('a', schema);
    expect(await client.schemaId(':.eu:a', other, { register: true })).toBe(7);
    expect(client.knownSchema(7)).toMatchObject(schema);
    expect(await client.schema(7, { subject: ':.eu:b' })).toMatchObject(other);
    expect(await client.schema(7, { subject: ':.:b' })).toMatchObject(schema);
    expect(registry.requests).toHaveLength(2);
    expect(await client.schema(7, { subject: ':.us:b' })).toMatchObject(schema);
    expect(registry.asked.at(-1)).toBe('GET /schemas/ids/7?subject=%3A.us%3Ab');
    await client.schema(7, { subject: ':.us:c' });
    expect(registry.requests).toHaveLength(3);
  });

  it('is another one for a schema that is to be normalized', async () => {
    const { registry, client } = openClient(({ path }) => ({
      body: { id: path.includes('normalize') ? 8 : 7 },
    }));
    const register = { register: true };
    const spread: SchemaText = { schemaType: 'JSON', schema: '{ }' };
    expect(await client.schemaId('a', spread, register)).toBe(7);
    expect(client.knownSchemaId('a', spread, true)).toBeUndefined();
    expect(await client.schemaId('a', spread, { ...register, normalize: true })).toBe(8);
    expect([client.knownSchemaId('a', spread), client.knownSchemaId('a', spread, true)]).toEqual([7, 8]);
    expect(registry.asked).toEqual(['POST /subjects/a/versions', 'POST /subjects/a/versions?normalize=true']);
  });

  it('is one: another one for the same schema under its subject is refused and not kept', async () => {
    const { client } = openClient((_request, index) => ({ body: { id: index + 7 } }));
    await client.register('a', schema);
    await expect(client.register('a', { ...schema })).rejects.toMatchObject({
      code: 'SCHEMA_ID_CONFLICT',
      schemaId: 8,
      subject: 'a',
      message: expect.stringContaining('had id 7 under this subject'),
    });
    expect(client.knownSchemaId('a', schema)).toBe(7);
    expect((await client.register('b', schema)).id).toBe(9);
  });

  it.each<[string, SchemaText, object]>([
    ['refers to the latest', { ...schema, references: [{ name: 'n', subject: 's', version: -1 }] }, {}],
    ['took over metadata', schema, { metadata: { properties: { owner: 'ada' } } }],
    ['took over rules', schema, { ruleSet: { domainRules: [] } }],
  ])('may move on when the schema %s', async (_what, sent, told) => {
    const { client } = openClient((_request, index) => ({ body: { id: index + 7, ...told } }));
    await client.register('a', sent);
    expect((await client.register('a', sent)).id).toBe(8);
    expect(client.knownSchemaId('a', sent)).toBe(8);
  });

  it('that a deleted version had is told, but not used to write with', async () => {
    const { client } = openClient(() => ({ body: { id: 7, version: 1 } }));
    expect(await client.lookUp('a', schema, { deleted: true })).toMatchObject({ id: 7, version: 1 });
    expect(client.knownSchemaId('a', schema)).toBeUndefined();
  });
});

describe('a GUID', () => {
  const guid = '095d71cf-1255-6b9d-5e33-0ad575b3df5d';

  it('is asked for once, in whatever case', async () => {
    const { registry, client } = openClient(() => ({ body: { schema: '"string"' } }));
    expect(await client.schemaByGuid(guid.toUpperCase())).toEqual({ ...schema, guid });
    await client.schemaByGuid(guid);
    expect(registry.asked).toEqual([`GET /schemas/guids/${guid}`]);
    expect(client.metrics().caches.guids).toEqual({ hits: 1, misses: 1, entries: 1 });
    await client.schemaByGuid(guid, { format: 'resolved' });
    expect(registry.requests).toHaveLength(2);
  });

  it('that is not there is not asked for again at once', async () => {
    const { registry, client } = openClient(() => refusal(404, 40403));
    for (let times = 0; times < 3; times++) {
      await expect(client.schemaByGuid(guid)).rejects.toMatchObject({ code: 'SCHEMA_NOT_FOUND' });
    }
    expect(registry.requests).toHaveLength(1);
  });
});

describe('another print of a text, and what is deleted', () => {
  it('are asked for each time and never take the place of what is kept', async () => {
    const { registry, client } = openClient(({ path }) => ({
      body: { id: 7, version: 1, schema: path.includes('?') ? '"bytes"' : '"string"' },
    }));
    await client.version('a', 1);
    for (const options of [{ format: 'resolved' }, { deleted: true }]) {
      expect(await client.version('a', 1, options)).toMatchObject({ schema: '"bytes"' });
    }
    expect(await client.schema(7, { format: 'resolved' })).toMatchObject({ schema: '"bytes"' });
    expect(await client.version('a', 1)).toMatchObject(schema);
    expect(client.knownSchema(7)).toMatchObject(schema);
    expect(registry.requests).toHaveLength(4);
  });
});

describe('callers at the same time', () => {
  it('share one request', async () => {
    const { registry, client } = openClient(() => ({ body: { id: 7, schema: '"string"', version: 1 } }));
    const asked = [1, 2, 3].flatMap(() => [
      client.schema(7),
      client.latest('a'),
      client.version('a', 1),
      client.register('a', schema),
      client.lookUp('a', { ...schema }),
    ]);
    await Promise.all(asked);
    expect(registry.requests).toHaveLength(5);
  });

  it('fail together, and the next one asks anew', async () => {
    const { registry, client } = openClient((_request, index) =>
      index === 0 ? networkError('ECONNRESET') : { body: { schema: '"string"' } },
    );
    const results = await Promise.allSettled([client.schema(7), client.schema(7)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await client.schema(7)).toMatchObject({ id: 7 });
    expect(registry.requests).toHaveLength(2);
  });
});

describe('what was not found', () => {
  const missing = refusal(404, 40403);

  it('is remembered for a moment, with an error of its own each time', async () => {
    const { registry, clock, client } = openClient(() => missing, { missTtlMs: 1_000 });
    const [first, second] = [await client.schema(9).catch((e) => e), await client.schema(9).catch((e) => e)];
    expect(second).toMatchObject({ code: 'SCHEMA_NOT_FOUND', status: 404, registryCode: 40403, schemaId: 9 });
    expect(second.message).toBe(first.message);
    expect(second).not.toBe(first);
    clock.advance(999);
    await client.schema(9).catch(() => undefined);
    expect(registry.requests).toHaveLength(1);
    clock.advance(1);
    await client.schema(9).catch(() => undefined);
    expect(registry.requests).toHaveLength(2);
  });

  it('is asked for again after a registration', async () => {
    const { registry, client } = openClient(({ path }) =>
      path.endsWith('/versions') ? { body: { id: 7 } } : missing,
    );
    await client.lookUp('a', schema).catch(() => undefined);
    await client.register('a', schema);
    await client.lookUp('a', schema).catch(() => undefined);
    expect(registry.asked).toEqual(['POST /subjects/a', 'POST /subjects/a/versions', 'POST /subjects/a']);
  });

  it('is not remembered with missTtlMs 0, and other failures never are', async () => {
    const { registry, client } = openClient((_request, index) => (index < 2 ? missing : { status: 503 }), {
      missTtlMs: 0,
    });
    for (let i = 0; i < 4; i++) await client.schema(9).catch(() => undefined);
    expect(registry.requests).toHaveLength(4);
  });

  it('makes no storm: many askers, one request', async () => {
    const { registry, client } = openClient(() => missing);
    await Promise.allSettled(Array.from({ length: 10_000 }, () => client.schema(9)));
    expect(registry.requests).toHaveLength(1);
  });
});

describe('the caches', () => {
  it('are bounded: the least recently used goes first', async () => {
    const { registry, client } = openClient(
      ({ path }) => ({ body: { schema: JSON.stringify(`n${path}`) } }),
      {
        cacheSize: 100,
      },
    );
    for (let id = 1; id <= 10_000; id++) await client.schema(id);
    expect(registry.requests).toHaveLength(10_000);
    expect([client.knownSchema(10_000), client.knownSchema(9_901)].every((held) => held !== undefined)).toBe(
      true,
    );
    expect(client.knownSchema(9_900)).toBeUndefined();
  });

  it('are not shared by two clients', async () => {
    const one = openClient(() => ({ body: { schema: '"int"' } }), { auth: { token: 'ada' } });
    const two = openClient(() => refusal(403, 40301), { auth: { token: 'bob' } });
    await one.client.schema(7);
    expect(two.client.knownSchema(7)).toBeUndefined();
    await expect(two.client.schema(7)).rejects.toMatchObject({ code: 'REGISTRY_FORBIDDEN' });
  });
});

describe('the latest version', () => {
  const versionAt = (index: number) => ({
    body: { id: index + 1, version: index + 1, schema: `"s${index}"` },
  });
  const latest = async (client: RegistryClient) => (await client.latest('a')).version;

  it('is fresh for latestTtlMs, then answered while it is asked for again', async () => {
    const { registry, clock, client } = openClient((_request, index) => versionAt(index), {
      latestTtlMs: 1_000,
    });
    expect([await latest(client), await latest(client)]).toEqual([1, 1]);
    clock.advance(999);
    expect(await latest(client)).toBe(1);
    expect(registry.requests).toHaveLength(1);
    clock.advance(1);
    expect([await latest(client), await latest(client)]).toEqual([1, 1]);
    await settled();
    expect(registry.requests).toHaveLength(2);
    expect(await latest(client)).toBe(2);
  });

  it('is waited for when it is ten times as old', async () => {
    const { clock, client } = openClient((_request, index) => versionAt(index), { latestTtlMs: 1_000 });
    await latest(client);
    clock.advance(10_000);
    expect(await latest(client)).toBe(2);
  });

  it('is answered, however old, while the registry is down, and not when it is gone', async () => {
    let reply: ScriptedReply = versionAt(0);
    const { clock, client } = openClient(() => reply, { latestTtlMs: 1_000 });
    await latest(client);
    reply = networkError('ECONNREFUSED');
    clock.advance(3_600_000);
    expect(await latest(client)).toBe(1);
    reply = refusal(404, 40401);
    await expect(latest(client)).rejects.toMatchObject({ code: 'SUBJECT_NOT_FOUND' });
  });

  it('is refreshed by one of many callers, and its failure is told once', async () => {
    let reply: ScriptedReply = versionAt(0);
    const lines: string[] = [];
    const logger = { ...silentLogger, warn: (line: string) => void lines.push(line) };
    const { registry, clock, client } = openClient(() => reply, { latestTtlMs: 1_000, logger });
    await latest(client);
    reply = networkError('ECONNREFUSED');
    clock.advance(1_000);
    const answered = await Promise.all(Array.from({ length: 1_000 }, () => latest(client)));
    expect(new Set(answered)).toEqual(new Set([1]));
    await settled();
    expect(lines).toEqual([expect.stringContaining('ECONNREFUSED')]);
    expect(registry.requests).toHaveLength(2);
    // And again by the next.
    reply = versionAt(1);
    expect(await latest(client)).toBe(1);
    await settled();
    expect(await latest(client)).toBe(2);
  });

  it('is forgotten when a refresh finds it gone', async () => {
    let reply: ScriptedReply = versionAt(0);
    const { clock, client } = openClient(() => reply, { latestTtlMs: 1_000 });
    await latest(client);
    reply = refusal(404, 40401);
    clock.advance(1_000);
    expect(await latest(client)).toBe(1);
    await settled();
    await expect(latest(client)).rejects.toMatchObject({ code: 'SUBJECT_NOT_FOUND' });
  });

  it('is asked for again after a registration', async () => {
    const { client } = openClient(({ method }, index) =>
      method === 'POST' ? { body: { id: 50 } } : versionAt(index),
    );
    expect(await latest(client)).toBe(1);
    await client.register('a', { schemaType: 'AVRO', schema: '"long"' });
    expect(await latest(client)).toBe(3);
  });

  it('that was asked for before a registration is not kept after it', async () => {
    const { client } = openClient(({ method }, index) =>
      method === 'POST' ? { body: { id: 50 } } : versionAt(index),
    );
    const before = client.latest('a');
    await Promise.all([before, client.register('a', { schemaType: 'AVRO', schema: '"long"' })]);
    expect(await latest(client)).toBe(3);
  });

  it('is asked for each time with latestTtlMs 0', async () => {
    const { client } = openClient((_request, index) => versionAt(index), { latestTtlMs: 0 });
    expect([await latest(client), await latest(client)]).toEqual([1, 2]);
  });
});
