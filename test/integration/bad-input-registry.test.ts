/** Framed bytes nobody can read, and a registry that answers badly or not at all. */
import { describe, expect, it } from 'vitest';
import { Cluster } from '@ottla/cluster';
import { EmbeddedCluster, EmbeddedRegistry } from '@ottla/embedded';
import { SerializationError, deserializeValue, type Deserializer } from '@ottla/kernel';
import { DeliveryError, Producer } from '@ottla/producer';
import { RegistryClient, RegistryError, type RegistryClientOptions } from '@ottla/registry-client';
import { avroDeserializer, avroSerializer } from '@ottla/serializers/avro';
import { expectNoUnhandledRejections, openingsOfEachTest } from './hostile/aftermath.ts';
import { Customer, customer } from './hostile/customer-schema.ts';
import { HostileRegistry, type RegistryMood } from './hostile/hostile-registry.ts';
import { bytesOf, failureOf, valuesInLog, valuesRead } from './hostile/records.ts';

expectNoUnhandledRejections();
const { servers, clients } = openingsOfEachTest();

const context = { topic: 'customers', isKey: false, headers: [] };

async function startServers(mood: RegistryMood = 'honest') {
  const brokers = servers.keep(await EmbeddedCluster.start());
  const store = servers.keep(await EmbeddedRegistry.start());
  const registry = servers.keep(await HostileRegistry.open(store.url, mood));
  for (const topic of ['customers', 'orders']) brokers.createTopic(topic);
  return { brokers, registry };
}

/** A client with little patience, yet enough for an honest registry on a machine that is busy. */
function connectTo(
  registry: HostileRegistry,
  options: Omit<RegistryClientOptions, 'url'> = {},
): RegistryClient {
  const { url } = registry;
  return clients.keep(
    new RegistryClient({
      url,
      retries: 0,
      attemptTimeoutMs: 1_000,
      timeoutMs: 2_000,
      missTtlMs: 0,
      ...options,
    }),
  );
}

/** Customers are Avro, orders are bytes. */
function customersProducer(brokers: EmbeddedCluster, registry: RegistryClient, maxBlockMs = 5000) {
  const { bootstrapServers } = brokers;
  const topics = { customers: { value: avroSerializer(Customer, { registry, autoRegister: true }) } };
  return clients.keep(new Producer({ bootstrapServers, topics, maxBlockMs }));
}

/** Every value of the topic: what it was read as, or the code of the error it gave. */
async function readCustomers(brokers: EmbeddedCluster, registry: RegistryClient): Promise<unknown[]> {
  const reader = clients.keep(new Cluster({ bootstrapServers: brokers.bootstrapServers }));
  const customers: Deserializer<unknown> = avroDeserializer(Customer, { registry });
  const read: unknown[] = [];
  for (const bytes of await valuesRead(reader, 'customers')) {
    read.push(
      await deserializeValue(customers, bytes, context).catch((error: { code: string }) => error.code),
    );
  }
  return read;
}

describe('bytes that cannot be read', () => {
  const framed = (id: number, payload = 'x'): Uint8Array => {
    const frame = Buffer.alloc(5);
    frame.writeInt32BE(id, 1);
    return Buffer.concat([frame, bytesOf(payload)]);
  };

  it.each([
    [
      'text without a frame',
      bytesOf('{"id":1}'),
      'FRAME_MAGIC_UNKNOWN',
      /0x7b instead of the magic byte 0x00.*JSON text/,
    ],
    [
      'an unknown magic byte',
      Buffer.from([0x7f, 0, 0, 0, 1]),
      'FRAME_MAGIC_UNKNOWN',
      /0x7f.*not written with a schema id/,
    ],
    ['a frame cut short', Buffer.from([0, 0, 0]), 'FRAME_TRUNCATED', /has 3 of the 5 bytes/],
    ['no bytes', Buffer.alloc(0), 'FRAME_EMPTY', /a tombstone is null, not empty/],
    ['the schema id -1', framed(-1), 'FRAME_ID_INVALID', /-1 is not positive/],
    [
      'an unknown schema id',
      framed(123_456),
      'SCHEMA_NOT_FOUND',
      /Schema 123456 not found; is it the registry that the writer/,
    ],
    ['a payload cut short', framed(1, '\x02'), 'BYTES_MALFORMED', /malformed/],
  ])(
    'because of %s are told apart; the records around them are read once',
    async (_what, bytes, code, says) => {
      const { brokers, registry } = await startServers();
      const client = connectTo(registry);
      const producer = customersProducer(brokers, client);
      await producer.send({ topic: 'customers', value: customer(1) });
      const stranger = clients.keep(new Producer({ bootstrapServers: brokers.bootstrapServers }));
      await stranger.send({ topic: 'customers', value: bytes });
      await producer.send({ topic: 'customers', value: customer(2) });

      expect(await readCustomers(brokers, client)).toEqual([customer(1), code, customer(2)]);
      const error = await failureOf(
        deserializeValue(avroDeserializer(Customer, { registry: client }), bytes, context),
      );
      expect(error).toMatchObject({ code, action: 'usage' });
      expect(error.message).toMatch(says);
      // The place: the topic, or what was asked of whom.
      expect(error.message).toMatch(
        code === 'SCHEMA_NOT_FOUND' ? /127\.0\.0\.1.*\/schemas\/ids\/123456/ : /^topic 'customers', value/,
      );
    },
  );
});

describe('a registry that answers', () => {
  it.each([
    [
      'HTML',
      'html',
      'REGISTRY_NOT_JSON',
      'usage',
      /no JSON but '<!doctype html>.*is this URL a schema registry\?/,
    ],
    [
      'an empty page',
      'empty',
      'REGISTRY_NOT_JSON',
      'usage',
      /an empty body; is this URL a schema registry\?/,
    ],
    [
      'nothing',
      'silence',
      'REGISTRY_TIMED_OUT',
      'retriable',
      /no answer within 1000 ms; check that the registry answers, or raise 'attemptTimeoutMs'/,
    ],
    [
      'with an end of the connection',
      'hangUp',
      'REGISTRY_UNREACHABLE',
      'retriable',
      /check that the registry runs and 'url' is right/,
    ],
  ] as const)(
    '%s fails only the records that need it, says so, and is asked again by the next',
    async (_what, mood, code, action, says) => {
      const { brokers, registry } = await startServers(mood);
      const client = connectTo(registry);
      const producer = customersProducer(brokers, client);
      const orders = ['before', 'during', 'after'];
      const ordered: Promise<unknown>[] = [];
      const order = (): void => {
        ordered.push(producer.send({ topic: 'orders', value: bytesOf(orders[ordered.length] ?? '') }));
      };

      order();
      const failures = [1, 2].map((id) =>
        failureOf(producer.send({ topic: 'customers', value: customer(id) })),
      );
      order();
      // Nobody waits for the registry but its topic.
      await Promise.all(ordered);
      for (const error of await Promise.all(failures)) {
        expect(error).toBeInstanceOf(SerializationError);
        expect(error.cause).toBeInstanceOf(RegistryError);
        const failure = action === 'retriable' ? action : 'configuration';
        const place = { topic: 'customers', isKey: false, subject: 'customers-value' };
        expect(error).toMatchObject({ code, action, failure, ...place });
        expect(error.message).toMatch(
          /^topic 'customers', value, subject 'customers-value': cannot register a schema under subject 'customers-value' at http:\/\/127\.0\.0\.1:\d+\//,
        );
        expect(error.message).toMatch(says);
      }

      registry.mood = 'honest';
      order();
      await Promise.all([...ordered, producer.send({ topic: 'customers', value: customer(3) })]);
      await producer.close();
      expect(valuesInLog(brokers, 'orders')).toEqual(orders);
      expect(await readCustomers(brokers, client)).toEqual([customer(3)]);
    },
  );

  it('nothing for longer than maxBlockMs fails the record as not written, and its late error disturbs nobody', async () => {
    const { brokers, registry } = await startServers('silence');
    const client = connectTo(registry);
    const producer = customersProducer(brokers, client, 100);
    await producer.send({ topic: 'orders', value: bytesOf('before') });
    const error = await failureOf(producer.send({ topic: 'customers', value: customer(1) }));
    if (!(error instanceof DeliveryError)) throw error;
    expect(error).toMatchObject({
      code: 'SERIALIZER_NOT_READY',
      action: 'retriable',
      outcome: 'notWritten',
      topic: 'customers',
    });
    expect(error.message).toMatch(
      /^topic 'customers': its serializer.*was not ready after maxBlockMs \(100 ms\); does its schema registry answer\?/,
    );
    // The registry's own deadline passes after that of the record.
    expect(await failureOf(client.subjects())).toMatchObject({ code: 'REGISTRY_TIMED_OUT' });
    registry.mood = 'honest';
    await producer.send({ topic: 'customers', value: customer(2) });
    await producer.close();
    expect(valuesInLog(brokers, 'orders')).toEqual(['before']);
    expect(await readCustomers(brokers, client)).toEqual([customer(2)]);
  });

  it('badly at first is asked again by itself, and the record is registered and delivered once', async () => {
    const { brokers, registry } = await startServers('hangUp');
    const client = connectTo(registry, {
      retries: 20,
      retryBackoffMs: 5,
      retryBackoffMaxMs: 20,
      timeoutMs: 5000,
    });
    const producer = customersProducer(brokers, client);
    const sent = [1, 2, 3].map((id) => producer.send({ topic: 'customers', value: customer(id) }));
    while (registry.requests.length < 3) await new Promise((resolve) => setImmediate(resolve));
    registry.mood = 'honest';
    await Promise.all(sent);
    expect(await readCustomers(brokers, client)).toEqual([1, 2, 3].map(customer));
    expect(await client.versions('customers-value')).toEqual([1]);
  });

  it('nothing does not hold up close: what waits for it is settled as not written', async () => {
    const { brokers, registry } = await startServers('silence');
    const client = connectTo(registry, { attemptTimeoutMs: 60_000, timeoutMs: 60_000 });
    const producer = customersProducer(brokers, client);
    const failure = failureOf(producer.send({ topic: 'customers', value: customer(1) }));
    const ordered = producer.send({ topic: 'orders', value: bytesOf('accepted') });
    await ordered;
    await producer.close({ timeoutMs: 100 });
    expect(await failure).toMatchObject({ code: 'PRODUCER_CLOSED', outcome: 'notWritten' });
    await client.close();
    expect(valuesInLog(brokers, 'orders')).toEqual(['accepted']);
    expect(valuesInLog(brokers, 'customers')).toEqual([]);
  });
});
