/**
 * Avro payloads behind a schema id, for whoever reads records.
 *
 * Reads with the writer's schema, which the id names, into the reader's. What each id has come to is kept in a
 * bounded cache of this deserializer, which has one reader's schema and one registry, so an id is key enough.
 */
import { asBuffer, ByteWriter, SerializationError } from '@ottla/kernel';
import type { Deserializer, DeserializerContext, RegisteredSchema, SchemaRegistry } from '@ottla/kernel';
import { parseSchema, representationOf, SchemaError, type Representation, type Schema } from '@ottla/schema';
import { LRUCache } from 'lru-cache';
import { FRAME_BYTES, readFrame } from '../framing.ts';
import { placed, unreadable } from '../misfit.ts';
import type { AvroSchema } from './avro-schema.ts';
import { ValueReader } from './read/value-reader.ts';

export interface AvroDeserializerOptions {
  readonly registry: SchemaRegistry;
}

/** Takes the whole framed bytes. */
type PayloadReader = (framed: Buffer) => unknown;

/** Bytes of the longest length of bytes. */
const LONGEST_LENGTH = 5;

/** Writers' schemas kept ready; a topic has as many as its subject has had versions. */
const MOST_WRITERS = 1000;

/**
 * A deserializer into one schema. `ready` fetches the writer's schema; a registry that does not know the id
 * rejects it. Bytes that cannot be read throw SerializationError.
 * @example
 * const customers = avroDeserializer(Customer, { registry });
 * const customer = await deserializeValue(customers, bytes, { topic, isKey: false, headers: [] });
 */
export function avroDeserializer<Value, Input>(
  readerSchema: AvroSchema<Value, Input>,
  options: AvroDeserializerOptions,
): Deserializer<Value> {
  // The constant carries the types of what its schema decodes to.
  return new AvroDeserializer(readerSchema, options.registry) as unknown as Deserializer<Value>;
}

class AvroDeserializer implements Deserializer<unknown> {
  readonly #registry: SchemaRegistry;
  readonly #representation: Representation;
  readonly #readers = new LRUCache<number, PayloadReader>({ max: MOST_WRITERS });
  readonly #pending = new Map<number, Promise<void>>();

  constructor(
    { fullName, schema, choices }: Pick<AvroSchema<unknown>, 'fullName' | 'schema' | 'choices'>,
    registry: SchemaRegistry,
  ) {
    this.#registry = registry;
    this.#representation = representationOf(parseSchema(schema, { file: fullName }), choices);
  }

  ready(bytes: Uint8Array, context: DeserializerContext): true | Promise<void> {
    const id = readFrame(bytes, context);
    if (this.#known(id, context) !== undefined) return true;
    const pending = this.#pending.get(id);
    if (pending !== undefined) return pending;
    const asked = this.#ask(id, context);
    this.#pending.set(id, asked);
    return asked;
  }

  deserialize(bytes: Uint8Array, context: DeserializerContext): unknown {
    const id = readFrame(bytes, context);
    const reader = this.#known(id, context);
    if (reader === undefined) {
      throw unreadable(
        `the schema ${id} is not at hand yet; wait for ready() first`,
        'SCHEMA_UNKNOWN',
        context,
      );
    }
    try {
      return reader(asBuffer(bytes));
    } catch (error) {
      if (!(error instanceof SerializationError)) throw error;
      const { topic, isKey } = context;
      throw placed(error, { topic, isKey, schemaId: id });
    }
  }

  #known(id: number, context: DeserializerContext): PayloadReader | undefined {
    const reader = this.#readers.get(id);
    if (reader !== undefined) return reader;
    const registered = this.#registry.knownSchema(id);
    return registered === undefined ? undefined : this.#remember(id, registered, context);
  }

  async #ask(id: number, context: DeserializerContext): Promise<void> {
    try {
      this.#remember(id, await this.#registry.schema(id), context);
    } finally {
      this.#pending.delete(id);
    }
  }

  #remember(id: number, registered: RegisteredSchema, context: DeserializerContext): PayloadReader {
    const reader = payloadReader(writerSchemaOf(id, registered, context), this.#representation);
    this.#readers.set(id, reader);
    return reader;
  }
}

/** Stored schemas are parsed leniently: whatever their defaults are, their bytes must be read. */
function writerSchemaOf(id: number, registered: RegisteredSchema, context: DeserializerContext): Schema {
  const { schemaType, schema, references = [] } = registered;
  if (schemaType !== 'AVRO') {
    throw unreadable(`the schema ${id} is of type ${schemaType}, not AVRO`, 'SCHEMA_TYPE_WRONG', context);
  }
  try {
    return parseSchema(schema, { file: `schema ${id}`, lenient: true });
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    const references_ = references.map(({ name }) => name).join(', ');
    const why = references_ === '' ? '' : `; it refers to ${references_}, which are not fetched`;
    throw unreadable(`the schema ${id} cannot be used: ${error.message}${why}`, 'SCHEMA_UNUSABLE', context);
  }
}

/** A root `bytes` stands without its length, as Confluent's serializers write it. */
function payloadReader(writer: Schema, reader: Representation): PayloadReader {
  if (writer.type === 'bytes') {
    const values = new ValueReader(writer, reader);
    return (framed) => {
      const scratch = new ByteWriter(framed.length + LONGEST_LENGTH);
      scratch.writeVarlong(framed.length - FRAME_BYTES);
      scratch.writeBytes(framed.subarray(FRAME_BYTES));
      return values.read(scratch.view(), 0);
    };
  }
  const values = new ValueReader(writer, reader);
  return (framed) => values.read(framed, FRAME_BYTES);
}
