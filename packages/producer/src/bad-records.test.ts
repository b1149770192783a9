/** Records no producer can send, as a program without types would give them; no cluster is needed to refuse them. */
import { afterAll, describe, expect, it } from 'vitest';
import { OttlaError, SerializationError, serializer } from '@ottla/kernel';
import { Producer } from './index.ts';

const bootstrapServers = ['localhost:9092'];
const bytes = Buffer.from('v');
const boom = (): never => {
  throw new RangeError('a secret');
};

/** What a send is rejected with; a synchronous throw fails the test. */
async function refusalOf(producer: Producer, record: unknown): Promise<OttlaError> {
  const error: unknown = await producer.send(record as never).catch((reason: unknown) => reason);
  if (error instanceof OttlaError) return error;
  throw new Error('no refusal of ours', { cause: error });
}

describe('a record', () => {
  const producer = new Producer({ bootstrapServers });
  afterAll(() => producer.close());

  it.each<[string, unknown, string, RegExp]>([
    [
      'nothing',
      undefined,
      'RECORD_INVALID',
      /must be an object such as \{ topic, key, value \}, got nothing$/,
    ],
    ['null', null, 'RECORD_INVALID', /got null$/],
    ['a string', 'orders', 'RECORD_INVALID', /got a string$/],
    ['an array', [], 'TOPIC_MISSING', /must name its topic/],
    ['a topic that is a symbol', { topic: Symbol('t'), value: bytes }, 'TOPIC_MISSING', /non-empty string/],
    [
      'a topic Kafka would not take',
      { topic: 'a b', value: bytes },
      'TOPIC_INVALID',
      /^topic 'a b': .*letters/,
    ],
    [
      'a getter that throws',
      Object.defineProperty({}, 'topic', { get: boom }),
      'RECORD_UNREADABLE',
      /plain object/,
    ],
    [
      'a value that throws when read',
      Object.defineProperty({ topic: 't' }, 'value', { get: boom }),
      'RECORD_UNREADABLE',
      /plain object/,
    ],
    [
      'headers: null',
      { headers: null },
      'HEADERS_INVALID',
      /array of \{ key, value \}.*got null; leave them out/,
    ],
    ["headers: 'abc'", { headers: 'abc' }, 'HEADERS_INVALID', /got a string/],
    ['headers: bytes', { headers: bytes }, 'HEADERS_INVALID', /got bytes/],
    [
      'headers in a Map',
      { headers: new Map([['a', 'b']]) },
      'HEADERS_INVALID',
      /plain object.*got an object/,
    ],
    [
      'a header that throws',
      { headers: Object.defineProperty({}, 'a', { get: boom, enumerable: true }) },
      'RECORD_UNREADABLE',
      /see the cause/,
    ],
    [
      'a header without a name',
      { headers: [{ key: Object.create(null), value: null }] },
      'HEADER_INVALID',
      /header with an object as key/,
    ],
    [
      'a text in a list of headers',
      { headers: [{ key: 'a', value: 'b' }] },
      'HEADER_INVALID',
      /'a'.*got a string; texts may stand in the object form/,
    ],
    ['timestamp: Symbol()', { timestamp: Symbol('now') }, 'TIMESTAMP_INVALID', /got a symbol; leave it out/],
    ['timestamp: null', { timestamp: null }, 'TIMESTAMP_INVALID', /got null/],
    ["timestamp: '5'", { timestamp: '5' }, 'TIMESTAMP_INVALID', /got a string/],
    ['a Date that is none', { timestamp: new Date(NaN) }, 'TIMESTAMP_INVALID', /got a Date out of range/],
    [
      'partition: Object.create(null)',
      { partition: Object.create(null) },
      'PARTITION_INVALID',
      /got an object; leave it out/,
    ],
    ['partition: null', { partition: null }, 'PARTITION_INVALID', /0 or more, got null/],
  ])('that is or has %s is refused as not written, with the remedy', async (_what, given, code, says) => {
    const isPart =
      typeof given === 'object' &&
      given !== null &&
      Object.keys(given).some((key) => /^(headers|timestamp|partition)$/.test(key));
    const error = await refusalOf(producer, isPart ? { topic: 'orders', value: bytes, ...given } : given);
    expect(error).toMatchObject({ name: 'ConfigError', code, action: 'usage', outcome: 'notWritten' });
    expect(error.message).toMatch(says);
    expect(error.message).not.toContain('a secret');
  });
});

describe('a serializer', () => {
  const record = { topic: 'orders', key: 'k', value: 'v' };
  const text = serializer((value: string) => Buffer.from(value));
  const late = (): Promise<never> => Promise.reject(new Error('late'));

  async function refusedBy(valueSerializer: object): Promise<OttlaError> {
    const producer = new Producer({
      bootstrapServers,
      keySerializer: text,
      valueSerializer: valueSerializer as typeof text,
    }) as unknown as Producer;
    const error = await refusalOf(producer, record);
    await producer.close();
    return error;
  }

  // The promises reject; unheard, these rejections would fail the run.
  it.each([
    ['serializeInto', { serializeInto: late }],
    ['serialize', { serialize: late }],
  ])('whose %s answers with a promise is told to use ready()', async (_method, target) => {
    const error = await refusedBy(target);
    expect(error).toBeInstanceOf(SerializationError);
    expect(error).toMatchObject({ code: 'SERIALIZER_ASYNC', topic: 'orders', outcome: 'notWritten' });
    expect(error.message).toMatch(
      /^topic 'orders': the value .* answered with a promise; let ready\(\) return/,
    );
  });

  it('that spoils the writer fails that record', async () => {
    const error = await refusedBy({
      serializeInto: (_value: unknown, writer: { position: number }) => void (writer.position = NaN),
    });
    expect(error).toMatchObject({ code: 'SERIALIZATION_FAILED', outcome: 'notWritten' });
  });

  it.each([
    ['throws', boom, /threw \(see the cause\)/],
    ['answers with a promise', late, /nobody waits for it; use ready\(\)/],
  ])('whose configure() %s is asked once; no record of it is taken', async (_what, fail, says) => {
    let calls = 0;
    const valueSerializer = { ...text, configure: () => (calls++, fail()) };
    const producer = new Producer({ bootstrapServers, topics: { names: { value: text } }, valueSerializer });
    for (let round = 0; round < 2; round++) {
      const error = await refusalOf(producer as unknown as Producer, record);
      expect(error).toMatchObject({
        code: 'SERIALIZER_NOT_CONFIGURED',
        action: 'usage',
        outcome: 'notWritten',
      });
      expect(error.message).toMatch(/^valueSerializer: configure\(\) of the serializer /);
      expect(error.message).toMatch(says);
      expect(error.message).not.toContain('a secret');
    }
    expect(calls).toBe(1);
    await producer.close();
  });

  it.each([
    ['one after it throws', boom],
    ['one after it waits too', late],
  ])('that waits in ready() in vain is heard when %s', async (_what, ready) => {
    const producer = new Producer({
      bootstrapServers,
      keySerializer: { ...text, ready: late },
      valueSerializer: { ...text, ready },
    });
    const error = await refusalOf(producer as unknown as Producer, record);
    expect(error).toMatchObject({ code: 'SERIALIZATION_FAILED', outcome: 'notWritten' });
    await producer.close();
  });

  it('that fails with an error of ours is rejected with it, known to be not written', async () => {
    const own = Object.freeze(new SerializationError('too deep', { code: 'TOO_DEEP' }));
    const thrown = (error: Error) => () => {
      throw error;
    };
    expect(await refusedBy({ serialize: thrown(own) })).toBe(own);
    const shared = new SerializationError('too deep', { code: 'TOO_DEEP' });
    expect(await refusedBy({ serialize: thrown(shared) })).toBe(shared);
    expect(shared.outcome).toBe('notWritten');
    const ofAnother = Object.assign(new SerializationError('gone'), { outcome: 'maybeWritten' as const });
    expect(await refusedBy({ serialize: thrown(ofAnother) })).toMatchObject({
      outcome: 'notWritten',
      cause: ofAnother,
    });
    expect(ofAnother.outcome).toBe('maybeWritten');
  });
});
