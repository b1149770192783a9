/** Calls about subjects and their versions: registering, finding, listing, checking, deleting. */
import type { RegisteredSchema, SchemaText } from '@ottla/kernel';
import {
  readNames,
  readNumbers,
  readRegistration,
  readVersion,
  readVersionNumber,
} from '../answers/schema-answer.ts';
import { readVerdict, type CompatibilityVerdict } from '../answers/setting-answer.ts';
import { query, quoted, schemaBody, subjectPath, versionPath, type Question } from './question.ts';
import type { FormatOptions } from './schema-calls.ts';

export interface RegisterOptions {
  /** Let the registry bring the schema into its normal form first, so that layout and order do not matter. */
  readonly normalize?: boolean | undefined;
}

export interface LookUpOptions extends RegisterOptions {
  /** Find what was softly deleted, too. */
  readonly deleted?: boolean | undefined;
}

export interface VersionOptions extends FormatOptions {
  /** Also when it was softly deleted. */
  readonly deleted?: boolean | undefined;
}

export interface ListOptions {
  /** With what was softly deleted. */
  readonly deleted?: boolean | undefined;
  /** Only what was softly deleted. */
  readonly deletedOnly?: boolean | undefined;
}

export interface SubjectsOptions extends ListOptions {
  /** How the names begin; `:.ctx:` gives those of a context. */
  readonly prefix?: string | undefined;
}

export interface DeleteOptions {
  /** For good: frees the versions, takes the ids away. Only what was softly deleted before can be. */
  readonly permanent?: boolean | undefined;
}

export interface CompatibilityOptions extends RegisterOptions {
  /** The one version to compare with; without it, as much of the history as the level asks for. */
  readonly version?: number | 'latest' | undefined;
}

export const subjectCalls = {
  register: (
    subject: string,
    schema: SchemaText,
    { normalize }: RegisterOptions,
  ): Question<RegisteredSchema> => {
    const about = { purpose: `register a schema under ${quoted(subject)}`, subject };
    return {
      ...about,
      method: 'POST',
      path: `/subjects/${subjectPath(subject)}/versions${query({ normalize })}`,
      body: schemaBody(schema, about),
      read: (value) => readRegistration(value, subject, schema),
    };
  },
  lookUp: (
    subject: string,
    schema: SchemaText,
    { normalize, deleted }: LookUpOptions,
  ): Question<RegisteredSchema> => {
    const about = { purpose: `find this schema under ${quoted(subject)}`, subject };
    return {
      ...about,
      method: 'POST',
      path: `/subjects/${subjectPath(subject)}${query({ normalize, deleted })}`,
      body: schemaBody(schema, about),
      read: (value) => readRegistration(value, subject, schema),
    };
  },
  version: (
    subject: string,
    version: number | 'latest',
    { deleted, format }: VersionOptions,
  ): Question<RegisteredSchema> => ({
    method: 'GET',
    path: `/subjects/${subjectPath(subject)}/versions/${versionPath(version, subject)}${query({ deleted, format })}`,
    purpose: `get version ${version} of ${quoted(subject)}`,
    subject,
    read: (value) => readVersion(value, subject),
  }),
  /** The latest version that carries all these properties in its metadata. */
  latestWithMetadata: (
    subject: string,
    properties: Readonly<Record<string, string>>,
  ): Question<RegisteredSchema> => ({
    method: 'GET',
    path: `/subjects/${subjectPath(subject)}/metadata${query({ key: Object.keys(properties), value: Object.values(properties) })}`,
    purpose: `get the latest version with these properties of ${quoted(subject)}`,
    subject,
    read: (value) => readVersion(value, subject),
  }),
  versions: (subject: string, { deleted, deletedOnly }: ListOptions): Question<number[]> => ({
    method: 'GET',
    path: `/subjects/${subjectPath(subject)}/versions${query({ deleted, deletedOnly })}`,
    purpose: `list the versions of ${quoted(subject)}`,
    subject,
    read: (value) => readNumbers(value, 'versions'),
  }),
  subjects: ({ prefix, deleted, deletedOnly }: SubjectsOptions): Question<string[]> => ({
    method: 'GET',
    path: `/subjects${query({ subjectPrefix: prefix, deleted, deletedOnly })}`,
    purpose: 'list the subjects',
    read: (value) => readNames(value, 'subjects'),
  }),
  /** Ids of the schemas that refer to this version. */
  referencedBy: (subject: string, version: number): Question<number[]> => ({
    method: 'GET',
    path: `/subjects/${subjectPath(subject)}/versions/${versionPath(version, subject)}/referencedby`,
    purpose: `list what refers to version ${version} of ${quoted(subject)}`,
    subject,
    read: (value) => readNumbers(value, 'ids'),
  }),
  deleteSubject: (subject: string, { permanent }: DeleteOptions): Question<number[]> => ({
    method: 'DELETE',
    path: `/subjects/${subjectPath(subject)}${query({ permanent })}`,
    purpose: `delete ${quoted(subject)}`,
    subject,
    read: (value) => readNumbers(value, 'versions'),
  }),
  deleteVersion: (subject: string, version: number, { permanent }: DeleteOptions): Question<number> => ({
    method: 'DELETE',
    path: `/subjects/${subjectPath(subject)}/versions/${versionPath(version, subject)}${query({ permanent })}`,
    purpose: `delete version ${version} of ${quoted(subject)}`,
    subject,
    read: readVersionNumber,
  }),
  testCompatibility: (
    subject: string,
    schema: SchemaText,
    { version, normalize }: CompatibilityOptions,
  ): Question<CompatibilityVerdict> => {
    const about = { purpose: `check a schema against ${quoted(subject)}`, subject };
    const place = version === undefined ? 'versions' : `versions/${versionPath(version, subject)}`;
    return {
      ...about,
      method: 'POST',
      path: `/compatibility/subjects/${subjectPath(subject)}/${place}${query({ normalize, verbose: true })}`,
      body: schemaBody(schema, about),
      read: readVerdict,
    };
  },
};
