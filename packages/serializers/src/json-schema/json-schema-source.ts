/**
 * What a JSON Schema is given as: its text, its object, a file, or a place in the registry.
 *
 * Files are read at once, when the serializer is made. What the schema says is not looked at here.
 */
import { readFileSync } from 'node:fs';
import {
  ConfigError,
  kindOf,
  type SchemaMetadata,
  type SchemaReference,
  type SchemaRuleSet,
} from '@ottla/kernel';
import type { GivenSchema } from '../registry/schema-pointer.ts';

/** The text of a JSON Schema with what belongs to it in the registry. */
export interface JsonSchemaText {
  readonly schema: string | object;
  /** `name` is what `$ref` says. */
  readonly references?: readonly SchemaReference[] | undefined;
  readonly metadata?: SchemaMetadata | undefined;
  readonly ruleSet?: SchemaRuleSet | undefined;
}

/**
 * The text of a JSON Schema, the schema as an object (also what `z.toJSONSchema()` gives), either with its
 * references, a file by URL or path, a version of a subject (the latest without a version), or an id.
 */
export type JsonSchemaSource =
  | string
  | JsonSchemaText
  | URL
  | (Omit<JsonSchemaText, 'schema'> & { readonly file: string | URL })
  | { readonly subject: string; readonly version?: number | undefined }
  | { readonly id: number }
  | object;

/** Members of our own forms; no schema of any draft since 6 has one of these alone to go by. */
const isText = (source: object): source is JsonSchemaText => 'schema' in source;
const isFile = (source: object): source is Omit<JsonSchemaText, 'schema'> & { file: string | URL } =>
  'file' in source && (typeof source.file === 'string' || source.file instanceof URL);
const isSubject = (source: object): source is { subject: string; version?: number } =>
  'subject' in source && typeof source.subject === 'string';
const isId = (source: object): source is { id: number } => 'id' in source && typeof source.id === 'number';

/** Throws ConfigError `SCHEMA_SOURCE_INVALID`. */
export function givenJsonSchema(source: JsonSchemaSource): GivenSchema {
  if (typeof source === 'string') {
    // Of JSON that is no schema more is told where it is parsed.
    if (!/^\s*(?:[[{"\d-]|true|false|null)/.test(source)) {
      throw mistaken('a string that is no such text; name a file as { file }, a subject as { subject }');
    }
    return text({ schema: source });
  }
  if (source instanceof URL) return text({ schema: read(source) });
  if (typeof source !== 'object' || source === null || Array.isArray(source)) throw mistaken(kindOf(source));
  if (isText(source)) return text(source);
  if (isFile(source)) return text({ ...source, schema: read(source.file) });
  if (isSubject(source)) return { subject: source.subject, version: source.version ?? -1 };
  if (isId(source)) return { id: source.id };
  return text({ schema: source });
}

function text({ schema, references, metadata, ruleSet }: JsonSchemaText): GivenSchema {
  return {
    schemaType: 'JSON',
    schema: typeof schema === 'string' ? schema : textOf(schema),
    ...(references === undefined ? {} : { references }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(ruleSet === undefined ? {} : { ruleSet }),
  };
}

function textOf(schema: object): string {
  if (typeof schema !== 'object' || schema === null) throw mistaken(`${kindOf(schema)} as schema`);
  try {
    return JSON.stringify(schema);
  } catch (cause) {
    throw new ConfigError('the JSON Schema object has no JSON text', 'SCHEMA_SOURCE_INVALID', cause);
  }
}

function read(file: string | URL): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`the JSON Schema file cannot be read: ${reason}`, 'SCHEMA_SOURCE_INVALID', cause);
  }
}

function mistaken(found: string): ConfigError {
  const forms =
    'the text or object of a schema, { schema, references? }, a URL, { file }, { subject, version? } or { id }';
  return new ConfigError(`a JSON Schema is given as ${forms}; got ${found}`, 'SCHEMA_SOURCE_INVALID');
}
