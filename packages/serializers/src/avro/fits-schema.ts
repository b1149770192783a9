/**
 * Whether a value is what a schema takes: what the guards of generated code ask.
 *
 * Asks what encoding would ask, so a value that passes can be written. Nothing is written.
 */
import { avroCodec } from './avro-codec.ts';
import type { AvroSchema } from './avro-schema.ts';

/**
 * Whether the value can be encoded with the schema, by its own choices and codecs.
 * @example
 * fitsSchema(Customer, { id: 1, name: 'Ada' }); // true
 * fitsSchema(Customer, { id: 'x' }); // false
 */
export function fitsSchema<Value, Input>(schema: AvroSchema<Value, Input>, value: unknown): value is Input {
  return avroCodec(schema).validate(value).length === 0;
}
