/**
 * What a Protobuf schema is given as: .proto text, a file, or a place in the registry.
 *
 * Files are read at once, when the serializer is made. Everything else is the registry's business.
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

interface MessageChoice {
  /** Full name, or the name within the package: `Order`, `Order.Line`. Default: the first message of the file. */
  readonly messageType?: string | undefined;
}

/** The text of a .proto file with what belongs to it in the registry. */
export interface ProtoText extends MessageChoice {
  readonly schema: string;
  /** `name` is the path of the import. */
  readonly references?: readonly SchemaReference[] | undefined;
  readonly metadata?: SchemaMetadata | undefined;
  readonly ruleSet?: SchemaRuleSet | undefined;
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
export function givenProtobuf(source: ProtobufSource): GivenSchema {
  if (typeof source === 'string') return text({ schema: source });
  if (source instanceof URL) return text({ schema: read(source) });
  if (typeof source !== 'object' || source === null) throw mistaken(kindOf(source));
  if ('schema' in source) return text(source);
  if ('file' in source) return text({ ...source, schema: read(source.file) });
  if ('subject' in source) return { subject: source.subject, version: source.version ?? -1 };
  if ('id' in source) return { id: source.id };
  throw mistaken(`an object of ${Object.keys(source).join(', ') || 'nothing'}`);
}

export function messageTypeOf(source: ProtobufSource): string | undefined {
  return typeof source === 'string' || source instanceof URL ? undefined : source.messageType;
}

function text({ schema, references, metadata, ruleSet }: ProtoText): GivenSchema {
  if (typeof schema !== 'string' || schema.trim() === '') throw mistaken(`${kindOf(schema)} as schema`);
  return {
    schemaType: 'PROTOBUF',
    schema,
    ...(references === undefined ? {} : { references }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(ruleSet === undefined ? {} : { ruleSet }),
  };
}

function read(file: string | URL): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`the .proto file cannot be read: ${reason}`, 'SCHEMA_SOURCE_INVALID', cause);
  }
}

function mistaken(found: string): ConfigError {
  const forms = "{ schema: 'syntax = …' }, .proto text, a URL, { file }, { subject, version? } or { id }";
  return new ConfigError(`a Protobuf schema is given as ${forms}; got ${found}`, 'SCHEMA_SOURCE_INVALID');
}
