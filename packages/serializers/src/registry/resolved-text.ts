/** Schemas with everything they refer to. */
import type { SchemaRegistry, SchemaText } from '@ottla/kernel';
import type { ResolvedSchema } from './payload-format.ts';

/** A schema that refers to nothing. */
export function aloneSchema(text: SchemaText): ResolvedSchema {
  return { text, references: [] };
}

export function refersToOthers({ references = [] }: SchemaText): boolean {
  return references.length > 0;
}

/** References are meant in the context of `subject`, where there is one. Rejects as the registry does. */
export async function resolvedSchema(
  registry: SchemaRegistry,
  text: SchemaText,
  subject: string | undefined,
): Promise<ResolvedSchema> {
  if (!refersToOthers(text)) return aloneSchema(text);
  const placed = subject === undefined ? text : { ...text, subject };
  return { text, references: await registry.references(placed) };
}
