import { deserializeValue, serializeValue } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { MemoryRegistry } from '../../testing/memory-registry.ts';
import { jsonSchemaDeserializer, jsonSchemaSerializer } from './index.ts';

const context = { topic: 'orders', isKey: false, headers: [] };
const LIMIT_MS = 10_000;

/** Reads a value that was written with a schema of a stranger, and checks it. */
async function readWith(schema: string, value: string): Promise<unknown> {
  const registry = new MemoryRegistry();
  const id = registry.add({ schemaType: 'JSON', schema });
  const bytes = Buffer.from([0, 0, 0, 0, id, ...Buffer.from(value)]);
  return await deserializeValue(jsonSchemaDeserializer({ registry, validate: true }), bytes, context);
}

const nested = (depth: number, step: (inner: string) => string): string => {
  let text = '{"type":"string"}';
  for (let level = 0; level < depth; level++) text = step(text);
  return text;
};
const wide = (count: number, name: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `"${name(index)}":{"type":"integer"}`).join(',');

describe('a schema of a stranger', () => {
  it.each<[string, string, RegExp]>([
    ['nested as deep as JSON may be', nested(499, (inner) => `{"properties":{"a":${inner}}}`), /too deep/],
    ['nested deeper', nested(50_000, (inner) => `{"not":${inner}}`), /nest|deep/],
    ['of megabytes', `{"properties":{${wide(20_000, (index) => `field-${index}`)}}}`, /more than 500000/],
    [
      'with long names around many places',
      `{"properties":{"${'x'.repeat(200_000)}":{"properties":{${wide(5000, String)}}}}}`,
      /long names/,
    ],
    [
      'with code in names and words',
      '{"$async":true,"properties":{"a\\");process.exit(1);(\\"":{"pattern":"\\");process.exit(1);//"}}}',
      /expression/,
    ],
  ])('%s is refused in bounded time', { timeout: LIMIT_MS }, async (_name, schema, words) => {
    await expect(readWith(schema, '{}')).rejects.toMatchObject({
      code: 'SCHEMA_UNUSABLE',
      failure: 'poison',
      message: expect.stringMatching(words) as string,
    });
  });

  it(
    'that is wide, large and referred to often is still compiled in bounded time',
    { timeout: LIMIT_MS },
    async () => {
      const parts = Array.from(
        { length: 2000 },
        (_, index) => `"p${index}":{"$ref":"#/definitions/big"}`,
      ).join(',');
      const schema = `{"properties":{${parts}},"definitions":{"big":{"properties":{${wide(300, String)}}}}}`;
      expect(await readWith(schema, '{"p7":{"3":1}}')).toEqual({ p7: { '3': 1 } });
      await expect(readWith(schema, '{"p7":{"3":"1"}}')).rejects.toMatchObject({ path: 'p7["3"]' });
    },
  );

  it('runs none of its words as code', async () => {
    const words = '\\"+process.exit(1)+\\"';
    const schema = `{"properties":{"${words}":{"const":"${words}"},"b":{"format":"${words}","enum":["${words}"]}}}`;
    await expect(readWith(schema, '{"b":"x"}')).rejects.toMatchObject({ code: 'VALUE_MISFIT', path: 'b' });
    await expect(readWith(schema, `{"${words}":"x"}`)).rejects.toMatchObject({ code: 'VALUE_MISFIT' });
  });

  it.each([
    ['itself', '{"$ref":"#"}'],
    [
      'one another',
      '{"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}}}',
    ],
    ['itself in all branches', '{"allOf":[{"$ref":"#"},{"$ref":"#"}]}'],
  ])('that only leads to %s is a typed error', async (_name, schema) => {
    await expect(readWith(schema, '1')).rejects.toMatchObject({
      name: 'SerializationError',
      failure: 'poison',
      code: expect.stringMatching(/SERIALIZATION_FAILED|SCHEMA_UNUSABLE/) as string,
    });
  });

  it('changes no prototype', async () => {
    const schema =
      '{"properties":{"__proto__":{"type":"integer"}},"definitions":{"__proto__":{"isAdmin":true}},"default":{"__proto__":{"isAdmin":true}}}';
    await readWith(schema, '{"__proto__":{"isAdmin":true}}');
    expect('isAdmin' in {}).toBe(false);
  });
});

describe('a value of a stranger', () => {
  it('may nest as deep as JSON may be, through a schema that refers to itself', async () => {
    const schema =
      '{"$ref":"#/definitions/tree","definitions":{"tree":{"properties":{"of":{"$ref":"#/definitions/tree"}}}}}';
    const value = `${'{"of":'.repeat(998)}{}${'}'.repeat(998)}`;
    expect(await readWith(schema, value)).toHaveProperty('of.of.of');
  });

  it('gives one misfit when read, however many there are', async () => {
    const value = `[${'"x",'.repeat(100_000)}"x"]`;
    await expect(readWith('{"items":{"type":"integer"}}', value)).rejects.toMatchObject({
      path: '[0]',
      misfits: { length: 1 },
    });
  });

  it('gives a hundred when written', async () => {
    const registry = new MemoryRegistry();
    const serializer = jsonSchemaSerializer({ items: { type: 'integer' } }, { registry, autoRegister: true });
    const value = Array.from({ length: 10_000 }, String);
    await expect(serializeValue(serializer, value, context)).rejects.toMatchObject({
      misfits: { length: 100 },
    });
  });
});
