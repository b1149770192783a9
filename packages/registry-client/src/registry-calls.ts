/**
 * The calls of the REST API as values: method, path, body, and what they are for in words.
 *
 * One maker per endpoint this client uses (Confluent's Schema Registry API reference; the same on Karapace
 * and Apicurio). Pure. Subjects are encoded as one segment; schemaType is left out for AVRO, as older
 * registries know no other.
 */
import { printable, type SchemaText } from '@ottla/kernel';
import type { CompatibilityLevel } from '@ottla/schema';
import { pathSegment } from './http/endpoint.ts';
import type { RegistryCall } from './http/registry-http.ts';
import { registryError } from './http/verdict.ts';

function quoted(subject: string): string {
  return `subject '${printable(subject, 200)}'`;
}

/** A subject as a path segment; throws SUBJECT_INVALID for what cannot be one. */
function subjectPath(subject: string): string {
  if (typeof subject === 'string' && subject !== '') {
    try {
      return pathSegment(subject);
    } catch {
      // A lone surrogate has no UTF-8 form: refused below.
    }
  }
  throw registryError(
    { purpose: 'ask the registry for this subject', subject: String(subject) },
    'SUBJECT_INVALID',
    'a subject must be a non-empty string of well-formed Unicode',
  );
}

function schemaBody({ schema, schemaType, references }: SchemaText): string {
  return JSON.stringify({
    schema,
    ...(schemaType === 'AVRO' ? {} : { schemaType }),
    ...(references === undefined || references.length === 0 ? {} : { references }),
  });
}

export const calls = {
  register: (subject: string, schema: SchemaText): RegistryCall => ({
    method: 'POST',
    path: `/subjects/${subjectPath(subject)}/versions`,
    body: schemaBody(schema),
    purpose: `register a schema under ${quoted(subject)}`,
    subject,
  }),
  lookUp: (subject: string, schema: SchemaText): RegistryCall => ({
    method: 'POST',
    path: `/subjects/${subjectPath(subject)}`,
    body: schemaBody(schema),
    purpose: `find this schema under ${quoted(subject)}`,
    subject,
  }),
  schema: (id: number): RegistryCall => ({
    method: 'GET',
    path: `/schemas/ids/${id}`,
    purpose: `get the schema of id ${id}`,
    schemaId: id,
  }),
  version: (subject: string, version: number | 'latest'): RegistryCall => ({
    method: 'GET',
    path: `/subjects/${subjectPath(subject)}/versions/${version}`,
    purpose: `get version ${version} of ${quoted(subject)}`,
    subject,
  }),
  versions: (subject: string): RegistryCall => ({
    method: 'GET',
    path: `/subjects/${subjectPath(subject)}/versions`,
    purpose: `list the versions of ${quoted(subject)}`,
    subject,
  }),
  subjects: (): RegistryCall => ({ method: 'GET', path: '/subjects', purpose: 'list the subjects' }),
  /** Without a version: against as much of the history as the level asks for. */
  testCompatibility: (
    subject: string,
    schema: SchemaText,
    version: number | 'latest' | undefined,
  ): RegistryCall => ({
    method: 'POST',
    path: `/compatibility/subjects/${subjectPath(subject)}/versions${version === undefined ? '' : `/${version}`}?verbose=true`,
    body: schemaBody(schema),
    purpose: `check a schema against ${quoted(subject)}`,
    subject,
  }),
  compatibilityLevel: (subject: string | undefined): RegistryCall => ({
    method: 'GET',
    path: subject === undefined ? '/config' : `/config/${subjectPath(subject)}?defaultToGlobal=true`,
    purpose: `get the compatibility level${subject === undefined ? '' : ` of ${quoted(subject)}`}`,
    subject,
  }),
  setCompatibilityLevel: (level: CompatibilityLevel, subject: string | undefined): RegistryCall => ({
    method: 'PUT',
    path: subject === undefined ? '/config' : `/config/${subjectPath(subject)}`,
    body: JSON.stringify({ compatibility: level }),
    purpose: `set the compatibility level${subject === undefined ? '' : ` of ${quoted(subject)}`}`,
    subject,
  }),
};
