/** Which named types hold which: asked backwards, from a type to all that lead to it. */
import { childSchemas, isNamed, type NamedSchema, type Schema } from '../schema.ts';

/** The targets, and of `types` all from which a target is reached. Takes time in proportion to all of them. */
export function typesReaching(
  types: Iterable<NamedSchema>,
  targets: Iterable<NamedSchema>,
): ReadonlySet<NamedSchema> {
  const found = new Set(targets);
  if (found.size === 0) return found;
  const holders = new Map<NamedSchema, NamedSchema[]>();
  for (const type of types) {
    for (const held of namedWithin(type)) {
      const list = holders.get(held);
      if (list === undefined) holders.set(held, [type]);
      else list.push(type);
    }
  }
  // A Set gives what is added while it is walked.
  for (const type of found) {
    for (const holder of holders.get(type) ?? []) found.add(holder);
  }
  return found;
}

/** The named types directly inside a schema, that is with no other named type between. */
export function namedWithin(schema: Schema): NamedSchema[] {
  const found: NamedSchema[] = [];
  const waiting = [...childSchemas(schema)];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (isNamed(next)) found.push(next);
    else waiting.push(...childSchemas(next));
  }
  return found;
}
