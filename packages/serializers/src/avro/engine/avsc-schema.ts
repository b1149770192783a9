/**
 * A schema of a registry as avsc's type.
 *
 * Our parser reads the text and what it refers to, and prints one text in which every type stands once; so avsc
 * never sees a reference, and no type twice. Options and registry are fresh for each parse, since avsc writes to
 * both. Of a schema that only says how bytes were written, avsc does not see the defaults, some of which it would
 * refuse.
 */
import { SerializationError } from '@ottla/kernel';
import { parseSchema, SchemaError, schemaText, type Schema } from '@ottla/schema';
import type { ResolvedSchema } from '../../registry/payload-format.ts';
import { withinStack } from '../schema-depth.ts';
import type { AvscLibrary, AvscType } from './avsc-library.ts';

/** Options of avsc's `Type.forSchema`, under its own names; see its documentation. */
export interface AvscParseOptions {
  /** Classes that extend avsc's LogicalType, by the name of the logical type. */
  readonly logicalTypes?: Readonly<Record<string, unknown>> | undefined;
  /** Types to use in place of avsc's, by name: `{ long: avsc.types.LongType.__with(…) }`. */
  readonly registry?: Readonly<Record<string, unknown>> | undefined;
  readonly wrapUnions?: boolean | 'auto' | 'always' | 'never' | undefined;
  readonly assertLogicalTypes?: boolean | undefined;
  readonly omitRecordMethods?: boolean | undefined;
}

/** `own`: to write with, or to read into. `writer`: only what bytes were written with. */
export type SchemaRole = 'own' | 'writer';

export interface AvscSchema {
  readonly schema: Schema;
  readonly type: AvscType;
}

const LONGEST_REASON = 300;

/** Throws SerializationError `SCHEMA_NOT_USABLE` for an own schema, `SCHEMA_UNUSABLE` for a writer's. */
export function avscSchema(
  resolved: ResolvedSchema,
  role: SchemaRole,
  { library, options }: { readonly library: AvscLibrary; readonly options: AvscParseOptions },
): AvscSchema {
  const schema = parsed(resolved, role);
  const json: unknown = JSON.parse(schemaText(schema));
  if (role === 'writer') withinStack(() => dropDefaults(json));
  const { logicalTypes, registry, ...plain } = options;
  try {
    const type = library.Type.forSchema(json, {
      ...plain,
      logicalTypes: withoutPrototype(logicalTypes),
      registry: withoutPrototype(registry),
    });
    return { schema, type };
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, LONGEST_REASON) : 'no reason given';
    throw unusable(role, `avsc cannot use the schema (${reason}); engine: 'plan' may`);
  }
}

/** With everything the text refers to. Texts that a registry holds are read leniently. */
export function parsed({ text, references }: ResolvedSchema, role: SchemaRole): Schema {
  const known: Schema[] = [];
  try {
    for (const { name, schema } of references) {
      known.push(parseSchema(schema, { file: name, references: known, lenient: true }));
    }
    return parseSchema(text.schema, { references: known, lenient: true });
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw unusable(role, `the schema cannot be used: ${error.message}`);
  }
}

function unusable(role: SchemaRole, problem: string): SerializationError {
  return role === 'own'
    ? new SerializationError(problem, { code: 'SCHEMA_NOT_USABLE', failure: 'configuration' })
    : new SerializationError(problem, { code: 'SCHEMA_UNUSABLE' });
}

/** avsc looks names up as members, so nothing may be inherited. */
function withoutPrototype(members: Readonly<Record<string, unknown>> = {}): object {
  return Object.assign(Object.create(null) as object, members);
}

/** In place, in JSON of our own printing. */
function dropDefaults(schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return;
  if (Array.isArray(schema)) {
    for (const branch of schema) dropDefaults(branch);
    return;
  }
  // What is left is an object of a text that has just been parsed.
  const { fields, items, values, type } = schema as Readonly<Record<string, unknown>>;
  if (Array.isArray(fields)) {
    for (const field of fields as { type: unknown; default?: unknown }[]) {
      delete field.default;
      dropDefaults(field.type);
    }
  }
  for (const inner of [items, values, type]) dropDefaults(inner);
}
