/** The producer over real sockets against the embedded brokers, while nothing goes wrong. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedCluster } from '@ottla/embedded';
import { Producer, RecordMetadata } from '@ottla/producer';
import { serializer, type RichSerializer } from '@ottla/kernel';
import { settled } from '@ottla/kernel/testing';
import { gate, loggedRecords } from './producer-log.ts';

let brokers: EmbeddedCluster;

beforeEach(async () => {
  brokers = await EmbeddedCluster.start({ brokers: 3, autoCreateTopics: false });
  brokers.createTopic('orders', { partitions: 4 });
});

afterEach(async () => {
  await brokers.close();
});

const text = serializer((value: string) => Buffer.from(value));

describe('a record', () => {
  it('stands in the log where its metadata says, byte for byte', async () => {
    await using producer = new Producer({ bootstrapServers: brokers.bootstrapServers });
    const metadata = await producer.send({
      topic: 'orders',
      key: Buffer.from('k'),
      value: Buffer.from('v'),
      partition: 2,
      timestamp: 1_700_000_000_123n,
      headers: { trace: 'abc', empty: null },
    });
    expect(metadata).toBeInstanceOf(RecordMetadata);
    expect(metadata.toJSON()).toEqual({
      topic: 'orders',
      partition: 2,
      offset: '0',
      timestamp: '1700000000123',
    });
    const [record] = brokers.log('orders', 2).batches[0]?.records ?? [];
    expect(record).toMatchObject({ offset: 0n, timestamp: 1_700_000_000_123n });
    expect(
      record?.headers.map(({ key, value }) => [key, value === null ? null : String(Buffer.from(value))]),
    ).toEqual([
      ['trace', 'abc'],
      ['empty', null],
    ]);
  });

  it('keeps headers in order, duplicates too', async () => {
    await using producer = new Producer({ bootstrapServers: brokers.bootstrapServers });
    const headers = ['a', 'b', 'a'].map((key, index) => ({ key, value: Buffer.of(index) }));
    await producer.send({ topic: 'orders', value: null, partition: 0, headers });
    const [record] = brokers.log('orders', 0).batches[0]?.records ?? [];
    expect(record?.value).toBeNull();
    expect(record?.headers.map(({ key, value }) => [key, value?.[0]])).toEqual([
      ['a', 0],
      ['b', 1],
      ['a', 2],
    ]);
  });

  it('goes to the partition of its key, and keeps the order of sending there', async () => {
    await using producer = new Producer({
      bootstrapServers: brokers.bootstrapServers,
      keySerializer: text,
      valueSerializer: text,
    });
    const sends = Array.from({ length: 2000 }, (_, index) =>
      producer.send({ topic: 'orders', key: `customer-${index % 17}`, value: String(index) }),
    );
    const metadata = await Promise.all(sends);
    const records = loggedRecords(brokers, 'orders', 4);
    expect(records).toHaveLength(2000);
    for (const { partition, offset, value } of records) {
      const told = metadata[Number(value)];
      expect([told?.partition, told?.offset]).toEqual([partition, offset]);
    }
    for (let customer = 0; customer < 17; customer++) {
      const own = records.filter(({ key }) => key === `customer-${customer}`);
      expect(new Set(own.map(({ partition }) => partition)).size).toBe(1);
      expect(own.map(({ value }) => Number(value))).toEqual(own.map((_, index) => customer + 17 * index));
    }
  });

  it.each([
    ['the leader alone', 1, 0n],
    ['nobody', 0, -1n],
  ] as const)('needs an acknowledgement of %s', async (_who, acks, offset) => {
    await using producer = new Producer({
      bootstrapServers: brokers.bootstrapServers,
      acks,
      enableIdempotence: false,
    });
    const metadata = await producer.send({ topic: 'orders', value: Buffer.from('v'), partition: 0 });
    expect(metadata.offset).toBe(offset);
    await producer.send({ topic: 'orders', value: Buffer.from('w'), partition: 0 });
    await producer.close();
    expect(loggedRecords(brokers, 'orders', 1).map(({ value }) => value)).toEqual(['v', 'w']);
  });
});

describe('serializers', () => {
  it('are chosen by topic, configured once by role, closed once', async () => {
    const calls: string[] = [];
    const noting = (name: string): RichSerializer<string> => ({
      configure: ({ isKey }) => void calls.push(`${name} configure ${isKey}`),
      serializeInto: (value, writer) => void writer.writeUtf8(`${name}:${value}`),
      close: () => void calls.push(`${name} close`),
    });
    const producer = new Producer({
      bootstrapServers: brokers.bootstrapServers,
      topics: { orders: { key: noting('key'), value: noting('value') } },
    });
    await producer.send({ topic: 'orders', key: 'k', value: 'v', partition: 0 });
    await producer.send({ topic: 'orders', value: 'w', partition: 0 });
    await producer.close();
    expect(loggedRecords(brokers, 'orders', 1).map(({ key, value }) => [key, value])).toEqual([
      ['key:k', 'value:v'],
      [null, 'value:w'],
    ]);
    expect(calls).toEqual(['key configure true', 'value configure false', 'key close', 'value close']);
  });

  it('that throw fail their record only, and leave no trace', async () => {
    const picky = serializer((value: string) => {
      if (value === 'bad') throw new Error('not this one');
      return Buffer.from(value);
    });
    await using producer = new Producer({
      bootstrapServers: brokers.bootstrapServers,
      valueSerializer: picky,
    });
    const sends = ['a', 'bad', 'b'].map((value) => producer.send({ topic: 'orders', value, partition: 0 }));
    const [, failed] = await Promise.allSettled(sends);
    expect(failed).toMatchObject({ status: 'rejected', reason: { code: 'SERIALIZATION_FAILED' } });
    expect(loggedRecords(brokers, 'orders', 1).map(({ value }) => value)).toEqual(['a', 'b']);
  });

  it('that must get ready hold back their topic in order, and no other', async () => {
    brokers.createTopic('free', { partitions: 1 });
    const ready = gate();
    const waiting = {
      ready: (value: string) => (value === 'first' ? ready.opened : true),
      serialize: (value: string) => Buffer.from(value),
    } as const;
    await using producer = new Producer({
      bootstrapServers: brokers.bootstrapServers,
      topics: { orders: { value: waiting }, free: { value: text } },
    });
    const first = producer.send({ topic: 'orders', value: 'first', partition: 0 });
    const second = producer.send({ topic: 'orders', value: 'second', partition: 0 });
    await producer.send({ topic: 'free', value: 'at once' });
    expect(loggedRecords(brokers, 'orders', 1)).toEqual([]);
    ready.open();
    await Promise.all([first, second]);
    expect(loggedRecords(brokers, 'orders', 1).map(({ value }) => value)).toEqual(['first', 'second']);
  });

  it('may send records of their own', async () => {
    const audit = new Set<(value: string) => void>();
    const telling = serializer((value: string) => {
      for (const tell of audit) tell(value);
      return Buffer.from(value);
    });
    const producer = new Producer({
      bootstrapServers: brokers.bootstrapServers,
      topics: { orders: { value: telling }, audit: { value: text } },
    });
    audit.add((value) => void producer.send({ topic: 'audit', value: `saw ${value}` }));
    brokers.createTopic('audit', { partitions: 1 });
    await producer.send({ topic: 'orders', value: 'v', partition: 0 });
    await producer.close();
    expect(loggedRecords(brokers, 'orders', 1).map(({ value }) => value)).toEqual(['v']);
    expect(loggedRecords(brokers, 'audit', 1).map(({ value }) => value)).toEqual(['saw v']);
  });
});

describe('what cannot be sent', () => {
  it.each([
    ['TOPIC_MISSING', { topic: '', value: null }],
    ['VALUE_MISSING', { topic: 'orders' }],
    ['SERIALIZER_MISSING', { topic: 'orders', value: 'text' }],
    ['SERIALIZER_MISSING', { topic: 'orders', key: 7, value: null }],
    ['PARTITION_INVALID', { topic: 'orders', value: null, partition: -1 }],
    ['TIMESTAMP_INVALID', { topic: 'orders', value: null, timestamp: new Date(NaN) }],
    ['TIMESTAMP_INVALID', { topic: 'orders', value: null, timestamp: 1.5 }],
    ['HEADER_INVALID', { topic: 'orders', value: null, headers: { a: 7 } }],
    ['RECORD_TOO_LARGE', { topic: 'orders', value: Buffer.alloc(1_048_576) }],
  ])('rejects with %s and never throws: %o', async (code, record) => {
    await using producer = new Producer({ bootstrapServers: brokers.bootstrapServers });
    const sent = producer.send(record as never);
    await expect(sent).rejects.toMatchObject({ code, action: 'usage' });
  });

  it('to a topic nobody knows rejects after maxBlockMs', async () => {
    await using producer = new Producer({ bootstrapServers: brokers.bootstrapServers, maxBlockMs: 300 });
    await expect(producer.send({ topic: 'ordres', value: null })).rejects.toMatchObject({
      code: 'TOPIC_UNKNOWN',
      outcome: 'notWritten',
    });
  });
});

describe('the life of a producer', () => {
  it('is made ready by connect', async () => {
    await using producer = new Producer({
      bootstrapServers: brokers.bootstrapServers,
      topics: { orders: { value: text } },
    });
    await producer.connect();
    await producer.connect();
    const metadata = await producer.send({ topic: 'orders', value: 'v' });
    expect(metadata.offset).toBe(0n);
  });

  it('flushes without waiting for linger', async () => {
    await using producer = new Producer({ bootstrapServers: brokers.bootstrapServers, lingerMs: 60_000 });
    const sent = producer.send({ topic: 'orders', value: null, partition: 0 });
    await producer.flush();
    expect(loggedRecords(brokers, 'orders', 1)).toHaveLength(1);
    await sent;
  });

  it('ends with everything delivered, later sends refused, and nothing left open', async () => {
    const sockets = (): number =>
      process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
    const before = sockets();
    const producer = new Producer({ bootstrapServers: brokers.bootstrapServers, lingerMs: 60_000 });
    const sends = Array.from({ length: 500 }, (_, index) =>
      producer.send({ topic: 'orders', value: Buffer.of(index) }),
    );
    const closing = producer.close();
    await expect(producer.send({ topic: 'orders', value: null })).rejects.toMatchObject({
      code: 'PRODUCER_CLOSED',
    });
    await closing;
    await Promise.all(sends);
    await producer.close();
    expect(loggedRecords(brokers, 'orders', 4)).toHaveLength(500);
    // The brokers' ends of the connections take a few turns to notice.
    for (let turn = 0; turn < 100 && sockets() > before; turn++) await settled();
    expect(sockets()).toBe(before);
  });
});
