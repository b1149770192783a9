/**
 * Avro as a language of serializers with a registry: its schemas write, read and judge here.
 *
 * A schema of the registry is parsed leniently, with those it refers to; the own one as it was given. Choices hold for
 * every schema as far as they name something in it. A root `bytes` stands without its length, as Confluent's serializers
 * write and read it, whatever its logical type. Source: AbstractKafkaAvroSerializer of Confluent's Java client.
 */
import { ByteReader, ByteWriter } from '@ottla/kernel';
import {
  checkCompatibility,
  choicesWithin,
  parseSchema,
  representationOf,
  type RepresentationChoices,
  type Schema,
} from '@ottla/schema';
import type {
  PayloadFormat,
  PayloadReader,
  PayloadWriter,
  ResolvedSchema,
} from '../registry/payload-format.ts';
import { writePlan } from './plan/write-plan.ts';
import { DatumReading } from './read/datum-reading.ts';
import { withinStack } from './schema-depth.ts';
import type { OwnSchema } from './schema-source.ts';
import type { ValueCodecs } from './value-codec.ts';
import { ValueEncoder } from './write/value-encoder.ts';

export interface AvroFormatOptions {
  /** The schema that values are promised to fit, or are read into; parsed already. */
  readonly own: OwnSchema | null;
  readonly choices: RepresentationChoices;
  readonly codecs: ValueCodecs;
  readonly undeclaredFields: 'refuse' | 'ignore';
  readonly missingNullable: 'refuse' | 'null';
  readonly trailingBytes: 'refuse' | 'ignore';
}

/** Bytes of the longest length of bytes. */
const LONGEST_LENGTH = 5;

export function avroFormat(options: AvroFormatOptions): PayloadFormat {
  const schemaOf = (resolved: ResolvedSchema): Schema =>
    resolved.text === options.own?.text ? options.own.schema : parsedSchema(resolved);
  return {
    schemaType: 'AVRO',
    hasMessageIndexes: false,
    recordName(resolved) {
      const schema = schemaOf(resolved);
      return schema.type === 'record' ? schema.fullName : null;
    },
    writer: (resolved) => payloadWriter(schemaOf(resolved), options),
    reader(writer, reader) {
      const writerSchema = schemaOf(writer);
      return payloadReader(writerSchema, reader === null ? writerSchema : schemaOf(reader), options);
    },
    incompatibilities: (reader, writer) =>
      checkCompatibility(schemaOf(reader), schemaOf(writer)).map(
        ({ kind, location, message }) => `${kind} at ${location === '' ? '/' : location}: ${message}`,
      ),
  };
}

/** Stored schemas are parsed leniently: whatever their defaults are, their bytes must be read. */
function parsedSchema({ text, references }: ResolvedSchema): Schema {
  const parsed: Schema[] = [];
  for (const { name, schema } of references) {
    parsed.push(parseSchema(schema, { file: `reference ${name}`, references: parsed, lenient: true }));
  }
  return parseSchema(text.schema, { references: parsed, lenient: true });
}

function chosen(schema: Schema, { own, choices }: AvroFormatOptions): RepresentationChoices {
  return schema === own?.schema ? choices : choicesWithin(schema, choices);
}

function payloadWriter(schema: Schema, options: AvroFormatOptions): PayloadWriter {
  const { codecs, own } = options;
  // Of another schema the defaults may differ.
  const compiled = schema === own?.schema ? own.compiled?.write : undefined;
  const encoder = withinStack(() => {
    const plan = writePlan(representationOf(schema, chosen(schema, options)), codecs);
    return new ValueEncoder(plan, options, compiled);
  });
  if (schema.type !== 'bytes') return { write: (value, writer) => encoder.encodeInto(value, writer) };
  const scratch = new ByteWriter();
  return {
    write(value, writer) {
      scratch.reset();
      encoder.encodeInto(value, scratch);
      const sized = new ByteReader(scratch.view());
      sized.readVarlong();
      writer.writeBytes(scratch.view(sized.position));
    },
  };
}

function payloadReader(writer: Schema, reader: Schema, options: AvroFormatOptions): PayloadReader {
  const representation = withinStack(() => representationOf(reader, chosen(reader, options)));
  const compiled = reader === options.own?.schema ? options.own.compiled?.read : undefined;
  const values = new DatumReading(writer, representation, { ...options, compiled });
  if (writer.type !== 'bytes') {
    return {
      read: (payload) => values.read(payload, 0),
      readAt: (bytes, start) => values.read(bytes, start),
    };
  }
  const readAt = (bytes: Buffer, start: number): unknown => {
    const scratch = new ByteWriter(bytes.length + LONGEST_LENGTH);
    scratch.writeVarlong(bytes.length - start);
    scratch.writeBytes(bytes.subarray(start));
    return values.read(scratch.view(), 0);
  };
  return { read: (payload) => readAt(payload, 0), readAt };
}
