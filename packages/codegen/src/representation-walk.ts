/** Every representation inside another, each record once. */
import type { Representation } from '@ottla/schema';

/** Itself first; in no order that means anything. */
export function representationsWithin(representation: Representation): readonly Representation[] {
  const found = new Set<Representation>();
  const waiting = [representation];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    waiting.push(...partsOf(next));
  }
  return [...found];
}

function partsOf(representation: Representation): readonly Representation[] {
  const { kind } = representation;
  if (kind === 'array') return [representation.items];
  if (kind === 'map') return [representation.values];
  if (kind === 'union') return representation.branches.map((branch) => branch.representation);
  return kind === 'record' ? representation.fields.map((field) => field.representation) : [];
}
