/**
 * Encodes a value with a parsed schema and puts the frame before it, at once.
 *
 * avsc's types write straight behind the frame; any other schema, ours or a user's, gives its bytes. Whatever
 * goes wrong is a ConfluentSchemaRegistryValidationError with the paths of all that does not fit, which are
 * looked for only then.
 */
import avsc, { type Type } from 'avsc';
import { isAvroType } from './avro/avro-schema.ts';
import { undeclaredFields } from './avro/undeclared-fields.ts';
import { ConfluentSchemaRegistryValidationError } from './errors.ts';
import type { AvroSchema, Schema, Untyped } from './schema-types.ts';
import { encode, FrameWriter } from './wire-encoder.ts';

const avscToBuffer: unknown = Reflect.get(avsc.Type.prototype, 'toBuffer');

/** One of avsc's types as avsc made it: not a user's, and no spy on it. */
const writesIntoSlab = (schema: Schema | Type): schema is Type => schema.toBuffer === avscToBuffer;

export class PayloadEncoder {
  readonly #frames = new FrameWriter();
  readonly #noUndeclaredFields: boolean;

  constructor(options: { noUndeclaredFields: boolean }) {
    this.#noUndeclaredFields = options.noUndeclaredFields;
  }

  encode(registryId: number, schema: Schema | AvroSchema, payload: Untyped): Buffer {
    if (this.#noUndeclaredFields) refuseUndeclaredFields(schema, payload);
    try {
      return writesIntoSlab(schema)
        ? this.#frames.encode(registryId, schema, payload)
        : encode(registryId, schema.toBuffer(payload));
    } catch (error) {
      if (error instanceof ConfluentSchemaRegistryValidationError) throw error;
      throw new ConfluentSchemaRegistryValidationError(error, invalidPaths(schema, payload));
    }
  }
}

function invalidPaths(schema: Schema, payload: Untyped): string[][] {
  const paths: string[][] = [];
  schema.isValid(payload, { errorHook: (path) => paths.push(path) });
  return paths;
}

function refuseUndeclaredFields(schema: Schema | AvroSchema, payload: Untyped): void {
  if (!isAvroType(schema) || schema.isValid(payload, { noUndeclaredFields: true })) return;
  const named = undeclaredFields(schema, payload);
  // A value that is wrong in another way is told by the encoding itself.
  if (named.length === 0 && !schema.isValid(payload)) return;
  const paths = named.length > 0 ? named : pathsWithUndeclaredFields(schema, payload);
  const list = paths.map((path) => path.join('.')).join(', ');
  throw new ConfluentSchemaRegistryValidationError(
    `undeclared fields: ${list}; the schema ${schema.name ?? schema.typeName} does not have them`,
    paths,
  );
}

/** Inside logical types avsc only says which record has too many keys. */
function pathsWithUndeclaredFields(type: Type, payload: Untyped): string[][] {
  const paths: string[][] = [];
  type.isValid(payload, { noUndeclaredFields: true, errorHook: (path) => paths.push(path) });
  return paths;
}
