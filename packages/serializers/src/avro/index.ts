/** Avro with schema ids from a registry, or without one; also the contracts that generated code names. */
export type { Deserializer, RichSerializer, Serializer } from '@ottla/kernel';
export { defineAvroSchema, type AvroSchema } from './avro-schema.ts';
export { avroCodec, type AvroCodec } from './avro-codec.ts';
export { avroSerializer, type AvroSerializerOptions } from './avro-serializer.ts';
export { avroDeserializer, type AvroDeserializerOptions } from './avro-deserializer.ts';
