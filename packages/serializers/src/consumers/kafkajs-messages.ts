/**
 * Puts deserializers before the `eachMessage` of a kafkajs consumer.
 *
 * The handler is called with key and value decoded, or not at all: poison goes to `onPoison`, and everything else that
 * fails is thrown, upon which kafkajs commits nothing of the record. kafkajs tries again what may succeed later, and
 * stops the consumer over an error that says it will not.
 */
import {
  RecordDecoder,
  type ConsumedTopics,
  type DecodedKey,
  type DecodedValue,
  type DecodingOptions,
  type TopicDeserializers,
  type TopicNamed,
} from './record-decoding.ts';
import { expectHandling } from './topic-table.ts';
import { recordHeaders, type KafkaJsEachMessage, type KafkaJsMessage } from './kafkajs-types.ts';

/** A message of kafkajs with key and value decoded. */
export type DecodedMessage<D extends TopicDeserializers> = Omit<KafkaJsMessage, 'key' | 'value'> & {
  readonly key: DecodedKey<D>;
  readonly value: DecodedValue<D>;
};

/** What the handler gets; comparing `topic` narrows `message`. */
export type DecodedEachMessage<Topics extends ConsumedTopics> = {
  [T in keyof Topics & string]: Omit<KafkaJsEachMessage, 'topic' | 'message'> & {
    readonly topic: TopicNamed<T>;
    readonly message: DecodedMessage<Topics[T]>;
  };
}[keyof Topics & string];

/**
 * @example
 * import { Kafka } from 'kafkajs';
 *
 * const consumer = new Kafka({ brokers: ['localhost:9092'] }).consumer({ groupId: 'billing' });
 * await consumer.run({
 *   eachMessage: eachDecodedMessage(
 *     { customers: { key: stringDeserializer(), value: avroDeserializer(Customer, { registry }) } },
 *     async ({ message }) => console.log(message.key, message.value?.name),
 *   ),
 * });
 */
export function eachDecodedMessage<Topics extends ConsumedTopics>(
  topics: Topics,
  handler: (payload: DecodedEachMessage<Topics>) => void | PromiseLike<void>,
  options: DecodingOptions<KafkaJsMessage> = {},
): (payload: KafkaJsEachMessage) => Promise<void> {
  const decoder = new RecordDecoder(topics);
  expectHandling(handler, options);
  return async (payload) => {
    const { topic, partition, message } = payload;
    const decoded = await decoder.decode(encodedRecord(topic, message));
    if (decoded.error === null) {
      const { key, value } = decoded;
      // The decoder reads each topic with its own deserializers, which is what the type says.
      await handler({ ...payload, message: { ...message, key, value } } as DecodedEachMessage<Topics>);
      return;
    }
    const { error, isKey } = decoded;
    if (options.onPoison === undefined) throw error;
    await options.onPoison({ topic, partition, message, isKey, error });
  };
}

/** A message of kafkajs as a record of bytes. */
export function encodedRecord(topic: string, { key, value, headers }: KafkaJsMessage) {
  return { topic, key: key ?? null, value, headers: recordHeaders(headers) };
}
