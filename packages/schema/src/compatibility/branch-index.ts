/** The branches of a reader's union that may take a writer's type, found by name instead of one by one. */
import { simpleName } from '../names.ts';
import { isNamed, type NamedSchema, type Schema, type UnionSchema } from '../schema.ts';
import { matchedAliases } from './pair-rules.ts';

interface BranchIndex {
  readonly unnamed: readonly Schema[];
  /** Places among the branches by simple name and by alias. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

/** Keeps the indexes of one check. */
export class BranchIndexes {
  readonly #indexes = new Map<UnionSchema, BranchIndex>();

  /** In the order of the union. */
  able(union: UnionSchema, writer: Schema): readonly Schema[] {
    const index = this.#indexes.get(union) ?? indexOf(union);
    this.#indexes.set(union, index);
    return isNamed(writer) ? namedBranches(union, index, writer) : index.unnamed;
  }
}

function indexOf(union: UnionSchema): BranchIndex {
  const byName = new Map<string, number[]>();
  union.branches.forEach((branch, place) => {
    if (!isNamed(branch)) return;
    // An alias is a full name and may lack dots: it must not be taken for a simple name.
    const keys = new Set([
      simpleName(branch.fullName),
      ...matchedAliases(branch).map((alias) => `alias ${alias}`),
    ]);
    for (const key of keys) {
      const places = byName.get(key) ?? [];
      byName.set(key, places);
      places.push(place);
    }
  });
  return { unnamed: union.branches.filter((branch) => !isNamed(branch)), places: byName };
}

function namedBranches(union: UnionSchema, { places }: BranchIndex, writer: NamedSchema): readonly Schema[] {
  const able = new Set([
    ...(places.get(simpleName(writer.fullName)) ?? []),
    ...(places.get(`alias ${writer.fullName}`) ?? []),
  ]);
  return [...able].toSorted((left, right) => left - right).flatMap((place) => union.branches[place] ?? []);
}
