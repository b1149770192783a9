/**
 * JSON values behind the id of their JSON Schema, for a producer.
 *
 * Owns the options that only JSON Schema has; everything else is RegistrySerializer's. Values are checked before they
 * are written unless told otherwise: here a wrong value can still be refused, and whoever made it is told.
 */
import { kinds, optional, withDefault, type RichSerializer } from '@ottla/kernel';
import { serializerOptions, type RegistrySerializerOptions } from '../registry/registry-options.ts';
import { RegistrySerializer } from '../registry/registry-serializer.ts';
import type { AjvFactory, AjvInstance } from './ajv-instance.ts';
import { expectAjv } from './ajv-library.ts';
import { JsonSchemaFormat } from './json-schema-format.ts';
import { givenJsonSchema, type JsonSchemaSource } from './json-schema-source.ts';

const ajv = kinds.of<AjvInstance | AjvFactory>(
  'an instance of ajv, or a function that makes one for each schema',
  (value): value is AjvInstance | AjvFactory =>
    typeof value === 'function' ||
    (typeof value === 'object' && value !== null && 'compile' in value && 'addSchema' in value),
);

export const ajvRow = optional(
  ajv,
  'An ajv of your own, with keywords, formats and options: an instance that all schemas share, or a function `(options, dialect) => ajv` that makes one for each. Default: one for each schema, strict mode off, formats of ajv-formats.',
);

export const jsonSchemaSerializerRows = {
  validate: withDefault(
    kinds.boolean,
    true,
    'Holds each value against the schema before it is written. All places that do not fit are told.',
  ),
  ajv: ajvRow,
};

export type JsonSchemaSerializerOptions = RegistrySerializerOptions & {
  /** Default: true. */
  readonly validate?: boolean | undefined;
  /** An instance that all schemas share, or what makes one for each schema from our options and the draft. */
  readonly ajv?: AjvInstance | AjvFactory | undefined;
};

/**
 * A serializer for values of a JSON Schema: drafts 6, 7, 2019-09 and 2020-12, by `$schema`, else draft 7. A value
 * that does not fit fails with SerializationError `VALUE_MISFIT`, which names every place; the value is never
 * changed. Bytes are those of Confluent's KafkaJsonSchemaSerializer: id, JSON text. T is unknown unless it is written.
 * Throws ConfigError.
 * @example
 * const orders = jsonSchemaSerializer<{ id: string }>(
 *   { type: 'object', title: 'Order', properties: { id: { type: 'string' } }, required: ['id'] },
 *   { registry, autoRegister: true },
 * );
 * await serializeValue(orders, { id: 'o-1' }, { topic: 'orders', isKey: false, headers: [] });
 */
export function jsonSchemaSerializer<T = unknown>(
  source: JsonSchemaSource,
  options: JsonSchemaSerializerOptions,
): RichSerializer<NoInfer<T>>;
/** With the schema that the registry says: `useLatestVersion`, `useSchemaId` or `useLatestWithMetadata`. */
export function jsonSchemaSerializer<T = unknown>(
  options: JsonSchemaSerializerOptions,
): RichSerializer<NoInfer<T>>;
export function jsonSchemaSerializer(
  ...given: readonly [JsonSchemaSource, JsonSchemaSerializerOptions] | readonly [JsonSchemaSerializerOptions]
): RichSerializer<unknown> {
  const [source, options] = given.length === 1 ? [null, given[0]] : given;
  const { shared, own } = serializerOptions('jsonSchemaSerializer', jsonSchemaSerializerRows, options);
  if (own.validate) expectAjv();
  const format = new JsonSchemaFormat({ ...own, allErrors: true, largeIntegers: 'round' });
  return new RegistrySerializer(format, source === null ? null : givenJsonSchema(source), shared);
}
