/**
 * Which branch of one union is which of another: by name, and for a number or a text that became another
 * one, by promotion.
 */
import { promotable } from '../promotions.ts';
import { isNamed, isPrimitive, type Schema, type UnionSchema } from '../schema.ts';
import type { TypePairing } from './type-pairing.ts';

interface BranchMatch {
  readonly before: Schema;
  readonly after: Schema;
  /** Their places in the unions. */
  readonly beforePlace: number;
  readonly afterPlace: number;
}

interface UnionMatching {
  /** In the order of the new union. */
  readonly matches: readonly BranchMatch[];
  readonly removed: readonly Schema[];
  readonly added: readonly Schema[];
}

export function matchBranches(before: UnionSchema, after: UnionSchema, types: TypePairing): UnionMatching {
  const unmoved = matchInPlace(before, after, types);
  if (unmoved !== undefined) return { matches: unmoved, removed: [], added: [] };
  const places = new Map(before.branches.map((branch, place) => [nameAfterwards(branch, types), place]));
  const byAfter = new Map<number, number>();
  const take = (afterPlace: number, beforePlace: number, name: string): void => {
    byAfter.set(afterPlace, beforePlace);
    places.delete(name);
  };
  for (const [place, branch] of after.branches.entries()) {
    const name = nameOf(branch);
    const old = places.get(name);
    if (old !== undefined) take(place, old, name);
  }
  for (const [place, branch] of after.branches.entries()) {
    if (byAfter.has(place) || !isPrimitive(branch)) continue;
    for (const [name, old] of places) {
      const removed = before.branches[old];
      if (removed === undefined || !promotable(removed, branch)) continue;
      take(place, old, name);
      break;
    }
  }
  const matches = [...byAfter].flatMap(([afterPlace, beforePlace]): BranchMatch[] => {
    const [old, now] = [before.branches[beforePlace], after.branches[afterPlace]];
    return old === undefined || now === undefined
      ? []
      : [{ before: old, after: now, beforePlace, afterPlace }];
  });
  return {
    matches: matches.toSorted((left, right) => left.afterPlace - right.afterPlace),
    removed: [...places.values()]
      .toSorted((left, right) => left - right)
      .flatMap((place) => before.branches[place] ?? []),
    added: after.branches.filter((_, place) => !byAfter.has(place)),
  };
}

/** The branches by their places, when all have the same names as before: most unions do. */
function matchInPlace(
  before: UnionSchema,
  after: UnionSchema,
  types: TypePairing,
): readonly BranchMatch[] | undefined {
  if (before.branches.length !== after.branches.length) return undefined;
  const matches: BranchMatch[] = [];
  for (const [place, now] of after.branches.entries()) {
    const old = before.branches[place];
    if (old === undefined || nameAfterwards(old, types) !== nameOf(now)) return undefined;
    matches.push({ before: old, after: now, beforePlace: place, afterPlace: place });
  }
  return matches;
}

function nameOf(branch: Schema): string {
  return isNamed(branch) ? `type ${branch.fullName}` : branch.type;
}

/** The name by which an old branch is found among the new ones. */
function nameAfterwards(branch: Schema, types: TypePairing): string {
  if (!isNamed(branch)) return branch.type;
  const pair = types.byBefore.get(branch.fullName);
  // The name of a type that is gone may have become another's.
  return pair === undefined ? `gone ${branch.fullName}` : nameOf(pair.after);
}
