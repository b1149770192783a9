/** Protobuf with a registry, end to end: what a producer writes and a consumer reads. */
import { deserializeValue, serializeValue, type Deserializer, type RichSerializer } from '@ottla/kernel';
import { fileURLToPath } from 'node:url';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { MemoryRegistry } from '../../testing/memory-registry.ts';
import { recordNameStrategy } from '../registry/subject-strategy.ts';
import { protobufDeserializer, protobufSerializer, type ProtobufSource } from './index.ts';

interface Order {
  readonly id: bigint;
  readonly itemNames: readonly string[];
}

const text = `syntax = "proto3"; package shop;
  message Order { int64 id = 1; repeated string item_names = 2; message Line { string sku = 1; } }
  message Refund { int64 order_id = 1; }`;
const context = { topic: 'orders', isKey: false, headers: [] };
const hex = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString('hex');
const write = async (serializer: RichSerializer<never>, value: unknown): Promise<string> =>
  hex(await serializeValue(serializer, value as never, context));
const read = (deserializer: Deserializer<unknown>, digits: string): Promise<unknown> =>
  deserializeValue(deserializer, Buffer.from(digits, 'hex'), context);

describe('protobufSerializer', () => {
  it('writes id, message indexes and message', async () => {
    const registry = new MemoryRegistry();
    const orders = protobufSerializer<Order>({ schema: text }, { registry, autoRegister: true });
    expect(await write(orders, { id: 1n, itemNames: ['tea'] })).toBe(
      '0000000001' + '00' + '0801' + '1203746561',
    );
    const lines = protobufSerializer({ schema: text, messageType: 'Order.Line' }, { registry });
    expect(await write(lines, { sku: 'x' })).toBe('0000000001' + '040000' + '0a0178');
    const refunds = protobufSerializer(text, { registry, messageType: 'shop.Refund' });
    expect(await write(refunds, { orderId: '7' })).toBe('0000000001' + '0202' + '0807');
  });

  it.each<[string, ProtobufSource]>([
    ['text', text],
    ['a file', { file: fileURLToPath(new URL('../../vectors/protobuf/money.proto', import.meta.url)) }],
    ['a URL', new URL('../../vectors/protobuf/money.proto', import.meta.url)],
    ['an id', { id: 1 }],
    ['a subject', { subject: 'orders-value' }],
    ['a version of a subject', { subject: 'orders-value', version: 1 }],
  ])('takes a schema as %s', async (_name, source) => {
    const registry = new MemoryRegistry();
    registry.add({ schemaType: 'PROTOBUF', schema: text }, 'orders-value');
    const isText = typeof source === 'string' || source instanceof URL || 'file' in source;
    expect(await write(protobufSerializer(source, { registry, autoRegister: isText }), {})).toMatch(
      /^00000000/,
    );
  });

  it('takes the schema that the registry has', async () => {
    const registry = new MemoryRegistry();
    registry.add({ schemaType: 'PROTOBUF', schema: text }, 'orders-value');
    const refunds = protobufSerializer({ registry, useLatestVersion: true, messageType: 'Refund' });
    expect(await write(refunds, { orderId: 7 })).toBe('0000000001' + '0202' + '0807');
  });

  it('names subjects by the message', async () => {
    const registry = new MemoryRegistry();
    const refunds = protobufSerializer(
      { schema: text, messageType: 'Refund' },
      { registry, autoRegister: true, subject: recordNameStrategy },
    );
    await write(refunds, {});
    expect(registry.requests.join()).toContain('shop.Refund');
  });

  it('chooses the message of each value', async () => {
    const registry = new MemoryRegistry();
    const messageType = (value: { orderId?: bigint }): string =>
      value.orderId === undefined ? 'Order' : 'Refund';
    const both = protobufSerializer({ schema: text }, { registry, autoRegister: true, messageType });
    expect(await write(both, { orderId: 7n })).toBe('0000000001' + '0202' + '0807');
    expect(await write(both, {})).toBe('0000000001' + '00');
  });

  it('resolves references of the registry', async () => {
    const registry = new MemoryRegistry();
    registry.add({ schemaType: 'PROTOBUF', schema: text }, 'shop.proto');
    const schema =
      'syntax = "proto3"; import "shop.proto"; message Basket { repeated shop.Order orders = 1; }';
    const references = [{ name: 'shop.proto', subject: 'shop.proto', version: 1 }];
    const baskets = protobufSerializer({ schema, references }, { registry, autoRegister: true });
    const digits = await write(baskets, { orders: [{ id: 1 }] });
    expect(await read(protobufDeserializer({ registry }), digits)).toEqual({
      orders: [{ id: 1n, itemNames: [] }],
    });
    const missing = protobufSerializer({ schema }, { registry, autoRegister: true });
    await expect(write(missing, {})).rejects.toMatchObject({
      code: 'SCHEMA_NOT_USABLE',
      failure: 'configuration',
      topic: 'orders',
    });
  });

  it('refuses a value with topic, subject and path', async () => {
    const registry = new MemoryRegistry();
    const orders = protobufSerializer({ schema: text }, { registry, autoRegister: true });
    await expect(write(orders, { id: 1, itemName: 'x' })).rejects.toMatchObject({
      code: 'VALUE_MISFIT',
      topic: 'orders',
      subject: 'orders-value',
      schemaId: 1,
      path: 'itemName',
      message: expect.stringMatching(/did you mean 'itemNames'\?/) as string,
    });
    const lenient = protobufSerializer({ schema: text }, { registry, undeclaredFields: 'ignore' });
    expect(await write(lenient, { id: 1, itemName: 'x' })).toBe('0000000001' + '00' + '0801');
  });

  it('refuses a latest version that cannot read what the own schema writes', async () => {
    const registry = new MemoryRegistry();
    registry.add(
      { schemaType: 'PROTOBUF', schema: 'syntax = "proto3"; package shop; message Order { string id = 1; }' },
      'orders-value',
    );
    const options = { registry, useLatestVersion: true };
    await expect(write(protobufSerializer({ schema: text }, options), {})).rejects.toMatchObject({
      code: 'SCHEMAS_INCOMPATIBLE',
      message: expect.stringMatching(/field 1 \('id'\).*is string, and was int64/) as string,
    });
    const trusting = protobufSerializer({ schema: text }, { ...options, latestCompatibilityStrict: false });
    expect(await write(trusting, { id: 'x' })).toBe('0000000001' + '00' + '0a0178');
  });

  it.each<[string, () => unknown, string]>([
    ['no options', () => protobufSerializer({ schema: text }, undefined as never), 'OPTIONS_MISTAKEN'],
    ['no registry', () => protobufSerializer({ schema: text }, {} as never), 'OPTION_MISSING'],
    [
      'an unknown option',
      () =>
        protobufSerializer({ schema: text }, { registry: new MemoryRegistry(), autoRegiste: true } as never),
      'UNKNOWN_OPTION',
    ],
    [
      'no text',
      () => protobufSerializer({ schema: ' ' }, { registry: new MemoryRegistry() }),
      'SCHEMA_SOURCE_INVALID',
    ],
    [
      'the name of a file',
      () => protobufSerializer('order.proto', { registry: new MemoryRegistry() }),
      'SCHEMA_SOURCE_INVALID',
    ],
    [
      'a number',
      () => protobufSerializer(1 as never, { registry: new MemoryRegistry() }),
      'SCHEMA_SOURCE_INVALID',
    ],
    [
      'another object',
      () => protobufSerializer({ proto: text } as never, { registry: new MemoryRegistry() }),
      'SCHEMA_SOURCE_INVALID',
    ],
    [
      'a file that is not there',
      () => protobufSerializer({ file: '/gone.proto' }, { registry: new MemoryRegistry() }),
      'SCHEMA_SOURCE_INVALID',
    ],
    [
      'a codec without encode',
      () => protobufSerializer({ schema: text }, { registry: new MemoryRegistry(), codec: {} as never }),
      'OPTION_INVALID',
    ],
    [
      'a codec of no named message',
      () => protobufDeserializer({ registry: new MemoryRegistry(), codec: { decode: () => 1 } }),
      'OPTIONS_CONTRADICT',
    ],
  ])('says at once what is wrong with %s', (_name, make, code) => {
    expect(make).toThrow(expect.objectContaining({ name: 'ConfigError', code }));
  });
});

describe('protobufDeserializer', () => {
  const registered = (): MemoryRegistry => {
    const registry = new MemoryRegistry();
    registry.add({ schemaType: 'PROTOBUF', schema: text }, 'orders-value');
    return registry;
  };

  it('reads the message that the indexes name', async () => {
    const any = protobufDeserializer({ registry: registered() });
    expect(await read(any, '0000000001' + '00' + '0801')).toEqual({ id: 1n, itemNames: [] });
    expect(await read(any, '0000000001' + '0200' + '0801')).toEqual({ id: 1n, itemNames: [] });
    expect(await read(any, '0000000001' + '040000' + '0a0178')).toEqual({ sku: 'x' });
    expect(await deserializeValue(any, null, context)).toBeNull();
  });

  it.each<[string, string, string]>([
    ['indexes of no message', '0000000001' + '0206', 'FRAME_INDEXES_MALFORMED'],
    ['a million indexes', '0000000001' + '80897a', 'FRAME_INDEXES_MALFORMED'],
    ['indexes cut off', '0000000001' + '04', 'FRAME_TRUNCATED'],
    ['a message cut off', '0000000001' + '00' + '08', 'BYTES_MALFORMED'],
  ])('puts %s aside', async (_name, digits, code) => {
    const poison: unknown[] = [];
    const orders = protobufDeserializer({
      registry: registered(),
      onPoison: ({ error }) => (poison.push(error.code), null),
    });
    expect(await read(orders, digits)).toBeNull();
    expect(poison).toEqual([code]);
    await expect(read(protobufDeserializer({ registry: registered() }), digits)).rejects.toMatchObject({
      code,
      failure: 'poison',
      topic: 'orders',
    });
  });

  it('reads one message only where it is named', async () => {
    const orders = protobufDeserializer<Order>({
      registry: registered(),
      messageType: 'Order',
      long: 'string',
    });
    expect(await read(orders, '0000000001' + '00' + '0801')).toEqual({ id: '1', itemNames: [] });
    await expect(read(orders, '0000000001' + '0202' + '0801')).rejects.toMatchObject({
      code: 'SCHEMAS_UNRESOLVABLE',
      failure: 'poison',
      message: expect.stringMatching(/'shop\.Refund'.*'Order'/) as string,
    });
  });

  it('reads into a schema of its own, by the name of the message', async () => {
    const own =
      'syntax = "proto3"; package shop; message Added {} message Order { int64 order_number = 1; string note = 9; }';
    const orders = protobufDeserializer({ schema: own }, { registry: registered() });
    expect(await read(orders, '0000000001' + '00' + '0801' + '120178')).toEqual({
      orderNumber: 1n,
      note: '',
    });
    await expect(read(orders, '0000000001' + '0202')).rejects.toMatchObject({ code: 'SCHEMAS_UNRESOLVABLE' });
  });

  it('fails for a schema that is no Protobuf', async () => {
    const registry = new MemoryRegistry();
    registry.add({ schemaType: 'PROTOBUF', schema: 'message {' }, 'orders-value');
    registry.add({ schemaType: 'AVRO', schema: '"int"' }, 'orders-value');
    const any = protobufDeserializer({ registry });
    await expect(read(any, '000000000100')).rejects.toMatchObject({
      code: 'SCHEMA_UNUSABLE',
      failure: 'poison',
      schemaId: 1,
    });
    const own = protobufDeserializer({ schema: 'message {' }, { registry: registered() });
    await expect(read(own, '000000000100')).rejects.toMatchObject({ failure: 'configuration' });
    await expect(read(any, '000000000200')).rejects.toMatchObject({ code: 'SCHEMA_TYPE_WRONG' });
  });
});

describe('generated code', () => {
  class Generated {
    readonly n: number;
    constructor(n: number) {
      this.n = n;
    }
    static encode(value: Generated) {
      return { finish: () => new Uint8Array([0x08, value.n]) };
    }
    static decode(bytes: Uint8Array): Generated {
      if (bytes[0] !== 0x08) throw new RangeError('index out of range');
      return new Generated(bytes[1] ?? 0);
    }
  }

  it('writes and reads in the place of our codec', async () => {
    const registry = new MemoryRegistry();
    const serializer = protobufSerializer(
      { schema: text, messageType: 'Refund' },
      { registry, autoRegister: true, codec: Generated },
    );
    expectTypeOf(serializer).toEqualTypeOf<RichSerializer<Generated>>();
    const digits = await write(serializer, new Generated(5));
    expect(digits).toBe('0000000001' + '0202' + '0805');
    const deserializer = protobufDeserializer({ registry, messageType: 'Refund', codec: Generated });
    expectTypeOf(deserializer).toEqualTypeOf<Deserializer<Generated>>();
    expect(await read(deserializer, digits)).toStrictEqual(new Generated(5));
    await expect(read(deserializer, '00000000010202' + 'ff')).rejects.toMatchObject({
      code: 'BYTES_MALFORMED',
      failure: 'poison',
    });
    await expect(read(deserializer, '0000000001' + '00' + '0805')).rejects.toMatchObject({
      code: 'SCHEMAS_UNRESOLVABLE',
    });
  });

  it.each<[string, unknown, string]>([
    [
      'throws',
      () => {
        throw new TypeError('no');
      },
      'SERIALIZATION_FAILED',
    ],
    ['answers with no bytes', () => 'text', 'SERIALIZATION_FAILED'],
    ['answers with a promise', () => Promise.resolve(new Uint8Array()), 'SERIALIZER_ASYNC'],
  ])('that %s is told', async (_name, encode, code) => {
    const registry = new MemoryRegistry();
    const serializer = protobufSerializer(
      { schema: text },
      { registry, autoRegister: true, codec: { encode } as never },
    );
    await expect(write(serializer, {})).rejects.toMatchObject({ name: 'SerializationError', code });
  });
});

describe('types', () => {
  it('hold values to what was said of them', () => {
    const registry = new MemoryRegistry();
    expectTypeOf(protobufSerializer<Order>({ schema: text }, { registry })).toEqualTypeOf<
      RichSerializer<Order>
    >();
    expectTypeOf(protobufDeserializer<Order>({ registry })).toEqualTypeOf<Deserializer<Order>>();
    expectTypeOf(protobufSerializer({ schema: text }, { registry })).toEqualTypeOf<RichSerializer<unknown>>();
    expectTypeOf<{ schema: string; version: number }>().not.toExtend<
      Parameters<typeof protobufSerializer>[0]
    >();
    type Given = Parameters<RichSerializer<Order>['serializeInto']>[0];
    expectTypeOf<{ orderId: bigint }>().not.toExtend<Given>();
  });
});
