/**
 * Why a type has no finite value, in words: the way to what cannot be drawn.
 */
import type { Representation } from '@ottla/schema';
import { fullNameOf } from '../full-name.ts';
import { hasOwnValue, MOST_FIXED_BYTES, MOST_PARTS, neededBy, type ValueSizes } from './value-sizes.ts';

/**
 * Of a type without a size.
 * @example
 * whyEndless(node, sizes); // 'com.acme.Node.next needs another com.acme.Node, without end'
 */
export function whyEndless(root: Representation, sizes: ValueSizes): string {
  const seen = new Set<Representation>();
  let place = nameOf(root);
  for (let type = root; ;) {
    if (seen.has(type)) return `${place} needs another ${nameOf(type)}, without end`;
    seen.add(type);
    if (type.kind !== 'record' && type.kind !== 'union' && !hasOwnValue(type)) return leafWords(type, place);
    const missing = neededBy(type).find((inner) => sizes.of(inner) === undefined);
    if (missing === undefined) {
      return type.kind === 'union' && type.branches.length === 0
        ? `${place} is a union without branches`
        : `${place} needs more than ${MOST_PARTS} parts`;
    }
    if (type.kind === 'record') {
      const field = type.fields.find(({ representation }) => representation === missing);
      place = `${nameOf(type)}.${field?.name ?? ''}`;
    }
    type = missing;
  }
}

function leafWords(type: Representation, place: string): string {
  if (type.kind === 'enum') return `${place} is an enum without symbols`;
  if (type.kind !== 'fixedBytes') return `${place} is a decimal of more digits than are written`;
  return `${place} has ${type.size} bytes, more than ${MOST_FIXED_BYTES}`;
}

function nameOf({ schema }: Representation): string {
  return fullNameOf(schema);
}
