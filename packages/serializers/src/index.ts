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
export { FRAME_BYTES, readFrame, writeFrame } from './framing.ts';
export { framed, type FramedOptions } from './framed.ts';
export { topicSubject, type SubjectOption } from './registry/schema-ids.ts';
