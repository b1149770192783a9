/** Ids, subjects, references, schema types and names that a client should never have met, and a million of them. */
import type { SchemaText } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { openClient } from '../testing/open-client.ts';
import { refusal } from '../testing/scripted-registry.ts';

const schema: SchemaText = { schemaType: 'AVRO', schema: '"string"' };

const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: { code: string }) => error.code,
  );

describe('an id', () => {
  /** As it stands in the JSON. */
  const wrongIds = [
    '"7"',
    '1.5',
    '-1',
    '0',
    '2147483648',
    '9007199254740993',
    '1e400',
    'null',
    'true',
    '[7]',
    '{}',
    '""',
  ];

  it.each(wrongIds)('told as %s is refused, and nothing is remembered', async (id) => {
    const body = `{"id":${id},"version":1,"subject":"a","schema":"\\"string\\""}`;
    const { client } = openClient(({ path }) => ({ body: path === '/schemas' ? `[${body}]` : body }));
    for (const ask of [
      () => client.register('a', schema),
      () => client.lookUp('a', schema),
      () => client.schemaId('a', schema, { register: true }),
      () => client.latest('a'),
      () => client.version('a', 1),
      () => client.schemas(),
    ]) {
      expect(await codeOf(ask())).toBe('REGISTRY_ANSWER_INVALID');
    }
    expect(client.knownSchemaId('a', schema)).toBeUndefined();
    const { ids, schemas, versions, latest, misses } = client.metrics().caches;
    expect([ids, schemas, versions, latest, misses].map(({ entries }) => entries)).toEqual([0, 0, 0, 0, 0]);
  });

  it.each(wrongIds)('in a list told as %s is refused', async (id) => {
    const { client } = openClient(({ path }) => ({
      body: path.endsWith('/ids') ? `[{"context":".","id":${id}}]` : `[${id}]`,
    }));
    expect(await codeOf(client.referencedBy('a', 1))).toBe('REGISTRY_ANSWER_INVALID');
    expect(await codeOf(client.versions('a'))).toBe('REGISTRY_ANSWER_INVALID');
    expect(await codeOf(client.idsOfGuid('095d71cf-1255-6b9d-5e33-0ad575b3df5d'))).toBe(
      'REGISTRY_ANSWER_INVALID',
    );
  });

  it('asked for as what is no id is refused without asking', async () => {
    const { registry, client } = openClient(() => ({ body: { schema: '"string"' } }));
    for (const id of [
      '7',
      '../subjects',
      7n,
      null,
      undefined,
      {},
      [7],
      Number.NaN,
      Infinity,
      1.5,
      -1,
      0,
      2 ** 31,
      2 ** 53 + 2,
    ]) {
      // Wrong on purpose: what JavaScript callers can pass.
      expect(await codeOf(client.schema(id as number))).toBe('SCHEMA_ID_INVALID');
      expect(client.knownSchema(id as number)).toBeUndefined();
    }
    expect(registry.requests).toEqual([]);
  });

  it.each<[string, SchemaText, SchemaText]>([
    ['Avro', schema, { schemaType: 'AVRO', schema: '"bytes"' }],
    ['another type', schema, { schemaType: 'JSON', schema: '"string"' }],
    ['JSON', { schemaType: 'JSON', schema: '{"a":1}' }, { schemaType: 'JSON', schema: '{"a":2}' }],
    [
      'Protobuf',
      { schemaType: 'PROTOBUF', schema: 'message A {}' },
      { schemaType: 'PROTOBUF', schema: 'message B {}' },
    ],
  ])('that is used again for another schema is refused: %s', async (_what, one, other) => {
    const { client } = openClient(({ path }) => ({
      body: { id: 7, version: 1, ...(path.includes('/a/') ? one : other) },
    }));
    await client.latest('a');
    expect(await codeOf(client.latest('b'))).toBe('SCHEMA_ID_CONFLICT');
    expect(await codeOf(client.version('b', 1))).toBe('SCHEMA_ID_CONFLICT');
    expect(client.knownSchema(7)).toMatchObject(one);
  });
});

describe('a subject', () => {
  const subjects = [
    'a/b',
    '..',
    '.',
    '../../config',
    'a%2Fb',
    '%',
    '?normalize=true',
    '#top',
    'a&b=c',
    'new\nline',
    'nul\0',
    'tab\t',
    'größe 🎈',
    ':.ctx:a',
    ':.:a',
    ':.ctx',
    '__proto__',
    'constructor',
    'toString',
    ' ',
    '*',
    'a'.repeat(10_000),
  ];

  it.each(subjects.map((subject) => [subject.slice(0, 20), subject]))(
    'such as %j is one segment of every path',
    async (_shown, subject) => {
      const { registry, client } = openClient(({ method }) =>
        method === 'DELETE' ? { body: [1] } : { body: { id: 7, version: 1, schema: '"string"' } },
      );
      expect(client.knownSchemaId(subject, schema)).toBeUndefined();
      expect(await client.schemaId(subject, schema, { register: true })).toBe(7);
      expect(client.knownSchemaId(subject, { ...schema })).toBe(7);
      expect(client.knownSchemaId(`${subject}x`, schema)).toBeUndefined();
      expect(await client.latest(subject)).toMatchObject({ subject, version: 1 });
      expect(await client.version(subject, 1)).toMatchObject({ subject });
      await client.lookUp(subject, schema);
      await client.schema(8, { subject });
      await client.deleteSubject(subject);
      expect(client.knownSchemaId(subject, schema)).toBeUndefined();
      const paths = registry.requests.map(({ path }) => path);
      for (const path of paths) expect(path).not.toMatch(/[^\x21-\x7e]|\/\.{1,2}(\/|$)|#/);
      const named = paths.filter((path) => path.startsWith('/subjects/'));
      expect(named.map((path) => decodeURIComponent(path.split('/')[2] ?? ''))).toEqual(
        named.map(() => subject),
      );
      expect(
        new URLSearchParams(paths.find((path) => path.startsWith('/schemas/'))?.split('?')[1]).get('subject'),
      ).toBe(subject);
    },
  );

  it.each(['', '\ud800', 'a\udc00b', 7, null, undefined, {}])(
    '%j is refused without asking',
    async (subject) => {
      const { registry, client } = openClient(() => ({ body: { id: 7 } }));
      const wrong = subject as string; // what JavaScript callers can pass
      for (const ask of [
        () => client.register(wrong, schema),
        () => client.schemaId(wrong, schema, { register: false }),
        () => client.latest(wrong),
        () => client.deleteSubject(wrong),
        () => client.testCompatibility(wrong, schema),
      ]) {
        expect(await codeOf(ask())).toBe('SUBJECT_INVALID');
      }
      expect(registry.requests).toEqual([]);
    },
  );
});

describe('a schema', () => {
  it.each([undefined, null, '"string"', 7, {}, { schema: { type: 'string' } }])(
    '%j is refused without asking',
    async (wrong) => {
      const { registry, client } = openClient(() => ({ body: { id: 7 } }));
      const sent = wrong as unknown as SchemaText; // what JavaScript callers can pass
      for (const ask of [
        () => client.register('a', sent),
        () => client.lookUp('a', sent),
        () => client.schemaId('a', sent, { register: true }),
        () => client.testCompatibility('a', sent),
      ]) {
        expect(await codeOf(ask())).toBe('SCHEMA_INVALID');
      }
      expect(registry.requests).toEqual([]);
    },
  );

  it.each<[unknown, string]>([
    [undefined, 'AVRO'],
    [null, 'AVRO'],
    ['avro', 'AVRO'],
    ['Json', 'JSON'],
    ['protobuf', 'PROTOBUF'],
    ['XML', 'REGISTRY_ANSWER_INVALID'],
    ['', 'REGISTRY_ANSWER_INVALID'],
    [7, 'REGISTRY_ANSWER_INVALID'],
    ['constructor', 'REGISTRY_ANSWER_INVALID'],
  ])('of the type %j is %s', async (schemaType, outcome) => {
    const { client } = openClient(() => ({ body: { schema: 'x', schemaType } }));
    const told = await client.schema(7).then(
      ({ schemaType: type }) => type,
      (error: { code: string }) => error.code,
    );
    expect(told).toBe(outcome);
  });

  it.each(['{"type":"recrod"}', 'not JSON', '', '"int', '{"a":{"b":[1]}}', '['.repeat(100_000)])(
    'whose text is no Avro (%j) is given as it is: who parses it says what is wrong',
    async (text) => {
      const shown = text.slice(0, 50);
      const { client } = openClient(() => ({ body: { id: 7, version: 1, schema: text } }));
      expect((await client.latest('a')).schema.slice(0, 50)).toBe(shown);
      expect((await client.latest('a')).guid).toBeUndefined();
      expect((await client.register('a', { schemaType: 'AVRO', schema: text })).id).toBe(7);
    },
  );

  it('with members called __proto__ and constructor passes both ways, and pollutes nothing', async () => {
    const text =
      '{"type":"record","name":"R","fields":[],"__proto__":{"polluted":true},"constructor":{"polluted":true}}';
    const properties = JSON.parse('{"__proto__":"p","constructor":"c","toString":"t"}') as Record<
      string,
      string
    >; // texts, as written
    const tags = JSON.parse('{"__proto__":["PII"]}') as Record<string, string[]>; // texts, as written
    const metadata = { properties, tags };
    const ruleSet = { domainRules: [{ name: '__proto__', params: properties }] };
    const answer = { id: 7, version: 1, schema: text, metadata, ruleSet };
    const { registry, client } = openClient(() => ({ body: JSON.stringify(answer) }));
    const sent: SchemaText = { schemaType: 'AVRO', schema: text, metadata, ruleSet };
    const told = await client.register('__proto__', sent);
    expect(JSON.stringify(registry.requests[0]?.body)).toBe(
      JSON.stringify({ schema: text, metadata, ruleSet }),
    );
    expect(Object.entries(told.metadata?.properties ?? {})).toEqual(Object.entries(properties));
    expect(Object.entries(told.metadata?.tags ?? {})).toEqual([['__proto__', ['PII']]]);
    expect(Object.entries(told.ruleSet?.domainRules?.[0]?.params ?? {})).toEqual(Object.entries(properties));
    expect(client.knownSchemaId('__proto__', { ...sent })).toBe(7);
    expect(client.knownSchemaId('__proto__', { schemaType: 'AVRO', schema: text })).toBeUndefined();
    expect(await client.latestWithMetadata('constructor', properties)).toMatchObject({ id: 7 });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined(); // any name may be asked for
  });

  it('that is an answer with members called __proto__ is read by its own members only', async () => {
    const { client } = openClient(() => ({ body: '{"__proto__":{"id":7,"schema":"\\"int\\""}}' }));
    expect(await codeOf(client.register('a', schema))).toBe('REGISTRY_ANSWER_INVALID');
    expect(await codeOf(client.config())).toBe('answered');
  });
});

describe('references', () => {
  type Graph = (subject: string, version: string) => readonly { subject: string; version: number }[];

  /** Every subject has a version 1, which refers to what the graph says. */
  const registryOf = (graph: Graph) =>
    openClient(({ path }) => {
      const [, , subject = '', , version = ''] = path.split('/');
      if (version === '9') return refusal(404, 40402);
      const references = graph(subject, version).map((to) => ({ name: `n.${to.subject}`, ...to }));
      return {
        body: {
          id: 1 + Number.parseInt(subject.slice(1), 10),
          version: 1,
          schema: `"${subject}"`,
          references,
        },
      };
    });
  const from = (subject: string, version = 1): SchemaText => ({
    ...schema,
    references: [{ name: 'n', subject, version }],
  });
  const next = (subject: string): number => Number(subject.slice(1)) + 1;

  it.each<[string, Graph, number]>([
    ['a cycle', (subject) => [{ subject: subject === 's1' ? 's2' : 's1', version: 1 }], 2],
    ['itself', (subject) => [{ subject, version: 1 }], 1],
    ['the latest of itself', (subject) => [{ subject, version: -1 }], 2],
    [
      'a chain of 999',
      (subject) => (next(subject) > 999 ? [] : [{ subject: `s${next(subject)}`, version: 1 }]),
      999,
    ],
    [
      'a diamond of 2^100 ways',
      (subject) => {
        const layer = Math.floor(next(subject) / 2) * 2 + 1;
        return layer > 200
          ? []
          : [
              { subject: `s${layer}`, version: 1 },
              { subject: `s${layer + 1}`, version: 1 },
            ];
      },
      199,
    ],
  ])('to %s are followed once each', async (_what, graph, requests) => {
    const { registry, client } = registryOf(graph);
    await client.references(from('s1'));
    expect(registry.requests.length).toBeGreaterThan(0);
    expect(registry.requests.length).toBeLessThanOrEqual(requests + 2);
  });

  it.each<[string, Graph, SchemaText, string]>([
    [
      '10,000 deep',
      (subject) => [{ subject: `s${next(subject)}`, version: 1 }],
      from('s1'),
      'TOO_MANY_REFERENCES',
    ],
    [
      '10,000 wide',
      () => Array.from({ length: 10_000 }, (_, index) => ({ subject: `s${index + 2}`, version: 1 })),
      from('s1'),
      'TOO_MANY_REFERENCES',
    ],
    [
      'to a version that is not there',
      () => [{ subject: 's2', version: 9 }],
      from('s1'),
      'VERSION_NOT_FOUND',
    ],
    ['to version 0', () => [], from('s1', 0), 'VERSION_INVALID'],
    ['to version -2', () => [], from('s1', -2), 'VERSION_INVALID'],
    ['to no subject', () => [], from(''), 'SUBJECT_INVALID'],
  ])('%s end with a typed error and few requests', async (_what, graph, sent, code) => {
    const { registry, client } = registryOf(graph);
    expect(await codeOf(client.references(sent))).toBe(code);
    expect(registry.requests.length).toBeLessThanOrEqual(1_001);
  });

  it('of a schema in another context are meant there', async () => {
    const { registry, client } = openClient(({ path }) => ({
      body: {
        id: registryIdOf(path),
        version: 1,
        schema: '"x"',
        references: path.includes('one') ? [{ name: 'n', subject: 'two', version: 1 }] : [],
      },
    }));
    const registryIdOf = (path: string): number => (path.includes('one') ? 1 : 2);
    await client.references({ ...from('one'), subject: ':.eu:orders' });
    expect(registry.asked.map((asked) => decodeURIComponent(asked))).toEqual([
      'GET /subjects/:.eu:one/versions/1',
      'GET /subjects/:.eu:two/versions/1',
    ]);
  });
});

describe('a stream of ids without end', () => {
  it('leaves cacheSize of them behind, found or not', async () => {
    const { registry, client } = openClient(
      ({ path }) =>
        Number(path.split('/').at(-1)) % 2 === 0 ? { body: { schema: '"int"' } } : refusal(404, 40403),
      { cacheSize: 50 },
    );
    for (let id = 1; id <= 2_000; id++) await codeOf(client.schema(id));
    const { schemas, misses } = client.metrics().caches;
    expect([schemas.entries, misses.entries, registry.requests.length]).toEqual([50, 50, 2_000]);
  });

  it('asks once for each, however many ask at the same time, found or not', async () => {
    const { registry, client } = openClient(({ path }) =>
      Number(path.split('/').at(-1)) % 2 === 0 ? { body: { schema: '"int"' } } : refusal(404, 40403),
    );
    const asked = Array.from({ length: 20_000 }, (_, index) => codeOf(client.schema((index % 100) + 1)));
    await Promise.all(asked);
    expect(client.metrics()).toMatchObject({ shared: 19_900, requests: 100 });
    await Promise.all(Array.from({ length: 1_000 }, (_, index) => codeOf(client.schema((index % 100) + 1))));
    expect(registry.requests).toHaveLength(100);
  });
});
