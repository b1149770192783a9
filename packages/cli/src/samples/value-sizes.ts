/**
 * How many parts the smallest value of each type has, for whoever draws values that must come to an end.
 *
 * A record has its fields, a union the smallest branch, an array or a map may be empty. A type without a finite value
 * has no size: a record that needs itself, an enum without symbols, a fixed that is too large to be drawn. Sizes
 * are found in order, the smallest first, so each type is looked at once. Pure.
 */
import type { Representation } from '@ottla/schema';

/** A line of more parts helps nobody. */
export const MOST_PARTS = 100_000;
export const MOST_FIXED_BYTES = 1024 * 1024;
/** Decimals of more digits are not written. */
export const MOST_DIGITS = 10_000;

export class ValueSizes {
  readonly #sizes = new Map<Representation, number>();

  constructor(root: Representation) {
    const types = typesWithin(root);
    const users = usersOf(types);
    const ready: Representation[][] = [];
    /** Of a record whose fields are not all known: how many are not, and the size of the others. */
    const open = new Map<Representation, { missing: number; size: number }>();
    const settle = (type: Representation, size: number): void => {
      if (size <= MOST_PARTS) (ready[size] ??= []).push(type);
    };
    for (const type of types) {
      if (type.kind === 'record' && type.fields.length > 0)
        open.set(type, { missing: type.fields.length, size: 1 });
      else if (type.kind !== 'union' && hasOwnValue(type)) settle(type, 1);
    }
    for (let size = 1; size < ready.length; size++) {
      for (const type of ready[size] ?? []) {
        if (this.#sizes.has(type)) continue;
        this.#sizes.set(type, size);
        for (const user of users.get(type) ?? []) {
          const fields = open.get(user);
          if (fields !== undefined) fields.size += size;
          if (user.kind === 'union') settle(user, size + 1);
          else if (fields !== undefined && --fields.missing === 0) settle(user, fields.size);
        }
      }
    }
  }

  /** Undefined for a type that has no finite value. */
  of(type: Representation): number | undefined {
    return this.#sizes.get(type);
  }
}

/** Whether a type without fields and branches has a value that can be drawn. */
export function hasOwnValue(type: Representation): boolean {
  if (type.kind === 'enum') return type.symbols.length > 0;
  if (type.kind === 'fixedBytes') return type.size <= MOST_FIXED_BYTES;
  return type.kind !== 'decimalString' || type.scale <= MOST_DIGITS;
}

/** The types that every value of this one needs; not the items of an array, which may be empty. */
export function neededBy(type: Representation): readonly Representation[] {
  if (type.kind === 'record') return type.fields.map(({ representation }) => representation);
  return type.kind === 'union' ? type.branches.map(({ representation }) => representation) : [];
}

function typesWithin(root: Representation): ReadonlySet<Representation> {
  const types = new Set([root]);
  for (const type of types) {
    for (const inner of neededBy(type)) types.add(inner);
    if (type.kind === 'array') types.add(type.items);
    if (type.kind === 'map') types.add(type.values);
  }
  return types;
}

/** A record stands there once for each field of the type. */
function usersOf(types: Iterable<Representation>): ReadonlyMap<Representation, readonly Representation[]> {
  const users = new Map<Representation, Representation[]>();
  for (const user of types) {
    for (const type of neededBy(user)) {
      const known = users.get(type);
      if (known === undefined) users.set(type, [user]);
      else known.push(user);
    }
  }
  return users;
}
