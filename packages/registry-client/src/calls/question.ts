/**
 * A call of the REST API as a value: what is sent, what it is for in words, and how its answer is read.
 *
 * Pure. A subject, a version, an id, a GUID and a schema are checked here, before anything is sent; what is one
 * segment of a path stays one. Options that are not set leave no trace in a query; `call-options.ts` checks them.
 */
import { ConfigError, kindOf, kinds, printable, type OptionKind, type SchemaText } from '@ottla/kernel';
import { isGuid, isSchemaId } from '../answers/answer-shape.ts';
import { schemaTypes } from '../answers/schema-answer.ts';
import { pathSegment } from '../http/endpoint.ts';
import type { ReadableCall } from '../http/registry-http.ts';
import { registryError, type CallSubject } from '../http/verdict.ts';

export type Question<T> = ReadableCall<T>;

export function quoted(subject: string): string {
  return `subject '${printable(String(subject), 200)}'`;
}

/** A name as a path segment; throws SUBJECT_INVALID for what cannot be one. */
export function namePath(name: string, what: string): string {
  if (typeof name === 'string' && name !== '') {
    try {
      return pathSegment(name);
    } catch {
      // A lone surrogate has no UTF-8 form: refused below.
    }
  }
  throw registryError(
    { purpose: `ask the registry for this ${what}`, subject: String(name) },
    'SUBJECT_INVALID',
    `a ${what} must be a non-empty string of well-formed Unicode`,
  );
}

export function subjectPath(subject: string): string {
  return namePath(subject, 'subject');
}

export function versionPath(version: number, subject: string): string {
  if (isSchemaId(version)) return String(version);
  // A caller without types may send anything.
  const got = typeof version === 'number' ? '' : `, got ${kindOf(version)}`;
  throw registryError(
    { purpose: `ask the registry for this version of ${quoted(subject)}`, subject },
    'VERSION_INVALID',
    `a version is an integer between 1 and 2147483647${got}; latest(subject) gives the last one`,
  );
}

export function idPath(id: number): string {
  if (isSchemaId(id)) return String(id);
  throw registryError(
    { purpose: `get the schema of id ${String(id)}`, schemaId: id },
    'SCHEMA_ID_INVALID',
    'an id is an integer between 1 and 2147483647; are these bytes in the Confluent wire format?',
  );
}

export function guidPath(guid: string): string {
  if (typeof guid === 'string' && isGuid(guid)) return guid.toLowerCase();
  throw registryError(
    { purpose: 'get the schema of this GUID' },
    'SCHEMA_GUID_INVALID',
    'a GUID is 36 characters of hex and dashes, as 095d71cf-1255-6b9d-5e33-0ad575b3df5d',
  );
}

/** Half of a surrogate pair has no UTF-8 form; it can only be a mistake, and none is found by it. */
function queryText(word: string): string {
  return encodeURIComponent(String(word).replaceAll(/\p{Surrogate}/gu, '\ufffd'));
}

type QueryValue = string | number | boolean | undefined | readonly string[];

/** `?a=1&b=2` of what is set; false is as not set. A list gives its name several times. */
export function query(parts: Readonly<Record<string, QueryValue>>): string {
  const words = Object.entries(parts).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    const values = typeof value === 'object' ? value : [String(value)];
    return values.map((word) => `${name}=${queryText(word)}`);
  });
  return words.length === 0 ? '' : `?${words.join('&')}`;
}

export const textsByName = kinds.of(
  'an object of names and texts',
  (value): value is Readonly<Record<string, string>> =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((one) => typeof one === 'string'),
);

/** Checks what is given by position, named as `call: argument`; throws ConfigError as for an option. */
export function expectArgument<T>(argument: string, kind: OptionKind<T>, value: unknown): void {
  if (kind.check(value)) return;
  throw new ConfigError(
    `RegistryClient.${argument} must be ${kind.expected}, got ${kindOf(value)}`,
    'OPTION_INVALID',
  );
}

/** Throws SCHEMA_INVALID when what a schema refers to cannot be read. */
export function expectReferences(sent: Pick<SchemaText, 'references'>, call: CallSubject): void {
  const references: unknown = sent === null || typeof sent !== 'object' ? null : sent.references;
  if (references === undefined) return;
  if (Array.isArray(references) && references.every((one) => typeof one === 'object' && one !== null)) return;
  const why = `the references of a schema are an array of { name, subject, version }, got ${kindOf(references)}`;
  throw registryError(call, 'SCHEMA_INVALID', why);
}

/** Throws SCHEMA_INVALID for what holds no text of a schema. */
export function expectText(sent: SchemaText, call: CallSubject): void {
  if (typeof sent === 'object' && sent !== null && typeof sent.schema === 'string') return;
  throw registryError(call, 'SCHEMA_INVALID', "a schema is { schemaType, schema } with the schema's text");
}

/** Throws SCHEMA_INVALID for what is no SchemaText: a caller without types may send anything. */
export function expectSchema(sent: SchemaText, call: CallSubject): void {
  expectText(sent, call);
  const { schemaType } = sent;
  if (!schemaTypes.includes(schemaType)) {
    const got = typeof schemaType === 'string' ? `'${printable(schemaType, 40)}'` : kindOf(schemaType);
    const why = `the schemaType of a schema is one of ${schemaTypes.join(', ')}, got ${got}`;
    throw registryError(call, 'SCHEMA_INVALID', why);
  }
  expectReferences(sent, call);
}

/** The body of a registration, look-up or check. Older registries know no schemaType but AVRO, so that is left out. */
export function schemaBody(sent: SchemaText, call: CallSubject): string {
  expectSchema(sent, call);
  const { schema, schemaType, references, metadata, ruleSet } = sent;
  return JSON.stringify({
    schema,
    ...(schemaType === 'AVRO' ? {} : { schemaType }),
    ...(references === undefined || references.length === 0 ? {} : { references }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(ruleSet === undefined ? {} : { ruleSet }),
  });
}
