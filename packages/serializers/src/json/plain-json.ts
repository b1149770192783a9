/**
 * JSON text in UTF-8, without an id: for topics without a registry, and for readers in every language.
 *
 * A Standard Schema (zod, valibot and others) gives the types and the checks. What is sent, and what is read, is what
 * the schema makes of the value: defaults, coercions and transformations count.
 */
import { SerializationError, asBuffer, type Deserializer, type RichSerializer } from '@ottla/kernel';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { placed, type ErrorPlace } from '../errors.ts';
import { jsonOfBytes } from './json-bytes.ts';
import { jsonTextOf } from './json-text.ts';
import { refuseOtherKinds, type LargeIntegers } from './large-integers.ts';
import { refuseOtherSchemas, validated } from './standard-schema.ts';

export interface JsonOptions {
  /**
   * Shows the value that does not fit, and the message of the schema's library, in errors. Default: false, which
   * tells kinds only.
   */
  readonly showValues?: boolean | undefined;
}

export interface JsonReadOptions extends JsonOptions {
  /**
   * What becomes of an integer beyond 2^53 that a number would round. Default: 'refuse', which fails with
   * SerializationError `VALUE_UNREPRESENTABLE`.
   */
  readonly largeIntegers?: LargeIntegers | undefined;
}

/**
 * Writes JSON. With a schema, the value is checked and what the schema gives is written; without one, any value that
 * JSON holds. What does not fit fails with SerializationError `VALUE_MISFIT`, all places in `misfits`; a schema that
 * answers with a promise with `SERIALIZER_ASYNC`. Source: RFC 8259.
 * @example
 * import { z } from 'zod';
 *
 * const orders = jsonSerializer(z.object({ id: z.string(), total: z.number() }));
 */
export function jsonSerializer<T = unknown>(): RichSerializer<NoInfer<T>>;
export function jsonSerializer<S extends StandardSchemaV1>(
  schema: S,
  options?: JsonOptions,
): RichSerializer<StandardSchemaV1.InferInput<S>>;
export function jsonSerializer(
  schema?: StandardSchemaV1,
  { showValues = false }: JsonOptions = {},
): RichSerializer<unknown> {
  if (schema !== undefined) refuseOtherSchemas('jsonSerializer', schema);
  return {
    serializeInto(value, writer, context) {
      try {
        const output = schema === undefined ? value : validated(schema, value, showValues);
        writer.writeUtf8(jsonTextOf(output).text);
      } catch (error) {
        throw placedAt(error, context, showValues ? { value } : undefined);
      }
    },
  };
}

/**
 * Reads JSON. With a schema, the value is checked and what the schema gives is the value. Bytes that are no JSON fail
 * with SerializationError `BYTES_MALFORMED` or `BYTES_TOO_LARGE`, values that do not fit with `VALUE_MISFIT`, integers
 * that a number would round with `VALUE_UNREPRESENTABLE`.
 * @example
 * import { z } from 'zod';
 *
 * const orders = jsonDeserializer(z.object({ id: z.string(), total: z.number() }));
 */
export function jsonDeserializer<T = unknown>(
  schema?: undefined,
  options?: JsonReadOptions,
): Deserializer<NoInfer<T>>;
export function jsonDeserializer<S extends StandardSchemaV1>(
  schema: S,
  options?: JsonReadOptions,
): Deserializer<StandardSchemaV1.InferOutput<S>>;
export function jsonDeserializer(
  schema?: StandardSchemaV1,
  { showValues = false, largeIntegers = 'refuse' }: JsonReadOptions = {},
): Deserializer<unknown> {
  if (schema !== undefined) refuseOtherSchemas('jsonDeserializer', schema);
  refuseOtherKinds('jsonDeserializer', largeIntegers);
  return {
    deserialize(bytes, context) {
      let value: unknown;
      try {
        value = jsonOfBytes(asBuffer(bytes), largeIntegers);
        return schema === undefined ? value : validated(schema, value, showValues);
      } catch (error) {
        throw placedAt(error, context, showValues ? { value } : undefined);
      }
    },
  };
}

function placedAt(
  error: unknown,
  { topic, isKey }: ErrorPlace,
  shown: { readonly value: unknown } | undefined,
): unknown {
  if (!(error instanceof SerializationError)) return error;
  const isMisfit = error.code === 'VALUE_MISFIT';
  return isMisfit ? placed(error, { topic, isKey }, shown) : placed(error, { topic, isKey });
}
