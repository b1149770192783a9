/** Protobuf with schema ids from a registry: .proto text at run time, by protobufjs, an optional peer. */
export type { Deserializer, RichSerializer, Serializer } from '@ottla/kernel';
export { protobufSerializer, type ProtobufSerializerOptions } from './protobuf-serializer.ts';
export { protobufDeserializer, type ProtobufDeserializerOptions } from './protobuf-deserializer.ts';
export type { ProtobufSource, ProtoText } from './protobuf-source.ts';
export type { ProtobufCodec } from './generated-codec.ts';
export type { LongForm } from './long-form.ts';
