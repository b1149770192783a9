/** A Kafka producer: batching, partitioning, idempotent delivery. */
export { Producer, type CloseOptions, type ProducerPorts } from './producer.ts';
export {
  type KeyOf,
  type ProducerOptions,
  type TopicSerializers,
  type TypedRecord,
  type ValueOf,
} from './producer-types.ts';
export { DEFAULTS_THAT_DIFFER, producerOptionTable } from './options.ts';
export type { ProducerRecord, RecordBody, RecordHeaders } from './runtime/record.ts';
export { RecordMetadata } from './runtime/record-metadata.ts';
export { BrokerError } from '@ottla/protocol';
export {
  BufferExhaustedError,
  ClosedError,
  DeliveryError,
  FatalError,
  RecordTooLargeError,
} from './core/errors.ts';
