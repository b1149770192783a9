import { Readable } from 'node:stream';
import { SerializationError, type Serializer } from '@ottla/kernel';
import {
  Consumer,
  type ConsumerOptions,
  type Message,
  type MessagesStream,
  type MessageToProduce,
} from '@platformatic/kafka';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { GatedText } from '../../testing/gated-text.ts';
import { int32Deserializer, int32Serializer } from '../primitives/int32.ts';
import { stringDeserializer, stringSerializer } from '../primitives/string.ts';
import { consumerDecoding, decodedMessages, messageEncoder } from './platformatic.ts';

type Header = readonly [Buffer, Buffer];

function messageOf(offset: number, value: string | null, headers: readonly Header[] = []): Message {
  const message = {
    topic: 'notes',
    partition: 2,
    key: Buffer.from(`k${offset}`),
    // At run time a tombstone is undefined, which the library's types do not tell.
    value: (value === null ? undefined : Buffer.from(value)) as Buffer,
    timestamp: 5n,
    offset: BigInt(offset),
    leaderEpoch: 0,
    headers: new Map(headers),
    headerEntries: headers.map(([key, content]): [Buffer, Buffer] => [key, content]),
    metadata: {},
    commit: () => Promise.resolve(),
    toJSON: () => expect.unreachable(),
  };
  return message;
}

/** A stream of objects, as the library's is one. */
const streamOf = (...messages: readonly Message[]): Readable & AsyncIterable<Message> =>
  Readable.from(messages);

async function all<T>(messages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const message of messages) found.push(message);
  return found;
}

const retriable = new SerializationError('the registry is away', { failure: 'retriable' });

describe('the stream of @platformatic/kafka', () => {
  it('gives key and value decoded, and the rest as it was', async () => {
    const value = new GatedText();
    const topics = { notes: { key: stringDeserializer(), value } };
    const header = (name: string, content: string): Header => [Buffer.from(name), Buffer.from(content)];
    const message = messageOf(7, 'hello', [header('one', '1'), header('two', 'a'), header('two', 'b')]);
    const got = await all(decodedMessages(streamOf(message, messageOf(8, null)), topics));
    expect(got[0]).toEqual({ ...message, key: 'k7', value: 'hello' });
    expect([got[1]?.offset, got[1]?.value, got[0]?.commit === message.commit]).toEqual([8n, null, true]);
    expect(value.seen[0]?.headers).toEqual([
      { key: 'one', value: Buffer.from('1') },
      { key: 'two', value: Buffer.from('a') },
      { key: 'two', value: Buffer.from('b') },
    ]);
  });

  it('reads headers from the map where there are no entries, also as text', async () => {
    const value = new GatedText();
    const { headerEntries: _entries, ...message } = messageOf(7, 'hello');
    const stream = Readable.from([{ ...message, headers: new Map([['one', 'ä']]) }]) as AsyncIterable<
      typeof message
    >;
    await all(decodedMessages(stream, { notes: { value } }));
    expect(value.seen[0]?.headers).toEqual([{ key: 'one', value: Buffer.from('ä') }]);
  });

  it('hands poison to onPoison in its place, waits for it, and goes on', async () => {
    const order: unknown[] = [];
    const stream = streamOf(messageOf(1, 'a'), messageOf(2, '!'), messageOf(3, 'b'));
    const messages = decodedMessages(
      stream,
      { notes: { value: new GatedText() } },
      {
        async onPoison({ message, isKey, error, partition }) {
          await Promise.resolve();
          order.push([message.value.toString(), message.offset, partition, isKey, error.failure]);
        },
      },
    );
    for await (const { value } of messages) order.push(value);
    expect(order).toEqual(['a', ['!', 2n, 2, false, 'poison'], 'b']);
  });

  it.each<[string, object, string, Error | null]>([
    ['poison without onPoison', {}, 'no text', null],
    [
      'poison that onPoison cannot put aside',
      { onPoison: () => Promise.reject(new Error('the broker is away')) },
      'the broker is away',
      null,
    ],
    ['what may succeed later', { onPoison: () => expect.unreachable() }, 'the registry is away', retriable],
  ])(
    'ends the loop at %s, behind the messages before it, and destroys the stream',
    async (_what, options, words, failure) => {
      const value = new GatedText();
      const stream = streamOf(messageOf(1, 'a'), messageOf(2, '!'), messageOf(3, 'b'));
      const got: unknown[] = [];
      const read = async (): Promise<void> => {
        for await (const message of decodedMessages(stream, { notes: { value } }, options)) {
          got.push(message.value);
          value.failure = failure;
        }
      };
      await expect(read()).rejects.toThrow(words);
      expect([got, stream.destroyed]).toEqual([['a'], true]);
    },
  );

  it('is destroyed when the loop is left', async () => {
    const stream = streamOf(messageOf(1, 'a'), messageOf(2, 'b'));
    for await (const { value } of decodedMessages(stream, { '*': { value: new GatedText() } })) {
      expect(value).toBe('a');
      break;
    }
    expect(stream.destroyed).toBe(true);
  });
});

describe('the options of a consumer of @platformatic/kafka', () => {
  const record = { topic: 'notes', headers: [[Buffer.from('h'), null] as const] };
  const read = (value: GatedText) => consumerDecoding({ notes: { value } });

  it('wait in the hook, and decode at once', async () => {
    const value = new GatedText();
    const { beforeDeserialization, deserializers } = read(value);
    const payload = Buffer.from('hello');
    expect(() => deserializers.value(payload, new Map(), record)).toThrow('not ready');
    await beforeDeserialization(payload, 'value', record);
    await beforeDeserialization(payload, 'value', record);
    expect(deserializers.value(payload, new Map(), record)).toBe('hello');
    expect(value.fetches).toEqual(['h']);
    expect(value.seen.at(-1)).toEqual({ topic: 'notes', isKey: false, headers: [{ key: 'h', value: null }] });
  });

  it('leave to the hook what is theirs, and the rest alone', async () => {
    const value = new GatedText();
    const { beforeDeserialization, deserializers } = read(value);
    await beforeDeserialization(null, 'value', record);
    await beforeDeserialization(Buffer.from('k'), 'key', record);
    await beforeDeserialization(Buffer.from('h'), 'headerKey', record);
    await beforeDeserialization(Buffer.from('h'), 'headerValue', record);
    expect(value.fetches).toEqual([]);
    expect(deserializers.key(Buffer.from('k'), new Map(), record)).toEqual(Buffer.from('k'));
    expect(deserializers.value(undefined, new Map(), record)).toBeNull();
  });

  it('fail in the hook where the gate does, so that nothing is delivered', async () => {
    const value = new GatedText();
    value.failure = retriable;
    await expect(read(value).beforeDeserialization(Buffer.from('v'), 'value', record)).rejects.toBe(
      retriable,
    );
  });

  it('throw what cannot be read, and topics that are not named', () => {
    const { deserializers } = consumerDecoding({ notes: { value: int32Deserializer() } });
    expect(() => deserializers.value(Buffer.from('no'), new Map(), record)).toThrow(
      expect.objectContaining({ failure: 'poison' }),
    );
    expect(() => deserializers.value(Buffer.from('no'), new Map(), { ...record, topic: 'z' })).toThrow(
      expect.objectContaining({ code: 'TOPIC_UNDECLARED' }),
    );
    expect(() => deserializers.value(Buffer.from('no'))).toThrow(/take version 2 or later/);
  });

  it('never commit what was only fetched', () => {
    expect(read(new GatedText()).autocommit).toBe(false);
  });
});

describe('send of @platformatic/kafka', () => {
  const guid: Serializer<string> = {
    serialize(value, { addHeader }) {
      addHeader?.({ key: 'guid', value: Uint8Array.of(1) });
      return Buffer.from(value);
    },
  };

  it('gets bytes, and all else of the message as it was', async () => {
    const encode = messageEncoder({
      ids: { key: stringSerializer(), value: int32Serializer() },
      notes: { value: guid },
    });
    const encoded = await encode([
      {
        topic: 'ids',
        key: 'a',
        value: 258,
        partition: 3,
        timestamp: 5n,
        headers: { h: 'ä', b: Uint8Array.of(2) },
      },
      { topic: 'ids', key: 'a', value: null },
      { topic: 'notes', value: 'v', headers: { h: 'x' } },
    ]);
    expect(encoded).toEqual([
      {
        topic: 'ids',
        key: Buffer.from('a'),
        value: Buffer.from([0, 0, 1, 2]),
        partition: 3,
        timestamp: 5n,
        headers: new Map([
          [Buffer.from('h'), Buffer.from('ä')],
          [Buffer.from('b'), Buffer.of(2)],
        ]),
      },
      { topic: 'ids', key: Buffer.from('a'), headers: new Map() },
      {
        topic: 'notes',
        value: Buffer.from('v'),
        headers: new Map([
          [Buffer.from('h'), Buffer.from('x')],
          [Buffer.from('guid'), Buffer.of(1)],
        ]),
      },
    ]);
  });
});

describe('the types of @platformatic/kafka', () => {
  it('are those of its consumer, stream and producer', () => {
    const decoding = consumerDecoding({ a: { key: stringDeserializer(), value: int32Deserializer() } });
    const options = { groupId: 'g', clientId: 'c', bootstrapBrokers: ['localhost:9092'], ...decoding };
    expectTypeOf(options).toExtend<ConsumerOptions<string | null, number | null, Buffer, Buffer>>();
    // Never called: what the constructor infers from the options is the point.
    const made = () => new Consumer(options);
    expectTypeOf(made).returns.toEqualTypeOf<Consumer<string | null, number | null, Buffer, Buffer>>();
    const encode = messageEncoder({ a: { value: int32Serializer() } });
    expectTypeOf<Awaited<ReturnType<typeof encode>>>().toExtend<
      MessageToProduce<Buffer, Buffer, Buffer, Buffer>[]
    >();
    // @ts-expect-error: the value of this topic is a number
    expectTypeOf(encode).toBeCallableWith([{ topic: 'a', value: 'text' }]);
  });

  it('are those of each topic', () => {
    const topics = { a: { key: stringDeserializer(), value: int32Deserializer() }, b: {} };
    const read = async (stream: MessagesStream<Buffer, Buffer, Buffer, Buffer>): Promise<void> => {
      for await (const message of decodedMessages(stream, topics)) {
        expectTypeOf(message.offset).toEqualTypeOf<bigint>();
        if (message.topic === 'a') expectTypeOf(message.value).toEqualTypeOf<number | null>();
        else expectTypeOf(message.value).toEqualTypeOf<Buffer | null>();
      }
    };
    expectTypeOf(read).toBeFunction();
  });
});
