import { describe, expect, it } from 'vitest';
import { stringDeserializer, stringSerializer } from '../index.ts';
import { eachDecodedBatch, eachDecodedMessage, recordEncoder } from './kafkajs.ts';
import { consumerDecoding, messageEncoder } from './platformatic.ts';

type Adapter = (topics: never) => unknown;
const readers: readonly (readonly [string, Adapter])[] = [
  ['eachDecodedMessage', (topics) => eachDecodedMessage(topics, () => undefined)],
  ['eachDecodedBatch', (topics) => eachDecodedBatch(topics, () => undefined)],
  ['consumerDecoding', (topics) => consumerDecoding(topics)],
];
const writers: readonly (readonly [string, Adapter])[] = [
  ['recordEncoder', (topics) => recordEncoder(topics)],
  ['messageEncoder', (topics) => messageEncoder(topics)],
];
const told = (adapter: Adapter, topics: unknown, message: string): void => {
  // What the types forbid, and programs in JavaScript write.
  expect(() => adapter(topics as never)).toThrow(
    expect.objectContaining({ code: 'OPTION_INVALID', message }),
  );
};

describe.each(readers)('the topics of %s', (_name, adapter) => {
  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'topics must be an object such as { customers: { value: … } }, got nothing'],
    ['a list', { orders: [] }, "topics['orders'] must be { key, value }, each a deserializer, got an array"],
    [
      'no part',
      { orders: stringDeserializer() },
      "topics['orders'] is a deserializer; give { value: … }, or { key: … }, around it",
    ],
    ['another part', { orders: { valu: {} } }, "topics['orders'] has 'valu'; known are key and value"],
    [
      'a serializer',
      { orders: { value: stringSerializer() } },
      "topics['orders'].value must be a deserializer, got a serializer",
    ],
    [
      'a factory',
      { orders: { key: stringDeserializer } },
      "topics['orders'].key must be a deserializer, got a function; call it",
    ],
  ])('cannot be %s', (_what, topics, message) => {
    told(adapter, topics, message);
  });
});

describe.each(writers)('the topics of %s', (_name, adapter) => {
  it('cannot have deserializers', () => {
    const topics = { orders: { value: stringDeserializer() } };
    told(adapter, topics, "topics['orders'].value must be a serializer, got a deserializer");
  });

  it('may leave a part out', () => {
    expect(() => adapter({ orders: { key: undefined, value: stringSerializer() } } as never)).not.toThrow();
  });
});

it.each([eachDecodedMessage, eachDecodedBatch])('%o needs a handler, and knows its options', (adapter) => {
  expect(() => adapter({}, undefined as never)).toThrow(
    'must be a function that handles what was decoded, got nothing',
  );
  expect(() => adapter({}, () => undefined, { onpoison: () => undefined } as never)).toThrow(
    "unknown option 'onpoison'; did you mean 'onPoison'?",
  );
});
