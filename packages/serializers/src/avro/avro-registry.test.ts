import {
  deserializeValue,
  serializeValue,
  type Deserializer,
  type RichSerializer,
  type Serializer,
} from '@ottla/kernel';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { MemoryRegistry } from '../../testing/memory-registry.ts';
import { avroDeserializer } from './avro-deserializer.ts';
import { defineAvroSchema, type AvroSchema } from './avro-schema.ts';
import { avroSerializer } from './avro-serializer.ts';

interface Customer {
  id: number;
  name: string;
  email: string | null;
}
interface CustomerInput {
  readonly id: number;
  readonly name: string;
  readonly email?: string | null | undefined;
}

const customerText = (more = ''): string =>
  `{"type":"record","name":"Customer","namespace":"com.acme","fields":[{"name":"id","type":"int"},{"name":"name","type":"string"}${more}]}`;
const withEmail = ',{"name":"email","type":["null","string"],"default":null}';

const Customer: AvroSchema<Customer, CustomerInput> = defineAvroSchema<Customer, CustomerInput>({
  fullName: 'com.acme.Customer',
  schema: customerText(withEmail),
  fingerprint: '0000000000000000',
  choices: { long: 'number' },
});
const context = { topic: 'customers', isKey: false, headers: [] };
const ada = { id: 1, name: 'Ada', email: null };

describe('avroSerializer', () => {
  it('writes magic byte, id and datum', async () => {
    const registry = new MemoryRegistry();
    const bytes = await serializeValue(
      avroSerializer(Customer, { registry, autoRegister: true }),
      { id: 1, name: 'Ada' },
      context,
    );
    expect(Buffer.from(bytes ?? []).toString('hex')).toBe('0000000001020641646100');
    expect(registry.requests).toEqual(['register customers-value']);
    expect(await registry.schema(1)).toMatchObject({ schemaType: 'AVRO', schema: Customer.schema });
  });

  it('does not register unless told so, and says what the registry said', async () => {
    const registry = new MemoryRegistry();
    const serializer = avroSerializer(Customer, { registry, subject: 'people' });
    await expect(serializeValue(serializer, ada, context)).rejects.toMatchObject({
      name: 'SerializationError',
      code: 'SCHEMA_NOT_FOUND',
      failure: 'configuration',
      topic: 'customers',
      subject: 'people',
      cause: { status: 404 },
    });
    expect(registry.requests).toEqual(['look up people']);
  });

  it('names topic, subject and path of a value that does not fit, and leaves nothing behind', async () => {
    const registry = new MemoryRegistry();
    const serializer = avroSerializer(Customer, { registry, autoRegister: true });
    await serializer.ready?.(ada, context);
    // What a program in plain JavaScript may pass.
    const wrong = { id: 'hunter2', name: 'Ada' } as unknown as CustomerInput;
    const error: unknown = await serializeValue(serializer, wrong, context).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({
      code: 'VALUE_MISFIT',
      topic: 'customers',
      subject: 'customers-value',
      path: 'id',
      expected: 'int',
      found: 'a string',
    });
    expect(String(error)).toBe(
      "SerializationError: topic 'customers', value, subject 'customers-value', schema 1: 'id' must be int, found a string",
    );
  });

  it('writes a root of bytes without its length, as Confluent does', async () => {
    const registry = new MemoryRegistry();
    const Raw = defineAvroSchema<Uint8Array>({
      fullName: 'bytes',
      schema: '"bytes"',
      fingerprint: '',
      choices: {},
    });
    const bytes = await serializeValue(
      avroSerializer(Raw, { registry, autoRegister: true }),
      new Uint8Array([7, 8]),
      context,
    );
    expect(bytes).toEqual(new Uint8Array([0, 0, 0, 0, 1, 7, 8]));
    expect(await deserializeValue(avroDeserializer(Raw, { registry }), bytes, context)).toEqual(
      new Uint8Array([7, 8]),
    );
    await expect(
      serializeValue(avroSerializer(Raw, { registry, autoRegister: true }), 'x' as never, context),
    ).rejects.toMatchObject({
      code: 'VALUE_MISFIT',
      subject: 'customers-value',
    });
  });
});

describe('avroDeserializer', () => {
  const framed = (id: number, hex: string): Buffer =>
    Buffer.from(`00${id.toString(16).padStart(8, '0')}${hex}`, 'hex');

  it('reads what any version of the schema has written, fetching each one once', async () => {
    const registry = new MemoryRegistry();
    registry.add({ schemaType: 'AVRO', schema: customerText() });
    registry.add({ schemaType: 'AVRO', schema: customerText(withEmail) });
    const customers = avroDeserializer(Customer, { registry });
    const read = (bytes: Buffer): Promise<Customer | null> => deserializeValue(customers, bytes, context);
    const [first, second, third] = await Promise.all([
      read(framed(1, '0206416461')),
      read(framed(1, '0406426f62')),
      read(framed(2, '0206416461020261')),
    ]);
    expect([first, second, third]).toEqual([
      ada,
      { id: 2, name: 'Bob', email: null },
      { ...ada, email: 'a' },
    ]);
    await read(framed(1, '0206416461'));
    expect(registry.requests).toEqual(['schema 1', 'schema 2']);
    expect(customers.ready?.(framed(1, ''), context)).toBe(true);
  });

  it('passes through what the registry says of an id it does not know, and asks again', async () => {
    const registry = new MemoryRegistry();
    const customers = avroDeserializer(Customer, { registry });
    for (let tries = 0; tries < 2; tries++) {
      await expect(deserializeValue(customers, framed(77, '00'), context)).rejects.toThrow(
        'schema 77 not found',
      );
    }
    expect(registry.requests).toEqual(['schema 77', 'schema 77']);
  });

  it.each<[string, string, object]>([
    ['a bad frame', '027f', { code: 'FRAME_MAGIC_UNKNOWN', topic: 'customers' }],
    ['a short frame', '0000', { code: 'FRAME_TRUNCATED', topic: 'customers' }],
    ['a short datum', '00000000010206', { code: 'BYTES_MALFORMED', topic: 'customers' }],
    ['a schema that is no Avro', '0000000002', { code: 'SCHEMA_TYPE_WRONG', topic: 'customers' }],
    ['a schema that is no schema', '0000000003', { code: 'SCHEMA_UNUSABLE', topic: 'customers' }],
    [
      'a schema of another record',
      '00000000040206416461',
      { code: 'SCHEMAS_UNRESOLVABLE', topic: 'customers' },
    ],
  ])('names the topic of %s', async (_name, hex, error) => {
    const registry = new MemoryRegistry();
    registry.add({ schemaType: 'AVRO', schema: customerText() });
    registry.add({ schemaType: 'JSON', schema: '{}' });
    registry.add({ schemaType: 'AVRO', schema: '{"type":"recrd"}' });
    registry.add({ schemaType: 'AVRO', schema: customerText().replace('Customer', 'Order') });
    const bytes = Buffer.from(hex, 'hex');
    const customers = avroDeserializer(Customer, { registry });
    // A frame that cannot be read is found before there is anything to wait for.
    const reading = Promise.resolve().then(() => deserializeValue(customers, bytes, context));
    await expect(reading).rejects.toMatchObject({ name: 'SerializationError', ...error });
  });

  it('is not ready before the schema is there', () => {
    const customers = avroDeserializer(Customer, { registry: new MemoryRegistry() });
    expect(() => customers.deserialize(framed(1, ''), context)).toThrow(
      expect.objectContaining({ code: 'SCHEMA_UNKNOWN', topic: 'customers' }),
    );
  });

  it('gives null for a tombstone', async () => {
    expect(
      await deserializeValue(avroDeserializer(Customer, { registry: new MemoryRegistry() }), null, context),
    ).toBeNull();
  });
});

describe('a constant whose schema does not parse', () => {
  const registry = new MemoryRegistry();
  const broken = { ...Customer, schema: customerText(',{"name":"x","type":"sting"}') };

  it.each([
    ['serializer', () => avroSerializer(broken, { registry })],
    ['deserializer', () => avroDeserializer(broken, { registry })],
  ])('is named, with line and column, when a %s is made of it', (_what, make) => {
    expect(make).toThrow(
      expect.objectContaining({
        code: 'TYPE_UNKNOWN',
        file: 'com.acme.Customer',
        message: expect.stringMatching(/^com\.acme\.Customer:1:\d+: .*'sting'.*did you mean 'string'\?/),
      }),
    );
  });
});

describe('types', () => {
  it('are those of the constant: input when writing, value when reading', () => {
    const registry = new MemoryRegistry();
    expectTypeOf(avroSerializer(Customer, { registry })).toEqualTypeOf<RichSerializer<CustomerInput>>();
    expectTypeOf(avroSerializer(Customer, { registry })).toExtend<Serializer<CustomerInput>>();
    expectTypeOf(avroDeserializer(Customer, { registry })).toEqualTypeOf<Deserializer<Customer>>();
    expectTypeOf<AvroSchema<Customer, CustomerInput>>().toExtend<AvroSchema<Customer, Customer>>();
    expectTypeOf<AvroSchema<Customer, Customer>>().not.toExtend<AvroSchema<Customer, CustomerInput>>();
    expectTypeOf<AvroSchema<Customer>>().not.toExtend<AvroSchema<{ other: string }>>();
  });
});
