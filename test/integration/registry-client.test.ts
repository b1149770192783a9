/** The registry client against the embedded registry, over loopback HTTP. */
import type { SchemaText } from '@ottla/kernel';
import { EmbeddedRegistry } from '@ottla/embedded';
import { RegistryClient } from '@ottla/registry-client';
import { parseSchema } from '@ottla/schema';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const avro = (schema: unknown): SchemaText => ({ schemaType: 'AVRO', schema: JSON.stringify(schema) });
const customer = (...fields: object[]): SchemaText =>
  avro({
    type: 'record',
    name: 'Customer',
    namespace: 'com.acme',
    fields: [{ name: 'id', type: 'long' }, ...fields],
  });
const v1 = customer();
const v2 = customer({ name: 'name', type: 'string', default: '' });
const breaking = customer({ name: 'email', type: 'string' });

let registry: EmbeddedRegistry;
let client: RegistryClient;
beforeEach(async () => {
  registry = await EmbeddedRegistry.start();
  client = new RegistryClient({ url: registry.url, retries: 0 });
});
afterEach(async () => {
  await client.close();
  await registry.close();
});

describe('a registration', () => {
  it('gives an id that another client can read', async () => {
    const { id, version } = await client.register('customers-value', v1);
    expect({ id, version }).toEqual({ id: 1, version: 1 });
    const other = new RegistryClient({ url: `${registry.url}/` });
    const found = await other.schema(id);
    expect(parseSchema(found.schema)).toMatchObject({ type: 'record', fullName: 'com.acme.Customer' });
    expect(await other.schemaId('customers-value', v1, { register: false })).toBe(id);
    await other.close();
  });

  it('gives equal content one id, under every subject', async () => {
    const [one, two] = await Promise.all([client.register('a', v1), client.register('b', v1)]);
    expect(one.id).toBe(two.id);
    const spread = { ...v1, schema: JSON.stringify(JSON.parse(v1.schema), null, 2) };
    expect((await client.register('c', spread)).id).toBe(one.id);
  });

  it('is refused with reasons when readers of the new schema could not read what is written', async () => {
    await client.register('a', v1);
    await client.register('a', v2);
    await expect(client.register('a', breaking)).rejects.toMatchObject({
      code: 'SCHEMA_INCOMPATIBLE',
      action: 'usage',
      status: 409,
      registryCode: 40901,
      subject: 'a',
      message: expect.stringContaining("at path '/fields/1' in the new schema has no default value"),
    });
    expect(await client.versions('a')).toEqual([1, 2]);
  });

  it('passes once the level allows it', async () => {
    await client.register('a', v1);
    expect(await client.compatibilityLevel('a')).toBe('BACKWARD');
    await client.setCompatibilityLevel('FORWARD', 'a');
    expect(await client.compatibilityLevel('a')).toBe('FORWARD');
    expect((await client.register('a', breaking)).version).toBe(2);
  });

  it('of what is no schema is refused with the place and the reason', async () => {
    await expect(client.register('a', avro({ type: 'recrod' }))).rejects.toMatchObject({
      code: 'SCHEMA_INVALID',
      message: expect.stringContaining("unknown type 'recrod'"),
    });
  });

  it.each(['a/b', '..', '.', 'a%2Fb', '?x=1#y', 'größe 🎈', ':.ctx:a', '<b>&amp;'])(
    'works under the subject %j',
    async (subject) => {
      await client.register(subject, v1);
      expect(await client.subjects()).toEqual([subject]);
      expect(await client.latest(subject)).toMatchObject({ subject, version: 1 });
    },
  );

  it.each(['new\nline', 'nul\0'])('is refused under the subject %j', async (subject) => {
    await expect(client.register(subject, v1)).rejects.toMatchObject({ registryCode: 42208 });
  });
});

describe('a check', () => {
  it('says what a registration would', async () => {
    await client.register('a', v1);
    expect(await client.testCompatibility('a', v2)).toEqual({ compatible: true, messages: [] });
    const verdict = await client.testCompatibility('a', breaking, { version: 'latest' });
    expect(verdict.compatible).toBe(false);
    expect(verdict.messages[0]).toContain('READER_FIELD_MISSING_DEFAULT_VALUE');
    expect(await client.testCompatibility('nobody', v1)).toEqual({ compatible: true, messages: [] });
  });
});

describe('looking up', () => {
  it('tells a missing subject from a missing schema from a missing id', async () => {
    await expect(client.lookUp('a', v1)).rejects.toMatchObject({ code: 'SUBJECT_NOT_FOUND' });
    await client.register('a', v1);
    await expect(client.lookUp('a', v2)).rejects.toMatchObject({ code: 'SCHEMA_NOT_FOUND', subject: 'a' });
    await expect(client.schema(99)).rejects.toMatchObject({ code: 'SCHEMA_NOT_FOUND', schemaId: 99 });
    await expect(client.version('a', 9)).rejects.toMatchObject({ code: 'VERSION_NOT_FOUND' });
  });

  it('sees a registration at once, by this client', async () => {
    await client.register('a', v1);
    expect((await client.latest('a')).version).toBe(1);
    await client.register('a', v2);
    expect((await client.latest('a')).version).toBe(2);
  });
});

describe('references', () => {
  it('are stored, and give the schemas back in the order to parse them', async () => {
    const money = avro({ type: 'record', name: 'com.acme.Money', fields: [{ name: 'cents', type: 'long' }] });
    const line = {
      ...avro({ type: 'record', name: 'com.acme.Line', fields: [{ name: 'price', type: 'Money' }] }),
      references: [{ name: 'com.acme.Money', subject: 'money', version: 1 }],
    };
    const order = {
      ...avro({
        type: 'record',
        name: 'com.acme.Order',
        fields: [{ name: 'lines', type: { type: 'array', items: 'Line' } }],
      }),
      references: [{ name: 'com.acme.Line', subject: 'line', version: -1 }],
    };
    await client.register('money', money);
    await client.register('line', line);
    const { id } = await client.register('order', order);

    const reader = new RegistryClient({ url: registry.url });
    const found = await reader.schema(id);
    expect(found.references).toEqual([{ name: 'com.acme.Line', subject: 'line', version: 1 }]);
    const needed = await reader.references(found);
    expect(needed.map(({ name }) => name)).toEqual(['com.acme.Money', 'com.acme.Line']);
    const parsed = needed.reduce<ReturnType<typeof parseSchema>[]>(
      (before, { schema }) => [...before, parseSchema(schema, { references: before })],
      [],
    );
    expect(parseSchema(found.schema, { references: parsed })).toMatchObject({ fullName: 'com.acme.Order' });
    await reader.close();
  });
});

describe('a contract', () => {
  const owned: SchemaText = { ...v1, metadata: { properties: { owner: 'ada' } } };

  it('carries metadata, and is found by id, GUID, subject and property', async () => {
    const { id, guid = '' } = await client.register('customers-value', owned);
    const reader = new RegistryClient({ url: registry.url });
    expect(await reader.schema(id)).toMatchObject({ id, metadata: { properties: { owner: 'ada' } } });
    expect(await reader.schemaByGuid(guid)).toMatchObject({ guid, schemaType: 'AVRO' });
    expect(await reader.idsOfGuid(guid)).toEqual([{ context: '.', id }]);
    expect(await reader.subjectsOfId(id)).toEqual(['customers-value']);
    expect(await reader.versionsOfId(id)).toEqual([{ subject: 'customers-value', version: 1 }]);
    expect(await reader.latestWithMetadata('customers-value', { owner: 'ada' })).toMatchObject({ id });
    expect(await reader.schemas({ subjectPrefix: 'customers' })).toMatchObject([{ id, guid }]);
    await reader.close();
  });

  it('is deleted softly, stays readable, comes back under its id, and goes for good', async () => {
    const { id } = await client.register('a', v1);
    expect(await client.deleteSubject('a')).toEqual([1]);
    expect(client.knownSchemaId('a', v1)).toBeUndefined();
    await expect(client.lookUp('a', v1)).rejects.toMatchObject({ code: 'SUBJECT_NOT_FOUND' });
    const reader = new RegistryClient({ url: registry.url });
    expect(await reader.schema(id)).toMatchObject({ id });
    expect(await reader.version('a', 1, { deleted: true })).toMatchObject({ id });
    expect(await client.schemaId('a', v1, { register: true })).toBe(id);
    await client.deleteSubject('a');
    await client.deleteSubject('a', { permanent: true });
    await expect(client.schema(id)).rejects.toMatchObject({ code: 'SCHEMA_NOT_FOUND' });
    expect(await client.subjects({ deleted: true })).toEqual([]);
    await reader.close();
  });

  it('that others refer to cannot be deleted', async () => {
    await client.register('a', v1);
    const referring = avro({ type: 'array', items: 'com.acme.Customer' });
    const references = [{ name: 'com.acme.Customer', subject: 'a', version: 1 }];
    const { id } = await client.register('b', { ...referring, references });
    expect(await client.referencedBy('a', 1)).toEqual([id]);
    await expect(client.deleteVersion('a', 1)).rejects.toMatchObject({ registryCode: 42206 });
  });

  it('lives in a context of its own, with ids of its own', async () => {
    const { id } = await client.register('a', v1);
    const { id: same } = await client.register(':.eu:a', v2);
    expect(same).toBe(id);
    expect(await client.schema(id)).toMatchObject({ schema: v1.schema });
    expect(await client.schema(id, { subject: ':.eu:a' })).toMatchObject({ schema: v2.schema });
    expect(await client.contexts()).toEqual(['.', '.eu']);
    expect(await client.subjects({ prefix: ':.eu:' })).toEqual([':.eu:a']);
  });
});

describe('settings', () => {
  it('belong to a subject, or come from all', async () => {
    await expect(client.config('a')).rejects.toMatchObject({ code: 'SETTING_NOT_FOUND' });
    expect(await client.config('a', { defaultToGlobal: true })).toMatchObject({
      compatibilityLevel: 'BACKWARD',
    });
    await client.setConfig({ compatibilityLevel: 'NONE', normalize: true }, 'a');
    expect(await client.config('a')).toEqual({ compatibilityLevel: 'NONE', normalize: true });
    expect(await client.deleteConfig('a')).toMatchObject({ compatibilityLevel: 'NONE' });
    expect(await client.compatibilityLevel('a')).toBe('BACKWARD');
  });

  it('may forbid to register', async () => {
    expect(await client.mode('a', { defaultToGlobal: true })).toBe('READWRITE');
    expect(await client.setMode('READONLY', 'a')).toBe('READONLY');
    await expect(client.register('a', v1)).rejects.toMatchObject({ registryCode: 42205 });
    expect(await client.deleteMode('a')).toBe('READONLY');
    expect((await client.register('a', v1)).version).toBe(1);
  });
});

describe('a registry that goes away', () => {
  it('leaves what is known in use, and the rest failing with a remedy', async () => {
    const { id } = await client.register('a', v1);
    await registry.close();
    expect(await client.schema(id)).toMatchObject(v1);
    expect(await client.schemaId('a', v1, { register: true })).toBe(id);
    await expect(client.schema(id + 1)).rejects.toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      action: 'retriable',
      message: expect.stringMatching(/ECONNREFUSED.*check that the registry runs/),
    });
  });

  it('is replaced by the next URL', async () => {
    const two = await EmbeddedRegistry.start();
    const either = new RegistryClient({ url: [registry.url, two.url], retries: 0 });
    await either.register('a', v1);
    await registry.close();
    expect((await either.register('b', v1)).id).toBe(1);
    const other = new RegistryClient({ url: two.url });
    expect(await other.subjects()).toEqual(['b']);
    await Promise.all([either.close(), other.close(), two.close()]);
  });
});
