/**
 * A schema as programs name it: a constant, text, JSON, a parsed schema, a file, or its place in the registry.
 *
 * Read when a serializer is made, so that a wrong one is told there: files are read at once, what stands in the registry
 * when it is needed. Knows nothing of serializers.
 */
import { ConfigError, kindOf, nodeModule, printable, type SchemaText } from '@ottla/kernel';
import {
  parseSchema,
  parseSchemas,
  schemaText,
  type RepresentationChoices,
  type Schema,
} from '@ottla/schema';
import type { LatestPointer, SchemaPointer } from '../registry/schema-pointer.ts';
import { placeOf, readSchemaFile, schemaTextOf } from '../registry/schema-source.ts';
import type { AvroSchema } from './avro-schema.ts';
import type { AnyCompiledCodec } from './compiled/compiled-codec.ts';
import type { ValueCodecs } from './value-codec.ts';

/** An Avro schema as JSON, parsed: an object with `type`, or an array, which is a union. */
export type AvroJson = { readonly type: unknown; readonly [attribute: string]: unknown } | readonly unknown[];

/**
 * A schema without TypeScript types: JSON text, the same parsed, a Schema of @ottla/schema, a file (.avsc, .avdl or
 * .avpr), or its place in the registry.
 */
export type UntypedSource =
  | string
  | AvroJson
  | Schema
  | URL
  | { readonly file: string }
  | { readonly subject: string; readonly version?: number | undefined }
  | { readonly id: number };

/** The same, or a constant of generated code. */
export type SchemaSource = AvroSchema<unknown, never> | UntypedSource;

/** What a source says of the shape of values. */
export interface SourceChoices {
  readonly choices: RepresentationChoices | undefined;
  readonly codecs: ValueCodecs | undefined;
  readonly compiled: AnyCompiledCodec | undefined;
}

/** A schema that is at hand. */
export interface OwnSchema extends SourceChoices {
  readonly text: SchemaText;
  readonly schema: Schema;
}

/** Throws SchemaError with file, line and column for a text that is no schema, ConfigError for what is no source. */
export function readSource(factory: string, source: unknown): OwnSchema | SchemaPointer | LatestPointer {
  if (typeof source === 'string') return ofText(source, expectJson(factory, source));
  if (typeof source !== 'object' || source === null) throw noSource(factory, `got ${kindOf(source)}`);
  if (source instanceof URL) return ofFile(factory, source);
  if (Array.isArray(source)) return ofJson(source);
  const members = source as Readonly<Record<string, unknown>>; // an object; its members are checked below
  if (typeof members['then'] === 'function') throw noSource(factory, 'got a promise; await it first');
  if (isConstant(members)) return ofConstant(members);
  if (isParsed(members)) return ofSchema(members);
  if ('$schema' in members || 'properties' in members) {
    throw noSource(factory, 'got a JSON Schema; take jsonSchemaSerializer or jsonSchemaDeserializer for it');
  }
  if ('type' in members) return ofJson(members);
  if (typeof members['file'] === 'string') return ofFile(factory, members['file']);
  return ofPointer(factory, members);
}

/** Whether a source names a place in the registry. */
export function isPlace(
  source: OwnSchema | SchemaPointer | LatestPointer,
): source is SchemaPointer | LatestPointer {
  return !('text' in source);
}

function expectJson(factory: string, text: string): string | undefined {
  if (/^\s*["[{]/.test(text)) return undefined;
  const shown = printable(text, 40);
  throw noSource(
    factory,
    `the text '${shown}' is no JSON; name a file as { file: '…' }, a subject as { subject: '…' }, and a type in quotes of its own ('"string"')`,
  );
}

function ofText(text: string, file: string | undefined): OwnSchema {
  return own(text, parseSchema(text, { file }));
}

function ofJson(json: unknown): OwnSchema {
  return ofText(JSON.stringify(json), undefined);
}

function ofSchema(schema: Schema): OwnSchema {
  return own(schemaText(schema), schema);
}

function ofConstant({ schema, fullName, choices, codecs, compiled }: ConstantParts): OwnSchema {
  return { ...own(schema, parseSchema(schema, { file: fullName })), choices, codecs, compiled };
}

function own(schema: string, parsed: Schema): OwnSchema {
  return {
    text: schemaTextOf('AVRO', schema),
    schema: parsed,
    choices: undefined,
    codecs: undefined,
    compiled: undefined,
  };
}

function ofFile(factory: string, file: string | URL): OwnSchema {
  const path = file instanceof URL ? filePath(factory, file) : file;
  const text = readSchemaFile(`${factory}: the schema file`, path);
  if (!/\.(avdl|avpr)$/.test(path)) return ofText(text, path);
  const [main] = parseSchemas([{ file: path, text }]).files;
  if (main !== undefined) return ofSchema(main.schema);
  throw noSource(factory, `the file '${printable(path)}' declares no type`);
}

function filePath(factory: string, url: URL): string {
  if (url.protocol === 'file:') {
    return nodeModule('node:url', 'give the text of the schema').fileURLToPath(url);
  }
  throw noSource(factory, `a URL must be of a file, got one of ${url.protocol}`);
}

function ofPointer(
  factory: string,
  members: Readonly<Record<string, unknown>>,
): SchemaPointer | LatestPointer {
  const place = placeOf(members);
  if (place !== null) return place;
  const problem =
    'registry' in members
      ? 'got options, which come second, behind the schema'
      : 'got an object that is none of these';
  throw noSource(factory, problem);
}

type ConstantParts = Pick<
  AvroSchema<unknown, never>,
  'fullName' | 'schema' | 'choices' | 'codecs' | 'compiled'
>;

function isConstant(
  members: Readonly<Record<string, unknown>>,
): members is Readonly<Record<string, unknown>> & ConstantParts {
  return typeof members['fingerprint'] === 'string' && typeof members['schema'] === 'string';
}

/** Parsed schemas know where they stand in their text. */
function isParsed(members: Readonly<Record<string, unknown>>): members is Schema & typeof members {
  const { position } = members;
  return typeof position === 'object' && position !== null && 'line' in position && 'column' in position;
}

/** Of what takes no other source. Throws ConfigError `SCHEMA_SOURCE_INVALID`. */
export function expectSchema(place: string, given: unknown): void {
  if (typeof given === 'object' && given !== null) {
    const members = given as Readonly<Record<string, unknown>>; // an object; its members are checked
    if (isConstant(members) || isParsed(members)) return;
  }
  const problem = `${place}: give a generated constant or a parsed schema, such as parseSchema(text) of @ottla/schema; got ${kindOf(given)}`;
  throw new ConfigError(problem, 'SCHEMA_SOURCE_INVALID');
}

function noSource(factory: string, found: string): ConfigError {
  const forms =
    'a generated constant, JSON text, a JSON object, a parsed schema, { file }, { subject, version } or { id }';
  return new ConfigError(`${factory}: the schema must be ${forms}; ${found}`, 'SCHEMA_SOURCE_INVALID');
}
