import { SerializationError, type Deserializer, type Serializer } from '@ottla/kernel';
import type {
  Consumer,
  EachBatchPayload,
  EachMessagePayload,
  KafkaMessage,
  Producer,
  ProducerRecord,
} from 'kafkajs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { GatedText } from '../../testing/gated-text.ts';
import { int32Deserializer, int32Serializer } from '../primitives/int32.ts';
import { stringDeserializer, stringSerializer } from '../primitives/string.ts';
import { eachDecodedBatch, eachDecodedMessage, recordEncoder } from './kafkajs.ts';

const messageOf = (offset: number, value: string | null, headers = {}): KafkaMessage => ({
  key: Buffer.from(`k${offset}`),
  value: value === null ? null : Buffer.from(value),
  timestamp: '1700000000000',
  attributes: 0,
  offset: String(offset),
  headers,
});

const eachMessagePayload = (message: KafkaMessage): EachMessagePayload => ({
  topic: 'notes',
  partition: 2,
  message,
  heartbeat: () => Promise.resolve(),
  pause: () => () => undefined,
});

const retriable = new SerializationError('the registry is away', { failure: 'retriable' });

describe('eachMessage of kafkajs', () => {
  it('gets key and value decoded, and the rest as it was', async () => {
    const got: unknown[] = [];
    const value = new GatedText();
    const eachMessage = eachDecodedMessage(
      { notes: { key: stringDeserializer(), value } },
      (payload) => void got.push(payload),
    );
    const headers = { one: Buffer.from('1'), two: [Buffer.from('a'), 'b'], none: undefined };
    const payload = eachMessagePayload(messageOf(7, 'hello', headers));
    await eachMessage(payload);
    expect(got).toEqual([{ ...payload, message: { ...payload.message, key: 'k7', value: 'hello' } }]);
    expect(value.seen[0]?.headers).toEqual([
      { key: 'one', value: Buffer.from('1') },
      { key: 'two', value: Buffer.from('a') },
      { key: 'two', value: Buffer.from('b') },
      { key: 'none', value: null },
    ]);
  });

  it('takes messages of the old format, which have no headers, and tombstones', async () => {
    const got: unknown[] = [];
    const eachMessage = eachDecodedMessage(
      { notes: { value: new GatedText() } },
      ({ message }) => void got.push(message.value),
    );
    const { headers: _headers, ...old } = messageOf(1, null);
    await eachMessage(eachMessagePayload({ ...old, size: 1 }));
    expect(got).toEqual([null]);
  });

  it('waits for the handler, and lets its error through', async () => {
    const failure = new Error('the database is away');
    const eachMessage = eachDecodedMessage({ notes: {} }, () => Promise.reject(failure));
    await expect(eachMessage(eachMessagePayload(messageOf(1, 'v')))).rejects.toBe(failure);
  });

  it('hands poison to onPoison as it was consumed, waits for it, and never calls the handler', async () => {
    const poison: unknown[] = [];
    const eachMessage = eachDecodedMessage(
      { notes: { value: new GatedText() } },
      () => expect.unreachable(),
      {
        async onPoison(found) {
          await Promise.resolve();
          poison.push(found);
        },
      },
    );
    const message = messageOf(3, '!bad');
    await eachMessage(eachMessagePayload(message));
    expect(poison).toEqual([
      {
        topic: 'notes',
        partition: 2,
        message,
        isKey: false,
        error: expect.objectContaining({ failure: 'poison' }),
      },
    ]);
    expect((poison[0] as { message: unknown }).message).toBe(message);
  });

  it.each<[string, object, string]>([
    ['poison without onPoison', {}, '!bad'],
    [
      'poison that onPoison cannot put aside',
      { onPoison: () => Promise.reject(new SerializationError('no text')) },
      '!bad',
    ],
  ])('throws %s, so that nothing is committed', async (_what, options, value) => {
    const eachMessage = eachDecodedMessage(
      { notes: { value: new GatedText() } },
      () => expect.unreachable(),
      options,
    );
    await expect(eachMessage(eachMessagePayload(messageOf(3, value)))).rejects.toThrow('no text');
  });

  it('throws what may succeed later, and puts nothing aside; kafkajs tries it again', async () => {
    const value = new GatedText();
    value.failure = retriable;
    const got: unknown[] = [];
    const eachMessage = eachDecodedMessage(
      { notes: { value } },
      ({ message }) => void got.push(message.value),
      { onPoison: () => expect.unreachable() },
    );
    const payload = eachMessagePayload(messageOf(3, 'hello'));
    await expect(eachMessage(payload)).rejects.toBe(retriable);
    expect(retriable.retriable).toBe(true);
    await eachMessage(payload);
    expect(got).toEqual(['hello']);
  });
});

/** A batch as kafkajs hands it over, and the offsets that were resolved. */
function batchOf(
  ...values: readonly string[]
): EachBatchPayload & { resolved: string[]; heartbeats: number } {
  const messages = values.map((value, at) => messageOf(at + 10, value));
  const payload = {
    resolved: [] as string[],
    heartbeats: 0,
    batch: {
      topic: 'notes',
      partition: 2,
      highWatermark: '99',
      messages,
      isEmpty: () => messages.length === 0,
      firstOffset: () => '10',
      lastOffset: () => '20',
      offsetLag: () => '0',
      offsetLagLow: () => '0',
    },
    resolveOffset: (offset: string) => void payload.resolved.push(offset),
    heartbeat: async () => void (payload.heartbeats += await Promise.resolve(1)),
    pause: () => () => undefined,
    commitOffsetsIfNecessary: () => Promise.resolve(),
    uncommittedOffsets: () => ({ topics: [] }),
    isRunning: () => true,
    isStale: () => false,
  };
  return payload;
}

describe('eachBatch of kafkajs', () => {
  it('gets all messages decoded, and the batch as it was', async () => {
    const got: unknown[] = [];
    const eachBatch = eachDecodedBatch(
      { notes: { key: stringDeserializer(), value: new GatedText() } },
      ({ batch, isRunning }) => {
        const { messages, topic, partition, highWatermark } = batch;
        got.push(
          messages.map(({ key, value, offset }) => [key, value, offset]),
          topic,
          partition,
          highWatermark,
        );
        got.push(batch.isEmpty(), batch.firstOffset(), batch.lastOffset(), isRunning());
      },
    );
    await eachBatch(batchOf('a', 'b'));
    expect(got).toEqual([
      [
        ['k10', 'a', '10'],
        ['k11', 'b', '11'],
      ],
      'notes',
      2,
      '99',
      false,
      '10',
      '20',
      true,
    ]);
  });

  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['without poison, as the handler says', ['a', 'b'], ['10', '11'], ['10', '11']],
    ['with poison behind a message, with that message', ['a', '!', '!', 'b'], ['10', '13'], ['12', '13']],
    ['with poison in front, with the message behind', ['!', 'a'], ['11'], ['11']],
    ['with poison at the end, with the last message', ['a', '!'], ['10'], ['11']],
    ['with nothing but poison, at once', ['!', '!'], [], ['11']],
  ])('resolves offsets %s', async (_what, values, handled, resolved) => {
    const aside: string[] = [];
    const seen: string[] = [];
    const eachBatch = eachDecodedBatch(
      { notes: { value: new GatedText() } },
      ({ batch: { messages }, resolveOffset }) => {
        for (const { offset } of messages) {
          seen.push(offset);
          resolveOffset(offset);
        }
      },
      { onPoison: ({ message }) => void aside.push(message.offset) },
    );
    const payload = batchOf(...values);
    await eachBatch(payload);
    expect([seen, payload.resolved, payload.heartbeats]).toEqual([handled, resolved, aside.length]);
    expect(aside).toEqual(values.flatMap((value, at) => (value === '!' ? [String(at + 10)] : [])));
  });

  it.each<[string, Error | null]>([
    ['poison without onPoison', null],
    ['what may succeed later', retriable],
  ])('throws %s before the handler has seen a message, and resolves nothing', async (_what, failure) => {
    const value = new GatedText();
    value.failure = failure;
    const eachBatch = eachDecodedBatch({ notes: { value } }, () => expect.unreachable());
    const payload = batchOf('a', '!');
    await expect(eachBatch(payload)).rejects.toMatchObject({
      failure: failure === null ? 'poison' : 'retriable',
    });
    expect(payload.resolved).toEqual([]);
  });
});

describe('send of kafkajs', () => {
  const withHeader: Serializer<string> = {
    serialize(value, { addHeader }) {
      addHeader?.({ key: 'guid', value: Uint8Array.of(1) });
      addHeader?.({ key: 'guid', value: Uint8Array.of(1) });
      return Buffer.from(value);
    },
  };

  it('gets bytes, and all else of the record as it was', async () => {
    const encode = recordEncoder({ ids: { key: stringSerializer(), value: int32Serializer() } });
    const record = {
      topic: 'ids',
      acks: -1,
      messages: [
        { key: 'a', value: 258, partition: 3, timestamp: '5', headers: { h: 'x' } },
        { value: null },
      ],
    } as const;
    expect(await encode(record)).toEqual({
      topic: 'ids',
      acks: -1,
      messages: [
        {
          key: Buffer.from('a'),
          value: Buffer.from([0, 0, 1, 2]),
          partition: 3,
          timestamp: '5',
          headers: { h: 'x' },
        },
        { key: null, value: null },
      ],
    });
  });

  it.each<[string, object | undefined, object]>([
    ['alone', undefined, { guid: Buffer.of(1) }],
    ['beside others', { h: 'x' }, { h: 'x', guid: Buffer.of(1) }],
    ['beside others of its name', { guid: 'x' }, { guid: ['x', Buffer.of(1)] }],
    ['beside several of its name', { guid: ['x', 'y'] }, { guid: ['x', 'y', Buffer.of(1)] }],
    ['not twice', { guid: Buffer.of(1) }, { guid: Buffer.of(1) }],
  ])('gets the header that a serializer adds, %s', async (_what, headers, expected) => {
    const encode = recordEncoder({ notes: { value: withHeader } });
    const given = { ...headers };
    const { messages } = await encode({
      topic: 'notes',
      messages: [{ value: 'v', ...(headers && { headers: headers as Record<string, Buffer> }) }],
    });
    expect(messages[0]?.headers).toEqual(expected);
    expect({ ...headers }).toEqual(given);
  });

  it('waits for serializers, and configures each once', async () => {
    const calls: unknown[] = [];
    const gated: Serializer<string> = {
      configure: (role) => void calls.push(role),
      ready: async (value) => void calls.push(await Promise.resolve(value)),
      serialize: (value) => Buffer.from(value),
    };
    const encode = recordEncoder({ notes: { key: gated, value: gated } });
    await encode({ topic: 'notes', messages: [{ key: 'k', value: 'v' }] });
    await encode({ topic: 'notes', messages: [{ key: 'k', value: 'w' }] });
    expect(calls).toEqual([{ isKey: true }, { isKey: false }, 'k', 'v', 'k', 'w']);
  });

  it('refuses topics that are not named, and values that are no bytes where no serializer is given', async () => {
    const encode = recordEncoder({ raw: {} });
    // As a program without types would call it.
    const untyped = encode as (record: object) => Promise<unknown>;
    await expect(untyped({ topic: 'other', messages: [{ value: null }] })).rejects.toMatchObject({
      code: 'TOPIC_UNDECLARED',
    });
    await expect(untyped({ topic: 'raw', messages: [{ value: 'text' }] })).rejects.toThrow(
      "topic 'raw', value: must be bytes or null, found a string; give a serializer for it",
    );
    expect(await encode({ topic: 'raw', messages: [{ value: Uint8Array.of(1) }] })).toMatchObject({
      messages: [{ value: Buffer.of(1) }],
    });
  });
});

describe('the types of kafkajs', () => {
  it('are those of its consumer and producer', () => {
    const topics = { a: { value: int32Deserializer() } };
    const run = {
      eachMessage: eachDecodedMessage(topics, () => undefined),
      eachBatch: eachDecodedBatch(topics, () => undefined),
    };
    expectTypeOf(run).toExtend<NonNullable<Parameters<Consumer['run']>[0]>>();
    const encode = recordEncoder({ a: { value: int32Serializer() } });
    expectTypeOf<Awaited<ReturnType<typeof encode>>>().toExtend<ProducerRecord>();
    expectTypeOf<Awaited<ReturnType<typeof encode>>>().toExtend<Parameters<Producer['send']>[0]>();
  });

  it('are those of each topic', () => {
    const topics = { a: { key: stringDeserializer(), value: int32Deserializer() }, b: {} };
    eachDecodedMessage(topics, ({ topic, message }) => {
      if (topic === 'a')
        expectTypeOf(message).toExtend<{ key: string | null; value: number | null; offset: string }>();
      else expectTypeOf(message.value).toEqualTypeOf<Buffer | null>();
    });
    eachDecodedBatch(topics, ({ batch }) => {
      if (batch.topic === 'a')
        expectTypeOf(batch.messages[0]?.value).toEqualTypeOf<number | null | undefined>();
      else expectTypeOf(batch.messages[0]?.key).toEqualTypeOf<Buffer | null | undefined>();
    });
    // @ts-expect-error: a deserializer is asked for, not a function
    const mistaken = (): unknown => eachDecodedMessage({ a: { value: (b: Buffer) => b } }, () => undefined);
    expect(mistaken).toThrow("topics['a'].value must be a deserializer");
    const encode = recordEncoder({ a: { key: stringSerializer(), value: int32Serializer() } });
    // @ts-expect-error: the value of this topic is a number
    const wrong = (): unknown => encode({ topic: 'a', messages: [{ key: 'k', value: 'text' }] });
    // @ts-expect-error: no such topic
    const unknown = (): unknown => encode({ topic: 'z', messages: [] });
    expectTypeOf([wrong, unknown]).toBeArray();
    expectTypeOf<Deserializer<number>>().toExtend<Deserializer<unknown>>();
  });
});
