/**
 * What programs name schemas by in every language: text with what stands beside it, a file, a place in the registry.
 *
 * Files are read at once, when a serializer is made. What a text says is the business of its language.
 */
import {
  ConfigError,
  nodeModule,
  type SchemaMetadata,
  type SchemaReference,
  type SchemaRuleSet,
  type SchemaText,
  type SchemaType,
} from '@ottla/kernel';
import type { LatestPointer, SchemaPointer } from './schema-pointer.ts';

/** What belongs to the text of a schema in the registry. */
export interface BesideText {
  readonly references?: readonly SchemaReference[] | undefined;
  readonly metadata?: SchemaMetadata | undefined;
  readonly ruleSet?: SchemaRuleSet | undefined;
}

export function schemaTextOf(
  schemaType: SchemaType,
  schema: string,
  { references, metadata, ruleSet }: BesideText = {},
): SchemaText {
  return {
    schemaType,
    schema,
    ...(references === undefined ? {} : { references }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(ruleSet === undefined ? {} : { ruleSet }),
  };
}

/** `what` it is, for the error: ConfigError `SCHEMA_SOURCE_INVALID`. */
export function readSchemaFile(what: string, file: string | URL): string {
  try {
    return nodeModule('node:fs', 'give the text of the schema').readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`${what} cannot be read: ${reason}`, 'SCHEMA_SOURCE_INVALID', cause);
  }
}

/** The place that an object of a program names; null when it is none. */
export function placeOf(source: object): SchemaPointer | LatestPointer | null {
  const { id, subject, version } = source as Readonly<Record<string, unknown>>; // any member may be asked for
  if (isPositiveInt32(id)) return { id };
  if (typeof subject !== 'string' || subject === '' || id !== undefined) return null;
  if (version === undefined) return { subject };
  return isPositiveInt32(version) ? { subject, version } : null;
}

function isPositiveInt32(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= 0x7fffffff; // an integer is a number
}
