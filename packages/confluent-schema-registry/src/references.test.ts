import { EmbeddedRegistry } from '@ottla/embedded';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SchemaRegistry, SchemaType } from './index.ts';
import { fetchReferences } from './references.ts';
import { avroRules } from './avro/avro-schema.ts';
import type { ConfluentSchema, SchemaReference } from './schema-types.ts';

const reference = (name: string, version = 1): SchemaReference => ({ name, subject: `s-${name}`, version });

describe('following references', () => {
  const follow = async (graph: Record<string, string[]>, ...names: string[]): Promise<[string[], number]> => {
    let asked = 0;
    const found = await fetchReferences(
      names.map((name) => reference(name)),
      ({ name }) => {
        asked++;
        const references = (graph[name] ?? []).map((each) => reference(each));
        return Promise.resolve({ type: 'AVRO', schema: name, references });
      },
      new Set(),
    );
    return [found.map(({ name }) => name), asked];
  };

  it('gives nothing for none', async () => {
    expect(await fetchReferences(undefined, () => Promise.reject(new Error('asked')), new Set())).toEqual([]);
  });

  it('gives those first that others need, each once', async () => {
    expect(await follow({ a: ['c', 'd'], b: ['d'], c: ['d'] }, 'a', 'b')).toEqual([['d', 'c', 'a', 'b'], 4]);
  });

  it('ends on circles', async () => {
    expect(await follow({ a: ['b'], b: ['a', 'b'] }, 'a')).toEqual([['b', 'a'], 2]);
  });

  const chain = (length: number): Record<string, string[]> =>
    Object.fromEntries(Array.from({ length: length - 1 }, (_, index) => [`${index + 1}`, [`${index + 2}`]]));

  it('ends on a chain of 10,000', async () => {
    const [found, asked] = await follow(chain(10_000), '1');
    expect([found[0], found.at(-1), asked]).toEqual(['10000', '1', 10_000]);
  });

  it('gives up a chain without end', async () => {
    await expect(follow(chain(20_000), '1')).rejects.toThrow(
      "more than 10000 schemas are referred to, the next being version 1 of 's-10001'",
    );
  });

  it('asks once for each where every layer refers to all of the next', async () => {
    const layer = (depth: number): string[] => Array.from({ length: 10 }, (_, index) => `${depth}.${index}`);
    const graph: Record<string, string[]> = {};
    for (let depth = 0; depth < 10; depth++) for (const name of layer(depth)) graph[name] = layer(depth + 1);
    expect((await follow(graph, ...layer(0)))[1]).toBe(110);
  });
});

/** A tree of schemas: the root refers to two, and both to the same leaf. */
const samples: { type: SchemaType; name: (part: string) => string; text: (part: string) => string }[] = [
  {
    type: SchemaType.AVRO,
    name: (part) => `shop.${part}`,
    text: (part) =>
      JSON.stringify({
        type: 'record',
        name: part,
        namespace: 'shop',
        fields: fieldsOf(part).map(([field, type]) => ({ name: field, type: type ? `shop.${type}` : 'int' })),
      }),
  },
  {
    type: SchemaType.JSON,
    name: (part) => `https://example.com/${part}`,
    text: (part) =>
      JSON.stringify({
        $id: `https://example.com/${part}`,
        type: 'object',
        properties: Object.fromEntries(
          fieldsOf(part).map(([field, type]) => [
            field,
            type ? { $ref: `https://example.com/${type}` } : { type: 'number' },
          ]),
        ),
      }),
  },
  {
    type: SchemaType.PROTOBUF,
    name: (part) => `shop/${part}.proto`,
    text: (part) =>
      [
        'syntax = "proto3"; package shop;',
        ...parts[part]!.map((each) => `import "shop/${each}.proto";`),
        `message ${part} {`,
        ...fieldsOf(part).map(([field, type], index) => `${type ?? 'int32'} ${field} = ${index + 1};`),
        '}',
      ].join('\n'),
  },
];
const parts: Record<string, string[]> = {
  Leaf: [],
  Left: ['Leaf'],
  Right: ['Leaf'],
  Root: ['Left', 'Right'],
};
const fieldsOf = (part: string): [field: string, type: string | undefined][] => [
  ['id', undefined],
  ...parts[part]!.map((each): [string, string] => [each.toLowerCase(), each]),
];
const value = { id: 1, left: { id: 2, leaf: { id: 3 } }, right: { id: 4, leaf: { id: 5 } } };

describe.each(samples)('references of type $type', ({ type, name, text }) => {
  let server: EmbeddedRegistry;
  beforeAll(async () => {
    server = await EmbeddedRegistry.start();
  });
  afterAll(() => server.close());

  async function registerAll(registry: SchemaRegistry): Promise<number> {
    let last = 0;
    for (const [part, needs] of Object.entries(parts)) {
      const references = await Promise.all(
        needs.map(async (each) => {
          const response = await registry.api.Subject.latestVersion({ subject: each });
          const { version } = JSON.parse(response.responseData ?? '') as { version: number };
          return { name: name(each), subject: each, version };
        }),
      );
      const schema = { type, schema: text(part), references } as ConfluentSchema;
      last = (await registry.register(schema, { subject: part })).id;
    }
    return last;
  }

  it('are fetched when a schema is registered, and sent along', async () => {
    const registry = new SchemaRegistry({ host: server.url });
    const id = await registerAll(registry);
    const stored = (await registry.api.Schema.find({ id })).data<{ references: SchemaReference[] }>();
    expect(stored.references).toEqual([
      { name: name('Left'), subject: 'Left', version: 1 },
      { name: name('Right'), subject: 'Right', version: 1 },
    ]);
    expect(await registry.decode(await registry.encode(id, value))).toEqual(value);
  });

  it('are fetched when a message is decoded by a process that never saw them', async () => {
    const id = await registerAll(new SchemaRegistry({ host: server.url }));
    const message = await new SchemaRegistry({ host: server.url }).encode(id, value);
    const stranger = new SchemaRegistry({ host: server.url });
    expect(await stranger.decode(message)).toEqual(value);
    const entry = await stranger['_getSchema'](id);
    expect(entry.type).toBe(type);
    expect(entry.schema.fromBuffer(entry.schema.toBuffer(value))).toEqual(value);
  });

  it('are part of looking a schema up', async () => {
    const registry = new SchemaRegistry({ host: server.url });
    const id = await registerAll(registry);
    const references = ['Left', 'Right'].map((each) => ({ name: name(each), subject: each, version: 1 }));
    const schema = { type, schema: text('Root'), references } as ConfluentSchema;
    expect(await registry.getRegistryIdBySchema('Root', schema)).toBe(id);
  });
});

describe('getreferencedSchemasFromReference', () => {
  it('gives the schemas behind a reference, those it needs first, once per set', async () => {
    await using server = await EmbeddedRegistry.start();
    const registry = new SchemaRegistry({ host: server.url });
    const record = (part: string, type: string): string =>
      JSON.stringify({ type: 'record', name: part, fields: [{ name: 'a', type }] });
    await registry.register({ type: SchemaType.AVRO, schema: record('A', 'int') }, { subject: 'a' });
    const references = [{ name: 'A', subject: 'a', version: 1 }];
    await registry.register(
      { type: SchemaType.AVRO, schema: record('B', 'A'), references },
      { subject: 'b' },
    );
    const met = new Set<string>();
    const toB = { name: 'B', subject: 'b', version: 1 };
    const found = await registry.getreferencedSchemasFromReference(toB, avroRules, met);
    expect(found.map(({ schema }) => (JSON.parse(schema as string) as { name: string }).name)).toEqual([
      'A',
      'B',
    ]);
    expect([...met]).toEqual(['B-b-1', 'A-a-1']);
    expect(await registry.getreferencedSchemasFromReference(toB, avroRules, met)).toEqual([]);
  });
});
