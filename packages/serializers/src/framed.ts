/**
 * Puts magic byte and schema id before the bytes of any encoder.
 *
 * Owns the order: id first (through the gate), then frame, then the encoder's bytes. Knows nothing of what
 * the encoder writes; that it fits the schema is the encoder's promise.
 */
import { SerializationError, isStrayPromise, kindOf } from '@ottla/kernel';
import type {
  ByteWriter,
  RichSerializer,
  SchemaReference,
  SchemaRegistry,
  SchemaType,
  SerializerContext,
} from '@ottla/kernel';
import { writeFrame } from './framing.ts';
import { SchemaIds, type SubjectOption } from './registry/schema-ids.ts';

export interface FramedOptions<T> {
  readonly registry: SchemaRegistry;
  /** The text of the schema, as the registry is to store it. */
  readonly schema: string;
  readonly schemaType: SchemaType;
  readonly references?: readonly SchemaReference[] | undefined;
  /** Default: `<topic>-key` or `<topic>-value`. */
  readonly subject?: SubjectOption | undefined;
  /** Whether an unknown schema is registered (default, as in Java) or is an error. */
  readonly autoRegisterSchemas?: boolean | undefined;
  /** Returns the payload, or writes it at the writer's position and returns nothing. */
  readonly serialize: (value: T, writer: ByteWriter, context: SerializerContext) => Uint8Array | void;
}

/**
 * A serializer that frames what another encoder makes. Source: Confluent Schema Registry, "Wire format".
 * @example
 * const customers = framed<Customer>({
 *   registry, schemaType: 'JSON', schema: customerJsonSchema,
 *   serialize: (customer) => Buffer.from(JSON.stringify(customer)),
 * });
 */
export function framed<T>(options: FramedOptions<T>): RichSerializer<T> {
  const { registry, schema, schemaType, references, subject, autoRegisterSchemas, serialize } = options;
  const text = { schema, schemaType, ...(references === undefined ? {} : { references }) };
  const ids = new SchemaIds({ registry, schema: text, subject, autoRegisterSchemas });
  return {
    ready: (_value, context) => ids.ready(context),
    serializeInto(value, writer, context) {
      writeFrame(ids.id(context), writer);
      const payload: unknown = serialize(value, writer, context);
      if (payload === undefined) return;
      // Of anything but bytes nothing is left but zeros once it is copied; an async function fits the type.
      if (!(payload instanceof Uint8Array)) throw notBytes(payload, context);
      writer.writeBytes(payload);
    },
  };
}

function notBytes(payload: unknown, { topic }: SerializerContext): SerializationError {
  const isPromise = isStrayPromise(payload);
  const found = isPromise ? 'a promise' : kindOf(payload);
  const remedy = isPromise
    ? 'fetch what it needs in ready(), and return bytes at once'
    : 'return bytes, or write them';
  return new SerializationError(`topic '${topic}': the framed serialize() returned ${found}; ${remedy}`, {
    code: isPromise ? 'SERIALIZER_ASYNC' : 'SERIALIZATION_FAILED',
    topic,
    expected: 'Uint8Array',
    found,
  });
}
