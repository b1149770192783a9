/**
 * Consumers of other libraries, in a group of real Kafka, reading what Ottla wrote and writing what Ottla reads.
 *
 * One topic of one partition: Avro customers of three producers, a tombstone, and in their midst bytes that are no
 * Avro. Each consumer is to get every customer once, typed and in order, to put the poison aside, and to commit it all.
 */
import { once } from 'node:events';
import { Cluster } from '@ottla/cluster';
import { SerializationError, type Deserializer } from '@ottla/kernel';
import { Producer } from '@ottla/producer';
import { RegistryClient } from '@ottla/registry-client';
import { stringDeserializer, stringSerializer } from '@ottla/serializers';
import { avroDeserializer, avroSerializer } from '@ottla/serializers/avro';
import { eachDecodedBatch, eachDecodedMessage, recordEncoder, type Poison } from '@ottla/serializers/kafkajs';
import { consumerDecoding, decodedMessages, messageEncoder } from '@ottla/serializers/platformatic';
import { Consumer, Producer as StreamProducer } from '@platformatic/kafka';
import { Kafka, logLevel, type EachBatchHandler, type EachMessageHandler } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realKafka } from './harness/environment.ts';
import { readTopic, uniqueTopic } from './harness/topic.ts';

interface Customer {
  readonly id: number;
  readonly name: string;
}

const SCHEMA = JSON.stringify({
  type: 'record',
  name: 'com.acme.Customer',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'name', type: 'string' },
  ],
});
const POISON = Buffer.from('not Avro');

const topic = uniqueTopic('consumers');
const deadLetters = `${topic}.dead-letters`;
const brokers = [realKafka.bootstrapServer];
const kafka = new Kafka({
  clientId: topic,
  brokers,
  logLevel: logLevel.NOTHING,
  retry: { initialRetryTime: 20 },
});

let cluster: Cluster;
let registry: RegistryClient;
let value: Deserializer<Customer>;
let key: Deserializer<string>;
let producer: Producer<Record<never, never>, Uint8Array, Uint8Array>;

const customer = (id: number): Customer => ({ id, name: `Customer ${id}` });
/** What every consumer is to see: key and id, null for the tombstone. */
const EXPECTED = [
  ['c-1', 1],
  ['c-2', 2],
  ['c-1', null],
  ['c-3', 3],
  ['c-4', 4],
];
const RECORDS = EXPECTED.length + 1;
const shown = (record: { readonly key: string | null; readonly value: Customer | null }): unknown[] => [
  record.key,
  record.value?.id ?? null,
];

async function writeTopic(): Promise<void> {
  const serializers = { key: stringSerializer(), value: avroSerializer<Customer>(SCHEMA, { registry }) };
  await using typed = new Producer({ bootstrapServers: brokers, topics: { [topic]: serializers } });
  await typed.send({ topic, key: 'c-1', value: customer(1) });

  const other = kafka.producer();
  await other.connect();
  await other.send(
    await recordEncoder({ [topic]: serializers })({ topic, messages: [{ key: 'c-2', value: customer(2) }] }),
  );
  await other.disconnect();

  await producer.send({ topic, key: Buffer.from('c-x'), value: POISON });
  await typed.send({ topic, key: 'c-1', value: null });
  await typed.send({ topic, key: 'c-3', value: customer(3) });

  const stream = new StreamProducer({ clientId: topic, bootstrapBrokers: brokers });
  await stream.send({
    messages: await messageEncoder({ [topic]: serializers })([{ topic, key: 'c-4', value: customer(4) }]),
  });
  await stream.close();
}

beforeAll(async () => {
  cluster = new Cluster({ bootstrapServers: brokers });
  await cluster.connect();
  await cluster.createTopic(topic, { partitions: 1 });
  await cluster.createTopic(deadLetters, { partitions: 1 });
  registry = new RegistryClient({ url: realKafka.registryUrl });
  await registry.register(`${topic}-value`, { schemaType: 'AVRO', schema: SCHEMA });
  key = stringDeserializer();
  value = avroDeserializer<Customer>(SCHEMA, { registry });
  producer = new Producer({ bootstrapServers: brokers });
  await writeTopic();
});

afterAll(async () => {
  await producer.close();
  await registry.close();
  await cluster.close();
});

/** Sends the record as it was consumed, naming what consumed it and why it could not be read. */
async function putAside(
  group: string,
  {
    message,
    error,
  }: Pick<Poison<{ key?: Buffer | null | undefined; value: Buffer | null }>, 'message' | 'error'>,
): Promise<void> {
  const headers = [
    { key: 'group', value: Buffer.from(group) },
    { key: 'error', value: Buffer.from(error.code) },
  ];
  await producer.send({ topic: deadLetters, key: message.key ?? null, value: message.value, headers });
}

async function expectAside(group: string, times = 1): Promise<void> {
  const letters = (await readTopic(cluster, deadLetters, 1)).map((record) => ({
    group: String(record.headers[0]?.value ?? ''),
    error: String(record.headers[1]?.value ?? ''),
    value: Buffer.from(record.value ?? []).toString(),
  }));
  const expected = { group, error: 'FRAME_MAGIC_UNKNOWN', value: POISON.toString() };
  expect(letters.filter((letter) => letter.group === group)).toEqual(
    Array.from({ length: times }, () => expected),
  );
}

async function expectCommitted(group: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  const [offsets] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
  await admin.disconnect();
  expect(offsets?.partitions).toMatchObject([{ partition: 0, offset: String(RECORDS) }]);
}

describe('a consumer of kafkajs', () => {
  /** Runs a consumer until `done` says so, then leaves the group, which commits. */
  async function consume(
    group: string,
    handlers: (done: () => void) => { eachMessage?: EachMessageHandler; eachBatch?: EachBatchHandler },
  ): Promise<void> {
    const consumer = kafka.consumer({ groupId: group });
    try {
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await new Promise<void>((resolve, reject) => {
        consumer.on('consumer.crash', ({ payload }) => {
          if (!payload.restart) reject(payload.error);
        });
        consumer.run(handlers(resolve)).catch(reject);
      });
    } finally {
      await consumer.disconnect();
    }
  }

  it('gets each message typed, with the poison among the dead letters', async () => {
    const group = uniqueTopic('each-message');
    const got: unknown[] = [];
    await consume(group, (done) => ({
      eachMessage: eachDecodedMessage(
        { [topic]: { key, value } },
        ({ message }) => {
          got.push(shown(message));
          if (got.length === EXPECTED.length) done();
        },
        { onPoison: (poison) => putAside(group, poison) },
      ),
    }));
    expect(got).toEqual(EXPECTED);
    await expectAside(group);
    await expectCommitted(group);
  });

  it('gets batches typed, and resolves the poison behind what it resolves', async () => {
    const group = uniqueTopic('each-batch');
    const got: unknown[] = [];
    await consume(group, (done) => ({
      eachBatchAutoResolve: false,
      eachBatch: eachDecodedBatch(
        { [topic]: { key, value } },
        ({ batch, resolveOffset }) => {
          for (const message of batch.messages) {
            got.push(shown(message));
            resolveOffset(message.offset);
          }
          if (got.length === EXPECTED.length) done();
        },
        { onPoison: (poison) => putAside(group, poison) },
      ),
    }));
    expect(got).toEqual(EXPECTED);
    await expectAside(group);
    await expectCommitted(group);
  });

  it('loses no message while the registry is away', async () => {
    const group = uniqueTopic('registry-away');
    let refusals = 0;
    const refusing: Deserializer<Customer> = {
      async ready(bytes, context) {
        await value.ready?.(bytes, context);
        if (refusals++ % 2 === 0)
          throw new SerializationError('the registry is away', { failure: 'retriable' });
      },
      deserialize: (bytes, context) => value.deserialize(bytes, context),
    };
    const got: unknown[] = [];
    await consume(group, (done) => ({
      eachMessage: eachDecodedMessage(
        { [topic]: { key, value: refusing } },
        ({ message }) => {
          got.push(shown(message));
          if (got.length === EXPECTED.length) done();
        },
        { onPoison: (poison) => putAside(group, poison) },
      ),
    }));
    expect(got).toEqual(EXPECTED);
    expect(refusals).toBeGreaterThan(EXPECTED.length);
    await expectAside(group);
    await expectCommitted(group);
  });
});

describe('a consumer of @platformatic/kafka', () => {
  it('gets each message typed, with the poison among the dead letters', async () => {
    const group = uniqueTopic('stream');
    const consumer = new Consumer({ clientId: topic, groupId: group, bootstrapBrokers: brokers });
    try {
      const stream = await consumer.consume({
        topics: [topic],
        mode: 'earliest',
        maxWaitTime: 200,
        autocommit: false,
      });
      const messages = decodedMessages(
        stream,
        { [topic]: { key, value } },
        { onPoison: (poison) => putAside(group, poison) },
      );
      const got: unknown[] = [];
      for await (const message of messages) {
        got.push(shown(message));
        await message.commit();
        if (got.length === EXPECTED.length) break;
      }
      expect(got).toEqual(EXPECTED);
    } finally {
      await consumer.close(true);
    }
    await expectAside(group);
    await expectCommitted(group);
  });

  it('gets messages typed by its own options, in events', async () => {
    const group = uniqueTopic('events');
    const options = consumerDecoding({ [topic]: { key, value } });
    const consumer = new Consumer({ clientId: topic, groupId: group, bootstrapBrokers: brokers, ...options });
    try {
      const poison: unknown[] = [];
      const stream = await consumer.consume({
        topics: [topic],
        mode: 'earliest',
        maxWaitTime: 200,
        onDeserializationError({ error, record }) {
          const isPoison = error instanceof SerializationError && error.failure === 'poison';
          if (isPoison) poison.push(record.value);
          return isPoison ? 'skip' : 'fail';
        },
      });
      const got: unknown[] = [];
      stream.on('data', (message) => {
        got.push(shown(message));
        if (got.length === EXPECTED.length) stream.emit('all');
      });
      await once(stream, 'all');
      expect([got, poison]).toEqual([EXPECTED, [POISON]]);
    } finally {
      await consumer.close(true);
    }
  });
});
