/** Deserializers and serializers of Ottla in @platformatic/kafka 2. */
export { decodedMessages, type DecodedStreamMessage, type StreamMessage } from './platformatic-stream.ts';
export { consumerDecoding, type ConsumerDecoding, type FetchedRecord } from './platformatic-options.ts';
export {
  messageEncoder,
  type EncodedStreamMessage,
  type StreamMessageInput,
} from './platformatic-messages.ts';
export type {
  ConsumedTopics,
  DecodedKey,
  DecodedValue,
  DecodingOptions,
  Poison,
  TopicDeserializers,
} from './record-decoding.ts';
export type { KeyInput, ProducedTopics, TopicSerializers, ValueInput } from './record-encoding.ts';
