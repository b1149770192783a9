/**
 * Values to Avro's JSON encoding and back.
 *
 * The JSON says what the binary encoding says, so values go through that: whatever a codec takes or refuses is
 * taken or refused here, logical types and choices included. Not for speed. Source: Avro 1.12 specification,
 * "JSON Encoding".
 */
import { ByteWriter } from '@ottla/kernel';
import type { Schema } from '@ottla/schema';
import { avroCodec, type UntypedOptions } from '../avro-codec.ts';
import type { AvroSchema } from '../avro-schema.ts';
import type { AvroWriteOptions } from '../write/value-write.ts';
import { textOfDatum } from './datum-text.ts';
import { writeDatum } from './datum-writer.ts';
import { jsonTree } from './json-tree.ts';

export type AvroJsonOptions = UntypedOptions & AvroWriteOptions;

/**
 * The text of a value in Avro's JSON encoding, on one line. Branches of unions are named, bytes are strings of
 * code points 0 to 255, logical types stand as the type under them, longs are exact however large. Throws
 * SerializationError `VALUE_MISFIT`.
 * @example
 * toAvroJson({ id: 1, name: 'Ada', email: 'a@b.example' }, Customer); // '{"id":1,"name":"Ada","email":{"string":"a@b.example"}}'
 */
export function toAvroJson<Input>(
  value: Input,
  schema: AvroSchema<unknown, Input> | Schema,
  options: AvroJsonOptions = {},
): string {
  const codec = avroCodec<unknown, Input>(schema, options);
  const writer = new ByteWriter();
  codec.encodeInto(value, writer);
  return textOfDatum(codec.schema, writer.view());
}

/**
 * The value that a text in Avro's JSON encoding stands for. Instead of a text it takes what `JSON.parse` would
 * give for one, except for a string, which is always a text; longs beyond 2^53 survive in a text, or as bigints.
 * Throws SerializationError `JSON_INVALID`, or `VALUE_MISFIT` with path, line and column: fields must all be
 * there, and none but these.
 * @example
 * fromAvroJson('{"id":1,"name":"Ada","email":{"string":"a@b.example"}}', Customer); // { id: 1, name: 'Ada', email: 'a@b.example' }
 */
export function fromAvroJson<Value = unknown>(
  json: unknown,
  schema: AvroSchema<Value, never> | Schema,
  options: AvroJsonOptions = {},
): Value {
  const codec = avroCodec<Value, never>(schema, options);
  const writer = new ByteWriter();
  writeDatum(codec.schema, jsonTree(json), writer);
  return codec.decode(writer.view());
}
