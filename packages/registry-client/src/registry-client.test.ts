import type { SchemaText } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { openClient, type Script } from '../testing/open-client.ts';
import { refusal } from '../testing/scripted-registry.ts';
import { RegistryClient, type RegistryClientOptions } from './index.ts';

const schema: SchemaText = { schemaType: 'AVRO', schema: '"string"' };
const GUID = '095d71cf-1255-6b9d-5e33-0ad575b3df5d';
const stored = { id: 7, subject: 'a', version: 2, schema: '"string"' };

const setUp = (script: Script, options: Partial<RegistryClientOptions> = {}) =>
  openClient(script, { url: 'http://r:8081/base', retries: 3, ...options });

describe('calls', () => {
  it.each<[string, (client: RegistryClient) => Promise<unknown>, string, unknown, unknown, unknown]>([
    [
      'register',
      (c) => c.register('a', schema),
      'POST /base/subjects/a/versions',
      { schema: '"string"' },
      { id: 7 },
      { id: 7, subject: 'a', schemaType: 'AVRO', schema: '"string"' },
    ],
    [
      'register, told more',
      (c) =>
        c.register('a', {
          schemaType: 'JSON',
          schema: '{}',
          references: [{ name: 'n', subject: 's', version: 1 }],
        }),
      'POST /base/subjects/a/versions',
      { schema: '{}', schemaType: 'JSON', references: [{ name: 'n', subject: 's', version: 1 }] },
      { ...stored, guid: GUID, ts: 1 },
      {
        id: 7,
        guid: GUID,
        subject: 'a',
        version: 2,
        schemaType: 'JSON',
        schema: '{}',
        references: [{ name: 'n', subject: 's', version: 1 }],
      },
    ],
    [
      'lookUp',
      (c) => c.lookUp('a/b', schema),
      'POST /base/subjects/a%2Fb',
      { schema: '"string"' },
      stored,
      { id: 7, subject: 'a/b', version: 2, schemaType: 'AVRO', schema: '"string"' },
    ],
    [
      'schema',
      (c) => c.schema(7),
      'GET /base/schemas/ids/7',
      null,
      { schema: '"int"', references: [] },
      { id: 7, schemaType: 'AVRO', schema: '"int"' },
    ],
    [
      'latest',
      (c) => c.latest('a'),
      'GET /base/subjects/a/versions/latest',
      null,
      { ...stored, schemaType: 'json' },
      { id: 7, subject: 'a', version: 2, schemaType: 'JSON', schema: '"string"' },
    ],
    [
      'version',
      (c) => c.version('a', 2),
      'GET /base/subjects/a/versions/2',
      null,
      { ...stored, references: [{ name: 'n', subject: 's', version: -1 }], compatibility: 'FULL' },
      {
        id: 7,
        subject: 'a',
        version: 2,
        schemaType: 'AVRO',
        schema: '"string"',
        references: [{ name: 'n', subject: 's', version: -1 }],
      },
    ],
    ['versions', (c) => c.versions('..'), 'GET /base/subjects/%2E%2E/versions', null, [1, 3], [1, 3]],
    ['subjects', (c) => c.subjects(), 'GET /base/subjects', null, ['a', 'ü'], ['a', 'ü']],
    [
      'testCompatibility',
      (c) => c.testCompatibility('a', schema),
      'POST /base/compatibility/subjects/a/versions?verbose=true',
      { schema: '"string"' },
      { is_compatible: false, messages: ['why'] },
      { compatible: false, messages: ['why'] },
    ],
    [
      'testCompatibility with one version',
      (c) => c.testCompatibility('a', schema, { version: 3 }),
      'POST /base/compatibility/subjects/a/versions/3?verbose=true',
      { schema: '"string"' },
      { is_compatible: true },
      { compatible: true, messages: [] },
    ],
    [
      'testCompatibility on Apicurio',
      (c) => c.testCompatibility('a', schema, { version: 'latest' }),
      'POST /base/compatibility/subjects/a/versions/latest?verbose=true',
      { schema: '"string"' },
      { is_compatible: false, reason: 'why' },
      { compatible: false, messages: ['why'] },
    ],
    [
      'compatibilityLevel',
      (c) => c.compatibilityLevel('a'),
      'GET /base/config/a?defaultToGlobal=true',
      null,
      { compatibilityLevel: 'FULL' },
      'FULL',
    ],
    [
      'setCompatibilityLevel',
      (c) => c.setCompatibilityLevel('NONE'),
      'PUT /base/config',
      { compatibility: 'NONE' },
      { compatibility: 'NONE' },
      'NONE',
    ],
  ])('%s', async (_name, ask, asked, sent, answer, result) => {
    const { registry, client } = setUp(() => ({ body: answer }));
    expect(await ask(client)).toEqual(result);
    expect(registry.asked).toEqual([asked]);
    expect(registry.requests[0]?.body).toEqual(sent);
  });

  it.each<[string, (client: RegistryClient) => Promise<unknown>, unknown[]]>([
    [
      'register',
      (c) => c.register('a', schema),
      [
        {},
        null,
        [],
        7,
        { id: '7' },
        { id: 1.5 },
        { id: 0 },
        { id: -1 },
        { id: 2 ** 31 },
        { id: 2 ** 53 },
        { id: 7, version: 0 },
      ],
    ],
    [
      'schema',
      (c) => c.schema(7),
      [
        {},
        { schema: 1 },
        { schema: '""', schemaType: 'XML' },
        { schema: '""', schemaType: 1 },
        { schema: '""', references: {} },
        { schema: '""', references: [{ name: 'n', subject: 's' }] },
        { schema: '""', references: [{ name: 'n', subject: 's', version: 0 }] },
        { schema: '""', references: [null] },
      ],
    ],
    [
      'latest',
      (c) => c.latest('a'),
      [
        { ...stored, id: null },
        { ...stored, version: -1 },
        { ...stored, version: '2' },
      ],
    ],
    ['versions', (c) => c.versions('a'), [{}, [0], ['1'], null]],
    ['subjects', (c) => c.subjects(), [{}, [1], 'a']],
    [
      'testCompatibility',
      (c) => c.testCompatibility('a', schema),
      [{}, { is_compatible: 'yes' }, { is_compatible: true, messages: [1] }],
    ],
    [
      'compatibilityLevel',
      (c) => c.compatibilityLevel(),
      [{}, { compatibilityLevel: 'SIDEWAYS' }, { compatibilityLevel: 1 }],
    ],
  ])('%s refuses answers of another shape', async (_name, ask, answers) => {
    for (const body of answers) {
      const { client } = setUp(() => ({ body: JSON.stringify(body) }));
      await expect(ask(client)).rejects.toMatchObject({
        code: 'REGISTRY_ANSWER_INVALID',
        message: expect.stringContaining('is this URL a schema registry?'),
      });
    }
  });

  it.each(['', '\ud800'])('refuse %j as a subject, without asking', async (subject) => {
    const { registry, client } = setUp(() => ({ body: stored }));
    for (const ask of [() => client.register(subject, schema), () => client.latest(subject)]) {
      await expect(ask()).rejects.toMatchObject({ code: 'SUBJECT_INVALID' });
    }
    expect(registry.requests).toEqual([]);
  });

  it.each([0, -1, 1.5, 2 ** 31, 0xffffffff, NaN])('refuse %d as an id, without asking', async (id) => {
    const { registry, client } = setUp(() => ({ body: stored }));
    await expect(client.schema(id)).rejects.toMatchObject({ code: 'SCHEMA_ID_INVALID', schemaId: id });
    expect(registry.requests).toEqual([]);
  });

  it('fall back to the latest version where a registry has no check without a version', async () => {
    const { registry, client } = setUp((_request, index) =>
      index === 0 ? refusal(404, 404) : { body: { is_compatible: true } },
    );
    expect(await client.testCompatibility('a', schema)).toEqual({ compatible: true, messages: [] });
    expect(registry.asked[1]).toBe('POST /base/compatibility/subjects/a/versions/latest?verbose=true');
  });

  it('find a schema compatible with a subject that is not there, but not with a missing version', async () => {
    const { client } = setUp(() => refusal(404, 40402));
    expect((await client.testCompatibility('a', schema)).compatible).toBe(true);
    await expect(client.testCompatibility('a', schema, { version: 3 })).rejects.toMatchObject({
      code: 'VERSION_NOT_FOUND',
    });
  });

  it('take the global level where a registry knows no defaultToGlobal', async () => {
    const { client } = setUp((_request, index) =>
      index === 0 ? refusal(404, 40408) : { body: { compatibilityLevel: 'FORWARD' } },
    );
    expect(await client.compatibilityLevel('a')).toBe('FORWARD');
  });
});

describe('options', () => {
  it.each<[string, unknown, string]>([
    ['no url', {}, "option 'url' is missing"],
    ['no urls', { url: [] }, "option 'url' must be"],
    ['a misspelt option', { url: 'http://r', timoutMs: 1 }, "did you mean 'timeoutMs'?"],
    ['a wrong timeout', { url: 'http://r', timeoutMs: 0 }, "option 'timeoutMs' must be"],
    [
      'half of Basic',
      { url: 'http://r', auth: { username: 'ada' } },
      "option 'auth': it takes { username, password }",
    ],
    [
      'a token with a line break',
      { url: 'http://r', auth: { token: 'sesame\n' } },
      "option 'auth': a token must",
    ],
    [
      'a username with a colon',
      { url: 'http://r', auth: { username: 'a:b', password: 'sesame' } },
      'RFC 7617',
    ],
    ['credentials twice', { url: 'http://a:sesame@r', auth: { token: 't' } }, 'keep one of them'],
  ])('with %s are refused', (_name, options, part) => {
    let message = '';
    try {
      // Wrong on purpose: what JavaScript callers can pass.
      void new RegistryClient(options as RegistryClientOptions);
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain(part);
    expect(message).not.toContain('sesame');
  });

  it('are never written to', async () => {
    const options = Object.freeze({ url: Object.freeze(['http://r']), auth: Object.freeze({ token: 't' }) });
    await new RegistryClient(options).close();
  });
});

describe('close', () => {
  it('refuses what comes after, remembered or not, and may be called twice', async () => {
    const { client } = setUp(() => ({ body: stored }));
    await client.latest('a');
    await client.schemaId('a', schema, { register: true });
    await client.close();
    await client.close();
    for (const ask of [
      () => client.latest('a'),
      () => client.schema(7),
      () => client.register('a', schema),
      () => client.schemaId('a', schema, { register: false }),
      () => client.subjects(),
      () => client.testCompatibility('a', schema),
    ]) {
      await expect(ask()).rejects.toMatchObject({ code: 'CLOSED', action: 'usage' });
    }
  });
});
