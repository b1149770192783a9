import { deserializeValue, serializeValue, type SchemaReference } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { MemoryRegistry } from '../../testing/memory-registry.ts';
import { jsonSchemaDeserializer, jsonSchemaSerializer } from './index.ts';

const context = { topic: 'orders', isKey: false, headers: [] };

/** The schema of a subject, and what it refers to: name by subject. */
interface Text {
  readonly schema: object;
  readonly refersTo?: Readonly<Record<string, string>>;
}

const referencesOf = ({ refersTo = {} }: Text): SchemaReference[] =>
  Object.entries(refersTo).map(([name, subject]) => ({ name, subject, version: 1 }));

function registryOf(texts: Readonly<Record<string, Text>>): MemoryRegistry {
  const registry = new MemoryRegistry();
  for (const [subject, text] of Object.entries(texts)) {
    const references = referencesOf(text);
    registry.add({ schemaType: 'JSON', schema: JSON.stringify(text.schema), references }, subject);
  }
  return registry;
}

/** Whether the value is written with the schema `main`; with a field that is an integer everywhere. */
async function verdict(texts: Readonly<Record<string, Text>>, value: unknown): Promise<string> {
  const registry = registryOf(texts);
  const main = texts['main'] ?? { schema: {} };
  const source = { schema: main.schema, references: referencesOf(main) };
  const serializer = jsonSchemaSerializer(source, { registry, subject: 'main' });
  try {
    const bytes = (await serializeValue(serializer, value, context)) ?? new Uint8Array();
    const read = jsonSchemaDeserializer({ registry, validate: true });
    expect(await deserializeValue(read, bytes, context)).toEqual(value);
    return 'fits';
  } catch (error) {
    return (error as { path?: string; message: string }).path ?? String(error);
  }
}

const integer = { type: 'object', properties: { n: { type: 'integer' } } };
const inDefinitions = { definitions: { count: integer } };

describe('references', () => {
  it.each<[string, Readonly<Record<string, Text>>]>([
    [
      'by the name of the registry',
      {
        c: { schema: integer },
        main: { schema: { properties: { a: { $ref: 'count' } } }, refersTo: { count: 'c' } },
      },
    ],
    [
      'by a name that is no URI',
      {
        c: { schema: integer },
        main: { schema: { properties: { a: { $ref: 'my count' } } }, refersTo: { 'my count': 'c' } },
      },
    ],
    [
      'by a name relative to an $id',
      {
        c: { schema: integer },
        main: {
          schema: { $id: 'https://acme.com/orders/order.json', properties: { a: { $ref: '../count.json' } } },
          refersTo: { 'https://acme.com/count.json': 'c' },
        },
      },
    ],
    [
      'by a name beside an $id',
      {
        c: { schema: integer },
        main: {
          schema: { $id: 'https://acme.com/order.json', properties: { a: { $ref: 'count.json' } } },
          refersTo: { 'count.json': 'c' },
        },
      },
    ],
    [
      'by another spelling of the name',
      {
        c: { schema: integer },
        main: { schema: { properties: { a: { $ref: './count.json' } } }, refersTo: { 'count.json': 'c' } },
      },
    ],
    [
      'by the $id of what is referred to',
      {
        c: { schema: { $id: 'https://acme.com/count.json', ...integer } },
        main: {
          schema: { properties: { a: { $ref: 'https://acme.com/count.json' } } },
          refersTo: { 'https://acme.com/count.json': 'c' },
        },
      },
    ],
    [
      'into a part',
      {
        c: { schema: inDefinitions },
        main: {
          schema: { properties: { a: { $ref: 'c.json#/definitions/count' } } },
          refersTo: { 'c.json': 'c' },
        },
      },
    ],
    [
      'of references, by the names they use',
      {
        d: { schema: { type: 'integer' } },
        c: { schema: { properties: { n: { $ref: 'd.json' } } }, refersTo: { 'd.json': 'd' } },
        main: { schema: { properties: { a: { $ref: 'c.json' } } }, refersTo: { 'c.json': 'c' } },
      },
    ],
    [
      'of references with addresses of their own',
      {
        d: { schema: { $id: 'https://acme.com/parts/d.json', type: 'integer' } },
        c: {
          schema: { $id: 'https://acme.com/c.json', properties: { n: { $ref: 'parts/d.json' } } },
          refersTo: { 'https://acme.com/parts/d.json': 'd' },
        },
        main: {
          schema: {
            $schema: 'https://json-schema.org/draft/2020-12/schema',
            properties: { a: { $ref: 'https://acme.com/c.json' } },
          },
          refersTo: { 'https://acme.com/c.json': 'c' },
        },
      },
    ],
    [
      'of another draft',
      {
        c: { schema: { $schema: 'http://json-schema.org/draft-07/schema#', ...integer } },
        main: {
          schema: {
            $schema: 'https://json-schema.org/draft/2020-12/schema',
            properties: { a: { $ref: 'c' } },
          },
          refersTo: { c: 'c' },
        },
      },
    ],
    [
      'within the text',
      { main: { schema: { properties: { a: { $ref: '#/definitions/count' } }, ...inDefinitions } } },
    ],
    [
      'to an anchor',
      {
        main: {
          schema: {
            $schema: 'https://json-schema.org/draft/2020-12/schema',
            properties: { a: { $ref: '#count' } },
            $defs: { c: { $anchor: 'count', ...integer } },
          },
        },
      },
    ],
  ])('lead on %s', async (_name, texts) => {
    expect(await verdict(texts, { a: { n: 1 } })).toBe('fits');
    expect(await verdict(texts, { a: { n: '1' } })).toBe('a.n');
  });

  it('lead from text to text and back', async () => {
    const registry = registryOf({
      tree: { schema: { properties: { leaves: { items: { $ref: 'leaf' } } } }, refersTo: { leaf: 'leaf' } },
      leaf: {
        schema: { properties: { n: { type: 'integer' }, on: { $ref: 'tree' } } },
        refersTo: { tree: 'tree' },
      },
    });
    const source = { subject: 'tree', version: 1 };
    const trees = jsonSchemaSerializer(source, { registry });
    const tree = (n: unknown): object => ({ leaves: [{ n: 1, on: { leaves: [{ n }] } }] });
    await serializeValue(trees, tree(2), context);
    await expect(serializeValue(trees, tree('2'), context)).rejects.toMatchObject({
      path: 'leaves[0].on.leaves[0].n',
    });
  });

  it('compile once for all subjects with the same text', async () => {
    const schema = { $id: 'https://acme.com/count.json', ...integer };
    let made = 0;
    const { Ajv } = await import('ajv');
    const counts = jsonSchemaSerializer(schema, {
      registry: new MemoryRegistry(),
      autoRegister: true,
      ajv: (options) => {
        made++;
        return new Ajv(options);
      },
    });
    for (const topic of ['a', 'b', 'c']) await serializeValue(counts, { n: 1 }, { ...context, topic });
    expect(made).toBe(1);
  });
});
