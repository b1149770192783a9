/**
 * Puts serializers before the `send` of a @platformatic/kafka producer that is given bytes.
 *
 * What is sent is checked against the serializers at compile time; the gate for schema ids is awaited, and headers that
 * serializers add are written. Nothing of the caller's messages is changed.
 */
import { RecordEncoder, type KeyInput, type ProducedTopics, type ValueInput } from './record-encoding.ts';
import type { TopicNamed } from './record-decoding.ts';

/** A message as it is given: key and value as the serializers of its topic take them. */
export type StreamMessageInput<Topics extends ProducedTopics> = {
  [T in keyof Topics & string]: {
    readonly topic: TopicNamed<T>;
    readonly key?: KeyInput<Topics[T]>;
    readonly value: ValueInput<Topics[T]>;
    readonly partition?: number;
    /** Text is written as UTF-8. */
    readonly headers?: Readonly<Record<string, Uint8Array | string>>;
    /** Milliseconds since 1970. */
    readonly timestamp?: bigint;
  };
}[keyof Topics & string];

/** A message as `producer.send` takes it; without a value it is a tombstone. */
export interface EncodedStreamMessage {
  topic: string;
  key?: Buffer;
  value?: Buffer;
  partition?: number;
  headers: Map<Buffer, Buffer>;
  timestamp?: bigint;
}

/**
 * Makes the function that encodes messages for @platformatic/kafka; it calls `configure` of the serializers, once.
 * @example
 * const encode = messageEncoder({ customers: { key: stringSerializer(), value: avroSerializer(Customer, { registry }) } });
 * const [message] = await encode([{ topic: 'customers', key: 'c-1', value: { id: 1, name: 'Ada' } }]);
 * message?.key?.toString(); // 'c-1'
 */
export function messageEncoder<Topics extends ProducedTopics>(topics: Topics) {
  const encoder = new RecordEncoder(topics);
  return async (messages: readonly StreamMessageInput<Topics>[]): Promise<EncodedStreamMessage[]> => {
    const encoded: EncodedStreamMessage[] = [];
    for (const message of messages) {
      const { topic, key: keyInput = null, value: valueInput, partition, timestamp } = message;
      const given = Object.entries(message.headers ?? {}).map(([key, value]) => ({
        key,
        value: Buffer.from(value),
      }));
      const input = { topic, key: keyInput, value: valueInput, headers: given };
      const { key, value, addedHeaders } = await encoder.encode(input);
      const headers = [...given, ...addedHeaders].map(
        (header) => [Buffer.from(header.key), Buffer.from(header.value ?? [])] as const,
      );
      encoded.push({
        topic,
        headers: new Map(headers),
        ...(key === null ? {} : { key }),
        ...(value === null ? {} : { value }),
        ...(partition === undefined ? {} : { partition }),
        ...(timestamp === undefined ? {} : { timestamp }),
      });
    }
    return encoded;
  };
}
