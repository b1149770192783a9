/**
 * Follows the references of a schema to every schema it needs.
 *
 * Bounded: each version is visited once, so diamonds do not multiply and cycles end; past MAX_REFERENCES
 * schemas, or MAX_LINKS references in all of them, it gives up. Depth costs no stack, as every step waits.
 */
import type { RegisteredSchema, SchemaReference, SchemaText } from '@ottla/kernel';
import { referredSubject } from './subject-context.ts';
import { registryError } from './http/verdict.ts';
import type { RegistryError } from './registry-error.ts';

export const MAX_REFERENCES = 1_000;
const MAX_LINKS = 100_000;

/** A schema with the name under which it is referred to. */
export interface ResolvedReference extends RegisteredSchema {
  readonly name: string;
}

function tooMany(subject: string, why: string): RegistryError {
  return registryError(
    { purpose: 'resolve the references of a schema', subject },
    'TOO_MANY_REFERENCES',
    why,
  );
}

/** Those that others need come first. A reference without a context is meant in that of the schema it stands in. */
export async function resolveReferences(
  schema: SchemaText & { readonly subject?: string },
  get: (subject: string, version: number) => Promise<RegisteredSchema>,
): Promise<ResolvedReference[]> {
  const seen = new Set<string>();
  const resolved: ResolvedReference[] = [];
  let links = 0;
  const visit = async (references: readonly SchemaReference[], from: string): Promise<void> => {
    links += references.length;
    if (links > MAX_LINKS) throw tooMany(from, `more than ${MAX_LINKS} references lead to what it needs`);
    for (const { name, subject: written, version } of references) {
      const subject = referredSubject(from, written);
      const key = `${version}:${subject}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (seen.size > MAX_REFERENCES)
        throw tooMany(subject, `more than ${MAX_REFERENCES} schemas hang on it`);
      const found = await get(subject, version);
      await visit(found.references ?? [], subject);
      resolved.push({ ...found, name });
    }
  };
  await visit(schema.references ?? [], schema.subject ?? '');
  return resolved;
}
