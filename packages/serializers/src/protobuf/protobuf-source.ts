/**
 * What a Protobuf schema is given as: .proto text, a file, or a place in the registry.
 *
 * Files are read at once, when the serializer is made. Everything else is the registry's business.
 */
import { ConfigError, kindOf, type SchemaText } from '@ottla/kernel';
import type { LatestPointer, SchemaPointer } from '../registry/schema-pointer.ts';
import { placeOf, readSchemaFile, schemaTextOf, type BesideText } from '../registry/schema-source.ts';

interface MessageChoice {
  /** Full name, or the name within the package: `Order`, `Order.Line`. Default: the first message of the file. */
  readonly messageType?: string | undefined;
}

/** The text of a .proto file with what belongs to it in the registry. */
export interface ProtoText extends MessageChoice, BesideText {
  /** The `name` of a reference is the path of the import. */
  readonly schema: string;
}

/**
 * .proto text alone or with its references, a .proto file by URL or path, a version of a subject (the latest without
 * a version), or an id.
 */
export type ProtobufSource =
  | string
  | ProtoText
  | URL
  | (Omit<ProtoText, 'schema'> & { readonly file: string | URL })
  | (MessageChoice & { readonly subject: string; readonly version?: number | undefined })
  | (MessageChoice & { readonly id: number });

/** Throws ConfigError `SCHEMA_SOURCE_INVALID`. */
export function givenProtobuf(source: ProtobufSource): SchemaText | SchemaPointer | LatestPointer {
  if (typeof source === 'string') {
    // A file without a declaration is of no use, and each has one of these.
    if (!/[{;]/.test(source)) throw mistaken('a string that is no such text; name a file as { file }');
    return text({ schema: source });
  }
  if (source instanceof URL) return text({ schema: read(source) });
  if (typeof source !== 'object' || source === null) throw mistaken(kindOf(source));
  if ('schema' in source) return text(source);
  if ('file' in source) return text({ ...source, schema: read(source.file) });
  const place = placeOf(source);
  if (place !== null) return place;
  throw mistaken(`an object of ${Object.keys(source).join(', ') || 'nothing'}`);
}

export function messageTypeOf(source: ProtobufSource): string | undefined {
  return typeof source === 'string' || source instanceof URL ? undefined : source.messageType;
}

function text({ schema, ...beside }: ProtoText): SchemaText {
  if (typeof schema !== 'string' || schema.trim() === '') throw mistaken(`${kindOf(schema)} as schema`);
  return schemaTextOf('PROTOBUF', schema, beside);
}

const read = (file: string | URL): string => readSchemaFile('the .proto file', file);

function mistaken(found: string): ConfigError {
  const forms = "{ schema: 'syntax = …' }, .proto text, a URL, { file }, { subject, version? } or { id }";
  return new ConfigError(`a Protobuf schema is given as ${forms}; got ${found}`, 'SCHEMA_SOURCE_INVALID');
}
