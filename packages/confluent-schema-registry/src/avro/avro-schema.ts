/**
 * Parses Avro schemas with avsc, references first, under the options of the user.
 *
 * Every parse has a table of names of its own: avsc writes to the options it gets, so it never gets those of
 * the user. The user's `typeHook` sees every schema before us, references included. Fetches nothing.
 */
import avsc, { type ForSchemaOptions, type Schema as AvscSchema, type Type } from 'avsc';
import { ConfluentSchemaRegistryArgumentError } from '../errors.ts';
import type {
  AvroConfluentSchema,
  AvroOptions,
  AvroSchema,
  ConfluentSchema,
  ConfluentSubject,
  RawAvroSchema,
  Schema,
  SchemaHelper,
} from '../schema-types.ts';
import { AvroDefinitions, definedName, isAttributes } from './avro-definitions.ts';

const avscType = avsc.Type;

/** True for avsc's own types, of whichever copy of avsc. */
export const isAvroType = (schema: unknown): schema is Type => avscType.isType(schema);

type AvroDocument = AvscSchema | string | RawAvroSchema | Schema;

function documentOf(schema: AvroDocument): AvscSchema {
  // avsc checks what it is given; its types only describe what it accepts.
  return (typeof schema === 'string' ? JSON.parse(schema) : schema) as AvscSchema;
}

/** A JSON value by its own members only: a type called 'toString' is not one that every object has. */
function ownMembers<Value>(members: Readonly<Record<string, Value>> | undefined): Record<string, Value> {
  return Object.assign(Object.create(null) as Record<string, Value>, members); // an object without a prototype
}

/**
 * One of avsc's types for a schema: its text, its JSON value, or a type already parsed.
 * Throws what avsc and `JSON.parse` throw.
 */
export function parseAvro(schema: AvroDocument, options: AvroOptions = {}): Type {
  const { referencedSchemas = [], noUndeclaredFields: _ours, typeHook, ...passed } = options;
  const definitions = new AvroDefinitions();
  const avscOptions: Partial<ForSchemaOptions> = {
    ...passed,
    registry: ownMembers(options.registry),
    typeHook: (attributes, current) => {
      const hooked = typeHook?.(attributes, current);
      if (hooked) return hooked;
      if (!isAttributes(attributes)) return undefined;
      const name = definedName(attributes, current.namespace);
      if (name === undefined) return undefined;
      return definitions.isRepeated(name, attributes) ? current.registry[name] : undefined;
    },
  };
  if (options.logicalTypes) avscOptions.logicalTypes = ownMembers(options.logicalTypes);
  for (const referenced of referencedSchemas) {
    definitions.startDocument();
    avscType.forSchema(documentOf(referenced.schema), avscOptions);
  }
  definitions.startDocument();
  return avscType.forSchema(documentOf(schema), avscOptions);
}

/** What `register` asks of an Avro schema, and the subject it gets when it is given none. */
export const avroRules = {
  validate(schema: Schema): void {
    const { name } = schema as AvroSchema; // only Avro schemas are handed in
    if (!name) throw new ConfluentSchemaRegistryArgumentError(`Invalid name: ${name}`);
  },

  getSubject({ schema }: ConfluentSchema, _parsed: Schema, separator: string): ConfluentSubject {
    // It was parsed as Avro before: its members are those of a record, or absent.
    const { namespace, name } = documentOf(schema) as unknown as RawAvroSchema;
    if (!namespace) throw new ConfluentSchemaRegistryArgumentError(`Invalid namespace: ${namespace}`);
    return { name: [namespace, name].join(separator) };
  },

  toConfluentSchema({ schema, references }): AvroConfluentSchema {
    return { type: 'AVRO', schema, ...(references && { references }) };
  },

  updateOptionsFromSchemaReferences(referencedSchemas, options = {}) {
    // References of an Avro schema are Avro.
    const avro = referencedSchemas as AvroConfluentSchema[];
    return { ...options, AVRO: { ...options.AVRO, referencedSchemas: avro } };
  },
} satisfies SchemaHelper;
