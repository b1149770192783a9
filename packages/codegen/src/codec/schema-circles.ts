/**
 * Which schemas lead back to themselves, or to one that does: their values can be nested without end.
 *
 * Kept per schema object, since schemas do not change; each graph is walked once, whatever its depth.
 */
import { childSchemas, type Schema } from '@ottla/schema';

const known = new WeakMap<Schema, boolean>();

export function leadsToCircle(schema: Schema): boolean {
  const answer = known.get(schema);
  if (answer !== undefined) return answer;
  learn(schema);
  return known.get(schema) ?? false;
}

/** Takes away what leads nowhere until nothing more can be taken; what stays leads to a circle. */
function learn(root: Schema): void {
  const parents = new Map<Schema, Schema[]>([[root, []]]);
  const waiting = [root];
  const ends: Schema[] = [];
  const open = new Map<Schema, number>();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const children = childSchemas(next);
    open.set(next, children.length);
    if (children.length === 0) ends.push(next);
    for (const child of children) {
      const already = parents.get(child);
      if (already === undefined) waiting.push(child);
      parents.set(child, already ?? []);
      parents.get(child)?.push(next);
    }
  }
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    known.set(end, false);
    for (const parent of parents.get(end) ?? []) {
      const rest = (open.get(parent) ?? 0) - 1;
      open.set(parent, rest);
      if (rest === 0) ends.push(parent);
    }
  }
  for (const [schema, rest] of open) if (rest > 0) known.set(schema, true);
}
