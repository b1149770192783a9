/** Kafka's wire format: bytes in, values out. Pure; nothing acts at import. */
export {
  EncodeError,
  FrameError,
  UnsupportedCompressionError,
  UnsupportedVersionError,
  type EncodeErrorCode,
  type FrameErrorCode,
} from './errors/protocol-errors.ts';
export { BrokerError } from './errors/broker-error.ts';
export { errorCodes, kafkaError, type KafkaErrorRow } from './errors/kafka-errors.ts';
export {
  defineApi,
  type Api,
  type ApiDeclaration,
  type RequestInput,
  type RequestOf,
  type ResponseInput,
  type ResponseOf,
  type VersionRange,
} from './messages/api.ts';
export { apiByKey, apis } from './messages/apis.ts';
export { apiVersions } from './messages/api-versions.ts';
export { createTopics } from './messages/create-topics.ts';
export { deleteTopics } from './messages/delete-topics.ts';
export { fetch } from './messages/fetch.ts';
export { initProducerId } from './messages/init-producer-id.ts';
export { listOffsets } from './messages/list-offsets.ts';
export { metadata } from './messages/metadata.ts';
export { produce } from './messages/produce.ts';
export { topicNameError, topicNameProblem } from './topic-name.ts';
export { ZERO_UUID, isUuid } from './wire/uuid.ts';
export type { Frame } from './wire/message-writer.ts';
export { decodeRequest, encodeRequest, type DecodedRequest, type RequestHeader } from './frame/request.ts';
export { decodeResponse, encodeResponse, peekCorrelationId } from './frame/response.ts';
export { FrameAssembler } from './frame/frame-assembler.ts';
export {
  BATCH_AT,
  BATCH_HEADER_BYTES,
  BATCH_PREFIX_BYTES,
  readBatchHeader,
  stampBatch,
  writeBatchHeader,
  type BatchHeader,
  type BatchHeaderFields,
  type CompressionId,
  type ProducerStamp,
} from './record-batch/batch-header.ts';
export { RecordBatchWriter } from './record-batch/record-batch-writer.ts';
export {
  readRecordBatches,
  type KafkaRecord,
  type ReadBatchOptions,
  type RecordBatch,
} from './record-batch/record-batch-reader.ts';
export { nextSequence } from './record-batch/sequence.ts';
export { crc32c, crc32cCombine } from './hash/crc32c.ts';
export { murmur2, partitionForKey } from './hash/murmur2.ts';
