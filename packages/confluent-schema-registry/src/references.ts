/**
 * Fetches what a schema refers to, and what that refers to: each version once, those that are needed first.
 *
 * Circles end, because a version that was met is not asked for again, and so does a registry that always names
 * one more. Parses nothing.
 */
import { ConfluentSchemaRegistryError } from './errors.ts';
import type { ConfluentSchema, SchemaReference } from './schema-types.ts';

/** A schema under the name by which another refers to it. */
export interface NamedSchema {
  readonly name: string;
  readonly schema: ConfluentSchema;
}

/** Far more than any schema in use leads to; each is a request. */
const MAX_SCHEMAS = 10_000;

/** The registry's answer for one reference. */
export type FetchReference = (reference: SchemaReference) => Promise<ConfluentSchema>;

function withoutEnd({ subject, version }: SchemaReference): Error {
  return new ConfluentSchemaRegistryError(
    `more than ${MAX_SCHEMAS} schemas are referred to, the next being version ${version} of '${subject}'; look at the references of that version in the registry`,
  );
}

/** Rejects with ConfluentSchemaRegistryError when there is no end to them. `met` gains the key of every reference that was followed. */
export async function fetchReferences(
  references: readonly SchemaReference[] | undefined,
  fetchReference: FetchReference,
  met: Set<string>,
): Promise<NamedSchema[]> {
  const found: NamedSchema[] = [];
  let asked = 0;
  // Children before parents, without the call stack: a chain of references may be long.
  const open: { reference: SchemaReference; schema?: ConfluentSchema }[] = [];
  const follow = (next: readonly SchemaReference[] = []): void => {
    for (const reference of next.toReversed()) open.push({ reference });
  };
  follow(references);
  for (let step = open.pop(); step; step = open.pop()) {
    const { reference, schema } = step;
    if (schema) {
      found.push({ name: reference.name, schema });
      continue;
    }
    const key = `${reference.name}-${reference.subject}-${reference.version}`;
    if (met.has(key)) continue;
    met.add(key);
    if (++asked > MAX_SCHEMAS) throw withoutEnd(reference);
    const fetched = await fetchReference(reference);
    open.push({ reference, schema: fetched });
    follow(fetched.references);
  }
  return found;
}
