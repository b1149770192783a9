/**
 * How deep values of a schema can be: levels are records, arrays and maps, as reading counts them.
 *
 * A schema that leads back to itself, or to one that does, has no end. Kept per schema object, since schemas do not
 * change; each graph is walked once, whatever its depth.
 */
import { childSchemas, type Schema } from '@ottla/schema';

const known = new WeakMap<Schema, number>();

/** Infinity for values that can be nested without end. */
export function levelsOf(schema: Schema): number {
  const answer = known.get(schema);
  if (answer !== undefined) return answer;
  learn(schema);
  return known.get(schema) ?? 0;
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
  const inside = new Map<Schema, number>();
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    const levels = ownLevel(end) + (inside.get(end) ?? 0);
    known.set(end, levels);
    for (const parent of parents.get(end) ?? []) {
      inside.set(parent, Math.max(levels, inside.get(parent) ?? 0));
      const rest = (open.get(parent) ?? 0) - 1;
      open.set(parent, rest);
      if (rest === 0) ends.push(parent);
    }
  }
  for (const [schema, rest] of open) if (rest > 0) known.set(schema, Number.POSITIVE_INFINITY);
}

/** Of the schema itself, without what is inside. */
export function ownLevel({ type }: Schema): 0 | 1 {
  return type === 'record' || type === 'array' || type === 'map' ? 1 : 0;
}
