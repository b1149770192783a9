/**
 * Reads the JSON shapes of a registry's answers, trusting nothing.
 *
 * Registries differ: the answer to a registration may hold an id only, schemaType is absent for AVRO,
 * references are absent for none. What must be there is checked: an id is a positive int32 (the wire
 * format has four bytes for it), a version too. Throws ShapeError saying which member is wrong.
 */
import {
  kindOf,
  type RegisteredSchema,
  type SchemaReference,
  type SchemaText,
  type SchemaType,
} from '@ottla/kernel';
import { compatibilityLevels, type CompatibilityLevel } from '@ottla/schema';

/** The answer is JSON of another shape. The message completes "the answer …". */
export class ShapeError extends Error {}

const MAX_INT32 = 2_147_483_647;

type Members = Readonly<Record<string, unknown>>;

export function isSchemaId(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= MAX_INT32; // an integer, just checked
}

function membersOf(value: unknown, what: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ShapeError(`must be ${what}, not ${kindOf(value)}`);
  }
  return value as Members; // an object that is neither null nor an array, just checked
}

function positiveInt32(value: unknown, member: string): number {
  if (isSchemaId(value)) return value;
  throw new ShapeError(`must hold an integer '${member}' between 1 and ${MAX_INT32}, not ${kindOf(value)}`);
}

function text(value: unknown, member: string): string {
  if (typeof value === 'string') return value;
  throw new ShapeError(`must hold a string '${member}', not ${kindOf(value)}`);
}

function listOf<T>(value: unknown, member: string, read: (item: unknown) => T): T[] {
  if (Array.isArray(value)) return value.map(read);
  throw new ShapeError(`must be an array of ${member}, not ${kindOf(value)}`);
}

const schemaTypes: readonly SchemaType[] = ['AVRO', 'JSON', 'PROTOBUF'];

function schemaTypeOf(value: unknown): SchemaType {
  if (value === undefined || value === null) return 'AVRO';
  const known = schemaTypes.find((type) => typeof value === 'string' && value.toUpperCase() === type);
  if (known !== undefined) return known;
  throw new ShapeError(`must hold a 'schemaType' of ${schemaTypes.join(', ')}, not ${kindOf(value)}`);
}

function referencesOf(value: unknown): readonly SchemaReference[] {
  if (value === undefined || value === null) return [];
  return listOf(value, 'references', (item) => {
    const { name, subject, version } = membersOf(item, 'a reference');
    if (version !== -1) positiveInt32(version, 'references.version');
    return {
      name: text(name, 'references.name'),
      subject: text(subject, 'references.subject'),
      version: version as number, // -1 or a positive integer, just checked
    };
  });
}

function schemaTextOf(members: Members): SchemaText {
  const references = referencesOf(members['references']);
  return {
    schemaType: schemaTypeOf(members['schemaType']),
    schema: text(members['schema'], 'schema'),
    ...(references.length === 0 ? {} : { references }),
  };
}

/** Answer of GET /schemas/ids/{id}. */
export function readSchemaOfId(value: unknown, id: number): RegisteredSchema {
  return { id, ...schemaTextOf(membersOf(value, 'a schema')) };
}

/** Answer of GET /subjects/{subject}/versions/{version}. */
export function readVersion(value: unknown, subject: string): RegisteredSchema {
  const members = membersOf(value, 'a schema');
  return {
    id: positiveInt32(members['id'], 'id'),
    subject,
    version: positiveInt32(members['version'], 'version'),
    ...schemaTextOf(members),
  };
}

/** Answer of a registration or look-up: the id, and a version where the registry tells one. The text is the caller's. */
export function readRegistration(value: unknown, subject: string, sent: SchemaText): RegisteredSchema {
  const members = membersOf(value, 'a registration');
  const version = members['version'];
  return {
    id: positiveInt32(members['id'], 'id'),
    subject,
    ...(version === undefined || version === null ? {} : { version: positiveInt32(version, 'version') }),
    schemaType: sent.schemaType,
    schema: sent.schema,
    ...(sent.references === undefined ? {} : { references: sent.references }),
  };
}

/** Answer of GET /subjects/{subject}/versions. */
export function readVersionNumbers(value: unknown): number[] {
  return listOf(value, 'versions', (item) => positiveInt32(item, 'version'));
}

/** Answer of GET /subjects. */
export function readNames(value: unknown): string[] {
  return listOf(value, 'subjects', (item) => text(item, 'subject'));
}

export interface CompatibilityVerdict {
  readonly compatible: boolean;
  /** The registry's reasons, in its own words; empty when compatible or when it gives none. */
  readonly messages: string[];
}

/** Answer of a compatibility check. */
export function readVerdict(value: unknown): CompatibilityVerdict {
  const { is_compatible: compatible, messages, reason } = membersOf(value, 'a compatibility verdict');
  if (typeof compatible !== 'boolean') {
    throw new ShapeError(`must hold true or false as 'is_compatible', not ${kindOf(compatible)}`);
  }
  if (messages !== undefined && messages !== null) {
    return { compatible, messages: listOf(messages, 'messages', (item) => text(item, 'messages')) };
  }
  // Apicurio gives one text, as `reason`.
  return { compatible, messages: typeof reason === 'string' ? [reason] : [] };
}

/** Answer of GET or PUT /config: the one says compatibilityLevel, the other compatibility. */
export function readLevel(value: unknown): CompatibilityLevel {
  const members = membersOf(value, 'a configuration');
  const written = members['compatibilityLevel'] ?? members['compatibility'];
  const level = compatibilityLevels.find((known) => known === written);
  if (level !== undefined) return level;
  throw new ShapeError(`must hold a known 'compatibilityLevel', not ${kindOf(written)}`);
}
