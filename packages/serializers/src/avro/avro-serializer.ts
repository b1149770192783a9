/**
 * Avro payloads behind a schema id, for a producer.
 *
 * The id comes first, through the gate; then encoding is synchronous and goes straight into the producer's
 * bytes. A root schema `bytes` is written without its length, as Confluent's serializers do. Source: Confluent
 * Schema Registry, "Wire format".
 */
import { SerializationError, type RichSerializer, type SchemaRegistry } from '@ottla/kernel';
import { foundKind } from '../found-kind.ts';
import { writeFrame } from '../framing.ts';
import { misfitError, placed } from '../misfit.ts';
import { SchemaIds, type SubjectOption } from '../registry/schema-ids.ts';
import { avroCodec } from './avro-codec.ts';
import type { AvroSchema } from './avro-schema.ts';

export interface AvroSerializerOptions {
  readonly registry: SchemaRegistry;
  /** Default: `<topic>-key` or `<topic>-value`. */
  readonly subject?: SubjectOption | undefined;
  /** Whether an unknown schema is registered (true, the default, as in Java) or is an error. */
  readonly autoRegisterSchemas?: boolean | undefined;
}

/**
 * A serializer for the values of one schema. A value that does not fit fails with SerializationError
 * `VALUE_MISFIT`, which names topic, subject and path; what the registry says passes through as it is.
 * @example
 * const value = avroSerializer(Customer, { registry, autoRegisterSchemas: false });
 */
export function avroSerializer<Value, Input>(
  schema: AvroSchema<Value, Input>,
  options: AvroSerializerOptions,
): RichSerializer<Input> {
  const codec = avroCodec(schema);
  const text = { schemaType: 'AVRO', schema: schema.schema } as const;
  const ids = new SchemaIds({ ...options, schema: text });
  const isRawBytes = codec.schema.type === 'bytes' && codec.schema.logical === null;
  return {
    ready: (_value, context) => ids.ready(context),
    serializeInto(value, writer, context) {
      const start = writer.position;
      writeFrame(ids.id(context), writer);
      try {
        if (isRawBytes) {
          if (!(value instanceof Uint8Array)) {
            throw misfitError({ path: '', expected: 'bytes', found: foundKind(value) });
          }
          writer.writeBytes(value);
        } else {
          codec.encodeInto(value, writer);
        }
      } catch (error) {
        writer.truncate(start);
        if (!(error instanceof SerializationError)) throw error;
        const { topic, isKey } = context;
        throw placed(error, { topic, isKey, subject: ids.subject(context) });
      }
    },
  };
}
