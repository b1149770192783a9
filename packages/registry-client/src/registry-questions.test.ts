import type { SchemaText } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { ScriptedRegistry, refusal } from '../testing/scripted-registry.ts';
import { RegistryClient } from './index.ts';

const schema: SchemaText = { schemaType: 'AVRO', schema: '"string"' };
const guid = '095d71cf-1255-6b9d-5e33-0ad575b3df5d';
const stored = { id: 7, subject: 'a', version: 2, schema: '"string"' };
const metadata = {
  properties: { owner: 'ada', constructor: 'x' },
  tags: { f: ['PII'] },
  sensitive: ['owner'],
};
const rules = { domainRules: [{ name: 'r', kind: 'CONDITION', disabled: false, params: { a: 'b' } }] };

function setUp(answer: unknown) {
  const registry = new ScriptedRegistry(() => ({ body: JSON.stringify(answer) }));
  return {
    registry,
    client: new RegistryClient({ url: 'http://r', dispatcher: registry.dispatcher, retries: 0 }),
  };
}

type Ask = (client: RegistryClient) => Promise<unknown>;

/** What is asked, the request it becomes, its body, the answer, and what the caller gets. */
const questions: readonly (readonly [Ask, string, unknown, unknown, unknown])[] = [
  [
    (c) => c.idsOfGuid(guid),
    `GET /schemas/guids/${guid}/ids`,
    null,
    [{ context: '.', id: 7 }],
    [{ context: '.', id: 7 }],
  ],
  [(c) => c.subjectsOfId(7), 'GET /schemas/ids/7/subjects', null, ['a'], ['a']],
  [
    (c) => c.subjectsOfId(7, { subject: ':.eu:a', deleted: true }),
    'GET /schemas/ids/7/subjects?subject=%3A.eu%3Aa&deleted=true',
    null,
    [],
    [],
  ],
  [
    (c) => c.versionsOfId(7),
    'GET /schemas/ids/7/versions',
    null,
    [{ subject: 'a', version: 2 }],
    [{ subject: 'a', version: 2 }],
  ],
  [(c) => c.schemas(), 'GET /schemas', null, [stored], [{ ...stored, schemaType: 'AVRO', guid }]],
  [
    (c) => c.schemas({ subjectPrefix: 'a/b', deleted: true, latestOnly: true, offset: 0, limit: 10 }),
    'GET /schemas?subjectPrefix=a%2Fb&deleted=true&latestOnly=true&offset=0&limit=10',
    null,
    [],
    [],
  ],
  [(c) => c.schemaTypes(), 'GET /schemas/types', null, ['AVRO'], ['AVRO']],
  [
    (c) => c.subjects({ prefix: ':.eu:', deleted: true }),
    'GET /subjects?subjectPrefix=%3A.eu%3A&deleted=true',
    null,
    [':.eu:x'],
    [':.eu:x'],
  ],
  [(c) => c.subjects({ deleted: false }), 'GET /subjects', null, [], []],
  [(c) => c.versions('a', { deleted: true }), 'GET /subjects/a/versions?deleted=true', null, [1], [1]],
  [
    (c) => c.latestWithMetadata('a', { owner: 'ada & co', __proto__x: '1' }),
    'GET /subjects/a/metadata?key=owner&key=__proto__x&value=ada%20%26%20co&value=1',
    null,
    { ...stored, metadata, ruleset: rules },
    { ...stored, schemaType: 'AVRO', guid: expect.any(String), metadata, ruleSet: rules },
  ],
  [(c) => c.referencedBy('a', 2), 'GET /subjects/a/versions/2/referencedby', null, [7, 8], [7, 8]],
  [
    (c) => c.testCompatibility('a', schema, { version: 3, normalize: true }),
    'POST /compatibility/subjects/a/versions/3?normalize=true&verbose=true',
    { schema: '"string"' },
    { is_compatible: true },
    { compatible: true, messages: [] },
  ],
  [(c) => c.compatibilityLevel(), 'GET /config', null, { compatibilityLevel: 'FULL' }, 'FULL'],
  [
    (c) => c.setCompatibilityLevel('NONE', 'a'),
    'PUT /config/a',
    { compatibility: 'NONE' },
    { compatibility: 'NONE' },
    'NONE',
  ],
  [
    (c) => c.config('a'),
    'GET /config/a',
    null,
    {
      compatibilityLevel: 'FULL',
      alias: 'b',
      normalize: true,
      defaultMetadata: metadata,
      overrideRuleSet: rules,
      later: 1,
    },
    {
      compatibilityLevel: 'FULL',
      alias: 'b',
      normalize: true,
      defaultMetadata: metadata,
      overrideRuleSet: rules,
    },
  ],
  [(c) => c.config('a', { defaultToGlobal: true }), 'GET /config/a?defaultToGlobal=true', null, {}, {}],
  [
    (c) => c.config(undefined, { defaultToGlobal: true }),
    'GET /config',
    null,
    { compatibilityLevel: null },
    {},
  ],
  [
    (c) => c.setConfig({ compatibilityLevel: 'NONE', normalize: true }, 'a'),
    'PUT /config/a',
    { compatibility: 'NONE', normalize: true },
    { compatibility: 'NONE', normalize: true },
    { compatibilityLevel: 'NONE', normalize: true },
  ],
  [(c) => c.setConfig({ alias: 'b' }, 'a'), 'PUT /config/a', { alias: 'b' }, { alias: 'b' }, { alias: 'b' }],
  [(c) => c.deleteConfig('a'), 'DELETE /config/a', null, 'FULL', { compatibilityLevel: 'FULL' }],
  [
    (c) => c.deleteConfig(),
    'DELETE /config',
    null,
    { compatibilityLevel: 'NONE' },
    { compatibilityLevel: 'NONE' },
  ],
  [(c) => c.mode(), 'GET /mode', null, { mode: 'READWRITE' }, 'READWRITE'],
  [
    (c) => c.mode('a', { defaultToGlobal: true }),
    'GET /mode/a?defaultToGlobal=true',
    null,
    { mode: 'READONLY' },
    'READONLY',
  ],
  [
    (c) => c.setMode('IMPORT', 'a', { force: true }),
    'PUT /mode/a?force=true',
    { mode: 'IMPORT' },
    { mode: 'IMPORT' },
    'IMPORT',
  ],
  // Confluent's registry echoes what it was sent, in its letters.
  [(c) => c.setMode('READONLY'), 'PUT /mode', { mode: 'READONLY' }, { mode: 'readonly' }, 'READONLY'],
  [
    (c) => c.deleteMode('a', { recursive: true }),
    'DELETE /mode/a?recursive=true',
    null,
    { mode: 'READONLY' },
    'READONLY',
  ],
  [(c) => c.contexts(), 'GET /contexts', null, ['.', '.eu'], ['.', '.eu']],
  [
    (c) => c.associations('orders/1', { namespace: 'lkc-1', type: 'value' }),
    'GET /associations/resources/lkc-1/orders%2F1?resourceType=topic&associationType=value',
    null,
    [{ subject: 'a', guid, resourceType: 'topic', frozen: false, createTs: 1, lifecycle: null, later: 1 }],
    [{ subject: 'a', guid, resourceType: 'topic', frozen: false, createTs: 1 }],
  ],
  [(c) => c.associations('orders'), 'GET /associations/resources/-/orders?resourceType=topic', null, [], []],
  [
    (c) => c.serverVersion(),
    'GET /v1/metadata/version',
    null,
    { version: '8.1.0', commitId: 'c' },
    { version: '8.1.0', commitId: 'c' },
  ],
  [(c) => c.deleteSubject('a/b'), 'DELETE /subjects/a%2Fb', null, [1, 2], [1, 2]],
  [(c) => c.deleteSubject('a', { permanent: true }), 'DELETE /subjects/a?permanent=true', null, [1], [1]],
  [(c) => c.deleteVersion('a', 2), 'DELETE /subjects/a/versions/2', null, 2, 2],
  [
    (c) => c.deleteVersion('a', 2, { permanent: true }),
    'DELETE /subjects/a/versions/2?permanent=true',
    null,
    2,
    2,
  ],
  [
    (c) => c.register('a', { ...schema, metadata, ruleSet: rules }, { normalize: true }),
    'POST /subjects/a/versions?normalize=true',
    { schema: '"string"', metadata, ruleSet: rules },
    { ...stored, guid: guid.toUpperCase(), metadata, ruleSet: rules },
    { ...stored, schemaType: 'AVRO', guid, metadata, ruleSet: rules },
  ],
  [
    (c) => c.lookUp('a', { ...schema, metadata }, { normalize: true, deleted: true }),
    'POST /subjects/a?normalize=true&deleted=true',
    { schema: '"string"', metadata },
    stored,
    { ...stored, schemaType: 'AVRO' },
  ],
  [
    (c) => c.schema(7, { subject: 'a', format: 'resolved' }),
    'GET /schemas/ids/7?subject=a&format=resolved',
    null,
    { schema: '"int"' },
    { id: 7, schemaType: 'AVRO', schema: '"int"' },
  ],
  [
    (c) => c.schemaByGuid(guid.toUpperCase()),
    `GET /schemas/guids/${guid}`,
    null,
    { schema: '"string"', ruleset: rules },
    { schemaType: 'AVRO', schema: '"string"', guid, ruleSet: rules },
  ],
  [
    (c) => c.version('a', 2, { deleted: true, format: 'resolved' }),
    'GET /subjects/a/versions/2?deleted=true&format=resolved',
    null,
    stored,
    { ...stored, schemaType: 'AVRO', guid },
  ],
];

describe('a question', () => {
  it.each(questions.map((row) => [row[1], ...row] as const))(
    '%s',
    async (_name, ask, asked, sent, answer, told) => {
      const { registry, client } = setUp(answer);
      expect(await ask(client)).toEqual(told);
      expect(registry.asked).toEqual([asked]);
      expect(registry.requests[0]?.body).toEqual(sent);
    },
  );
});

/** Answers of another shape, each refused with the name of the member that is wrong. */
const misshapen: readonly (readonly [string, Ask, readonly (readonly [unknown, string])[]])[] = [
  [
    'idsOfGuid',
    (c) => c.idsOfGuid(guid),
    [
      [{}, 'array of ids'],
      [[{ id: 1 }], "'context'"],
      [[{ context: '.', id: 0 }], "'id'"],
    ],
  ],
  [
    'subjectsOfId',
    (c) => c.subjectsOfId(7),
    [
      [[1], "'subjects'"],
      [null, 'array'],
    ],
  ],
  [
    'versionsOfId',
    (c) => c.versionsOfId(7),
    [
      [[{ subject: 'a' }], "'version'"],
      [[null], 'a subject with its version'],
    ],
  ],
  [
    'schemas',
    (c) => c.schemas(),
    [
      [[{ ...stored, subject: 1 }], "'subject'"],
      [[{ ...stored, guid: 'no' }], "'guid'"],
      [stored, 'array of schemas'],
    ],
  ],
  [
    'schema',
    (c) => c.schema(7),
    [
      [{ schema: '""', metadata: [] }, 'metadata'],
      [{ schema: '""', metadata: { tags: { f: 'PII' } } }, 'tags'],
      [{ schema: '""', metadata: { properties: { a: 1 } } }, "'properties'"],
      [{ schema: '""', ruleSet: { domainRules: {} } }, 'domainRules'],
      [{ schema: '""', ruleSet: { domainRules: [{ disabled: 'yes' }] } }, "'disabled'"],
      [{ schema: '""', ruleset: 1 }, 'ruleSet'],
    ],
  ],
  [
    'schemaByGuid',
    (c) => c.schemaByGuid(guid),
    [
      [{}, "'schema'"],
      [[], 'a schema'],
    ],
  ],
  [
    'deleteSubject',
    (c) => c.deleteSubject('a'),
    [
      [{}, 'array of versions'],
      [['1'], "'versions'"],
    ],
  ],
  [
    'deleteVersion',
    (c) => c.deleteVersion('a', 1),
    [
      ['1', "'version'"],
      [0, "'version'"],
    ],
  ],
  [
    'config',
    (c) => c.config(),
    [
      [[], 'a configuration'],
      [{ normalize: 'yes' }, "'normalize'"],
      [{ compatibilityLevel: 'SIDEWAYS' }, "'compatibilityLevel'"],
      ['SIDEWAYS', "'compatibilityLevel'"],
    ],
  ],
  [
    'mode',
    (c) => c.mode(),
    [
      [{}, "'mode'"],
      [{ mode: 'open' }, "'mode'"],
      [null, 'a mode'],
    ],
  ],
  ['contexts', (c) => c.contexts(), [[{}, 'array of contexts']]],
  [
    'associations',
    (c) => c.associations('a'),
    [
      [[{}], "'subject'"],
      [[{ subject: 'a', frozen: 1 }], "'frozen'"],
      [[{ subject: 'a', createTs: 1.5 }], "'createTs'"],
    ],
  ],
  [
    'serverVersion',
    (c) => c.serverVersion(),
    [
      [{ version: 1 }, "'version'"],
      [{ version: '1' }, "'commitId'"],
    ],
  ],
];

describe('an answer of another shape', () => {
  it.each(misshapen)('to %s is refused, naming what is wrong', async (_name, ask, answers) => {
    for (const [answer, part] of answers) {
      const { client } = setUp(answer);
      await expect(ask(client)).rejects.toMatchObject({
        code: 'REGISTRY_ANSWER_INVALID',
        message: expect.stringContaining(part),
      });
    }
  });
});

describe('what cannot be asked', () => {
  it.each<[string, Ask, string]>([
    ['a version of 0', (c) => c.version('a', 0), 'VERSION_INVALID'],
    ['a version of -1', (c) => c.version('a', -1), 'VERSION_INVALID'],
    ['a version of 2^31', (c) => c.referencedBy('a', 2 ** 31), 'VERSION_INVALID'],
    ['a fraction of a version', (c) => c.deleteVersion('a', 1.5), 'VERSION_INVALID'],
    ['a check against version 0', (c) => c.testCompatibility('a', schema, { version: 0 }), 'VERSION_INVALID'],
    ['no GUID', (c) => c.schemaByGuid('7'), 'SCHEMA_GUID_INVALID'],
    ['a path for a GUID', (c) => c.idsOfGuid('../../subjects'), 'SCHEMA_GUID_INVALID'],
    ['an id of 0', (c) => c.subjectsOfId(0), 'SCHEMA_ID_INVALID'],
    ['no subject', (c) => c.config(''), 'SUBJECT_INVALID'],
    ['no resource', (c) => c.associations(''), 'SUBJECT_INVALID'],
    ['half a surrogate pair', (c) => c.deleteSubject('\ud800'), 'SUBJECT_INVALID'],
  ])('is refused without asking: %s', async (_name, ask, code) => {
    const { registry, client } = setUp([]);
    await expect(ask(client)).rejects.toMatchObject({ code, action: 'usage' });
    expect(registry.asked).toEqual([]);
  });
});

it('a setting of its own is told apart from the global one', async () => {
  const registry = new ScriptedRegistry(({ path }) =>
    path.includes('/a') ? refusal(404, 40408) : { body: { compatibilityLevel: 'FULL', mode: 'READONLY' } },
  );
  const client = new RegistryClient({ url: 'http://r', dispatcher: registry.dispatcher });
  await expect(client.config('a')).rejects.toMatchObject({ code: 'SETTING_NOT_FOUND' });
  await expect(client.mode('a')).rejects.toMatchObject({ code: 'SETTING_NOT_FOUND' });
  expect(await client.config('a', { defaultToGlobal: true })).toEqual({ compatibilityLevel: 'FULL' });
  expect(await client.mode('a', { defaultToGlobal: true })).toBe('READONLY');
});
