/**
 * JSON values whose JSON Schema a registry knows, for a consumer.
 *
 * Owns the options that only JSON Schema has; everything else is RegistryDeserializer's. Values are not checked unless
 * asked for: a record that stands in a topic is there, most producers of other languages do not check what they write,
 * and the schema of a stranger would run as code over the bytes of a stranger.
 */
import { kinds, withDefault, type Deserializer } from '@ottla/kernel';
import type { PoisonHandler } from '../registry/poison.ts';
import type { LargeIntegers } from '../json/large-integers.ts';
import { RegistryDeserializer } from '../registry/registry-deserializer.ts';
import { deserializerOptions, type RegistryDeserializerOptions } from '../registry/registry-options.ts';
import type { AjvFactory, AjvInstance } from './ajv-instance.ts';
import { expectAjv } from './ajv-library.ts';
import { JsonSchemaFormat } from './json-schema-format.ts';
import { ajvRow } from './json-schema-serializer.ts';
import { givenJsonSchema, type JsonSchemaSource } from './json-schema-source.ts';

export const jsonSchemaDeserializerRows = {
  validate: withDefault(
    kinds.boolean,
    false,
    'Holds each value against the schema to read into, or else the one it was written with. The first place that does not fit is told.',
  ),
  largeIntegers: withDefault(
    kinds.oneOf('refuse', 'bigint', 'round'),
    'refuse',
    'What becomes of an integer beyond 2^53 that a number would round.',
  ),
  ajv: ajvRow,
};

export type JsonSchemaDeserializerOptions<T = unknown> = Omit<RegistryDeserializerOptions, 'onPoison'> & {
  /** What it returns takes the value's place; a throw goes on. */
  readonly onPoison?: PoisonHandler<T> | undefined;
  /** Default: false. */
  readonly validate?: boolean | undefined;
  /** What becomes of an integer beyond 2^53 that a number would round. Default: 'refuse'. */
  readonly largeIntegers?: LargeIntegers | undefined;
  /** An instance that all schemas share, or what makes one for each schema from our options and the draft. */
  readonly ajv?: AjvInstance | AjvFactory | undefined;
};

/**
 * A deserializer for what JSON Schema serializers wrote, Confluent's and ours. Values are what JSON.parse gives.
 * With a schema of the program's own, that one is checked with `validate: true`, and otherwise only types the values.
 * Bytes that are no JSON fail with SerializationError `BYTES_MALFORMED`. Throws ConfigError.
 * @example
 * const orders = jsonSchemaDeserializer<{ id: string }>({ registry, validate: true });
 */
export function jsonSchemaDeserializer<T = unknown>(
  source: JsonSchemaSource,
  options: JsonSchemaDeserializerOptions<T>,
): Deserializer<NoInfer<T>>;
export function jsonSchemaDeserializer<T = unknown>(
  options: JsonSchemaDeserializerOptions<T>,
): Deserializer<NoInfer<T>>;
export function jsonSchemaDeserializer<T>(
  ...given:
    | readonly [JsonSchemaSource, JsonSchemaDeserializerOptions<T>]
    | readonly [JsonSchemaDeserializerOptions<T>]
): Deserializer<T> {
  const [source, options] = given.length === 1 ? [null, given[0]] : given;
  const { shared, own } = deserializerOptions('jsonSchemaDeserializer', jsonSchemaDeserializerRows, options);
  if (own.validate) expectAjv();
  const format = new JsonSchemaFormat({ ...own, allErrors: false });
  const reader = source === null ? null : givenJsonSchema(source);
  // Which type a schema describes is the caller's promise.
  return new RegistryDeserializer(format, reader, shared) as Deserializer<unknown> as Deserializer<T>;
}
