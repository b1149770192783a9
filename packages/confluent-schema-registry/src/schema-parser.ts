/**
 * One schema of any type, parsed under the options of its type.
 *
 * The table of schema types stands here; what a type does is in its own folder. Whatever a parser throws
 * becomes a ConfluentSchemaRegistryArgumentError with the same words.
 */
import { avroRules, isAvroType, parseAvro } from './avro/avro-schema.ts';
import { asArgumentError, ConfluentSchemaRegistryArgumentError } from './errors.ts';
import { jsonRules, parseJsonSchema } from './json/json-schema.ts';
import { parseProtobuf, protobufRules } from './protobuf/proto-schema.ts';
import type { NamedSchema } from './references.ts';
import type {
  AvroConfluentSchema,
  AvroSchema,
  ConfluentSchema,
  JsonConfluentSchema,
  LegacyOptions,
  ProtocolOptions,
  ProtoConfluentSchema,
  RawAvroSchema,
  Schema,
  SchemaHelper,
  SchemaRegistryAPIClientOptions,
  SchemaType,
} from './schema-types.ts';

const rules: Partial<Record<SchemaType, SchemaHelper>> = {
  AVRO: avroRules,
  JSON: jsonRules,
  PROTOBUF: protobufRules,
};

/** Throws ConfluentSchemaRegistryArgumentError for a type that is not known. */
export function rulesOf(type: SchemaType = 'AVRO'): SchemaHelper {
  const found = Object.hasOwn(rules, type) ? rules[type] : undefined;
  if (!found) throw new ConfluentSchemaRegistryArgumentError('invalid schemaType');
  return found;
}

/** As registries write it; those from before other types came say nothing for Avro. */
export function schemaTypeOf(written: string | undefined): SchemaType {
  const type = written ?? 'AVRO';
  return type === 'AVRO' || type === 'JSON' || type === 'PROTOBUF' ? type : 'UNKNOWN';
}

/** The options by type, those of version 1 included. */
export function protocolOptions(options: SchemaRegistryAPIClientOptions | null | undefined): ProtocolOptions {
  const given = options ?? {};
  const { forSchemaOptions } = given as LegacyOptions; // absent in options of the newer form
  return forSchemaOptions ? { AVRO: forSchemaOptions } : (given as ProtocolOptions);
}

/** A schema in the form with a type; a bare one, or one of avsc's types, is Avro. */
export function typedSchema(schema: RawAvroSchema | AvroSchema | ConfluentSchema): ConfluentSchema {
  return isTyped(schema) ? schema : { type: 'AVRO', schema: JSON.stringify(schema) };
}

/** avsc's types have a method called `schema`. */
function isTyped(schema: RawAvroSchema | AvroSchema | ConfluentSchema): schema is ConfluentSchema {
  const { schema: inner } = schema as Partial<ConfluentSchema>; // absent in a bare one
  return inner !== null && inner !== undefined && !isAvroType(schema);
}

async function parse(
  schema: ConfluentSchema,
  options: ProtocolOptions,
  references: readonly NamedSchema[],
): Promise<Schema | AvroSchema> {
  const referencedSchemas = references.map((reference) => reference.schema);
  switch (schema.type) {
    case 'AVRO': {
      const avro = { ...options.AVRO, referencedSchemas: referencedSchemas as AvroConfluentSchema[] }; // references have the type of what refers to them
      return parseAvro(schema.schema, avro);
    }
    case 'JSON': {
      const named = references as readonly { name: string; schema: JsonConfluentSchema }[]; // as above
      return await parseJsonSchema(schema, { ...options.JSON, referencedSchemas: [] }, named);
    }
    case 'PROTOBUF': {
      const proto = { ...options.PROTOBUF, referencedSchemas: referencedSchemas as ProtoConfluentSchema[] }; // as above
      return await parseProtobuf(schema, proto);
    }
    default:
      throw new ConfluentSchemaRegistryArgumentError('invalid schemaType');
  }
}

/** `references` are in the order to parse them. */
export async function parseSchema(
  schema: ConfluentSchema,
  options: ProtocolOptions,
  references: readonly NamedSchema[],
): Promise<Schema | AvroSchema> {
  try {
    return await parse(schema, options, references);
  } catch (error) {
    throw asArgumentError(error);
  }
}
