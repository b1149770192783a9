/**
 * Puts deserializers behind the stream of a @platformatic/kafka consumer.
 *
 * The stream delivers bytes and is decoded message by message as it is read, so that a schema can be waited for and a
 * dead-letter topic written in the middle of it. What fails and is no poison ends the loop there; commit what was
 * processed, never what was only fetched: consume with `autocommit: false`.
 */
import type { RecordHeader } from '@ottla/kernel';
import {
  RecordDecoder,
  type ConsumedTopics,
  type DecodedKey,
  type DecodedValue,
  type DecodingOptions,
  type TopicNamed,
} from './record-decoding.ts';

/** What is read of a message; headers must be bytes or text. */
export interface StreamMessage {
  topic: string;
  partition: number;
  key: Buffer | null | undefined;
  value: Buffer | null | undefined;
  headers: ReadonlyMap<HeaderPart, HeaderPart>;
  /** Every header, also where several have one name; older releases have the map only. */
  headerEntries?: readonly (readonly [HeaderPart, HeaderPart])[];
}

type HeaderPart = Buffer | string | null | undefined;

/** The message with key and value decoded; comparing `topic` narrows both. */
export type DecodedStreamMessage<Topics extends ConsumedTopics, M> = {
  [T in keyof Topics & string]: Omit<M, 'topic' | 'key' | 'value'> & {
    readonly topic: TopicNamed<T>;
    readonly key: DecodedKey<Topics[T]>;
    readonly value: DecodedValue<Topics[T]>;
  };
}[keyof Topics & string];

/**
 * Leaving the loop ends the stream, as with any stream. Poison that was put aside is not committed by itself: the
 * next commit of its partition covers it, or `onPoison` commits its message.
 * @example
 * import { Consumer } from '@platformatic/kafka';
 *
 * const consumer = new Consumer({ groupId: 'billing', clientId: 'billing', bootstrapBrokers: ['localhost:9092'] });
 * const stream = await consumer.consume({ topics: ['customers'], autocommit: false });
 * for await (const message of decodedMessages(stream, { customers: { value: avroDeserializer(Customer, { registry }) } })) {
 *   console.log(message.value?.name);
 *   await message.commit();
 * }
 */
export async function* decodedMessages<Topics extends ConsumedTopics, M extends StreamMessage>(
  stream: AsyncIterable<M>,
  topics: Topics,
  options: DecodingOptions<M> = {},
): AsyncGenerator<DecodedStreamMessage<Topics, M>, void, undefined> {
  const decoder = new RecordDecoder(topics);
  for await (const message of stream) {
    const { topic, partition, key, value } = message;
    const headers = (message.headerEntries ?? [...message.headers]).map(headerOf);
    const decoded = await decoder.decode({ topic, key: key ?? null, value: value ?? null, headers });
    if (decoded.error === null) {
      // The decoder reads each topic with its own deserializers, which is what the type says.
      yield { ...message, key: decoded.key, value: decoded.value } as unknown as DecodedStreamMessage<
        Topics,
        M
      >;
      continue;
    }
    const { error, isKey } = decoded;
    if (options.onPoison === undefined) throw error;
    await options.onPoison({ topic, partition, message, isKey, error });
  }
}

function headerOf([key, value]: readonly [HeaderPart, HeaderPart]): RecordHeader {
  return {
    key: (key ?? '').toString(),
    value: typeof value === 'string' ? Buffer.from(value) : (value ?? null),
  };
}
