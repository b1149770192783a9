/** Calls that ask for schemas by id or GUID, and for all of them. */
import { kinds, optional, type OptionsInput, type RegisteredSchema } from '@ottla/kernel';
import {
  readContextIds,
  readNames,
  readSchemaOfGuid,
  readSchemaOfId,
  readSchemas,
  readSubjectVersions,
  type ContextId,
  type SchemaOfGuid,
  type SubjectVersion,
} from '../answers/schema-answer.ts';
import { guidPath, idPath, query, type Question } from './question.ts';

/** A prefix may be empty. */
export const anyText = kinds.of('a string', (value): value is string => typeof value === 'string');

export const formatOptions = {
  format: optional(
    kinds.string,
    "How the text is printed: `resolved` writes out the references of an Avro schema, `serialized` is Protobuf's.",
  ),
};
export type FormatOptions = OptionsInput<typeof formatOptions>;

export const schemaOptions = {
  ...formatOptions,
  subject: optional(
    kinds.string,
    'A subject in whose context the id is meant, such as `:.ctx:orders-value`; without it, the default context.',
  ),
};
export type SchemaOptions = OptionsInput<typeof schemaOptions>;

export const usesOfIdOptions = {
  subject: optional(kinds.string, 'A subject in whose context the id is meant.'),
  deleted: optional(kinds.boolean, 'With what was softly deleted.'),
};
export type UsesOfIdOptions = OptionsInput<typeof usesOfIdOptions>;

export const schemasOptions = {
  subjectPrefix: optional(anyText, 'How the names of their subjects begin.'),
  deleted: optional(kinds.boolean, 'With what was softly deleted.'),
  latestOnly: optional(kinds.boolean, 'One version of each subject.'),
  offset: optional(kinds.integer(0), 'How many of the first to leave out.'),
  limit: optional(
    kinds.integer(-1),
    'How many at most; the registry has a bound of its own, such as 1,000. -1 asks for all that it allows.',
  ),
};
export type SchemasOptions = OptionsInput<typeof schemasOptions>;

export const schemaCalls = {
  schema: (id: number, { subject, format }: SchemaOptions): Question<RegisteredSchema> => ({
    method: 'GET',
    path: `/schemas/ids/${idPath(id)}${query({ subject, format })}`,
    purpose: `get the schema of id ${id}`,
    schemaId: id,
    read: (value) => readSchemaOfId(value, id),
  }),
  schemaByGuid: (guid: string, { format }: FormatOptions): Question<SchemaOfGuid> => ({
    method: 'GET',
    path: `/schemas/guids/${guidPath(guid)}${query({ format })}`,
    purpose: `get the schema of GUID ${guid}`,
    read: (value) => readSchemaOfGuid(value, guid.toLowerCase()),
  }),
  idsOfGuid: (guid: string): Question<ContextId[]> => ({
    method: 'GET',
    path: `/schemas/guids/${guidPath(guid)}/ids`,
    purpose: `list the ids of GUID ${guid}`,
    read: readContextIds,
  }),
  subjectsOfId: (id: number, { subject, deleted }: UsesOfIdOptions): Question<string[]> => ({
    method: 'GET',
    path: `/schemas/ids/${idPath(id)}/subjects${query({ subject, deleted })}`,
    purpose: `list the subjects of id ${id}`,
    schemaId: id,
    read: (value) => readNames(value, 'subjects'),
  }),
  versionsOfId: (id: number, { subject, deleted }: UsesOfIdOptions): Question<SubjectVersion[]> => ({
    method: 'GET',
    path: `/schemas/ids/${idPath(id)}/versions${query({ subject, deleted })}`,
    purpose: `list the versions of id ${id}`,
    schemaId: id,
    read: readSubjectVersions,
  }),
  schemas: (options: SchemasOptions): Question<RegisteredSchema[]> => {
    const { subjectPrefix, deleted, latestOnly, offset, limit } = options;
    return {
      method: 'GET',
      path: `/schemas${query({ subjectPrefix, deleted, latestOnly, offset, limit })}`,
      purpose: 'list the schemas',
      read: readSchemas,
    };
  },
  schemaTypes: (): Question<string[]> => ({
    method: 'GET',
    path: '/schemas/types',
    purpose: 'list the types of schemas',
    read: (value) => readNames(value, 'types'),
  }),
};
