/**
 * Deserializers as options of a @platformatic/kafka consumer, for streams that are read by events or pipelines.
 *
 * Its `deserializers` are synchronous; what must be fetched first is awaited in its hook `beforeDeserialization` (2.x,
 * experimental there). Whatever fails ends the stream, or goes to its `onDeserializationError`: a retriable error must
 * be answered with 'fail' there. Where poison needs more than that, `decodedMessages` waits for it.
 */
import { ConfigError, type Deserializer, type RecordHeader } from '@ottla/kernel';
import { RecordDecoder, type ConsumedTopics, type DecodedKey, type DecodedValue } from './record-decoding.ts';

/** What is read of a record before it is a message: headers as bytes, as they were sent. */
export interface FetchedRecord {
  topic: string;
  headers: (readonly [Buffer | null, Buffer | null])[];
}

/** Both are called for every record of the consumer; the last argument is there since 2.x. */
type SyncDeserializer<T> = (data?: Buffer, headers?: unknown, record?: FetchedRecord) => T;

export interface ConsumerDecoding<Key, Value> {
  readonly deserializers: { readonly key: SyncDeserializer<Key>; readonly value: SyncDeserializer<Value> };
  readonly beforeDeserialization: (
    payload: Buffer | null,
    type: 'key' | 'value' | 'headerKey' | 'headerValue',
    record: FetchedRecord,
  ) => Promise<void>;
  /** With true it would commit what was fetched, also where reading it failed. */
  readonly autocommit: false;
}

/**
 * @example
 * import { Consumer } from '@platformatic/kafka';
 *
 * const consumer = new Consumer({
 *   groupId: 'billing', clientId: 'billing', bootstrapBrokers: ['localhost:9092'],
 *   ...consumerDecoding({ customers: { value: avroDeserializer(Customer, { registry }) } }),
 * });
 */
export function consumerDecoding<Topics extends ConsumedTopics>(
  topics: Topics,
): ConsumerDecoding<DecodedKey<Topics[keyof Topics & string]>, DecodedValue<Topics[keyof Topics & string]>> {
  const decoder = new RecordDecoder(topics);
  const part = <T>(isKey: boolean): SyncDeserializer<T> => {
    return (data, _headers, record) => {
      const read = deserializerOf(decoder, record, isKey);
      // The deserializers of a topic give what its entry says; and null is a part of every T here.
      if (data === undefined || data === null) return null as T;
      if (read.deserializer === undefined) return data as T;
      return read.deserializer.deserialize(data, read.context) as T;
    };
  };
  return {
    autocommit: false,
    deserializers: { key: part(true), value: part(false) },
    async beforeDeserialization(payload, type, record) {
      if (payload === null || (type !== 'key' && type !== 'value')) return;
      const { deserializer, context } = deserializerOf(decoder, record, type === 'key');
      const ready = deserializer?.ready?.(payload, context) ?? true;
      if (ready !== true) await ready;
    },
  };
}

interface PartDeserializer {
  readonly deserializer: Deserializer<unknown> | undefined;
  readonly context: {
    readonly topic: string;
    readonly isKey: boolean;
    readonly headers: readonly RecordHeader[];
  };
}

function deserializerOf(
  decoder: RecordDecoder,
  record: FetchedRecord | undefined,
  isKey: boolean,
): PartDeserializer {
  if (record === undefined) {
    throw new ConfigError(
      'this @platformatic/kafka does not tell deserializers the topic; take version 2 or later',
    );
  }
  const { topic } = record;
  const headers = record.headers.map(([key, value]) => ({ key: (key ?? '').toString(), value }));
  const { key, value } = decoder.deserializers(topic);
  return { deserializer: isKey ? key : value, context: { topic, isKey, headers } };
}
