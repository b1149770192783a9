/** Serializers that need no schema language, and the frame that carries schema ids. Avro is at `/avro`. */
export { stringDeserializer, stringSerializer, type StringSerializerOptions } from './primitives/string.ts';
export type { StringEncoding } from './primitives/charset.ts';
export { bytesDeserializer, bytesSerializer } from './primitives/bytes.ts';
export { int16Deserializer, int16Serializer } from './primitives/int16.ts';
export { int32Deserializer, int32Serializer } from './primitives/int32.ts';
export { int64Deserializer, int64Serializer, type Int64DeserializerOptions } from './primitives/int64.ts';
export { floatDeserializer, floatSerializer } from './primitives/float.ts';
export { doubleDeserializer, doubleSerializer } from './primitives/double.ts';
export { booleanDeserializer, booleanSerializer } from './primitives/boolean.ts';
export { uuidDeserializer, uuidSerializer } from './primitives/uuid.ts';
export { listDeserializer, listSerializer } from './primitives/list.ts';
export { voidDeserializer, voidSerializer } from './primitives/void.ts';
export {
  jsonDeserializer,
  jsonSerializer,
  type JsonOptions,
  type JsonReadOptions,
} from './json/plain-json.ts';
export type { LargeIntegers } from './json/large-integers.ts';
export { PREFIX_BYTES, readPrefix, writePrefix, type ReadFrame, type SchemaIdRef } from './framing/prefix.ts';
export { headerOfGuid, readSchemaId, type FramedPart } from './framing/schema-id-header.ts';
export { framed, type FramedOptions } from './framed.ts';
export {
  associatedNameStrategy,
  recordNameStrategy,
  topicNameStrategy,
  topicRecordNameStrategy,
  type AssociatedNameOptions,
  type SubjectContext,
  type SubjectOption,
  type SubjectStrategy,
} from './registry/subject-strategy.ts';
export type { PoisonHandler, PoisonRecord } from './registry/poison.ts';
export type { RegistryDeserializerOptions, RegistrySerializerOptions } from './registry/registry-options.ts';
export type { RuleAction, RuleCall, RuleExecutor, RuleMode, RuleOptions } from './rules/rule-options.ts';
export { errorCodes, type ErrorCode, type ErrorCodeRow } from './error-codes.ts';
