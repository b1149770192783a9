/**
 * Answers that hold schemas, and lists of what schemas are known by.
 *
 * Registries differ: the answer to a registration may hold an id only; schemaType is absent for AVRO or
 * written in lower case; references are absent for none; Confluent's clients read `ruleset` too. A GUID that
 * is not told is computed where the text stands as Confluent's registry would store it, else left out.
 */
import {
  type RegisteredSchema,
  type SchemaMetadata,
  type SchemaReference,
  type SchemaRule,
  type SchemaRuleSet,
  type SchemaText,
  type SchemaType,
} from '@ottla/kernel';
import { contentGuid, parseSchema, schemaText } from '@ottla/schema';
import {
  guidText,
  listOf,
  mapOf,
  membersOf,
  optionalPart,
  partsOf,
  positiveInt32,
  text,
  truth,
  type Members,
  wordOf,
} from './answer-shape.ts';

/** A schema that was asked for by GUID: the registry does not say which id it has. */
export interface SchemaOfGuid extends SchemaText {
  readonly guid: string;
}

/** An id that a GUID has in a context; the default context is `.`. */
export interface ContextId {
  readonly context: string;
  readonly id: number;
}

export interface SubjectVersion {
  readonly subject: string;
  readonly version: number;
}

export const schemaTypes: readonly SchemaType[] = ['AVRO', 'JSON', 'PROTOBUF'];

const schemaTypeOf = (value: unknown): SchemaType => wordOf(schemaTypes)(value ?? 'AVRO', 'schemaType');

const references = listOf((item): SchemaReference => {
  const { name, subject, version } = membersOf(item, 'a reference');
  return {
    name: text(name, 'references.name'),
    subject: text(subject, 'references.subject'),
    version: version === -1 ? -1 : positiveInt32(version, 'references.version'),
  };
});

export const metadata = partsOf<SchemaMetadata>({
  tags: mapOf(listOf(text)),
  properties: mapOf(text),
  sensitive: listOf(text),
});

const rules = listOf(
  partsOf<SchemaRule>({
    name: text,
    doc: text,
    kind: text,
    mode: text,
    type: text,
    tags: listOf(text),
    params: mapOf(text),
    expr: text,
    onSuccess: text,
    onFailure: text,
    disabled: truth,
  }),
);

export const ruleSet = partsOf<SchemaRuleSet>({
  migrationRules: rules,
  domainRules: rules,
  encodingRules: rules,
  enableAt: text,
});

/** What a registry says of a schema besides its text. */
function contractOf(members: Members): Pick<RegisteredSchema, 'guid' | 'metadata' | 'ruleSet'> {
  return {
    ...optionalPart('guid', members['guid'], guidText),
    ...optionalPart('metadata', members['metadata'], metadata),
    ...optionalPart('ruleSet', members['ruleSet'] ?? members['ruleset'], ruleSet),
  };
}

function schemaOf(members: Members): SchemaText & { readonly guid?: string } {
  const referred = members['references'] ?? [];
  const named = references(referred, 'references');
  return {
    schemaType: schemaTypeOf(members['schemaType']),
    schema: text(members['schema'], 'schema'),
    ...(named.length === 0 ? {} : { references: named }),
    ...contractOf(members),
  };
}

/**
 * The GUID of a stored schema. Not told, it is computed only for Avro that is stored as Confluent's registry
 * stores it: Karapace's sorted keys would give a GUID that no other registry knows.
 */
function withGuid<T extends SchemaText & { readonly guid?: string }>(schema: T): T {
  if (schema.guid !== undefined || schema.schemaType !== 'AVRO' || schema.references !== undefined) {
    return schema;
  }
  try {
    if (schemaText(parseSchema(schema.schema, { lenient: true })) !== schema.schema) return schema;
  } catch {
    return schema; // no Avro as we read it: nothing honest to say
  }
  return { ...schema, guid: contentGuid(schema) };
}

/** Answer of GET /schemas/ids/{id}. No GUID is computed here: it is the consumers' way, and they need none. */
export function readSchemaOfId(value: unknown, id: number): RegisteredSchema {
  return { id, ...schemaOf(membersOf(value, 'a schema')) };
}

/** Answer of GET /schemas/guids/{guid}. */
export function readSchemaOfGuid(value: unknown, guid: string): SchemaOfGuid {
  return { ...schemaOf(membersOf(value, 'a schema')), guid };
}

function versionOf(members: Members, subject: string): RegisteredSchema {
  return withGuid({
    id: positiveInt32(members['id'], 'id'),
    subject,
    version: positiveInt32(members['version'], 'version'),
    ...schemaOf(members),
  });
}

/** Answer of GET /subjects/{subject}/versions/{version}. */
export function readVersion(value: unknown, subject: string): RegisteredSchema {
  return versionOf(membersOf(value, 'a schema'), subject);
}

/** Answer of GET /schemas. */
export const readSchemas = (value: unknown): RegisteredSchema[] =>
  listOf((item): RegisteredSchema => {
    const members = membersOf(item, 'a schema');
    return versionOf(members, text(members['subject'], 'subject'));
  })(value, 'schemas');

/**
 * Answer of a registration or look-up: the id, and of version, GUID, metadata and rules what the registry
 * tells. The text is the caller's.
 */
export function readRegistration(value: unknown, subject: string, sent: SchemaText): RegisteredSchema {
  const members = membersOf(value, 'a registration');
  const { schemaType, schema, references: referred } = sent;
  return {
    id: positiveInt32(members['id'], 'id'),
    subject,
    ...optionalPart('version', members['version'], positiveInt32),
    schemaType,
    schema,
    ...(referred === undefined ? {} : { references: referred }),
    ...contractOf(members),
  };
}

/** Answers that are lists of versions or ids. */
export const readNumbers = (value: unknown, member: string): number[] => listOf(positiveInt32)(value, member);

/** Answers that are lists of names. */
export const readNames = (value: unknown, member: string): string[] => listOf(text)(value, member);

/** Answer of DELETE …/versions/{version}. */
export const readVersionNumber = (value: unknown): number => positiveInt32(value, 'version');

/** Answer of GET /schemas/ids/{id}/versions. */
export const readSubjectVersions = (value: unknown): SubjectVersion[] =>
  listOf((item): SubjectVersion => {
    const { subject, version } = membersOf(item, 'a subject with its version');
    return { subject: text(subject, 'subject'), version: positiveInt32(version, 'version') };
  })(value, 'versions');

/** Answer of GET /schemas/guids/{guid}/ids. */
export const readContextIds = (value: unknown): ContextId[] =>
  listOf((item): ContextId => {
    const { context, id } = membersOf(item, 'an id with its context');
    return { context: text(context, 'context'), id: positiveInt32(id, 'id') };
  })(value, 'ids');
