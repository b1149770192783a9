/** Serializers in a producer and deserializers behind it: over an embedded cluster and an embedded registry. */
import { Cluster } from '@ottla/cluster';
import { EmbeddedCluster, EmbeddedRegistry } from '@ottla/embedded';
import {
  deserializeValue,
  isOttlaError,
  type Deserializer,
  type RecordHeader,
  type RichSerializer,
  type SchemaText,
} from '@ottla/kernel';
import { Producer } from '@ottla/producer';
import { RegistryClient } from '@ottla/registry-client';
import {
  framed,
  jsonSerializer,
  listSerializer,
  type PoisonRecord,
  type RuleExecutor,
} from '@ottla/serializers';
import { avroDeserializer, avroSerializer, defineAvroSchema } from '@ottla/serializers/avro';
import { jsonSchemaDeserializer, jsonSchemaSerializer } from '@ottla/serializers/json-schema';
import { protobufDeserializer, protobufSerializer } from '@ottla/serializers/protobuf';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';

let brokers: EmbeddedCluster;
let store: EmbeddedRegistry;
let registry: RegistryClient;
const opened: { close(): unknown }[] = [];

beforeEach(async () => {
  brokers = await EmbeddedCluster.start();
  store = await EmbeddedRegistry.start();
  registry = client();
});

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
  await brokers.close();
  await store.close();
});

/** One that waits little, so that a spec does not. */
function client(): RegistryClient {
  const made = new RegistryClient({ url: store.url, retries: 1, retryBackoffMs: 1, missTtlMs: 0 });
  opened.push(made);
  return made;
}

interface ReadRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
}

async function recordsOf(topic: string): Promise<ReadRecord[]> {
  await using cluster = new Cluster({ bootstrapServers: brokers.bootstrapServers });
  await cluster.connect();
  const records: ReadRecord[] = [];
  for await (const { key, value, headers } of cluster.readPartition(topic, 0)) {
    records.push({ key, value, headers: [...headers] });
  }
  return records;
}

async function valuesOf<T>(topic: string, deserializer: Deserializer<T>): Promise<(T | null)[]> {
  const values: (T | null)[] = [];
  for (const { value, headers } of await recordsOf(topic)) {
    values.push(await deserializeValue(deserializer, value, { topic, isKey: false, headers }));
  }
  return values;
}

interface Parcel {
  id: string;
  grams: number;
}
interface ParcelInput {
  readonly id: string;
  readonly grams?: number | undefined;
}
const parcelSchema = {
  type: 'record',
  name: 'com.acme.Parcel',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'grams', type: 'int', default: 0 },
  ],
};
const Parcel = defineAvroSchema<Parcel, ParcelInput>({
  fullName: 'com.acme.Parcel',
  schema: JSON.stringify(parcelSchema),
  fingerprint: '0000000000000000',
  choices: {},
});
const avroText = (schema: unknown, more: Partial<SchemaText> = {}): SchemaText => ({
  schemaType: 'AVRO',
  schema: JSON.stringify(schema),
  ...more,
});

describe('values of every schema language', () => {
  it.each(['prefix', 'header'] as const)(
    'go through a cluster and back, the schema named in the %s',
    async (schemaIdIn) => {
      const options = { registry, autoRegister: true, schemaIdIn };
      const { bootstrapServers } = brokers;
      for (const topic of ['parcels', 'orders', 'visits']) brokers.createTopic(topic);
      await using producer = new Producer({
        bootstrapServers,
        topics: {
          parcels: { value: avroSerializer(Parcel, options) },
          orders: {
            value: jsonSchemaSerializer<{ id: string }>({ type: 'object', title: 'Order' }, options),
          },
          visits: {
            value: protobufSerializer<{ at: bigint }>(
              'syntax = "proto3"; message Other {} message Visit { int64 at = 1; }',
              { ...options, messageType: 'Visit' },
            ),
          },
        },
      });
      for (const at of [1n, 2n]) {
        await producer.send({ topic: 'parcels', value: { id: `p-${at}` } });
        await producer.send({ topic: 'orders', value: { id: `o-${at}` } });
        await producer.send({ topic: 'visits', value: { at } });
      }
      await producer.send({ topic: 'parcels', value: null });

      // A client that has to ask what each schema is.
      const reading = { registry: client() };
      expect(await valuesOf('parcels', avroDeserializer(Parcel, reading))).toEqual([
        { id: 'p-1', grams: 0 },
        { id: 'p-2', grams: 0 },
        null,
      ]);
      expect(await valuesOf('orders', jsonSchemaDeserializer(reading))).toEqual([
        { id: 'o-1' },
        { id: 'o-2' },
      ]);
      expect(await valuesOf('visits', protobufDeserializer(reading))).toEqual([{ at: 1n }, { at: 2n }]);
      const [parcel] = await recordsOf('parcels');
      expect(parcel?.headers.map(({ key }) => key)).toEqual(
        schemaIdIn === 'header' ? ['__value_schema_id'] : [],
      );
      // The id is that of the schema that wrote it.
      if (schemaIdIn === 'prefix') {
        const id = await registry.schemaId('parcels-value', avroText(parcelSchema), { register: false });
        expect(Buffer.from(parcel?.value ?? []).readInt32BE(1)).toBe(id);
      }
    },
  );
});

describe('a registry that is away', () => {
  it('fails records for now, none is written, and the same producer goes on when it is back', async () => {
    brokers.createTopic('parcels');
    brokers.createTopic('plain');
    await using producer = new Producer({
      bootstrapServers: brokers.bootstrapServers,
      topics: {
        parcels: { value: avroSerializer(Parcel, { registry, autoRegister: true }) },
        plain: { value: jsonSerializer() },
      },
    });
    await store.stop();
    const sends = Promise.allSettled(
      ['a', 'b'].map((id) => producer.send({ topic: 'parcels', value: { id } })),
    );
    // Other topics go on.
    await producer.send({ topic: 'plain', value: 1 });
    for (const sent of await sends) {
      expect(sent).toMatchObject({
        status: 'rejected',
        reason: {
          code: 'REGISTRY_UNREACHABLE',
          failure: 'retriable',
          action: 'retriable',
          outcome: 'notWritten',
          topic: 'parcels',
          subject: 'parcels-value',
        },
      });
    }
    await store.resume();
    for (const id of ['a', 'b']) await producer.send({ topic: 'parcels', value: { id } });

    // Once the schema is known, the registry is not needed to write it, nor to read it again.
    const values = avroDeserializer(Parcel, { registry: client() });
    const both = [
      { id: 'a', grams: 0 },
      { id: 'b', grams: 0 },
    ];
    expect(await valuesOf('parcels', values)).toEqual(both);
    await store.stop();
    await producer.send({ topic: 'parcels', value: { id: 'c' } });
    expect(await valuesOf('parcels', values)).toEqual([...both, { id: 'c', grams: 0 }]);

    // A reader who does not know it must not put records aside for that.
    const stranger = avroDeserializer(Parcel, { registry: client(), onPoison: () => null });
    await expect(valuesOf('parcels', stranger)).rejects.toMatchObject({ failure: 'retriable' });
    await store.resume();
    expect(await valuesOf('parcels', stranger)).toHaveLength(3);
  });
});

describe('bytes that cannot be read', () => {
  it('go to a dead-letter topic with their reason, and the others are read', async () => {
    brokers.createTopic('parcels');
    brokers.createTopic('parcels.dead');
    const { bootstrapServers } = brokers;
    await using producer = new Producer({
      bootstrapServers,
      topics: { parcels: { value: avroSerializer(Parcel, { registry, autoRegister: true }) } },
    });
    await using raw = new Producer({ bootstrapServers });
    await producer.send({ topic: 'parcels', value: { id: 'a', grams: 1 } });
    const [good] = await recordsOf('parcels');
    const cut = Buffer.from(good?.value ?? []).subarray(0, -1);
    const broken: readonly [string, Buffer][] = [
      ['FRAME_MAGIC_UNKNOWN', Buffer.from('{"id":"b"}')],
      ['SCHEMA_NOT_FOUND', Buffer.from('000001869f0262', 'hex')],
      ['BYTES_MALFORMED', cut],
    ];
    for (const [, bytes] of broken) await raw.send({ topic: 'parcels', value: bytes });
    await producer.send({ topic: 'parcels', value: { id: 'c' } });

    const put: Promise<unknown>[] = [];
    const onPoison = ({ topic, bytes, headers, error }: PoisonRecord): null => {
      const reason = { key: 'reason', value: Buffer.from(error.code) };
      put.push(raw.send({ topic: `${topic}.dead`, value: bytes, headers: [...headers, reason] }));
      return null;
    };
    const values = avroDeserializer(Parcel, { registry: client(), onPoison });
    expect(await valuesOf('parcels', values)).toEqual([
      { id: 'a', grams: 1 },
      null,
      null,
      null,
      { id: 'c', grams: 0 },
    ]);
    await Promise.all(put);
    const dead = await recordsOf('parcels.dead');
    expect(
      dead.map(({ value, headers }) => [
        Buffer.from(headers[0]?.value ?? []).toString(),
        Buffer.from(value ?? []).toString('hex'),
      ]),
    ).toEqual(broken.map(([code, bytes]) => [code, bytes.toString('hex')]));
  });
});

describe('a schema that is deleted', () => {
  it('is still written by who knows it and read by its id, and stops who asks for it by subject', async () => {
    brokers.createTopic('parcels');
    const { bootstrapServers } = brokers;
    await registry.register('parcels-value', avroText(parcelSchema));
    const topics = { parcels: { value: avroSerializer(Parcel, { registry }) } };
    await using producer = new Producer({ bootstrapServers, topics });
    await producer.send({ topic: 'parcels', value: { id: 'a' } });
    await client().deleteSubject('parcels-value');
    await producer.send({ topic: 'parcels', value: { id: 'b' } });
    const stranger = client();
    expect(await valuesOf('parcels', avroDeserializer(Parcel, { registry: stranger }))).toHaveLength(2);

    await using late = new Producer({
      bootstrapServers,
      topics: { parcels: { value: avroSerializer(Parcel, { registry: stranger }) } },
    });
    const refused = late.send({ topic: 'parcels', value: { id: 'c' } });
    await expect(refused).rejects.toMatchObject({
      failure: 'configuration',
      outcome: 'notWritten',
      topic: 'parcels',
      subject: 'parcels-value',
    });
    const latest = avroDeserializer({ registry: stranger, useLatestVersion: true, onPoison: () => null });
    await expect(valuesOf('parcels', latest)).rejects.toMatchObject({ failure: 'configuration' });
  });
});

describe('rules of a schema', () => {
  const ruled = avroText(parcelSchema, {
    ruleSet: {
      domainRules: [{ name: 'heavy', kind: 'CONDITION', mode: 'WRITE', type: 'LIMIT', expr: '10' }],
    },
  });
  const limit: RuleExecutor = {
    type: 'LIMIT',
    execute: (value, { rule }) => (value as Parcel).grams <= Number(rule.expr), // what its schema says it is
  };
  const written = (rules?: { executors: readonly RuleExecutor[] }): RichSerializer<ParcelInput> =>
    avroSerializer(Parcel, { registry, useLatestVersion: true, ...(rules === undefined ? {} : { rules }) });

  it('fail every record that nobody can hold against them, and one that does not keep them', async () => {
    brokers.createTopic('parcels');
    await registry.register('parcels-value', ruled);
    const { bootstrapServers } = brokers;
    await using careless = new Producer({ bootstrapServers, topics: { parcels: { value: written() } } });
    await using careful = new Producer({
      bootstrapServers,
      topics: { parcels: { value: written({ executors: [limit] }) } },
    });
    await expect(careless.send({ topic: 'parcels', value: { id: 'a', grams: 1 } })).rejects.toMatchObject({
      code: 'RULE_UNKNOWN',
      failure: 'configuration',
      outcome: 'notWritten',
    });
    await expect(careful.send({ topic: 'parcels', value: { id: 'b', grams: 11 } })).rejects.toMatchObject({
      code: 'RULE_FAILED',
      failure: 'poison',
      outcome: 'notWritten',
    });
    await careful.send({ topic: 'parcels', value: { id: 'c', grams: 10 } });
    expect(await valuesOf('parcels', avroDeserializer(Parcel, { registry }))).toEqual([
      { id: 'c', grams: 10 },
    ]);
  });
});

describe('two topics of one serializer', () => {
  it('each have their subject; one that is refused holds back no other', async () => {
    for (const topic of ['known', 'strange']) brokers.createTopic(topic);
    await registry.register('known-value', avroText(parcelSchema));
    const value = avroSerializer(Parcel, { registry });
    await using producer = new Producer({
      bootstrapServers: brokers.bootstrapServers,
      topics: { known: { value }, strange: { value } },
    });
    const sends = ['strange', 'known', 'strange', 'known'].map((topic) =>
      producer.send({ topic: topic as 'known', value: { id: topic } }),
    );
    const outcomes = (await Promise.allSettled(sends)).map((sent) =>
      sent.status === 'fulfilled' || !isOttlaError(sent.reason) ? sent.status : sent.reason.outcome,
    );
    expect(outcomes).toEqual(['notWritten', 'fulfilled', 'notWritten', 'fulfilled']);
    expect(await recordsOf('strange')).toEqual([]);
  });
});

describe('the types of serializers without types', () => {
  it('are unknown, also where a producer takes serializers of no values', () => {
    const held = <S extends Record<string, { readonly value?: RichSerializer<never> }>>(topics: S): S =>
      topics;
    const topics = held({
      json: { value: jsonSerializer() },
      avro: { value: avroSerializer('"int"', { registry }) },
      jsonSchema: { value: jsonSchemaSerializer({ type: 'object' }, { registry }) },
      ofRegistry: { value: jsonSchemaSerializer({ registry }) },
      protobuf: { value: protobufSerializer('message A {}', { registry }) },
      latest: { value: protobufSerializer({ registry }) },
      typed: { value: jsonSchemaSerializer<Parcel>({ type: 'object' }, { registry }) },
      list: { value: listSerializer(jsonSerializer()) },
      framed: {
        value: framed({ registry, schemaType: 'AVRO', schema: '"int"', serialize: () => Buffer.of(2) }),
      },
    });
    expectTypeOf(topics.json.value).toEqualTypeOf<RichSerializer<unknown>>();
    expectTypeOf(topics.avro.value).toEqualTypeOf<RichSerializer<unknown>>();
    expectTypeOf(topics.jsonSchema.value).toEqualTypeOf<RichSerializer<unknown>>();
    expectTypeOf(topics.ofRegistry.value).toEqualTypeOf<RichSerializer<unknown>>();
    expectTypeOf(topics.protobuf.value).toEqualTypeOf<RichSerializer<unknown>>();
    expectTypeOf(topics.latest.value).toEqualTypeOf<RichSerializer<unknown>>();
    expectTypeOf(topics.typed.value).toEqualTypeOf<RichSerializer<Parcel>>();
    expectTypeOf(topics.list.value).toEqualTypeOf<RichSerializer<readonly unknown[]>>();
    expectTypeOf(topics.framed.value).toEqualTypeOf<RichSerializer<unknown>>();
  });

  it('let a producer take what they take, and nothing else of those that have some', async () => {
    brokers.createTopic('orders');
    brokers.createTopic('parcels');
    await using producer = new Producer({
      bootstrapServers: brokers.bootstrapServers,
      topics: {
        orders: { value: jsonSchemaSerializer({ type: 'object' }, { registry, autoRegister: true }) },
        parcels: { value: avroSerializer(Parcel, { registry, autoRegister: true }) },
      },
    });
    await producer.send({ topic: 'orders', value: { any: 'thing' } });
    // @ts-expect-error -- grams is a number
    await expect(producer.send({ topic: 'parcels', value: { id: 'a', grams: '1' } })).rejects.toMatchObject({
      code: 'VALUE_MISFIT',
      path: 'grams',
      outcome: 'notWritten',
    });
  });
});
