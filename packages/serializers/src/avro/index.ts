/** Avro with schema ids from a registry, or without one; also the contracts that generated code names. */
export type { Deserializer, RichSerializer, Serializer } from '@ottla/kernel';
export { defineAvroSchema, type AvroSchema } from './avro-schema.ts';
export {
  avroCodec,
  type AvroCodec,
  type AvroCodecOptions,
  type AvroReadOptions,
  type UntypedOptions,
} from './avro-codec.ts';
export { fitsSchema } from './fits-schema.ts';
export type { AvroWriteOptions } from './write/value-write.ts';
export { avroSerializer } from './avro-serializer.ts';
export { avroDeserializer } from './avro-deserializer.ts';
export type { AvroDeserializerOptions, AvroSerializerOptions } from './avro-options.ts';
export type { AvroJson, SchemaSource, UntypedSource } from './schema-source.ts';
export type { ValueCodec, ValueCodecs } from './value-codec.ts';

// Container files, whole or as streams, and Avro's JSON encoding.
export {
  readContainer,
  readContainerStream,
  type Container,
  type ContainerDescription,
  type ContainerStream,
  type ReadContainerOptions,
} from './container/read-container.ts';
export {
  appendToContainer,
  writeContainer,
  writeContainerStream,
  type AppendContainerOptions,
} from './container/write-container.ts';
export { ContainerWriter, type WriteContainerOptions } from './container/container-writer.ts';
export type { ContainerCodec } from './container/block-codec.ts';
export { fromAvroJson, toAvroJson, type AvroJsonOptions } from './json-encoding/avro-json.ts';
export { datumOfJson, fromPlainJson, toPlainJson, type PlainJsonOptions } from './plain-json/plain-json.ts';

// What every byte of a payload is, and the frame without a registry, for people who look into one.
export { mapPayload, type PayloadMap, type PayloadMapOptions } from './payload-map/payload-map.ts';
export type { PayloadFailure, PayloadPart } from './payload-map/payload-part.ts';
export { readSingleObject, SINGLE_OBJECT_BYTES, singleObjectFrame } from '../framing/single-object.ts';
