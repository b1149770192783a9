/**
 * Protobuf payloads of @confluentinc/schemaregistry and ours, each read by the other.
 *
 * Theirs registers file descriptors in base64 and asks for them again with `format=serialized`; ours registers .proto text.
 * Confluent's registry turns one into the other, the embedded one keeps what it gets. So both write against the embedded
 * registry, each under a subject and id of its own, and a payload is read under the id of who reads it: what is compared
 * is everything behind the id, message indexes and message.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { EmbeddedRegistry } from '@ottla/embedded';
import { deserializeValue, serializeValue } from '@ottla/kernel';
import { RegistryClient } from '@ottla/registry-client';
import { protobufDeserializer, protobufSerializer } from '@ottla/serializers/protobuf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Message {
  readonly $typeName: string;
}
/** What is used of @bufbuild/protobuf, which Confluent's package brings along. */
interface Bufbuild {
  create(descriptor: unknown, value: object): Message;
  createFileRegistry(files: unknown): { getMessage(name: string): unknown };
  fromBinary(schema: unknown, bytes: Uint8Array): unknown;
  toJson(descriptor: unknown, message: unknown): unknown;
}
interface Theirs {
  serialize(topic: string, message: Message): Promise<Buffer>;
  deserialize(topic: string, bytes: Buffer): Promise<Message>;
  readonly registry: { add(descriptor: unknown): void };
}
interface Confluent {
  readonly SchemaRegistryClient: new (options: object) => { close(): Promise<void> };
  readonly ProtobufSerializer: new (client: object, type: unknown, options: object) => Theirs;
  readonly ProtobufDeserializer: new (client: object, type: unknown, options: object) => Theirs;
  readonly SerdeType: { readonly VALUE: unknown };
}

const requireModule = createRequire(import.meta.url);
const requireOfTheirs = createRequire(requireModule.resolve('@confluentinc/schemaregistry'));
const folder = new URL('../../packages/serializers/vectors/protobuf/', import.meta.url);
const text = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const topic = 'orders';
const context = { topic, isKey: false, headers: [] };

/** The same payload as the schema of another id would have it. */
function underId(bytes: Uint8Array, id: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeInt32BE(id, 1);
  return copy;
}

const cases = [
  {
    messageType: 'shop.v1.Order',
    value: {
      id: -7n,
      itemNames: ['tea', 'Grüße'],
      lines: { a: { sku: 's', quantity: -3, parts: [{ sku: 'p' }] } },
      discount: 0,
      placedAt: { seconds: 1n, nanos: 2 },
      deltas: [-1n, 2n ** 63n - 1n],
      raw: new Uint8Array([0, 255]),
      d: -0,
      f: 1.5,
      u32: 4294967295,
      u64: 2n ** 64n - 1n,
      b: true,
      ratios: [0.1, Infinity],
      total: { currency: 'EUR', units: 5n },
      codes: [1],
    },
    ours: { status: 'LOST', history: ['PAID', 'LOST'], card: '4711' },
    enums: { status: -1, history: [1, -1], payment: { case: 'card', value: '4711' } },
  },
  { messageType: 'shop.v1.Order.Line', value: { sku: 'x', quantity: -1 }, ours: {}, enums: {} },
  { messageType: 'shop.v1.Receipt', value: { number: '7' }, ours: {}, enums: {} },
  { messageType: 'shop.v1.Receipt.Page.Row', value: { text: 'x' }, ours: {}, enums: {} },
];

describe("Confluent's Protobuf and ours", () => {
  // Both are CommonJS; the interfaces above are what is used of them.
  const confluent = requireModule('@confluentinc/schemaregistry') as Confluent;
  const bufbuild = requireOfTheirs('@bufbuild/protobuf') as Bufbuild;
  const { FileDescriptorSetSchema } = requireOfTheirs('@bufbuild/protobuf/wkt') as {
    FileDescriptorSetSchema: unknown;
  };
  const files = bufbuild.createFileRegistry(
    bufbuild.fromBinary(FileDescriptorSetSchema, readFileSync(new URL('descriptors.binpb', folder))),
  );
  let store: EmbeddedRegistry;
  let registry: RegistryClient;
  let client: { close(): Promise<void> };
  let ourId = 0;

  beforeAll(async () => {
    store = await EmbeddedRegistry.start();
    registry = new RegistryClient({ url: store.url });
    client = new confluent.SchemaRegistryClient({ baseURLs: [store.url], cacheCapacity: 100 });
    const money = { schemaType: 'PROTOBUF', schema: text('money.proto') } as const;
    await registry.schemaId('ours-money.proto', money, { register: true });
    const references = [{ name: 'money.proto', subject: 'ours-money.proto', version: 1 }];
    const order = { schemaType: 'PROTOBUF', schema: text('order.proto'), references } as const;
    ourId = await registry.schemaId('ours-value', order, { register: true });
  });

  afterAll(async () => {
    await client.close();
    await registry.close();
    await store.close();
  });

  it.each(cases)(
    '$messageType is the same bytes, and each reads the other',
    async ({ messageType, value, ours, enums }) => {
      const descriptor = files.getMessage(messageType);
      const writer = new confluent.ProtobufSerializer(client, confluent.SerdeType.VALUE, {
        autoRegisterSchemas: true,
      });
      writer.registry.add(descriptor);
      const message = bufbuild.create(descriptor, { ...value, ...enums });
      const theirs = await writer.serialize(topic, message);

      const source = { subject: 'ours-value', version: 1, messageType };
      const bytes = await serializeValue(
        protobufSerializer(source, { registry, subject: 'ours-value' }),
        { ...value, ...ours },
        context,
      );
      const mine = Buffer.from(bytes ?? []);
      expect(mine.readInt32BE(1)).toBe(ourId);
      expect(mine.subarray(5).toString('hex')).toBe(theirs.subarray(5).toString('hex'));

      const reader = new confluent.ProtobufDeserializer(client, confluent.SerdeType.VALUE, {});
      const read = await reader.deserialize(topic, underId(mine, theirs.readInt32BE(1)));
      expect(read.$typeName).toBe(messageType);
      expect(bufbuild.toJson(descriptor, read)).toEqual(bufbuild.toJson(descriptor, message));

      const deserializer = protobufDeserializer({ registry, messageType });
      expect(await deserializeValue(deserializer, underId(theirs, ourId), context)).toMatchObject({
        ...value,
        ...ours,
      });
    },
  );

  it('a descriptor in the place of a text is told, with what to do', async () => {
    const descriptor = files.getMessage('shop.v1.Receipt');
    const writer = new confluent.ProtobufSerializer(client, confluent.SerdeType.VALUE, {
      autoRegisterSchemas: true,
    });
    writer.registry.add(descriptor);
    const theirs = await writer.serialize(topic, bufbuild.create(descriptor, {}));
    await expect(deserializeValue(protobufDeserializer({ registry }), theirs, context)).rejects.toMatchObject(
      {
        name: 'SerializationError',
        message: expect.stringMatching(/file descriptor in base64/) as string,
      },
    );
  });
});
