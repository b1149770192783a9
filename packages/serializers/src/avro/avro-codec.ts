/**
 * Values to Avro bytes and back, without a registry and without a frame.
 *
 * One codec per schema and choices; it remembers what it worked out, per writer's schema when reading. Source:
 * Avro 1.12 specification, "Binary Encoding" and "Schema Resolution".
 */
import { asBuffer, type ByteWriter } from '@ottla/kernel';
import { parseSchema, representationOf, type RepresentationChoices, type Schema } from '@ottla/schema';
import type { AvroSchema } from './avro-schema.ts';
import { ValueReader } from './read/value-reader.ts';
import { withinStack } from './schema-depth.ts';
import { ValueWriter } from './write/value-writer.ts';

/** `Value` is what decoding gives; `Input` what encoding takes. */
export interface AvroCodec<Value, Input = Value> {
  readonly schema: Schema;
  /**
   * Writes the value at the writer's position. Throws SerializationError `VALUE_MISFIT` with the path, and
   * leaves the position where it was.
   */
  encodeInto(value: Input, writer: ByteWriter): void;
  /**
   * Reads one datum, written with `writerSchema` or else with the codec's own; bytes after it are ignored, as
   * Java does. Throws SerializationError `BYTES_MALFORMED`, `BYTES_TOO_LARGE` or `SCHEMAS_UNRESOLVABLE`.
   */
  decode(bytes: Uint8Array, writerSchema?: Schema): Value;
}

/** What one constant of generated code has been worked out to; shared by all who use it. */
const codecs = new WeakMap<object, AvroCodec<unknown, unknown>>();

/**
 * Makes a codec, from a parsed schema or from a constant of generated code. With a constant, the choices are
 * its own and the values have its types.
 * @example
 * const codec = avroCodec<{ id: number }>(parseSchema(text));
 * codec.encodeInto({ id: 1 }, writer);
 * codec.decode(writer.toBytes()); // { id: 1 }
 */
export function avroCodec<Value, Input = Value>(
  schema: AvroSchema<Value, Input> | Schema,
  choices?: RepresentationChoices,
): AvroCodec<Value, Input> {
  const shared = choices === undefined ? codecs.get(schema) : undefined;
  const codec = shared ?? makeCodec(schema, choices);
  if (choices === undefined) codecs.set(schema, codec);
  // The types are the caller's promise about the schema; every value is checked against the schema itself.
  return codec as unknown as AvroCodec<Value, Input>;
}

type SchemaParts = Pick<AvroSchema<unknown>, 'fullName' | 'schema' | 'fingerprint' | 'choices'>;

function makeCodec(
  given: SchemaParts | Schema,
  choices: RepresentationChoices | undefined,
): AvroCodec<unknown, unknown> {
  const schema = 'fingerprint' in given ? parseSchema(given.schema, { file: given.fullName }) : given;
  const chosen = choices ?? ('fingerprint' in given ? given.choices : {});
  return withinStack(() => new SchemaCodec(schema, chosen));
}

class SchemaCodec implements AvroCodec<unknown, unknown> {
  readonly schema: Schema;
  readonly #writer: ValueWriter;
  readonly #representation: ReturnType<typeof representationOf>;
  readonly #readers = new WeakMap<Schema, ValueReader>();

  constructor(schema: Schema, choices: RepresentationChoices) {
    this.schema = schema;
    this.#representation = representationOf(schema, choices);
    this.#writer = new ValueWriter(this.#representation);
  }

  encodeInto(value: unknown, writer: ByteWriter): void {
    this.#writer.write(value, writer);
  }

  decode(bytes: Uint8Array, writerSchema: Schema = this.schema): unknown {
    let reader = this.#readers.get(writerSchema);
    if (reader === undefined) {
      reader = new ValueReader(writerSchema, this.#representation);
      this.#readers.set(writerSchema, reader);
    }
    return reader.read(asBuffer(bytes), 0);
  }
}
