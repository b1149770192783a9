/**
 * The body of a registration, look-up or compatibility check, and the schema it carries.
 *
 * Reads the JSON trusting nothing, resolves references to stored versions (so -1 becomes a number), parses
 * the text strictly with them, and gives it back as the registry prints it. Stores nothing.
 */
import type { SchemaReference } from '@ottla/kernel';
import { parseSchema, schemaText, type Schema } from '@ottla/schema';
import { refuse } from './registry-failure.ts';
import type { RegistryState } from './registry-state.ts';
import type { StoredSchema } from './schema-store.ts';

/** A schema ready to be stored or compared. */
export interface SubmittedSchema {
  readonly schema: string;
  readonly references: readonly SchemaReference[];
  readonly parsed: Schema;
  /** Wishes that only import mode may grant. */
  readonly wishedId: number | undefined;
  readonly wishedVersion: number | undefined;
}

const MAX_REFERENCES = 1_000;

/** Parses a request body that must be a JSON object. */
export function jsonObject(body: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw refuse.badRequest('HTTP 400 Bad Request: the body is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuse.badRequest('HTTP 400 Bad Request: the body is not a JSON object');
  }
  // Checked above: an object that is neither null nor an array.
  return value as Record<string, unknown>;
}

function readReference(value: unknown): SchemaReference {
  const { name, subject, version } = (value ?? {}) as Record<string, unknown>; // each member is checked below
  if (typeof name !== 'string' || typeof subject !== 'string' || !Number.isInteger(version)) {
    throw refuse.invalidSchema('a reference needs a name, a subject and a version');
  }
  return { name, subject, version: version as number }; // an integer, by the check above
}

function readReferences(value: unknown): SchemaReference[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > MAX_REFERENCES) {
    throw refuse.invalidSchema(`references must be an array of at most ${MAX_REFERENCES}`);
  }
  return value.map(readReference);
}

function optionalInteger(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}

/** The stored version a reference names, with its version as a number. */
function resolveReference(
  state: RegistryState,
  reference: SchemaReference,
): { reference: SchemaReference; content: StoredSchema } {
  const versions = state.schemas.versions(reference.subject);
  const found =
    reference.version === -1
      ? versions.at(-1)
      : versions.find(({ version }) => version === reference.version);
  if (found === undefined) {
    throw refuse.invalidSchema(
      `No schema reference found for subject "${reference.subject}" and version ${reference.version}`,
    );
  }
  return { reference: { ...reference, version: found.version }, content: found.content };
}

/** The contents a schema refers to and theirs, each once. Stored references cannot form a cycle: each was stored before its user. */
function withOwnReferences(state: RegistryState, direct: readonly StoredSchema[]): Schema[] {
  const seen = new Set<StoredSchema>();
  const pending = [...direct];
  for (let content = pending.pop(); content !== undefined; content = pending.pop()) {
    if (seen.has(content)) continue;
    seen.add(content);
    for (const { subject, version } of content.references) {
      const held = state.schemas.versions(subject, true).find((stored) => stored.version === version);
      if (held !== undefined) pending.push(held.content);
    }
  }
  return [...seen].map(({ parsed }) => parsed);
}

/** Reads, resolves and parses the body; throws 400 or 42201. */
export function readSubmittedSchema(state: RegistryState, body: string): SubmittedSchema {
  const { schema, schemaType = 'AVRO', references, id, version } = jsonObject(body);
  if (schemaType !== 'AVRO' && schemaType !== null) {
    throw refuse.invalidSchema(
      `schema type ${JSON.stringify(schemaType)} is not supported by the embedded registry; AVRO is`,
    );
  }
  if (typeof schema !== 'string' || schema.trim() === '') throw refuse.emptySchema();
  const resolved = readReferences(references).map((reference) => resolveReference(state, reference));
  const known = withOwnReferences(
    state,
    resolved.map(({ content }) => content),
  );
  try {
    const parsed = parseSchema(schema, { references: known });
    return {
      schema: schemaText(parsed, { references: known }),
      references: resolved.map(({ reference }) => reference),
      parsed,
      wishedId: optionalInteger(id),
      wishedVersion: optionalInteger(version),
    };
  } catch (error) {
    throw refuse.invalidSchema(error instanceof Error ? error.message : String(error));
  }
}
