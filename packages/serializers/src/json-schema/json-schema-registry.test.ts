import {
  deserializeValue,
  serializeValue,
  type Deserializer,
  type SerializationError,
  type SerializedBy,
} from '@ottla/kernel';
import { Ajv } from 'ajv';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod';
import { MemoryRegistry } from '../../testing/memory-registry.ts';
import { recordNameStrategy } from '../index.ts';
import {
  jsonSchemaDeserializer,
  jsonSchemaSerializer,
  type JsonSchemaSource,
  type JsonSchemaSerializerOptions,
} from './index.ts';

interface Order {
  readonly id: string;
  readonly total: number;
  readonly lines?: readonly { readonly sku: string; readonly quantity: number }[];
}

const orderSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Order',
  type: 'object',
  properties: {
    id: { type: 'string', minLength: 1 },
    total: { type: 'number', minimum: 0 },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        properties: { sku: { type: 'string', pattern: '^[a-z]' }, quantity: { type: 'integer' } },
        required: ['sku', 'quantity'],
        additionalProperties: false,
      },
    },
  },
  required: ['id', 'total'],
} as const;
const context = { topic: 'orders', isKey: false, headers: [] };
const SECRET = 'Hunter2';

async function written(
  source: JsonSchemaSource,
  value: unknown,
  options: Partial<JsonSchemaSerializerOptions> = {},
): Promise<string> {
  const registry = new MemoryRegistry();
  const serializer = jsonSchemaSerializer(source, { registry, autoRegister: true, ...options });
  const bytes = await serializeValue(serializer, value, context);
  return Buffer.from(bytes?.subarray(5) ?? []).toString();
}

async function refused(
  source: JsonSchemaSource,
  value: unknown,
  options: Partial<JsonSchemaSerializerOptions> = {},
): Promise<SerializationError> {
  return await written(source, value, options).then(
    (text) => expect.unreachable(text),
    // Every failure here is one; the tables say which.
    (error: unknown) => error as SerializationError,
  );
}

describe('jsonSchemaSerializer', () => {
  it('writes magic byte, id and JSON text', async () => {
    const registry = new MemoryRegistry();
    const orders = jsonSchemaSerializer<Order>(orderSchema, { registry, autoRegister: true });
    const bytes = Buffer.from((await serializeValue(orders, { id: 'o-1', total: 2.5 }, context)) ?? []);
    expect(bytes.subarray(0, 5).toString('hex')).toBe('0000000001');
    expect(bytes.subarray(5).toString()).toBe('{"id":"o-1","total":2.5}');
    expect(await registry.schema(1)).toMatchObject({
      schemaType: 'JSON',
      schema: JSON.stringify(orderSchema),
    });
    const read = await deserializeValue(jsonSchemaDeserializer<Order>({ registry }), bytes, context);
    expect(read).toEqual({ id: 'o-1', total: 2.5 });
  });

  it('tells every place that does not fit, and no value', async () => {
    const error = await refused(orderSchema, {
      id: '',
      lines: [
        { sku: SECRET, quantity: 1.5 },
        { sku: 'tea', quantity: 1, [SECRET.length]: SECRET },
      ],
    });
    expect(error).toMatchObject({
      code: 'VALUE_MISFIT',
      failure: 'poison',
      topic: 'orders',
      subject: 'orders-value',
      schemaId: 1,
    });
    expect(error.misfits).toEqual([
      { path: 'total', expected: 'given: it is required', found: 'nothing' },
      {
        path: 'id',
        expected: expect.stringContaining('fewer than 1 characters') as string,
        found: 'a string',
      },
      { path: 'lines[0].sku', expected: expect.stringContaining("'pattern'") as string, found: 'a string' },
      { path: 'lines[0].quantity', expected: 'integer', found: 'a number with a fraction' },
      { path: 'lines[1]["7"]', expected: expect.stringContaining('left out') as string, found: 'a value' },
    ]);
    expect(`${error.message} ${JSON.stringify(error.misfits)}`).not.toContain(SECRET);
  });

  it('shows the value when asked to', async () => {
    const error = await refused(orderSchema, { id: 4711, total: 1 }, { showValues: true });
    expect(error.message).toContain('(4711)');
  });

  it.each<[string, object, unknown, string, string]>([
    ['a type of several', { type: ['string', 'null'] }, 1, '', 'string or null'],
    ['an enum', { enum: ['NEW', 'SENT'] }, SECRET, '', 'one of ["NEW","SENT"]'],
    ['a constant', { properties: { v: { const: 2 } } }, { v: 1 }, 'v', '2'],
    ['a format', { type: 'string', format: 'email' }, SECRET, '', "of format 'email'"],
    ['a choice of types', { anyOf: [{ type: 'null' }, { type: 'string' }] }, 5, '', 'null or string'],
    [
      'a branch of a choice',
      { oneOf: [{ type: 'null' }, { type: 'object', required: ['a'] }] },
      {},
      '',
      'null',
    ],
    ['a name with a dot', { properties: { 'a.b': { type: 'string' } } }, { 'a.b': 1 }, '["a.b"]', 'string'],
    [
      'a name with slash and tilde',
      { properties: { 'a/~b': { type: 'string' } } },
      { 'a/~b': 1 },
      '["a/~b"]',
      'string',
    ],
    ['an inherited name', { required: ['constructor'] }, {}, 'constructor', 'given: it is required'],
    ['two equal items', { uniqueItems: true }, [SECRET, SECRET], '', "'uniqueItems'"],
  ])('names the place and what was asked for: %s', async (_name, schema, value, path, expected) => {
    const error = await refused(schema, value);
    expect(error).toMatchObject({ code: 'VALUE_MISFIT', path });
    expect(error.expected).toContain(expected);
    expect(String(error)).not.toContain(SECRET);
  });

  it('checks what is written, not what stands in for it', async () => {
    const schema = {
      type: 'object',
      properties: { at: { type: 'string', format: 'date-time' } },
      additionalProperties: false,
    };
    expect(await written(schema, { at: new Date(0), note: undefined })).toBe(
      '{"at":"1970-01-01T00:00:00.000Z"}',
    );
    class Point {
      readonly x = 1;
      get y(): number {
        return 2;
      }
    }
    expect(await refused({ required: ['x', 'y'] }, new Point())).toMatchObject({ path: 'y' });
  });

  it('writes unchecked with validate: false, whatever the schema', async () => {
    const draft4 = { $schema: 'http://json-schema.org/draft-04/schema#', type: 'string' };
    expect(await written(draft4, { id: 1 }, { validate: false })).toBe('{"id":1}');
    expect(await refused(orderSchema, { id: 1n }, { validate: false })).toMatchObject({
      code: 'VALUE_MISFIT',
      path: 'id',
    });
  });

  it('never changes the value', async () => {
    const value = Object.freeze({ id: 'o-1', total: 1 });
    const schema = { ...orderSchema, properties: { ...orderSchema.properties, note: { default: 'none' } } };
    expect(await written(schema, value)).toBe('{"id":"o-1","total":1}');
  });

  it('takes its title as the name of the record', async () => {
    const registry = new MemoryRegistry();
    const options = { registry, autoRegister: true, subject: recordNameStrategy };
    await serializeValue(jsonSchemaSerializer(orderSchema, options), { id: 'a', total: 1 }, context);
    expect(registry.requests).toEqual(['register Order']);
    const untitled = serializeValue(jsonSchemaSerializer({ type: 'string' }, options), 'a', context);
    await expect(untitled).rejects.toMatchObject({ code: 'SUBJECT_INVALID', failure: 'configuration' });
  });
});

describe('the draft', () => {
  const tuple = (draft: string): object => ({
    $schema: draft,
    prefixItems: [{ type: 'string' }],
    items: [{ type: 'string' }],
  });
  it.each<[string, object, unknown, boolean]>([
    [
      '2020-12 has prefixItems',
      { $schema: 'https://json-schema.org/draft/2020-12/schema', prefixItems: [{ type: 'string' }] },
      [1],
      false,
    ],
    [
      'draft-07 has none',
      { $schema: 'http://json-schema.org/draft-07/schema#', prefixItems: [{ type: 'string' }] },
      [1],
      true,
    ],
    ['without $schema it is draft-07', { prefixItems: [{ type: 'string' }] }, [1], true],
    [
      'an unknown $schema is draft-07',
      { $schema: 'https://acme.com/meta', items: [{ type: 'string' }] },
      [1],
      false,
    ],
    [
      '2019-09 has dependentRequired',
      { $schema: 'https://json-schema.org/draft/2019-09/schema', dependentRequired: { a: ['b'] } },
      { a: 1 },
      false,
    ],
    [
      '2019-09 has unevaluatedProperties',
      { $schema: 'https://json-schema.org/draft/2019-09/schema', unevaluatedProperties: false },
      { a: 1 },
      false,
    ],
    ['draft-06 has const', { $schema: 'http://json-schema.org/draft-06/schema#', const: 1 }, 2, false],
    ['draft-07 by https', { $schema: 'https://json-schema.org/draft-07/schema', type: 'string' }, 'a', true],
    ['true takes everything', { schema: 'true' }, { a: 1 }, true],
  ])('%s', async (_name, schema, value, fits) => {
    if (fits) expect(await written(schema, value)).toBe(JSON.stringify(value));
    else expect(await refused(schema, value)).toMatchObject({ code: 'VALUE_MISFIT' });
  });

  it.each<[string, JsonSchemaSource, string, RegExp]>([
    [
      'draft-04',
      { $schema: 'http://json-schema.org/draft-04/schema#' },
      'JSON_SCHEMA_DRAFT_UNSUPPORTED',
      /draft-07 or later, or set validate: false/,
    ],
    [
      'what 2020-12 calls otherwise',
      tuple('https://json-schema.org/draft/2020-12/schema'),
      'SCHEMA_MALFORMED',
      /found an array/,
    ],
    ['a keyword of the wrong type', { maximum: 'a' }, 'SCHEMA_MALFORMED', /maximum/],
    [
      'what the meta-schema of the draft refuses',
      { minLength: -1 },
      'JSON_SCHEMA_INVALID',
      /schema\/minLength must be >= 0/,
    ],
    ['a type that is none', { type: 'text' }, 'TYPE_UNKNOWN', /text/],
    ['a pattern that is none', { pattern: '[' }, 'JSON_SCHEMA_UNUSABLE', /regular expression/],
    ['a reference to nowhere', { $ref: '#/definitions/none' }, 'REFERENCE_UNRESOLVED', /none/],
    ['a reference to the network', { $ref: 'https://acme.com/order.json' }, 'REFERENCE_UNRESOLVED', /order/],
    ['an asynchronous schema', { $async: true, type: 'string' }, 'JSON_SCHEMA_UNUSABLE', /\$async/],
    ['text that is no JSON', '{"type":', 'JSON_INVALID', /line 1/],
    ['a schema that is a number', '5', 'SCHEMA_MALFORMED', /line 1/],
  ])('refused: %s', async (_name, schema, causeCode, words) => {
    const error = await refused(schema, 'a');
    expect(error).toMatchObject({ code: 'SCHEMA_NOT_USABLE', failure: 'configuration', topic: 'orders' });
    expect(error.cause).toMatchObject({ code: causeCode });
    expect(error.message).toMatch(words);
  });
});

describe('valid schemas that ajv complains of in strict mode', () => {
  it.each<[string, object, unknown]>([
    ['an unknown keyword', { 'connect.index': 0, type: 'string' }, 'a'],
    ['an unknown format', { type: 'string', format: 'card-number' }, 'a'],
    ['keywords of another type', { type: 'string', minimum: 5 }, 'a'],
    ['an id of draft 4', { id: 'order', type: 'string' }, 'a'],
    ['a pattern Java takes', { type: 'string', pattern: '^[a-z]\\_\\-\\ $' }, 'a_- '],
    ['required without properties', { type: 'object', required: ['a'] }, { a: 1 }],
    ['a tuple without bounds', { type: 'array', items: [{ type: 'string' }] }, ['a', 1]],
    ['if without then', { if: { type: 'string' } }, 'a'],
    ['an $id with spaces', { $id: 'my order', type: 'string' }, 'a'],
    [
      'keywords beside $ref',
      { $ref: '#/definitions/a', definitions: { a: { type: 'string' } }, title: 'A' },
      'a',
    ],
  ])('%s', async (_name, schema, value) => {
    expect(await written(schema, value)).toBe(JSON.stringify(value));
  });
});

describe('an ajv of the program', () => {
  const schema = {
    type: 'object',
    properties: {
      id: { type: 'integer' },
      name: { type: 'string', isUpper: true },
      state: { default: 'NEW' },
    },
  };
  const withKeyword = (ajv: Ajv): Ajv => {
    ajv.addKeyword({
      keyword: 'isUpper',
      validate: (_on: unknown, text: string) => text === text.toUpperCase(),
    });
    return ajv;
  };
  const mine = withKeyword(new Ajv({ useDefaults: true, coerceTypes: true, strict: false }));

  it('has its keywords, and changes what is written and not the value', async () => {
    const value = Object.freeze({ id: '7', name: 'ADA' });
    expect(await written(schema, value, { ajv: mine })).toBe('{"id":7,"name":"ADA","state":"NEW"}');
    expect(await refused(schema, { name: 'Ada' }, { ajv: mine })).toMatchObject({ path: 'name' });
  });

  it('is made for each schema by a function, with our options', async () => {
    const dialects: string[] = [];
    const registry = new MemoryRegistry();
    registry.add({ schemaType: 'JSON', schema: '{"$id":"https://acme.com/order.json","isUpper":true}' });
    registry.add({
      schemaType: 'JSON',
      schema: '{"$id":"https://acme.com/order.json","isUpper":true,"title":"v2"}',
    });
    const values = jsonSchemaDeserializer<string>({
      registry,
      validate: true,
      ajv: (options, dialect) => {
        dialects.push(dialect);
        return withKeyword(new Ajv(options));
      },
    });
    const payload = (id: number, text: string): Uint8Array =>
      Buffer.from([0, 0, 0, 0, id, ...Buffer.from(text)]);
    expect(await deserializeValue(values, payload(1, '"ADA"'), context)).toBe('ADA');
    await expect(deserializeValue(values, payload(2, '"Ada"'), context)).rejects.toMatchObject({
      code: 'VALUE_MISFIT',
    });
    expect(dialects).toEqual(['draft-07', 'draft-07']);
  });

  it('says what to do when versions of one schema meet in it', async () => {
    const shared = new Ajv({ strict: false });
    const id = 'https://acme.com/order.json';
    await written({ $id: id }, 1, { ajv: shared });
    const error = await refused({ $id: id, title: 'v2' }, 1, { ajv: shared });
    expect(error.message).toContain('a function that makes an instance for each schema');
  });

  it('is refused when it is none', () => {
    const make = (): unknown =>
      jsonSchemaSerializer({}, { registry: new MemoryRegistry(), ajv: 'ajv' as unknown as Ajv });
    expect(make).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
  });

  it('may be of any draft', () => {
    expectTypeOf<Ajv2020>().toExtend<NonNullable<JsonSchemaSerializerOptions['ajv']>>();
  });
});

describe('jsonSchemaDeserializer', () => {
  const payload = (id: number, text: string): Uint8Array =>
    Buffer.from([0, 0, 0, 0, id, ...Buffer.from(text)]);
  const registryWith = (...schemas: readonly object[]): MemoryRegistry => {
    const registry = new MemoryRegistry();
    for (const schema of schemas) registry.add({ schemaType: 'JSON', schema: JSON.stringify(schema) });
    return registry;
  };

  it('checks nothing unless asked to, and then tells the first place', async () => {
    const registry = registryWith(orderSchema);
    const bytes = payload(1, `{"id":"${SECRET}","total":-1}`);
    expect(await deserializeValue(jsonSchemaDeserializer({ registry }), bytes, context)).toEqual({
      id: SECRET,
      total: -1,
    });
    const checked = jsonSchemaDeserializer({ registry, validate: true });
    await expect(deserializeValue(checked, bytes, context)).rejects.toMatchObject({
      code: 'VALUE_MISFIT',
      failure: 'poison',
      path: 'total',
      schemaId: 1,
      message: expect.not.stringContaining(SECRET) as string,
    });
  });

  it('checks against the schema of the program where there is one', async () => {
    const registry = registryWith({ type: 'object' });
    const orders = jsonSchemaDeserializer<Order>(orderSchema, { registry, validate: true });
    await expect(deserializeValue(orders, payload(1, '{"id":"a"}'), context)).rejects.toMatchObject({
      path: 'total',
    });
    expect(await deserializeValue(orders, payload(1, '{"id":"a","total":1}'), context)).toEqual({
      id: 'a',
      total: 1,
    });
  });

  it('reads what was written with a schema that ajv cannot take', async () => {
    const draft4 = { $schema: 'http://json-schema.org/draft-04/schema#', exclusiveMinimum: true, minimum: 1 };
    const registry = registryWith(draft4, { pattern: '[' });
    for (const id of [1, 2]) {
      expect(await deserializeValue(jsonSchemaDeserializer({ registry }), payload(id, '5'), context)).toBe(5);
      const checked = jsonSchemaDeserializer({ registry, validate: true });
      await expect(deserializeValue(checked, payload(id, '5'), context)).rejects.toMatchObject({
        code: 'SCHEMA_UNUSABLE',
      });
    }
  });

  it('refuses integers that a number would round, or makes bigints of them', async () => {
    const registry = registryWith({ properties: { id: { type: 'integer', minimum: 5 } } });
    const bytes = payload(1, '{"id":9007199254740993}');
    const read = (options: { largeIntegers?: 'bigint' | 'round' }): Promise<unknown> =>
      deserializeValue(jsonSchemaDeserializer({ registry, validate: true, ...options }), bytes, context);
    await expect(read({})).rejects.toMatchObject({
      code: 'VALUE_UNREPRESENTABLE',
      failure: 'poison',
      schemaId: 1,
    });
    expect(await read({ largeIntegers: 'bigint' })).toEqual({ id: 9007199254740993n });
    expect(await read({ largeIntegers: 'round' })).toEqual({ id: 9007199254740992 });
  });

  it('hands poison over', async () => {
    const registry = registryWith(orderSchema);
    const codes: string[] = [];
    const orders = jsonSchemaDeserializer<Order | string>({
      registry,
      validate: true,
      onPoison: ({ error }) => {
        codes.push(error.code);
        return 'poison';
      },
    });
    for (const text of ['{', '{}', `${'['.repeat(100_000)}`, '\xff']) {
      expect(await deserializeValue(orders, payload(1, text), context)).toBe('poison');
    }
    expect(codes).toEqual(['BYTES_MALFORMED', 'VALUE_MISFIT', 'BYTES_TOO_LARGE', 'BYTES_MALFORMED']);
  });

  it('keeps __proto__ a member', async () => {
    const registry = registryWith({ type: 'object' });
    const values = jsonSchemaDeserializer<object>({ registry, validate: true });
    const value = await deserializeValue(values, payload(1, '{"__proto__":{"isAdmin":true}}'), context);
    expect(value !== null && Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(value !== null && 'isAdmin' in value).toBe(false);
  });
});

it('takes schemas of zod by way of JSON Schema, and has the types it is told', async () => {
  const schema = z.object({ id: z.string(), total: z.number().min(0) });
  expect(await written(z.toJSONSchema(schema), { id: 'a', total: 1 })).toBe('{"id":"a","total":1}');
  expect(await refused(z.toJSONSchema(schema), { id: 'a', total: -1 })).toMatchObject({ path: 'total' });
  const registry = new MemoryRegistry();
  const orders = jsonSchemaSerializer<z.infer<typeof schema>>(z.toJSONSchema(schema), { registry });
  expectTypeOf<SerializedBy<typeof orders>>().toEqualTypeOf<{ id: string; total: number }>();
  expectTypeOf(jsonSchemaDeserializer<Order>({ registry })).toEqualTypeOf<Deserializer<Order>>();
  expectTypeOf(jsonSchemaDeserializer({ registry })).toEqualTypeOf<Deserializer<unknown>>();
});
