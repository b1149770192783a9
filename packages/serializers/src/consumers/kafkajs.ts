/** Deserializers and serializers of Ottla in kafkajs, and in the KafkaJS API of @confluentinc/kafka-javascript. */
export { eachDecodedMessage, type DecodedEachMessage, type DecodedMessage } from './kafkajs-messages.ts';
export { eachDecodedBatch, type DecodedBatch, type DecodedEachBatch } from './kafkajs-batches.ts';
export {
  recordEncoder,
  type EncodedMessage,
  type MessageInput,
  type ProducerRecordInput,
} from './kafkajs-records.ts';
export type {
  KafkaJsBatch,
  KafkaJsEachBatch,
  KafkaJsEachMessage,
  KafkaJsHeaders,
  KafkaJsMessage,
  KafkaJsOffsets,
} from './kafkajs-types.ts';
export type {
  ConsumedTopics,
  DecodedKey,
  DecodedValue,
  DecodingOptions,
  Poison,
  TopicDeserializers,
} from './record-decoding.ts';
export type { KeyInput, ProducedTopics, TopicSerializers, ValueInput } from './record-encoding.ts';
