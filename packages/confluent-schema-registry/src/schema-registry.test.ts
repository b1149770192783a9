import { EmbeddedRegistry } from '@ottla/embedded';
import avsc from 'avsc';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  COMPATIBILITY,
  ConfluentSchemaRegistryArgumentError,
  ConfluentSchemaRegistryCompatibilityError,
  ConfluentSchemaRegistryError,
  ConfluentSchemaRegistryValidationError,
  ResponseError,
  SchemaRegistry,
  SchemaType,
} from './index.ts';
import type { RawAvroSchema } from './schema-types.ts';

let server: EmbeddedRegistry;
let registry: SchemaRegistry;
let requests: string[];
let count = 0;

beforeAll(async () => {
  server = await EmbeddedRegistry.start();
  server.intercept(({ method, target }) => {
    requests.push(`${method} ${target}`);
    return 'pass';
  });
});
afterAll(() => server.close());
beforeEach(() => {
  requests = [];
  registry = new SchemaRegistry({ host: server.url });
});

/** A record of a namespace that no other test uses. */
function basket(
  fields: unknown[] = [{ name: 'item', type: 'string' }],
): RawAvroSchema & { namespace: string } {
  count++;
  return { type: 'record', name: 'Basket', namespace: `shop${count}`, fields };
}
const withoutName = (schema: object, member: string): RawAvroSchema =>
  Object.fromEntries(Object.entries(schema).filter(([key]) => key !== member)) as unknown as RawAvroSchema; // as JavaScript callers pass it
const level = async (subject: string): Promise<unknown> =>
  (await registry.api.Subject.config({ subject })).data<{ compatibilityLevel: string }>().compatibilityLevel;

describe('registering a record', () => {
  it('names the subject after it, asks for the level first and sets it last', async () => {
    const schema = basket();
    const { id } = await registry.register(schema);
    const subject = `${schema.namespace}.Basket`;
    expect(id).toBeTypeOf('number');
    expect(requests).toEqual([
      `GET /config/${subject}`,
      `POST /subjects/${subject}/versions`,
      `PUT /config/${subject}`,
    ]);
    expect(await level(subject)).toBe(COMPATIBILITY.BACKWARD);
    expect(await registry.getLatestSchemaId(subject)).toBe(id);
    expect(await registry.getRegistryId(subject, 1)).toBe(id);
    expect(await registry.getRegistryId(subject, 'latest')).toBe(id);
  });

  it('remembers the schema and the id of the subject', async () => {
    const schema = basket();
    const { id } = await registry.register(schema);
    expect(registry.cache.getSchema(id)).toMatchObject({ type: SchemaType.AVRO });
    expect(registry.cache.getLatestRegistryId(`${schema.namespace}.Basket`)).toBe(id);
    const message = await registry.encode(id, { item: 'tea' });
    expect(await registry.decode(message)).toEqual({ item: 'tea' });
    expect(requests).toHaveLength(3);
  });

  it('takes the schema in each of its forms', async () => {
    const schema = basket();
    const { id } = await registry.register(schema);
    const forms = [
      { type: SchemaType.AVRO, schema: JSON.stringify(schema) },
      { type: SchemaType.AVRO, schema },
      (await registry.getSchema(id)) as unknown as RawAvroSchema, // a type of avsc
    ] as const;
    for (const form of forms)
      expect((await registry.register(form, { subject: `${schema.namespace}.Basket` })).id).toBe(id);
  });

  it('takes a separator or a whole subject', async () => {
    const schema = basket();
    await registry.register(schema, { separator: '-' });
    await registry.register(schema, { subject: `${schema.namespace}-value` });
    const subjects = (await registry.api.Subject.all()).data<string[]>();
    expect(subjects).toContain(`${schema.namespace}-Basket`);
    expect(subjects).toContain(`${schema.namespace}-value`);
  });

  it('sets the level it is given and none when told not to', async () => {
    const [one, two] = [basket(), basket()];
    await registry.register(one, { compatibility: COMPATIBILITY.FULL });
    await registry.register(two, { updateConfig: false });
    expect(await level(`${one.namespace}.Basket`)).toBe('FULL');
    await expect(level(`${two.namespace}.Basket`)).rejects.toHaveProperty('status', 404);
  });

  it.each([null, undefined])('asks for no level and sets none when it is given %s', async (compatibility) => {
    const schema = basket();
    const { id } = await registry.register(schema, { compatibility });
    expect(requests).toEqual([`POST /subjects/${schema.namespace}.Basket/versions`]);
    await registry.api.Subject.updateConfig({
      subject: `${schema.namespace}.Basket`,
      body: { compatibility: 'NONE' },
    });
    expect((await registry.register(schema, { compatibility })).id).toBe(id);
  });

  it('refuses a subject of another level, without registering', async () => {
    const schema = basket();
    const subject = `${schema.namespace}.Basket`;
    await registry.register(schema);
    await registry.api.Subject.updateConfig({ subject, body: { compatibility: COMPATIBILITY.FULL } });
    requests = [];
    const refusal = await registry.register(schema).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ConfluentSchemaRegistryCompatibilityError);
    expect(refusal).toHaveProperty(
      'message',
      'Compatibility does not match the configuration (BACKWARD != FULL)',
    );
    expect(requests).toEqual([`GET /config/${subject}`]);
  });

  it('refuses what has no name or no namespace, before it asks', async () => {
    await expect(registry.register(withoutName(basket(), 'name'))).rejects.toThrow(
      new ConfluentSchemaRegistryArgumentError('Invalid name: undefined'),
    );
    await expect(registry.register(withoutName(basket(), 'namespace'))).rejects.toThrow(
      new ConfluentSchemaRegistryArgumentError('Invalid namespace: undefined'),
    );
    expect(requests).toEqual([]);
  });

  it('needs no namespace when it is given the subject', async () => {
    const schema = basket();
    const { id } = await registry.register(withoutName(schema, 'namespace'), { subject: schema.namespace });
    expect(await registry.encode(id, { item: 'a' })).toHaveLength(7);
  });

  it('refuses what is no schema, with the words of the parser', async () => {
    const refusal = await registry
      .register({ type: SchemaType.AVRO, schema: 'asdf' }, { subject: 's' })
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ConfluentSchemaRegistryArgumentError);
    expect((refusal as Error).cause).toBeInstanceOf(SyntaxError);
    await expect(
      registry.register({ type: 'THRIFT', schema: '' } as never, { subject: 's' }),
    ).rejects.toThrow(new ConfluentSchemaRegistryArgumentError('invalid schemaType'));
  });

  it('passes the refusal of the registry on', async () => {
    const schema = basket();
    await registry.register(schema);
    const changed = { ...schema, fields: [{ name: 'other', type: 'int' }] };
    const refusal = await registry.register(changed).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ResponseError);
    expect(refusal).toMatchObject({ status: 409, unauthorized: false });
  });
});

describe('encoding', () => {
  it('puts the frame before what avsc writes', async () => {
    const schema = basket([
      { name: 'item', type: 'string' },
      { name: 'city', type: 'string', default: 'Prag' },
    ]);
    const { id } = await registry.register(schema);
    const message = await registry.encode(id, { item: 'tea' });
    expect([message[0], message.readInt32BE(1)]).toEqual([0, id]);
    expect(message.subarray(5)).toEqual(Buffer.from([6, ...Buffer.from('tea'), 8, ...Buffer.from('Prag')]));
    expect(Buffer.isBuffer(message)).toBe(true);
  });

  it.each([undefined, 0, null, Number.NaN, ''])('refuses the id %s', async (id) => {
    await expect(registry.encode(id as number, {})).rejects.toThrow(
      new ConfluentSchemaRegistryArgumentError(`Invalid registryId: ${JSON.stringify(id)}`),
    );
  });

  it('fetches a schema once for all that wait for it, and parses it once', async () => {
    const { id } = await registry.register(basket());
    registry.cache.clear();
    requests = [];
    const entries = Promise.all([registry.getSchema(id), registry.getSchema(id)]);
    await Promise.all(Array.from({ length: 1000 }, (_, index) => registry.encode(id, { item: `${index}` })));
    expect(requests).toEqual([`GET /schemas/ids/${id}`]);
    const [one, other] = await entries;
    expect(one).toBe(other);
    expect(one).toBe(registry.cache.getSchema(id)?.schema);
  });

  it('asks again after a failure', async () => {
    const { id } = await registry.register(basket());
    registry.cache.clear();
    const stop = server.intercept(() => ({ status: 422, body: '{"message":"no"}' }));
    await expect(registry.encode(id, { item: 'a' })).rejects.toHaveProperty('status', 422);
    stop();
    expect(await registry.encode(id, { item: 'a' })).toHaveLength(7);
  });

  it('tells each place where a value does not fit, and why', async () => {
    const address = { type: 'record', name: 'Address', fields: [{ name: 'zip', type: 'int' }] };
    const { id } = await registry.register(
      basket([
        { name: 'at', type: address },
        { name: 'items', type: { type: 'array', items: 'string' } },
      ]),
    );
    const refusal = await registry
      .encode(id, { at: { zip: 'x' }, items: ['a', 5] })
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ConfluentSchemaRegistryValidationError);
    expect(refusal).toMatchObject({
      message: 'invalid "int": "x"',
      paths: [
        ['at', 'zip'],
        ['items', '1'],
      ],
      cause: { message: 'invalid "int": "x"' },
    });
  });

  it('rejects, and never throws', async () => {
    const hostile = {
      get item(): string {
        throw new TypeError('not today');
      },
    };
    const { id } = await registry.register(basket());
    const outcomes = [
      registry.encode(id, hostile),
      registry.encode(0n as never, {}),
      registry.decode(null as never),
      registry.decode(Buffer.from([0, 0, 0, 0, id])),
    ];
    expect((await Promise.allSettled(outcomes)).map(({ status }) => status)).toEqual(
      outcomes.map(() => 'rejected'),
    );
  });

  it('drops undeclared fields, unless told to refuse them', async () => {
    const address = { type: 'record', name: 'Address', fields: [{ name: 'zip', type: 'int' }] };
    const schema = basket([{ name: 'address', type: address }]);
    const strict = new SchemaRegistry({ host: server.url }, { AVRO: { noUndeclaredFields: true } });
    const { id } = await strict.register(schema);
    const value = { address: { zip: 1, zipp: 2 }, extra: 1 };
    expect(await registry.encode(id, value)).toHaveLength(6);
    expect(await strict.encode(id, { address: { zip: 1 } })).toHaveLength(6);
    const refusal = await strict.encode(id, value).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ConfluentSchemaRegistryValidationError);
    expect(refusal).toMatchObject({ paths: [['extra'], ['address', 'zipp']] });
    expect((refusal as Error).message).toContain('extra, address.zipp');
    await expect(strict.encode(id, { address: { zip: 'x' } })).rejects.toMatchObject({
      message: 'invalid "int": "x"',
      paths: [['address', 'zip']],
    });
  });

  it('uses a schema of the user that stands in the cache', async () => {
    const upper = {
      toBuffer: (value: unknown) => Buffer.from(String(value).toUpperCase()),
      fromBuffer: (buffer: Buffer) => buffer.toString(),
      isValid: () => true,
    };
    registry.cache.setSchema(5, SchemaType.UNKNOWN, upper);
    const message = await registry.encode(5, 'abc');
    expect([...message]).toEqual([0, 0, 0, 0, 5, ...Buffer.from('ABC')]);
    expect(await registry.decode(message)).toBe('ABC');
  });
});

describe('decoding', () => {
  const evolved = (schema: RawAvroSchema, extra: object[] = []): RawAvroSchema => ({
    ...schema,
    fields: [...(schema.fields as object[]), { name: 'city', type: 'string', default: 'Prag' }, ...extra],
  });

  it('gives instances of the record, whose class is that of avsc', async () => {
    const { id } = await registry.register(basket());
    const value = (await registry.decode(await registry.encode(id, { item: 'a' }))) as { item: string };
    expect(value).toEqual({ item: 'a' });
    expect(value.constructor.name).toBe('Basket');
  });

  it('fetches a schema once for all that wait for it', async () => {
    const { id } = await registry.register(basket());
    const message = await registry.encode(id, { item: 'a' });
    registry.cache.clear();
    requests = [];
    await Promise.all([registry.decode(message), registry.decode(message), registry.decode(message)]);
    const entry = registry.cache.getSchema(id);
    await registry.decode(message);
    expect(requests).toEqual([`GET /schemas/ids/${id}`]);
    expect(entry).toBeDefined();
    expect(registry.cache.getSchema(id)).toBe(entry);
  });

  it('reads into the shape of a reader schema, in each of its forms', async () => {
    const schema = basket();
    const { id } = await registry.register(schema);
    const message = await registry.encode(id, { item: 'a' });
    const reader = evolved(schema);
    const type = avsc.Type.forSchema(reader);
    for (const readerSchema of [reader, type, JSON.stringify(reader)] as RawAvroSchema[]) {
      expect(await registry.decode(message, { [SchemaType.AVRO]: { readerSchema } })).toEqual({
        item: 'a',
        city: 'Prag',
      });
    }
    const own = await registry.getSchema(id);
    expect(await registry.decode(message, { AVRO: { readerSchema: own } })).toEqual({ item: 'a' });
  });

  it('parses and resolves a reader schema once', async () => {
    const schema = basket();
    const { id } = await registry.register(schema);
    const message = await registry.encode(id, { item: 'a' });
    let parsed = 0;
    let resolved = 0;
    class Counted extends avsc.types.LogicalType {
      override _fromValue(value: unknown): unknown {
        return value;
      }
      override _resolve(): (value: unknown) => unknown {
        resolved++;
        return (value) => value;
      }
    }
    const counting = new SchemaRegistry(
      { host: server.url },
      { AVRO: { typeHook: () => void parsed++, logicalTypes: { counted: Counted } } },
    );
    const counted = { name: 'item', type: { type: 'string', logicalType: 'counted' } };
    const readerSchema = evolved({ ...schema, fields: [counted] });
    await counting.decode(message, { AVRO: { readerSchema } });
    const once = [parsed, resolved];
    expect(Math.min(...once)).toBeGreaterThan(0);
    for (let turn = 0; turn < 3; turn++) await counting.decode(message, { AVRO: { readerSchema } });
    expect([parsed, resolved]).toEqual(once);
  });

  it('fails in the words of avsc for a payload or a reader that does not fit', async () => {
    const schema = basket();
    const { id } = await registry.register(schema);
    const message = await registry.encode(id, { item: 'abc' });
    await expect(registry.decode(message.subarray(0, 7))).rejects.toThrow('truncated buffer');
    await expect(registry.decode(Buffer.concat([message, Buffer.of(0)]))).rejects.toThrow('trailing data');
    const stranger = { ...schema, fields: [{ name: 'n', type: 'int' }] };
    await expect(registry.decode(message, { AVRO: { readerSchema: stranger } })).rejects.toThrow(
      /cannot read|no matching/,
    );
    await expect(registry.decode(message, { AVRO: { readerSchema: {} as never } })).rejects.toThrow(
      ConfluentSchemaRegistryArgumentError,
    );
  });
});

describe('looking a schema up', () => {
  it('gives its id under the subject', async () => {
    const schema = basket();
    const subject = `${schema.namespace}.Basket`;
    const { id } = await registry.register(schema);
    expect(await registry.getRegistryIdBySchema(subject, schema)).toBe(id);
    const typed = { type: SchemaType.AVRO, schema: JSON.stringify(schema) } as const;
    expect(await registry.getRegistryIdBySchema(subject, typed)).toBe(id);
  });

  it('tells a subject that does not exist from a schema it does not have', async () => {
    const schema = basket();
    const refusal = await registry.getRegistryIdBySchema('nowhere', schema).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ConfluentSchemaRegistryError);
    expect(refusal).toMatchObject({
      message: "Confluent_Schema_Registry - Subject 'nowhere' not found.",
      cause: { status: 404 },
    });
    await registry.register(schema, { subject: 'somewhere', compatibility: null });
    await expect(registry.getRegistryIdBySchema('somewhere', basket())).rejects.toThrow(
      new ConfluentSchemaRegistryError('Confluent_Schema_Registry - Schema not found'),
    );
  });

  it('passes any other failure on as it is', async () => {
    const stop = server.intercept(() => ({ status: 401, body: '{"message":"who are you"}' }));
    const refusal = await registry.getRegistryIdBySchema('s', basket()).catch((error: unknown) => error);
    stop();
    expect(refusal).toBeInstanceOf(ResponseError);
    expect(refusal).toMatchObject({ unauthorized: true });
  });
});
