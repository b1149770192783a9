/** Avro with schema ids from a registry, or without one; also the contracts that generated code names. */
export type { Deserializer, RichSerializer, Serializer } from '@ottla/kernel';
export { defineAvroSchema, type AvroSchema } from './avro-schema.ts';
export { avroCodec, type AvroCodec } from './avro-codec.ts';
export { avroSerializer } from './avro-serializer.ts';
export { avroDeserializer } from './avro-deserializer.ts';
export type {
  AvroDeserializerOptions,
  AvroReadOptions,
  AvroSerializerOptions,
  AvroWriteOptions,
  UntypedOptions,
} from './avro-options.ts';
export type { AvroJson, SchemaSource, UntypedSource } from './schema-source.ts';
export type { ValueCodec, ValueCodecs } from './value-codec.ts';
