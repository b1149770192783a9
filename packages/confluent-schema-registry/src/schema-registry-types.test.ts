/** What holds for Avro, JSON Schema and Protobuf alike, with one table of schemas. */
import { EmbeddedRegistry } from '@ottla/embedded';
import avsc from 'avsc';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  ConfluentSchemaRegistryArgumentError,
  ConfluentSchemaRegistryError,
  ConfluentSchemaRegistryValidationError,
  SchemaRegistry,
  SchemaType,
} from './index.ts';
import type { ConfluentSchema } from './schema-types.ts';

let server: EmbeddedRegistry;
let registry: SchemaRegistry;
let subject: string;
let count = 0;
beforeAll(async () => {
  server = await EmbeddedRegistry.start();
});
afterAll(() => server.close());
beforeEach(() => {
  registry = new SchemaRegistry({ host: server.url });
  subject = `baskets-${count++}`;
});

const value = { item: 'green tea' };
/** `item` and, in the second version, an optional city; `payload` is `value` in the second. */
const samples = [
  {
    type: SchemaType.AVRO,
    versions: [
      '{"type":"record","name":"Basket","fields":[{"name":"item","type":"string"}]}',
      '{"type":"record","name":"Basket","fields":[{"name":"item","type":"string"},{"name":"city","type":"string","default":"Prag"}]}',
    ],
    payload: [18, ...Buffer.from('green tea'), 8, ...Buffer.from('Prag')],
    decoded: { item: 'green tea', city: 'Prag' },
  },
  {
    type: SchemaType.JSON,
    versions: [
      '{"type":"object","required":["item"],"additionalProperties":false,"properties":{"item":{"type":"string"}}}',
      '{"type":"object","required":["item"],"additionalProperties":false,"properties":{"item":{"type":"string"},"city":{"type":"string"}}}',
    ],
    payload: [...Buffer.from('{"item":"green tea"}')],
    decoded: value,
  },
  {
    type: SchemaType.PROTOBUF,
    versions: [
      'syntax = "proto2"; package shop.v1; message Basket { required string item = 1; }',
      'syntax = "proto2"; package shop.v1; message Basket { required string item = 1; optional string city = 2 [default = "Prag"]; }',
    ],
    payload: [10, 9, ...Buffer.from('green tea')],
    decoded: value,
  },
] as const;

describe.each(samples)('a schema of type $type', ({ type, versions, payload, decoded }) => {
  const schemas = versions.map((schema): ConfluentSchema => ({ type, schema }));
  const [first = schemas[0]!, second = schemas[0]!] = schemas;

  it('is registered under its subject with the level, and remembered', async () => {
    const { id } = await registry.register(first, { subject });
    expect(await registry.getLatestSchemaId(subject)).toBe(id);
    expect(registry.cache.getSchema(id)?.type).toBe(type);
    const config = await registry.api.Subject.config({ subject });
    expect(config.data()).toMatchObject({ compatibilityLevel: 'BACKWARD' });
  });

  it('gets the same id again and another one when it changes', async () => {
    const { id } = await registry.register(first, { subject });
    expect((await registry.register(first, { subject })).id).toBe(id);
    const { id: other } = await registry.register(second, { subject, compatibility: null });
    expect(other).not.toBe(id);
    expect(await registry.getRegistryIdBySchema(subject, first)).toBe(id);
    expect(await registry.getRegistryId(subject, 2)).toBe(other);
  });

  it('is refused when it does not parse, or its subject has another level', async () => {
    await expect(registry.register({ type, schema: 'asdf' }, { subject })).rejects.toThrow(
      ConfluentSchemaRegistryArgumentError,
    );
    await registry.register(first, { subject });
    await registry.api.Subject.updateConfig({ subject, body: { compatibility: 'FULL' } });
    await expect(registry.register(first, { subject })).rejects.toThrow(
      'Compatibility does not match the configuration (BACKWARD != FULL)',
    );
  });

  it('encodes and decodes, also in a process that never registered it', async () => {
    const { id } = await registry.register(second, { subject });
    const message = await registry.encode(id, value);
    expect([...message.subarray(5)]).toEqual(payload);
    expect([message[0], message.readInt32BE(1)]).toEqual([0, id]);
    const stranger = new SchemaRegistry({ host: server.url });
    expect(await stranger.decode(message)).toEqual(decoded);
    expect((await stranger.encode(id, value)).equals(message)).toBe(true);
  });

  it('refuses a value that does not fit', async () => {
    const { id } = await registry.register(first, { subject });
    for (const wrong of [{ asdf: 1 }, { item: 5 }, null]) {
      const refusal = await registry.encode(id, wrong).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(ConfluentSchemaRegistryValidationError);
      expect((refusal as ConfluentSchemaRegistryValidationError).paths).toHaveLength(1);
    }
  });

  it('is fetched and parsed once for all that decode with it', async () => {
    const { id } = await registry.register(first, { subject });
    const message = await registry.encode(id, value);
    registry.cache.clear();
    const asked: string[] = [];
    const stop = server.intercept(({ target }) => (asked.push(target), 'pass'));
    const entries = await Promise.all([registry['_getSchema'](id), registry['_getSchema'](id)]);
    await Promise.all([registry.decode(message), registry.decode(message), registry.decode(message)]);
    stop();
    expect(asked).toEqual([`/schemas/ids/${id}`]);
    expect([entries[1], registry.cache.getSchema(id)]).toEqual([entries[0], entries[0]]);
    expect(entries[1].schema).toBe(entries[0].schema);
  });

  it('is not found under a subject that does not have it', async () => {
    await expect(registry.getRegistryIdBySchema(subject, first)).rejects.toThrow(
      new ConfluentSchemaRegistryError(`Confluent_Schema_Registry - Subject '${subject}' not found.`),
    );
    await registry.register(second, { subject });
    await expect(registry.getRegistryIdBySchema(subject, first)).rejects.toThrow(
      new ConfluentSchemaRegistryError('Confluent_Schema_Registry - Schema not found'),
    );
  });
});

describe('a subject', () => {
  it.each([samples[1], samples[2]])(
    'cannot be told from a schema of type $type',
    async ({ type, versions }) => {
      const refusal = registry.register(
        { type, schema: versions[0] } as ConfluentSchema,
        {} as { subject: string },
      );
      await expect(refusal).rejects.toThrow(new ConfluentSchemaRegistryError('not implemented yet'));
    },
  );
});

describe('a schema type that is not known', () => {
  it.each(['THRIFT', 'avro', 'constructor'])('is refused: %s', async (schemaType) => {
    const body = JSON.stringify({ schema: '{}', schemaType });
    const stop = server.intercept(() => ({ status: 200, body }));
    await expect(registry.getSchema(1)).rejects.toThrow(
      new ConfluentSchemaRegistryArgumentError('invalid schemaType'),
    );
    stop();
  });
});

describe('options of JSON Schema', () => {
  const person = '{"type":"object","properties":{"age":{"type":"number"},"name":{"type":"string"}}}';
  const wrong = { age: 'old', name: 5 };
  const refusalWith = async (options: object): Promise<unknown> => {
    const own = new SchemaRegistry({ host: server.url }, { [SchemaType.JSON]: options });
    const { id } = await own.register({ type: SchemaType.JSON, schema: person }, { subject });
    return await own.encode(id, wrong).catch((error: unknown) => error);
  };

  it('find the first wrong value or all, as a pointer each', async () => {
    expect(await refusalWith({})).toMatchObject({ message: 'invalid payload', paths: [['/age']] });
    expect(await refusalWith({ allErrors: true })).toMatchObject({ paths: [['/age'], ['/name']] });
  });

  it.each([
    ['ajv', () => new Ajv()],
    ['ajv of draft 2020-12', () => new Ajv2020()],
  ])('add the reason on request, with an instance of %s', async (_, make) => {
    expect(await refusalWith({ ajvInstance: make(), detailedErrorPaths: true })).toMatchObject({
      paths: [{ path: ['/age'], message: 'must be number' }],
    });
  });
});

describe('options of Protobuf', () => {
  it('choose the message', async () => {
    const schema =
      'syntax = "proto3"; package p; message Other { int32 n = 1; } message Basket { string item = 1; }';
    const typed = { type: SchemaType.PROTOBUF, schema } as const;
    const own = new SchemaRegistry({ host: server.url }, { PROTOBUF: { messageName: 'Basket' } });
    const { id } = await own.register(typed, { subject });
    const message = await own.encode(id, value);
    expect(await own.decode(message)).toEqual(value);
    await expect(registry.encode(id, { n: 'x' })).rejects.toMatchObject({ paths: [['n: integer expected']] });
  });
});

describe('options of Avro', () => {
  class DateType extends avsc.types.LogicalType {
    override _fromValue(millis: number): Date {
      return new Date(millis);
    }
    override _toValue(date: unknown): number | undefined {
      return date instanceof Date ? date.getTime() : undefined;
    }
    override _resolve(type: avsc.Type): ((millis: number) => Date) | undefined {
      return avsc.Type.isType(type, 'long', 'logical:timestamp-millis')
        ? (millis) => new Date(millis)
        : undefined;
    }
  }
  const visit = {
    type: 'record' as const,
    name: 'Visit',
    namespace: 'shop',
    fields: [
      { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
      { name: 'who', type: ['null', 'string'], default: null },
    ],
  };
  const at = new Date(1_700_000_000_000);

  it.each([
    ['by type', { AVRO: { logicalTypes: { 'timestamp-millis': DateType }, wrapUnions: true } }],
    [
      'as in version 1',
      { forSchemaOptions: { logicalTypes: { 'timestamp-millis': DateType }, wrapUnions: true } },
    ],
  ] as const)('bring logical types and shape unions: %s', async (_, options) => {
    const own = new SchemaRegistry({ host: server.url }, options);
    const { id } = await own.register(visit, { subject });
    const message = await own.encode(id, { at, who: { string: 'Ada' } });
    expect(await own.decode(message)).toEqual({ at, who: { string: 'Ada' } });
    expect(await registry.decode(message)).toEqual({ at: at.getTime(), who: 'Ada' });
    await expect(own.encode(id, { at: 5, who: null })).rejects.toMatchObject({ paths: [['at']] });
  });

  it('hold for reader schemas, even when those equal the schema that wrote', async () => {
    const { id } = await registry.register(visit, { subject });
    const message = await registry.encode(id, { at: at.getTime(), who: null });
    const own = new SchemaRegistry(
      { host: server.url },
      { AVRO: { logicalTypes: { 'timestamp-millis': DateType } } },
    );
    expect(await own.decode(message, { AVRO: { readerSchema: visit } })).toEqual({ at, who: null });
    const shorter = { ...visit, fields: visit.fields.slice(0, 1) };
    expect(await own.decode(message, { AVRO: { readerSchema: shorter } })).toEqual({ at });
  });

  it('may hold schemas that reader schemas refer to', async () => {
    const { id } = await registry.register(visit, { subject });
    const message = await registry.encode(id, { at: 1, who: null });
    const extra = {
      type: 'record' as const,
      name: 'Extra',
      namespace: 'shop',
      fields: [{ name: 'n', type: 'int' }],
    };
    const options = { AVRO: { referencedSchemas: [{ type: SchemaType.AVRO, schema: extra }] } };
    const own = new SchemaRegistry({ host: server.url }, options);
    const readerSchema = {
      ...visit,
      fields: [...visit.fields, { name: 'extra', type: 'shop.Extra', default: { n: 3 } }],
    };
    expect(await own.decode(message, { AVRO: { readerSchema } })).toMatchObject({ extra: { n: 3 } });
  });
});

describe('the arguments of the constructor', () => {
  it('may leave the options out, or give null or undefined for them', async () => {
    for (const options of [undefined, null, {}, { AVRO: undefined }, { forSchemaOptions: undefined }]) {
      const own = new SchemaRegistry({ host: server.url }, options as object);
      const { id } = await own.register(
        { type: SchemaType.AVRO, schema: samples[0].versions[0] },
        { subject },
      );
      expect(await own.decode(await own.encode(id, value))).toEqual(value);
    }
  });

  it('reach the requests: middlewares and the name of the client', async () => {
    const seen: unknown[] = [];
    const own = new SchemaRegistry({
      host: server.url,
      clientId: 'shop',
      middlewares: [({ clientId }) => (seen.push(clientId), {})],
    });
    await expect(own.getLatestSchemaId('nowhere')).rejects.toThrow("shop - Subject 'nowhere' not found.");
    expect(seen).toEqual(['shop']);
  });
});
