/** Calls that ask for schemas by id or GUID, and for all of them. */
import type { RegisteredSchema } from '@ottla/kernel';
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

export interface FormatOptions {
  /** How the text is printed: `resolved` writes out the references of an Avro schema, `serialized` is Protobuf's. */
  readonly format?: string | undefined;
}

export interface SchemaOptions extends FormatOptions {
  /** A subject in whose context the id is meant, such as `:.ctx:orders-value`; without it, the default context. */
  readonly subject?: string | undefined;
}

export interface UsesOfIdOptions {
  /** A subject in whose context the id is meant. */
  readonly subject?: string | undefined;
  /** With what was softly deleted. */
  readonly deleted?: boolean | undefined;
}

export interface SchemasOptions {
  readonly subjectPrefix?: string | undefined;
  readonly deleted?: boolean | undefined;
  /** One version of each subject. */
  readonly latestOnly?: boolean | undefined;
  readonly offset?: number | undefined;
  /** How many at most; the registry has a bound of its own, such as 1,000. */
  readonly limit?: number | undefined;
}

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
