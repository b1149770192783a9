/**
 * Puts the id of a schema before the bytes of any encoder.
 *
 * Owns the order: id first (through the gate), then frame, then the encoder's bytes. Knows nothing of what
 * the encoder writes; that it fits the schema is the encoder's promise.
 */
import {
  InvariantError,
  isStrayPromise,
  kindOf,
  kinds,
  optional,
  required,
  type OptionsInput,
} from '@ottla/kernel';
import type {
  ByteWriter,
  RichSerializer,
  SchemaReference,
  SchemaText,
  SerializerContext,
} from '@ottla/kernel';
import { serializationError } from './errors.ts';
import type { PayloadFormat } from './registry/payload-format.ts';
import { serializerOptions, type RegistrySerializerOptions } from './registry/registry-options.ts';
import { RegistrySerializer } from './registry/registry-serializer.ts';

type Encode<T> = (value: T, writer: ByteWriter, context: SerializerContext) => Uint8Array | void;

const framedRows = {
  schema: required(kinds.string, 'The text of the schema, as the registry is to store it.'),
  schemaType: required(kinds.oneOf('AVRO', 'JSON', 'PROTOBUF'), 'Its language.'),
  references: optional(
    kinds.of<readonly SchemaReference[]>(
      'an array of { name, subject, version }',
      (value): value is readonly SchemaReference[] => Array.isArray(value),
    ),
    'What its text refers to.',
  ),
  serialize: required(
    kinds.of<Encode<never>>('a function', (value): value is Encode<never> => typeof value === 'function'),
    "Returns the payload, or writes it at the writer's position and returns nothing.",
  ),
};

export type FramedOptions<T> = RegistrySerializerOptions &
  Omit<OptionsInput<typeof framedRows>, 'serialize'> & {
    /** Returns the payload, or writes it at the writer's position and returns nothing. */
    readonly serialize: Encode<T>;
  };

/**
 * A serializer that frames what another encoder makes. Source: Confluent Schema Registry, "Wire format".
 * @example
 * const names = framed<{ name: string }>({
 *   registry, schemaType: 'JSON', schema: '{"type": "object", "properties": {"name": {"type": "string"}}}',
 *   serialize: (value) => Buffer.from(JSON.stringify(value)),
 * });
 */
export function framed<T = unknown>(options: FramedOptions<T>): RichSerializer<NoInfer<T>> {
  const { shared, own } = serializerOptions('framed', framedRows, options);
  const { schema, schemaType, references, serialize } = own;
  const text: SchemaText = { schema, schemaType, ...(references === undefined ? {} : { references }) };
  const call: EncoderCall = { context: undefined };
  // What T is, the caller has promised; the encoder is called with nothing else.
  const format = encoderFormat(text, serialize as Encode<unknown>, call);
  const serializer = new RegistrySerializer(format, text, shared);
  return {
    ready: (value, context) => serializer.ready(value, context),
    serializeInto(value, writer, context) {
      // An encoder may call this very serializer again.
      const outer = call.context;
      call.context = context;
      try {
        serializer.serializeInto(value, writer, context);
      } finally {
        call.context = outer;
      }
    },
  };
}

/** Whose value is being encoded. */
interface EncoderCall {
  context: SerializerContext | undefined;
}

function encoderFormat(own: SchemaText, encode: Encode<unknown>, call: EncoderCall): PayloadFormat {
  return {
    schemaType: own.schemaType,
    hasMessageIndexes: false,
    recordName: () => null,
    writer: () => ({
      write(value, writer) {
        if (call.context === undefined) throw new InvariantError('an encoder was called without its record');
        const payload: unknown = encode(value, writer, call.context);
        if (payload === undefined) return;
        // Of anything but bytes nothing is left but zeros once it is copied; an async function fits the type.
        if (!(payload instanceof Uint8Array)) throw notBytes(payload);
        writer.writeBytes(payload);
      },
    }),
    reader: () => {
      throw serializationError('an encoder of its own writes, and reads nothing', 'SCHEMA_NOT_USABLE');
    },
    incompatibilities: (reader, writer) =>
      reader.text.schema === writer.text.schema
        ? []
        : ['the texts differ, and nobody can say whether the encoder given to framed() writes what it means'],
  };
}

function notBytes(payload: unknown): Error {
  const isPromise = isStrayPromise(payload);
  const found = isPromise ? 'a promise' : kindOf(payload);
  const remedy = isPromise
    ? 'fetch what it needs in ready(), and return bytes at once'
    : 'return bytes, or write them';
  const problem = `the framed serialize() returned ${found}; ${remedy}`;
  return serializationError(problem, isPromise ? 'SERIALIZER_ASYNC' : 'SERIALIZATION_FAILED');
}
