/** JSON Schema with schema ids from a registry: JSON text, checked by ajv, an optional peer. */
export type { Deserializer, RichSerializer, Serializer } from '@ottla/kernel';
export { jsonSchemaSerializer, type JsonSchemaSerializerOptions } from './json-schema-serializer.ts';
export { jsonSchemaDeserializer, type JsonSchemaDeserializerOptions } from './json-schema-deserializer.ts';
export type { JsonSchemaSource, JsonSchemaText } from './json-schema-source.ts';
export type { AjvFactory, AjvInstance, JsonSchemaDialect } from './ajv-instance.ts';
export type { LargeIntegers } from '../json/large-integers.ts';
