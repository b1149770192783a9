/**
 * Values to Avro bytes and back, without a registry and without a frame.
 *
 * One codec per schema and options; it remembers what it worked out, per writer's schema when reading. Source:
 * Avro 1.12 specification, "Binary Encoding" and "Schema Resolution".
 */
import { asBuffer, type ByteWriter, type ValueMisfit } from '@ottla/kernel';
import {
  parseSchema,
  representationOf,
  type Representation,
  type RepresentationChoices,
  type Schema,
} from '@ottla/schema';
import type { AvroSchema } from './avro-schema.ts';
import type { AnyCompiledCodec } from './compiled/compiled-codec.ts';
import { writePlan } from './plan/write-plan.ts';
import { DatumReading, type DatumReadingOptions } from './read/datum-reading.ts';
import { withinStack } from './schema-depth.ts';
import { expectSchema } from './schema-source.ts';
import type { ValueCodecs } from './value-codec.ts';
import { ValueEncoder } from './write/value-encoder.ts';
import type { AvroWriteOptions } from './write/value-write.ts';

export interface AvroReadOptions {
  /** What follows the datum: 'ignore' is the default, as in Java; 'refuse' is an error. */
  readonly trailingBytes?: 'ignore' | 'refuse' | undefined;
}

/** For schemas without generated types; with a constant, they win over its own. */
export interface UntypedOptions {
  readonly choices?: RepresentationChoices | undefined;
  /** Those that the choices name. */
  readonly codecs?: ValueCodecs | undefined;
}

export type AvroCodecOptions = UntypedOptions & AvroWriteOptions & AvroReadOptions;

/** `Value` is what decoding gives; `Input` what encoding takes. */
export interface AvroCodec<Value, Input = Value> {
  readonly schema: Schema;
  /**
   * Writes the value at the writer's position. Throws SerializationError `VALUE_MISFIT`, which names every place
   * that does not fit, and leaves the position where it was.
   */
  encodeInto(value: Input, writer: ByteWriter): void;
  /**
   * Reads one datum, written with `writerSchema` or else with the codec's own. Throws SerializationError
   * `BYTES_MALFORMED`, `BYTES_TOO_LARGE`, `TRAILING_BYTES`, `VALUE_UNREPRESENTABLE` or `SCHEMAS_UNRESOLVABLE`.
   */
  decode(bytes: Uint8Array, writerSchema?: Schema): Value;
  /** Every place where a value does not fit, at most 100; none when `encodeInto` would take it. */
  validate(value: unknown): readonly ValueMisfit[];
}

/** What a schema has been worked out to without options; shared by all who use it. */
const shared = new WeakMap<object, AvroCodec<unknown, unknown>>();

/**
 * Makes a codec, from a parsed schema or from a constant of generated code. With a constant, the choices are
 * its own and the values have its types.
 * @example
 * const schema = parseSchema('{"type": "record", "name": "Id", "fields": [{"name": "id", "type": "long"}]}');
 * const codec = avroCodec<{ id: number }>(schema);
 * const writer = new ByteWriter();
 * codec.encodeInto({ id: 1 }, writer);
 * codec.decode(writer.toBytes()); // { id: 1 }
 * codec.validate({ id: 'x' }); // [{ path: 'id', expected: 'long', found: 'a string', remedy: undefined }]
 */
export function avroCodec<Value, Input = Value>(
  schema: AvroSchema<Value, Input> | Schema,
  options?: AvroCodecOptions,
): AvroCodec<Value, Input> {
  expectSchema('avroCodec', schema);
  const isShared = Object.values(options ?? {}).every((option) => option === undefined);
  const codec = (isShared ? shared.get(schema) : undefined) ?? makeCodec(schema, options ?? {});
  if (isShared) shared.set(schema, codec);
  // The types are the caller's promise about the schema; every value is checked against the schema itself.
  return codec as unknown as AvroCodec<Value, Input>;
}

type SchemaParts = Pick<
  AvroSchema<unknown, never>,
  'fullName' | 'schema' | 'fingerprint' | 'choices' | 'codecs' | 'compiled'
>;

function makeCodec(given: SchemaParts | Schema, options: AvroCodecOptions): AvroCodec<unknown, unknown> {
  if (!('fingerprint' in given)) return withinStack(() => new SchemaCodec(given, options));
  const schema = parseSchema(given.schema, { file: given.fullName });
  const { choices = given.choices, codecs = given.codecs } = options;
  // Compiled for the constant's own choices.
  const isOwn = options.choices === undefined && options.codecs === undefined;
  const compiled = isOwn ? given.compiled : undefined;
  return withinStack(() => new SchemaCodec(schema, { ...options, choices, codecs }, compiled));
}

class SchemaCodec implements AvroCodec<unknown, unknown> {
  readonly schema: Schema;
  readonly #representation: Representation;
  readonly #options: DatumReadingOptions;
  readonly #encoder: ValueEncoder;
  readonly #readers = new WeakMap<Schema, DatumReading>();

  constructor(schema: Schema, options: AvroCodecOptions, compiled?: AnyCompiledCodec) {
    this.schema = schema;
    this.#options = { ...options, compiled: compiled?.read };
    this.#representation = representationOf(schema, options.choices);
    const plan = writePlan(this.#representation, options.codecs);
    this.#encoder = new ValueEncoder(plan, options, compiled?.write);
  }

  encodeInto(value: unknown, writer: ByteWriter): void {
    this.#encoder.encodeInto(value, writer);
  }

  validate(value: unknown): readonly ValueMisfit[] {
    return this.#encoder.validate(value);
  }

  decode(bytes: Uint8Array, writerSchema: Schema = this.schema): unknown {
    let reader = this.#readers.get(writerSchema);
    if (reader === undefined) {
      reader = new DatumReading(writerSchema, this.#representation, this.#options);
      this.#readers.set(writerSchema, reader);
    }
    return reader.read(asBuffer(bytes), 0);
  }
}
