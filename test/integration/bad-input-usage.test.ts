/** Wrong options, wrong schemas, wrong values: what a program gets to hear of its own mistakes. */
import assert from 'node:assert/strict';
import { describe, expect, it } from 'vitest';
import { Cluster } from '@ottla/cluster';
import { EmbeddedCluster, EmbeddedRegistry } from '@ottla/embedded';
import { SerializationError, deserializeValue, type ByteWriter } from '@ottla/kernel';
import { Producer, RecordTooLargeError } from '@ottla/producer';
import { RegistryClient } from '@ottla/registry-client';
import { SchemaError, parseSchema, parseSchemas } from '@ottla/schema';
import { stringSerializer } from '@ottla/serializers';
import { avroDeserializer, avroSerializer } from '@ottla/serializers/avro';
import { expectNoUnhandledRejections, openingsOfEachTest } from './hostile/aftermath.ts';
import { Customer, customer } from './hostile/customer-schema.ts';
import { bytesOf, failureOf, thrownBy, valuesInLog, valuesRead } from './hostile/records.ts';

expectNoUnhandledRejections();
const { servers, clients } = openingsOfEachTest();

/** Options as a program without types would give them. */
const untyped = (options: object): never => options as never;

describe('a wrong option', () => {
  const bootstrapServers = ['localhost:9092'];
  const url = 'http://localhost:8081';

  it.each([
    ['Producer', 'lingerMS', 'lingerMs', () => new Producer(untyped({ bootstrapServers, lingerMS: 5 }))],
    ['Producer', 'batchsize', 'batchSize', () => new Producer(untyped({ bootstrapServers, batchsize: 1 }))],
    ['Producer', 'linger.ms', 'lingerMs', () => new Producer(untyped({ bootstrapServers, 'linger.ms': 5 }))],
    [
      'Cluster',
      'requestTimeout',
      'requestTimeoutMs',
      () => new Cluster(untyped({ bootstrapServers, requestTimeout: 1 })),
    ],
    ['RegistryClient', 'timeoutMS', 'timeoutMs', () => new RegistryClient(untyped({ url, timeoutMS: 1000 }))],
  ])('of %s named %s is refused and %s is suggested', (owner, wrong, right, make) => {
    const error = thrownBy(make);
    expect(error).toMatchObject({ name: 'ConfigError', code: 'UNKNOWN_OPTION', action: 'usage' });
    expect(error.message).toBe(`${owner}: unknown option '${wrong}'; did you mean '${right}'?`);
  });

  it('of EmbeddedCluster is refused before anything listens', async () => {
    const error = await failureOf(EmbeddedCluster.start(untyped({ broker: 3 })));
    expect(error).toMatchObject({ code: 'UNKNOWN_OPTION', action: 'usage' });
    expect(error.message).toContain("did you mean 'brokers'?");
  });

  it.each([
    ['a string where a number belongs', { lingerMs: '5' }, "'lingerMs' must be an integer of 0 or more"],
    ['a negative number', { maxBlockMs: -1 }, "'maxBlockMs' must be an integer of 0 or more, got -1"],
    ['an unknown word', { acks: 'most' }, `'acks' must be one of "all", 1, 0, got a string`],
    ['no server', { bootstrapServers: [] }, "'bootstrapServers' must be a non-empty array of strings"],
    ['no serializer', { valueSerializer: {} }, "'valueSerializer' must be a serializer: an object with"],
  ])('with %s as its value is refused with what would do', (_what, options, says) => {
    const error = thrownBy(() => new Producer(untyped({ bootstrapServers, ...options })));
    expect(error).toMatchObject({ name: 'ConfigError', code: 'OPTION_INVALID', action: 'usage' });
    expect(error.message).toContain(says);
  });

  it('that is missing is named with what it must be', () => {
    const error = thrownBy(() => new Producer(untyped({})));
    expect(error).toMatchObject({ code: 'OPTION_MISSING', action: 'usage' });
    expect(error.message).toBe(
      "Producer: option 'bootstrapServers' is missing; it must be a non-empty array of strings",
    );
  });

  it('that contradicts another is refused with both names and the way out', () => {
    const error = thrownBy(() => new Producer({ bootstrapServers, acks: 1 }));
    expect(error).toMatchObject({ code: 'OPTIONS_CONTRADICT', action: 'usage' });
    expect(error.message).toMatch(/enableIdempotence needs acks 'all', got 1; set enableIdempotence: false/);
  });

  it.each([
    ['http://localhost:9092', "leave out 'http://'"],
    ['localhost', "add the port: 'localhost:9092'"],
    ['a:1,b:2', 'give several servers as several strings'],
  ])('such as the server %s says how to write it', (server, remedy) => {
    const error = thrownBy(() => new Producer({ bootstrapServers: [server] }));
    expect(error).toMatchObject({ code: 'BOOTSTRAP_SERVER_INVALID', action: 'usage' });
    expect(error.message).toContain(remedy);
  });
});

describe('a schema that does not parse', () => {
  const parsed = (text: string): SchemaError => {
    const error = thrownBy(() => parseSchema(text, { file: 'customer.avsc' }));
    if (error instanceof SchemaError) return error;
    throw error;
  };

  it.each([
    ['an unknown type', '{\n  "type": "sting"\n}', 'TYPE_UNKNOWN', '2:11', "did you mean 'string'?"],
    [
      'a comma too many',
      '{\n  "type": "int",\n}',
      'JSON_INVALID',
      '3:1',
      "expected a key in double quotes, found '}'",
    ],
    ['a field without a type', recordOf('{ "name": "x" }'), 'SCHEMA_MALFORMED', '3:5', '"type" of the field'],
    [
      'a default of another type',
      recordOf('{ "name": "x", "type": "int", "default": "1" }'),
      'DEFAULT_INVALID',
      '3:46',
      'int',
    ],
    ['nothing', '', 'JSON_INVALID', '1:1', 'empty'],
  ])('because of %s names file, line, column and the remedy', (_what, text, code, place, remedy) => {
    const error = parsed(text);
    expect(error).toMatchObject({ code, action: 'usage', file: 'customer.avsc' });
    expect(error.message).toMatch(new RegExp(`^customer\\.avsc:${place}: `));
    expect(`${error.line}:${error.column}`).toBe(place);
    expect(error.message).toContain(remedy);
  });

  it('among several files names the one that is wrong', () => {
    const files = [
      { file: 'good.avsc', text: '{ "type": "fixed", "name": "Id", "size": 16 }' },
      { file: 'bad.avsc', text: recordOf('{ "name": "id", "type": "Idd" }') },
    ];
    const error = thrownBy(() => parseSchemas(files));
    expect(error).toMatchObject({ code: 'TYPE_UNKNOWN', action: 'usage' });
    expect(error.message).toMatch(/^bad\.avsc:3:\d+: .*'Idd'.*did you mean 'Id'\?/);
  });

  it('is refused when the serializer is made, before any record', () => {
    const schema = { ...Customer, schema: '{ "type": "recrod" }' };
    const registry = clients.keep(new RegistryClient({ url: 'http://127.0.0.1:1' }));
    expect(thrownBy(() => avroSerializer(schema, { registry }))).toMatchObject({
      code: 'TYPE_UNKNOWN',
      action: 'usage',
    });
  });
});

/** A record with one field, which stands in line 3. */
function recordOf(field: string): string {
  return `{ "type": "record", "name": "R",\n  "fields": [\n    ${field}\n  ] }`;
}

describe('a value that does not fit its schema', () => {
  async function customersProducer() {
    const brokers = servers.keep(await EmbeddedCluster.start());
    const store = servers.keep(await EmbeddedRegistry.start());
    brokers.createTopic('customers');
    const { bootstrapServers } = brokers;
    const registry = clients.keep(new RegistryClient({ url: store.url }));
    const producer = clients.keep(
      new Producer({
        bootstrapServers,
        topics: {
          customers: {
            key: stringSerializer(),
            value: avroSerializer(Customer, { registry, autoRegister: true }),
          },
        },
      }),
    );
    const reader = clients.keep(new Cluster({ bootstrapServers }));
    const deserializer = avroDeserializer(Customer, { registry });
    const customersRead = async (): Promise<unknown[]> => {
      const context = { topic: 'customers', isKey: false, headers: [] };
      const values = await valuesRead(reader, 'customers');
      return Promise.all(values.map((bytes) => deserializeValue(deserializer, bytes, context)));
    };
    return { producer, customersRead };
  }

  const misfits = [
    [
      'a field of another kind',
      { ...customer(1), name: 42 },
      { path: 'name', expected: /string/, found: /integer/ },
    ],
    [
      'a missing field deep inside',
      { ...customer(1), addresses: [...customer(1).addresses, { zip: null }] },
      { path: 'addresses[1].city', expected: /string/, found: /nothing/ },
    ],
    [
      'a number beyond its type',
      { ...customer(1), id: 2 ** 31 },
      { path: 'id', expected: /int/, found: /integer/ },
    ],
    [
      'nothing of the union',
      misZipped(),
      { path: 'addresses[0].zip', expected: /null.*string/, found: /a boolean/ },
    ],
    ['no record at all', 'secret-text', { path: '', expected: /record|Customer/, found: /a string/ }],
  ] as const;

  it.each(misfits)(
    'because of %s fails alone, with path, expected and found kind; its neighbours arrive once',
    async (_what, wrong, { path, expected, found }) => {
      const { producer, customersRead } = await customersProducer();
      const send = (value: unknown) =>
        producer.send({ topic: 'customers', key: 'c', value: untyped(value as object) });
      // The first of each kind meets a serializer that must ask for the id, the second one that knows it.
      for (const round of [0, 1]) {
        const before = send(customer(2 * round));
        const failure = failureOf(send(wrong));
        const after = send(customer(2 * round + 1));
        const error = await failure;
        await Promise.all([before, after]);
        if (!(error instanceof SerializationError)) throw error;
        expect(error).toMatchObject({
          code: 'VALUE_MISFIT',
          action: 'usage',
          topic: 'customers',
          subject: 'customers-value',
          path,
          expected: expect.stringMatching(expected),
          found: expect.stringMatching(found),
        });
        expect(error.message).toMatch(/^topic 'customers', value, subject 'customers-value', schema 1: /);
        expect(error.message).toContain(path === '' ? 'the value' : `'${path}'`);
        expect(error.message).toContain(`must be ${error.expected}, found ${error.found}`);
        expect(error.message).not.toMatch(/secret-text|2147483648|42/);
      }
      await producer.close();
      expect(await customersRead()).toEqual([0, 1, 2, 3].map(customer));
    },
  );

  function misZipped(): unknown {
    return { ...customer(1), addresses: [{ city: 'Prague', zip: true }] };
  }

  it('and has no serializer is refused with the option that would give one', async () => {
    const brokers = servers.keep(await EmbeddedCluster.start());
    brokers.createTopic('orders');
    const producer = clients.keep(new Producer({ bootstrapServers: brokers.bootstrapServers }));
    const around = [producer.send({ topic: 'orders', value: bytesOf('before') })];
    const error = await failureOf(producer.send({ topic: 'orders', value: untyped({ id: 1 }) }));
    around.push(producer.send({ topic: 'orders', value: bytesOf('after') }));
    expect(error).toMatchObject({ code: 'SERIALIZER_MISSING', action: 'usage' });
    expect(error.message).toMatch(
      /^topic 'orders': the value is .*topics\['orders'\]\.value or valueSerializer/,
    );
    await Promise.all(around);
    expect(valuesInLog(brokers, 'orders')).toEqual(['before', 'after']);
  });

  it.each([
    ['no topic', { value: bytesOf('x') }, 'TOPIC_MISSING', 'must name its topic'],
    ['no value', { topic: 'orders' }, 'VALUE_MISSING', 'write value: null for a tombstone'],
    [
      'a partition of -1',
      { topic: 'orders', value: bytesOf('x'), partition: -1 },
      'PARTITION_INVALID',
      '0 or more, got -1',
    ],
    [
      'a timestamp that is no time',
      { topic: 'orders', value: bytesOf('x'), timestamp: new Date('never') },
      'TIMESTAMP_INVALID',
      'whole milliseconds since 1970',
    ],
    [
      'a header that is a number',
      { topic: 'orders', value: bytesOf('x'), headers: { retry: 1 } },
      'HEADER_INVALID',
      "header 'retry' must have",
    ],
  ])('in a record with %s rejects that send only', async (_what, record, code, says) => {
    const brokers = servers.keep(await EmbeddedCluster.start());
    brokers.createTopic('orders');
    const producer = clients.keep(new Producer({ bootstrapServers: brokers.bootstrapServers }));
    const error = await failureOf(producer.send(untyped(record)));
    expect(error).toMatchObject({ name: 'ConfigError', code, action: 'usage' });
    expect(error.message).toContain(says);
    await producer.send({ topic: 'orders', value: bytesOf('good') });
    expect(valuesInLog(brokers, 'orders')).toEqual(['good']);
  });
});

describe('a serializer of somebody else', () => {
  it.each([
    ['returns text', () => 'text'],
    ['returns nothing', () => undefined],
    ['throws', () => assert.fail('a secret')],
  ])('that %s fails that record only, and its words stay out of the message', async (_what, serialize) => {
    const brokers = servers.keep(await EmbeddedCluster.start());
    brokers.createTopic('orders');
    const valueSerializer = {
      serialize: (value: unknown) =>
        value instanceof Uint8Array ? value : untyped(serialize() as unknown as object),
    };
    const producer = clients.keep(
      new Producer({ bootstrapServers: brokers.bootstrapServers, valueSerializer }),
    );
    const before = producer.send({ topic: 'orders', value: bytesOf('before') });
    const failure = failureOf(producer.send({ topic: 'orders', value: 1 }));
    const after = producer.send({ topic: 'orders', value: bytesOf('after') });
    const error = await failure;
    expect(error).toMatchObject({
      name: 'SerializationError',
      code: 'SERIALIZATION_FAILED',
      action: 'usage',
    });
    expect(error.message).toBe("topic 'orders': the value could not be serialized; see the cause");
    expect(error.cause).toBeInstanceOf(Error);
    await Promise.all([before, after]);
    expect(valuesInLog(brokers, 'orders')).toEqual(['before', 'after']);
  });
});

describe('a logger that throws at every line', () => {
  it('changes nothing, wherever it is given', async () => {
    let lines = 0;
    const failing = (): never => {
      lines++;
      throw new Error('disk full');
    };
    const logger = { debug: failing, info: failing, warn: failing, error: failing };
    const brokers = servers.keep(await EmbeddedCluster.start({ logger, maxRequestBytes: 100_000 }));
    const store = servers.keep(await EmbeddedRegistry.start({ logger }));
    const registry = clients.keep(new RegistryClient({ url: store.url, logger }));
    const customers = { value: avroSerializer(Customer, { registry, autoRegister: true }) };
    const producer = clients.keep(
      new Producer({
        bootstrapServers: ['127.0.0.1:1', ...brokers.bootstrapServers],
        lingerMs: 0,
        retryBackoffMs: 1,
        reconnectBackoffMs: 1,
        logger,
        topics: { customers },
      }),
    );
    await producer.send({ topic: 'customers', value: customer(1) });
    await brokers.stopBroker(0);
    const later = producer.send({ topic: 'customers', value: customer(2) });
    await brokers.startBroker(0);
    await later;
    expect(valuesInLog(brokers, 'customers')).toHaveLength(2);
    expect(lines).toBeGreaterThan(3);
  });
});

describe('an async serializer', () => {
  const late = () => Promise.reject(new Error('nobody waits for this'));

  it.each([
    ['serialize', { serialize: (value: unknown) => (value instanceof Uint8Array ? value : untyped(late())) }],
    [
      'serializeInto',
      {
        // Types let an async function stand where nothing is to be returned.
        serializeInto: (value: unknown, writer: ByteWriter): void =>
          value instanceof Uint8Array ? writer.writeBytes(value) : untyped(late()),
      },
    ],
  ])(
    'in %s loses no value: it is refused, with the way out, and its neighbours arrive',
    async (_form, form) => {
      const brokers = servers.keep(await EmbeddedCluster.start());
      brokers.createTopic('orders');
      const producer = clients.keep(
        new Producer({ bootstrapServers: brokers.bootstrapServers, valueSerializer: form }),
      );
      const before = producer.send({ topic: 'orders', value: bytesOf('before') });
      const failure = failureOf(producer.send({ topic: 'orders', value: 1 }));
      const after = producer.send({ topic: 'orders', value: bytesOf('after') });
      const error = await failure;
      expect(error).toMatchObject({ code: 'SERIALIZER_ASYNC', action: 'usage', outcome: 'notWritten' });
      expect(error.message).toMatch(/answered with a promise; let ready\(\) return the promise/);
      await Promise.all([before, after]);
      expect(valuesInLog(brokers, 'orders')).toEqual(['before', 'after']);
    },
  );
});

describe('a topic name Kafka would not take', () => {
  it.each([
    ['x'.repeat(40_000), /^topic 'x{40}…': a topic name has at most 249 characters, got 40000$/],
    ['a b', /^topic 'a b': a topic name is made of ASCII letters, digits, dot, underscore and hyphen$/],
  ])('is refused at once and holds up no other topic', async (topic, says) => {
    const brokers = servers.keep(await EmbeddedCluster.start());
    const { bootstrapServers } = brokers;
    const producer = clients.keep(new Producer({ bootstrapServers, maxBlockMs: 2000 }));
    const cluster = clients.keep(new Cluster({ bootstrapServers }));
    const refused = { code: 'TOPIC_INVALID', action: 'usage', message: expect.stringMatching(says) };
    expect(await failureOf(cluster.refreshMetadata([topic]))).toMatchObject(refused);
    expect(await failureOf(producer.send({ topic, value: bytesOf('lost') }))).toMatchObject({
      ...refused,
      outcome: 'notWritten',
    });
    await producer.send({ topic: 'orders', value: bytesOf('first') });
    expect((await cluster.refreshMetadata(['orders'])).topics.has('orders')).toBe(true);
    expect(valuesInLog(brokers, 'orders')).toEqual(['first']);
  });
});

describe('a record above maxRequestSize', () => {
  const large = Buffer.alloc(20_000, 'x');

  it('is refused at once with its size and the option; those around it arrive once and in order', async () => {
    const brokers = servers.keep(await EmbeddedCluster.start());
    brokers.createTopic('orders');
    const { bootstrapServers } = brokers;
    const producer = clients.keep(new Producer({ bootstrapServers, maxRequestSize: 16_384 }));
    // The first round meets a topic that is not known yet, the second one that is.
    for (const round of ['unknown', 'known']) {
      const before = producer.send({ topic: 'orders', value: bytesOf(`${round}: before`) });
      const failure = failureOf(producer.send({ topic: 'orders', value: large }));
      const after = producer.send({ topic: 'orders', value: bytesOf(`${round}: after`) });
      const error = await failure;
      if (!(error instanceof RecordTooLargeError)) throw error;
      expect(error).toMatchObject({ code: 'RECORD_TOO_LARGE', action: 'usage', outcome: 'notWritten' });
      expect(error.recordBytes).toBeGreaterThan(large.length);
      expect(error.message).toMatch(
        /^topic 'orders': a record of 20\d+ bytes exceeds maxRequestSize \(16384\); raise it, and the topic's max\.message\.bytes, or send less$/,
      );
      await Promise.all([before, after]);
    }
    await producer.close();
    const expected = ['unknown: before', 'unknown: after', 'known: before', 'known: after'];
    expect(valuesInLog(brokers, 'orders')).toEqual(expected);
  });

  it("and one above the topic's own limit is refused by the broker, alone in its batch", async () => {
    const brokers = servers.keep(await EmbeddedCluster.start());
    brokers.createTopic('orders', { configs: { 'max.message.bytes': '10000' } });
    const producer = clients.keep(new Producer({ bootstrapServers: brokers.bootstrapServers }));
    await producer.connect();
    const before = producer.send({ topic: 'orders', value: bytesOf('before') });
    const failure = failureOf(producer.send({ topic: 'orders', value: large }));
    const after = producer.send({ topic: 'orders', value: bytesOf('after') });
    const error = await failure;
    expect(error).toMatchObject({ code: 'RECORD_TOO_LARGE', action: 'usage', outcome: 'notWritten' });
    expect(error.message).toMatch(/'orders'.*max\.message\.bytes; raise it, or send less/);
    await Promise.all([before, after]);
    await producer.close();
    expect(valuesInLog(brokers, 'orders')).toEqual(['before', 'after']);
  });
});
