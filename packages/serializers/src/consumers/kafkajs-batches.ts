/**
 * Puts deserializers before the `eachBatch` of a kafkajs consumer.
 *
 * The handler is called once all records of the batch are decoded or put aside, or not at all. Records that were put
 * aside are missing from `messages`; their offsets count as resolved as soon as the handler resolves the record before
 * them, and never earlier, since to kafkajs an offset stands for all before it.
 */
import { encodedRecord, type DecodedMessage } from './kafkajs-messages.ts';
import type { KafkaJsBatch, KafkaJsEachBatch, KafkaJsMessage } from './kafkajs-types.ts';
import {
  RecordDecoder,
  type ConsumedTopics,
  type DecodingOptions,
  type TopicDeserializers,
  type TopicNamed,
} from './record-decoding.ts';
import { expectHandling } from './topic-table.ts';

/** A batch of kafkajs with its messages decoded; offsets and counts of the batch are those of the broker. */
export type DecodedBatch<T, D extends TopicDeserializers> = Omit<KafkaJsBatch, 'topic' | 'messages'> & {
  readonly topic: TopicNamed<T>;
  readonly messages: DecodedMessage<D>[];
};

/** What the handler gets; comparing `batch.topic` narrows `batch`. */
export type DecodedEachBatch<Topics extends ConsumedTopics> = Omit<KafkaJsEachBatch, 'batch'> & {
  readonly batch: { [T in keyof Topics & string]: DecodedBatch<T, Topics[T]> }[keyof Topics & string];
};

/**
 * @example
 * import { Kafka } from 'kafkajs';
 *
 * const consumer = new Kafka({ brokers: ['localhost:9092'] }).consumer({ groupId: 'billing' });
 * await consumer.run({
 *   eachBatch: eachDecodedBatch(
 *     { customers: { value: avroDeserializer(Customer, { registry }) } },
 *     async ({ batch }) => console.log(batch.messages.map(({ value }) => value?.name)),
 *   ),
 * });
 */
export function eachDecodedBatch<Topics extends ConsumedTopics>(
  topics: Topics,
  handler: (payload: DecodedEachBatch<Topics>) => void | PromiseLike<void>,
  options: DecodingOptions<KafkaJsMessage> = {},
): (payload: KafkaJsEachBatch) => Promise<void> {
  const decoder = new RecordDecoder(topics);
  expectHandling(handler, options);
  return async (payload) => {
    const { messages, lastBehind } = await decodedMessages(payload, decoder, options);
    const resolveOffset = (offset: string): void => payload.resolveOffset(lastBehind.get(offset) ?? offset);
    if (messages.length === 0) {
      const last = payload.batch.messages.at(-1);
      if (last !== undefined) payload.resolveOffset(last.offset);
    }
    const batch = decodedBatch(payload.batch, messages);
    // The decoder reads each topic with its own deserializers, which is what the type says.
    await handler({ ...payload, batch, resolveOffset } as DecodedEachBatch<Topics>);
  };
}

interface DecodedMessages {
  readonly messages: readonly unknown[];
  /** Of a message with poison right behind it, by offset: the offset of the last such record. */
  readonly lastBehind: ReadonlyMap<string, string>;
}

async function decodedMessages(
  payload: KafkaJsEachBatch,
  decoder: RecordDecoder,
  { onPoison }: DecodingOptions<KafkaJsMessage>,
): Promise<DecodedMessages> {
  const { topic, partition, messages: encoded } = payload.batch;
  const messages: unknown[] = [];
  const lastBehind = new Map<string, string>();
  let previous: string | null = null;
  for (const message of encoded) {
    const decoded = await decoder.decode(encodedRecord(topic, message));
    if (decoded.error === null) {
      messages.push({ ...message, key: decoded.key, value: decoded.value });
      previous = message.offset;
      continue;
    }
    const { error, isKey } = decoded;
    if (onPoison === undefined) throw error;
    await onPoison({ topic, partition, message, isKey, error });
    if (previous !== null) lastBehind.set(previous, message.offset);
    // Putting records aside takes its time, and the group would take this consumer for dead.
    await payload.heartbeat();
  }
  return { messages, lastBehind };
}

/** By hand: the methods of kafkajs' own batch are on its class, and a spread would lose them. */
function decodedBatch(batch: KafkaJsBatch, messages: readonly unknown[]): object {
  return {
    topic: batch.topic,
    partition: batch.partition,
    highWatermark: batch.highWatermark,
    messages,
    isEmpty: () => messages.length === 0,
    firstOffset: () => batch.firstOffset(),
    lastOffset: () => batch.lastOffset(),
  };
}
