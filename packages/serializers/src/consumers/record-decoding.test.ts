import {
  ConfigError,
  MalformedBytesError,
  OttlaError,
  SerializationError,
  type Deserializer,
} from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { GatedText } from '../../testing/gated-text.ts';
import { int32Deserializer } from '../primitives/int32.ts';
import { RecordDecoder, type ConsumedTopics, type EncodedRecord } from './record-decoding.ts';

const bytes = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text));
const recordOf = (key: string | null, value: string | null, topic = 'notes'): EncodedRecord => ({
  topic,
  key: bytes(key),
  value: bytes(value),
  headers: [{ key: 'h', value: null }],
});
const decode = (topics: ConsumedTopics, record: EncodedRecord): Promise<unknown> =>
  new RecordDecoder(topics).decode(record);

/** A deserializer of somebody else. */
const throwing = (error: unknown): Deserializer<never> => ({
  deserialize() {
    throw error;
  },
});

describe('a consumed record', () => {
  it('is decoded once what it needs is fetched, with topic, role and headers told', async () => {
    const key = new GatedText();
    const value = new GatedText();
    const record = recordOf('k', 'v');
    expect(await decode({ notes: { key, value } }, record)).toEqual({ error: null, key: 'k', value: 'v' });
    expect(key.seen).toEqual([{ topic: 'notes', isKey: true, headers: record.headers }]);
    expect(value.seen).toEqual([{ topic: 'notes', isKey: false, headers: record.headers }]);
  });

  it('fetches nothing twice', async () => {
    const value = new GatedText();
    const decoder = new RecordDecoder({ notes: { value } });
    for (const text of ['a1', 'a2', 'b1']) await decoder.decode(recordOf(null, text));
    expect(value.fetches).toEqual(['a', 'b']);
  });

  it.each<[string, ConsumedTopics, EncodedRecord, unknown]>([
    [
      'a tombstone reads as null',
      { notes: { value: new GatedText() } },
      recordOf(null, null),
      { error: null, key: null, value: null },
    ],
    [
      'no deserializer leaves bytes',
      { notes: {} },
      recordOf('k', 'v'),
      { error: null, key: bytes('k'), value: bytes('v') },
    ],
    [
      "'*' serves a topic that is not named",
      { other: {}, '*': { value: new GatedText() } },
      recordOf(null, 'v'),
      { error: null, key: null, value: 'v' },
    ],
    [
      "a name goes before '*'",
      { '*': {}, notes: { value: new GatedText() } },
      recordOf(null, 'v'),
      { error: null, key: null, value: 'v' },
    ],
    [
      'an empty value is no tombstone',
      { notes: {} },
      recordOf(null, ''),
      { error: null, key: null, value: Buffer.alloc(0) },
    ],
  ])('%s', async (_what, topics, record, expected) => {
    expect(await decode(topics, record)).toEqual(expected);
  });

  it.each(['notes', 'constructor', '__proto__'])('of the undeclared topic %s is refused', async (topic) => {
    await expect(decode({ other: {} }, recordOf(null, 'v', topic))).rejects.toMatchObject({
      code: 'TOPIC_UNDECLARED',
      failure: 'configuration',
      topic,
    });
  });
});

describe('a record that cannot be read', () => {
  const poison = (code: string, isKey: boolean): object => ({
    error: expect.objectContaining({ code, failure: 'poison' }),
    isKey,
  });

  it.each<[string, ConsumedTopics, EncodedRecord, object]>([
    [
      'its value is poison',
      { notes: { key: new GatedText(), value: new GatedText() } },
      recordOf('k', '!'),
      poison('SERIALIZATION_FAILED', false),
    ],
    [
      'its key is poison',
      { notes: { key: new GatedText(), value: new GatedText() } },
      recordOf('!', 'v'),
      poison('SERIALIZATION_FAILED', true),
    ],
    [
      'making it ready says so',
      { notes: { value: new GatedText() } },
      recordOf(null, '?'),
      poison('SERIALIZATION_FAILED', false),
    ],
    [
      'a primitive has the wrong length',
      { notes: { value: int32Deserializer() } },
      recordOf(null, '12345'),
      poison('BYTES_MALFORMED', false),
    ],
    [
      'bytes are malformed',
      { notes: { value: throwing(new MalformedBytesError('too short')) } },
      recordOf(null, 'v'),
      poison('DESERIALIZER_FAILED', false),
    ],
    [
      'a foreign deserializer throws',
      { notes: { key: throwing(new SyntaxError('Unexpected token 4711')) } },
      recordOf('k', 'v'),
      poison('DESERIALIZER_FAILED', true),
    ],
    [
      'it throws no Error',
      { notes: { value: throwing('4711') } },
      recordOf(null, 'v'),
      poison('DESERIALIZER_FAILED', false),
    ],
  ])('is poison where %s', async (_what, topics, record, expected) => {
    expect(await decode(topics, record)).toEqual(expected);
  });

  it('is not told by what a foreign error says, which may be its content', async () => {
    const { error } = (await decode(
      { notes: { value: throwing(new SyntaxError('4711')) } },
      recordOf(null, 'v'),
    )) as { error: SerializationError };
    expect(error.message).toBe(
      "topic 'notes', value: its deserializer cannot read these bytes; it threw SyntaxError",
    );
    expect(error.cause).toBeInstanceOf(SyntaxError);
  });
});

describe('a failure that is not the fault of the record', () => {
  const away = new SerializationError('the registry is away', { failure: 'retriable' });

  it.each<[string, unknown]>([
    ['retriable', away],
    ['of configuration', new SerializationError('no such subject', { failure: 'configuration' })],
    ['of options', new ConfigError('wrong')],
    ['of another kind', new OttlaError('broken', { code: 'INVARIANT_BROKEN', action: 'fatal' })],
  ])('is thrown where it is %s', async (_what, error) => {
    await expect(decode({ notes: { value: throwing(error) } }, recordOf(null, 'v'))).rejects.toBe(error);
  });

  it.each<[string, Error]>([
    ['by its kind', away],
    ['also where it is foreign', new TypeError('fetch failed')],
  ])('is thrown out of the gate, %s, and the record can be tried again', async (_what, error) => {
    const value = new GatedText();
    value.failure = error;
    const decoder = new RecordDecoder({ notes: { value } });
    await expect(decoder.decode(recordOf(null, 'v'))).rejects.toBe(error);
    expect(await decoder.decode(recordOf(null, 'v'))).toEqual({ error: null, key: null, value: 'v' });
  });
});
