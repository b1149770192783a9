/**
 * Puts serializers before the `send` of a kafkajs producer.
 *
 * What is sent is checked against the serializers at compile time; what else a record of kafkajs carries goes on
 * untouched. Nothing of the caller's record is changed.
 */
import type { RecordHeader } from '@ottla/kernel';
import { recordHeaders, type KafkaJsHeaders } from './kafkajs-types.ts';
import type { TopicNamed } from './record-decoding.ts';
import {
  RecordEncoder,
  type KeyInput,
  type ProducedTopics,
  type TopicSerializers,
  type ValueInput,
} from './record-encoding.ts';

/** A message as it is given: key and value as their serializers take them. */
export interface MessageInput<S extends TopicSerializers> {
  readonly key?: KeyInput<S>;
  readonly value: ValueInput<S>;
  readonly partition?: number;
  readonly headers?: KafkaJsHeaders;
  /** Milliseconds since 1970, in decimal digits. */
  readonly timestamp?: string;
}

/** What `producer.send` takes, before it is encoded. */
export type ProducerRecordInput<Topics extends ProducedTopics> = {
  [T in keyof Topics & string]: {
    readonly topic: TopicNamed<T>;
    readonly messages: readonly MessageInput<Topics[T]>[];
  };
}[keyof Topics & string];

/** A message of kafkajs. */
export interface EncodedMessage {
  key: Buffer | null;
  value: Buffer | null;
  partition?: number;
  headers?: KafkaJsHeaders;
  timestamp?: string;
}

/**
 * Makes the function that encodes records for kafkajs; it calls `configure` of the serializers, once.
 * @example
 * const encode = recordEncoder({ customers: { key: stringSerializer(), value: avroSerializer(Customer, { registry }) } });
 * const record = await encode({ topic: 'customers', messages: [{ key: 'c-1', value: { id: 1, name: 'Ada' } }] });
 * record.messages[0]?.key?.toString(); // 'c-1'
 */
export function recordEncoder<Topics extends ProducedTopics>(topics: Topics) {
  const encoder = new RecordEncoder(topics);
  return async <R extends ProducerRecordInput<Topics>>(
    record: R,
  ): Promise<Omit<R, 'messages'> & { topic: string; messages: EncodedMessage[] }> => {
    const { topic } = record;
    const messages: EncodedMessage[] = [];
    for (const message of record.messages) {
      const headers = recordHeaders(message.headers);
      const { key = null, value } = message;
      const { addedHeaders, ...encoded } = await encoder.encode({ topic, key, value, headers });
      const { partition, timestamp } = message;
      messages.push({
        ...encoded,
        ...(partition === undefined ? {} : { partition }),
        ...(timestamp === undefined ? {} : { timestamp }),
        ...withHeaders(message.headers, addedHeaders),
      });
    }
    return { ...record, messages };
  };
}

function withHeaders(
  given: KafkaJsHeaders | undefined,
  added: readonly RecordHeader[],
): { headers?: KafkaJsHeaders } {
  if (given === undefined && added.length === 0) return {};
  const headers = new Map(Object.entries(given ?? {}));
  for (const { key, value } of added) {
    // kafkajs has no way to write a header without a value.
    const bytes = Buffer.from(value ?? []);
    const present = headers.get(key);
    headers.set(key, present === undefined ? bytes : [present, bytes].flat());
  }
  return { headers: Object.fromEntries(headers) };
}
