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
import type { SubjectOption } from '../registry/subject-strategy.ts';

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

interface LatestOptions {
  readonly subject: SubjectOption;
  readonly useLatestVersion: boolean;
}

/** The schema and the options that go with it: a subject without a version is its latest. Throws ConfigError. */
export function givenProtobuf<Shared extends LatestOptions>(
  source: ProtobufSource | null,
  shared: Shared,
): { readonly given: GivenSchema; readonly shared: Shared } {
  if (source === null) return { given: null, shared };
  if (isLatest(source)) {
    return { given: null, shared: { ...shared, subject: source.subject, useLatestVersion: true } };
  }
  return { given: schemaOf(source), shared };
}

function isLatest(source: ProtobufSource): source is { readonly subject: string } {
  if (typeof source !== 'object' || source === null || !('subject' in source)) return false;
  return typeof source.subject === 'string' && source.version === undefined;
}

/** Throws ConfigError `SCHEMA_SOURCE_INVALID`. */
function schemaOf(source: ProtobufSource): GivenSchema {
  if (typeof source === 'string') {
    // A file without a declaration is of no use, and each has one of these.
    if (!/[{;]/.test(source)) throw mistaken('a string that is no such text; name a file as { file }');
    return text({ schema: source });
  }
  if (source instanceof URL) return text({ schema: read(source) });
  if (typeof source !== 'object' || source === null) throw mistaken(kindOf(source));
  if ('schema' in source) return text(source);
  if ('file' in source) return text({ ...source, schema: read(source.file) });
  if ('subject' in source && isPositive(source.version)) {
    return { subject: source.subject, version: source.version };
  }
  if ('id' in source && isPositive(source.id)) return { id: source.id };
  throw mistaken(`an object of ${Object.keys(source).join(', ') || 'nothing'}`);
}

export function messageTypeOf(source: ProtobufSource): string | undefined {
  return typeof source === 'string' || source instanceof URL ? undefined : source.messageType;
}

function isPositive(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0; // an integer is a number
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
