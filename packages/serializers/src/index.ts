/** Serializers that need no schema language, and the frame that carries schema ids. Avro is at `/avro`. */
export { stringDeserializer, stringSerializer } from './primitives/string.ts';
export { bytesDeserializer, bytesSerializer } from './primitives/bytes.ts';
export { int32Deserializer, int32Serializer } from './primitives/int32.ts';
export { voidDeserializer, voidSerializer } from './primitives/void.ts';
export { FRAME_BYTES, readFrame, writeFrame } from './framing.ts';
export { framed, type FramedOptions } from './framed.ts';
export { topicSubject, type SubjectOption } from './registry/schema-ids.ts';
