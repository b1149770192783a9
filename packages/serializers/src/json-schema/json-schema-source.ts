/**
 * What a JSON Schema is given as: its text, its object, a file, or a place in the registry.
 *
 * Files are read at once, when the serializer is made. What the schema says is not looked at here.
 */
import { ConfigError, kindOf, type SchemaText } from '@ottla/kernel';
import type { LatestPointer, SchemaPointer } from '../registry/schema-pointer.ts';
import { placeOf, readSchemaFile, schemaTextOf, type BesideText } from '../registry/schema-source.ts';

/** The text of a JSON Schema with what belongs to it in the registry. */
export interface JsonSchemaText extends BesideText {
  /** The `name` of a reference is what `$ref` says. */
  readonly schema: string | object;
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
const isPlace = (source: object): boolean =>
  ('subject' in source && typeof source.subject === 'string') ||
  ('id' in source && typeof source.id === 'number');

/** Throws ConfigError `SCHEMA_SOURCE_INVALID`. */
export function givenJsonSchema(source: JsonSchemaSource): SchemaText | SchemaPointer | LatestPointer {
  if (typeof source === 'string') {
    // Of JSON that is no schema more is told where it is parsed.
    if (!/^\s*(?:[[{"\d-]|true|false|null)/.test(source)) {
      throw mistaken('a string that is no such text; name a file as { file }, a subject as { subject }');
    }
    return text({ schema: source });
  }
  if (source instanceof URL) return text({ schema: read(source) });
  if (typeof source !== 'object' || source === null || Array.isArray(source)) throw mistaken(kindOf(source));
  // What z.toJSONSchema() gives says '~standard', too, but is data through and through.
  if ('~standard' in source && !isPlain(source)) {
    throw mistaken('a schema of zod or the like; give its JSON Schema, such as z.toJSONSchema(schema)');
  }
  if (isText(source)) return text(source);
  if (isFile(source)) return text({ ...source, schema: read(source.file) });
  if (!isPlace(source)) return text({ schema: source });
  const place = placeOf(source);
  if (place !== null) return place;
  throw mistaken('a place that no registry has: versions and ids begin with 1');
}

function text({ schema, ...beside }: JsonSchemaText): SchemaText {
  return schemaTextOf('JSON', typeof schema === 'string' ? schema : textOf(schema), beside);
}

function textOf(schema: object): string {
  if (typeof schema !== 'object' || schema === null) throw mistaken(`${kindOf(schema)} as schema`);
  try {
    return JSON.stringify(schema);
  } catch (cause) {
    throw new ConfigError('the JSON Schema object has no JSON text', 'SCHEMA_SOURCE_INVALID', cause);
  }
}

const read = (file: string | URL): string => readSchemaFile('the JSON Schema file', file);

function mistaken(found: string): ConfigError {
  const forms =
    'the text or object of a schema, { schema, references? }, a URL, { file }, { subject, version? } or { id }';
  return new ConfigError(`a JSON Schema is given as ${forms}; got ${found}`, 'SCHEMA_SOURCE_INVALID');
}

/** Neither of a class nor with functions in it. */
function isPlain(source: object): boolean {
  const isOfClass = Object.getPrototypeOf(source) !== Object.prototype;
  return !isOfClass && Object.values(source).every((member) => typeof member !== 'function');
}
