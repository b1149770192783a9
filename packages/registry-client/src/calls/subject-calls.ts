/** Calls about subjects and their versions: registering, finding, listing, checking, deleting. */
import {
  kinds,
  optional,
  required,
  type OptionsInput,
  type RegisteredSchema,
  type SchemaText,
} from '@ottla/kernel';
import {
  readNames,
  readNumbers,
  readRegistration,
  readVersion,
  readVersionNumber,
} from '../answers/schema-answer.ts';
import { readVerdict, type CompatibilityVerdict } from '../answers/setting-answer.ts';
import {
  expectArgument,
  query,
  quoted,
  schemaBody,
  subjectPath,
  textsByName,
  versionPath,
  type Question,
} from './question.ts';
import { anyText, formatOptions } from './schema-calls.ts';

export const registerOptions = {
  normalize: optional(
    kinds.boolean,
    'Let the registry bring the schema into its normal form first, so that layout and order do not matter.',
  ),
};
export type RegisterOptions = OptionsInput<typeof registerOptions>;

/** Of the port SchemaRegistry. */
export const schemaIdOptions = {
  register: required(kinds.boolean, 'Register the schema when it is absent.'),
  ...registerOptions,
};

export const lookUpOptions = {
  ...registerOptions,
  deleted: optional(kinds.boolean, 'Find what was softly deleted, too.'),
};
export type LookUpOptions = OptionsInput<typeof lookUpOptions>;

export const versionOptions = {
  ...formatOptions,
  deleted: optional(kinds.boolean, 'Also when it was softly deleted.'),
};
export type VersionOptions = OptionsInput<typeof versionOptions>;

export const listOptions = {
  deleted: optional(kinds.boolean, 'With what was softly deleted.'),
  deletedOnly: optional(kinds.boolean, 'Only what was softly deleted.'),
};
export type ListOptions = OptionsInput<typeof listOptions>;

export const subjectsOptions = {
  ...listOptions,
  prefix: optional(anyText, 'How the names begin; `:.ctx:` gives those of a context.'),
};
export type SubjectsOptions = OptionsInput<typeof subjectsOptions>;

export const deleteOptions = {
  permanent: optional(
    kinds.boolean,
    'For good: frees the versions, takes the ids away. Only what was softly deleted before can be.',
  ),
};
export type DeleteOptions = OptionsInput<typeof deleteOptions>;

/** The range of a number is checked with the path: it has a code of its own, VERSION_INVALID. */
const versionOrLatest = kinds.of<number | 'latest'>(
  "the number of a version or 'latest'",
  (value): value is number | 'latest' => typeof value === 'number' || value === 'latest',
);

export const compatibilityOptions = {
  ...registerOptions,
  version: optional(
    versionOrLatest,
    'The one version to compare with; without it, as much of the history as the level asks for.',
  ),
};
export type CompatibilityOptions = OptionsInput<typeof compatibilityOptions>;

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
    version: number,
    { deleted, format }: VersionOptions,
  ): Question<RegisteredSchema> => ({
    method: 'GET',
    path: `/subjects/${subjectPath(subject)}/versions/${versionPath(version, subject)}${query({ deleted, format })}`,
    purpose: `get version ${version} of ${quoted(subject)}`,
    subject,
    read: (value) => readVersion(value, subject),
  }),
  latest: (subject: string): Question<RegisteredSchema> => ({
    method: 'GET',
    path: `/subjects/${subjectPath(subject)}/versions/latest`,
    purpose: `get version latest of ${quoted(subject)}`,
    subject,
    read: (value) => readVersion(value, subject),
  }),
  /** The latest version that carries all these properties in its metadata. */
  latestWithMetadata: (
    subject: string,
    properties: Readonly<Record<string, string>>,
  ): Question<RegisteredSchema> => {
    expectArgument('latestWithMetadata: properties', textsByName, properties);
    return {
      method: 'GET',
      path: `/subjects/${subjectPath(subject)}/metadata${query({ key: Object.keys(properties), value: Object.values(properties) })}`,
      purpose: `get the latest version with these properties of ${quoted(subject)}`,
      subject,
      read: (value) => readVersion(value, subject),
    };
  },
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
    const one = version === undefined || version === 'latest' ? version : versionPath(version, subject);
    const place = one === undefined ? 'versions' : `versions/${one}`;
    return {
      ...about,
      method: 'POST',
      path: `/compatibility/subjects/${subjectPath(subject)}/${place}${query({ normalize, verbose: true })}`,
      body: schemaBody(schema, about),
      read: readVerdict,
    };
  },
};
