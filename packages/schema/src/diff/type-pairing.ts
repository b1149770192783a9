/**
 * Which named type of one schema is which of another.
 *
 * By full name; then by an alias of the new type; then by simple name, when only the namespace changed; then
 * by likeness: the same fields under another name, or an alike name and many of the same fields. Each type
 * has at most one partner. Types that nothing pairs were added or removed. The search for likeness is bounded.
 */
import { simpleName } from '../names.ts';
import type { NamedSchema } from '../schema.ts';
import { likenessBudget } from './likely-rename.ts';
import { nameDistance } from './name-likeness.ts';
import { schemaLabel } from './schema-label.ts';

/** Why two types are one: `namespace` when only that part of the name differs. */
type PairedBy = 'name' | 'alias' | 'namespace' | 'likeness';

export interface TypePair {
  readonly before: NamedSchema;
  readonly after: NamedSchema;
  readonly by: PairedBy;
}

export interface TypePairing {
  /** By full name of the new type, in their order. */
  readonly byAfter: ReadonlyMap<string, TypePair>;
  readonly byBefore: ReadonlyMap<string, TypePair>;
}

/** Of the parts of both types, how many must be the same: with alike names, and without. */
const SHARED_WITH_ALIKE_NAMES = 1 / 3;
const SHARED_WITHOUT = 2 / 3;
const FEWEST_SHARED_WITHOUT = 3;

/**
 * True when a type that went and one that came are likely to be the same under another name.
 * @example
 * likelyTypeRename(Customer, Client); // true when most of their fields have the same names
 */
export function likelyTypeRename(removed: NamedSchema, added: NamedSchema): boolean {
  return typeDistance(removed, added) !== undefined;
}

/** Pairs all types of two schemas. The types of each must have different names. */
export function pairTypes(before: readonly NamedSchema[], after: readonly NamedSchema[]): TypePairing {
  const pairs = new TypePairs(before, after);
  for (const type of after) pairs.pair(pairs.freeBefore.get(type.fullName), type, 'name');
  for (const type of [...pairs.freeAfter.values()]) {
    const old = type.aliases.map((alias) => pairs.freeBefore.get(alias)).find((each) => each !== undefined);
    pairs.pair(old, type, 'alias');
  }
  pairs.pairUnique((type) => `${type.type} ${simpleName(type.fullName)}`, 'namespace');
  pairs.pairUnique(bodyKey, 'likeness');
  for (const { removed, added } of likelyPairs(pairs)) pairs.pair(removed, added, 'likeness');
  return pairs.pairing(after);
}

class TypePairs {
  readonly freeBefore: Map<string, NamedSchema>;
  readonly freeAfter: Map<string, NamedSchema>;
  readonly #byAfter = new Map<string, TypePair>();

  constructor(before: readonly NamedSchema[], after: readonly NamedSchema[]) {
    this.freeBefore = new Map(before.map((type) => [type.fullName, type]));
    this.freeAfter = new Map(after.map((type) => [type.fullName, type]));
  }

  /** Pairs two types if both are free. A rename does not change the kind of a type. */
  pair(before: NamedSchema | undefined, after: NamedSchema, by: PairedBy): void {
    if (before === undefined || (by !== 'name' && before.type !== after.type)) return;
    if (!this.freeBefore.has(before.fullName) || !this.freeAfter.has(after.fullName)) return;
    this.freeBefore.delete(before.fullName);
    this.freeAfter.delete(after.fullName);
    const renamed = simpleName(before.fullName) !== simpleName(after.fullName);
    this.#byAfter.set(after.fullName, { before, after, by: by === 'name' || renamed ? by : 'namespace' });
  }

  /** Pairs free types of one key where only one has it on either side. */
  pairUnique(keyOf: (type: NamedSchema) => string | undefined, by: PairedBy): void {
    const olds = groupsOf(this.freeBefore.values(), keyOf);
    for (const [key, [added, ...others]] of groupsOf(this.freeAfter.values(), keyOf)) {
      const [removed, ...otherOlds] = olds.get(key) ?? [];
      if (added !== undefined && others.length === 0 && otherOlds.length === 0) this.pair(removed, added, by);
    }
  }

  pairing(after: readonly NamedSchema[]): TypePairing {
    const ordered = after.flatMap((type) => this.#byAfter.get(type.fullName) ?? []);
    return {
      byAfter: new Map(ordered.map((pair) => [pair.after.fullName, pair])),
      byBefore: new Map(ordered.map((pair) => [pair.before.fullName, pair])),
    };
  }
}

function groupsOf(
  types: Iterable<NamedSchema>,
  keyOf: (type: NamedSchema) => string | undefined,
): Map<string, NamedSchema[]> {
  const groups = new Map<string, NamedSchema[]>();
  for (const type of types) {
    const key = keyOf(type);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [type]);
    else group.push(type);
  }
  return groups;
}

/** What makes a type recognisable without its name; undefined when there is too little of it. */
function bodyKey(type: NamedSchema): string | undefined {
  if (type.type === 'fixed') return undefined;
  if (type.type === 'enum') return type.symbols.length < 2 ? undefined : `enum ${type.symbols.join(' ')}`;
  if (type.fields.length < 2) return undefined;
  return `record ${type.fields.map((field) => `${field.name} ${schemaLabel(field.schema, 'simple')}`).join()}`;
}

/** Likely pairs of what is free, the likeliest first. */
function likelyPairs(pairs: TypePairs): readonly { removed: NamedSchema; added: NamedSchema }[] {
  const budget = likenessBudget();
  const found: { removed: NamedSchema; added: NamedSchema; distance: number }[] = [];
  for (const removed of pairs.freeBefore.values()) {
    for (const added of pairs.freeAfter.values()) {
      budget.remaining -= 1 + Math.floor(Math.min(sizeOf(removed), sizeOf(added)) / 8);
      if (budget.remaining < 0) break;
      const distance = typeDistance(removed, added);
      if (distance !== undefined) found.push({ removed, added, distance });
    }
  }
  return found.toSorted((left, right) => left.distance - right.distance);
}

/** The smaller, the likelier; undefined for what is no rename. */
function typeDistance(removed: NamedSchema, added: NamedSchema): number | undefined {
  if (removed.type !== added.type) return undefined;
  const names = nameDistance(simpleName(removed.fullName), simpleName(added.fullName));
  const [few, many] = [sizeOf(removed), sizeOf(added)].toSorted((left, right) => left - right);
  const least = names === undefined ? SHARED_WITHOUT : SHARED_WITH_ALIKE_NAMES;
  // What cannot share enough is not looked into.
  if (few === undefined || many === undefined || few < many * least) return undefined;
  const known = new Set(partsOf(removed));
  const shared = partsOf(added).filter((part) => known.has(part)).length;
  if (names === undefined && shared < FEWEST_SHARED_WITHOUT) return undefined;
  const likeness = many === 0 ? 1 : shared / (few + many - shared);
  return likeness < least ? undefined : (names ?? 5) + (1 - likeness) * 5;
}

function sizeOf(type: NamedSchema): number {
  if (type.type === 'fixed') return 1;
  return type.type === 'enum' ? type.symbols.length : type.fields.length;
}

function partsOf(type: NamedSchema): readonly string[] {
  if (type.type === 'fixed') return [`${type.size} bytes`];
  return type.type === 'enum' ? type.symbols : type.fields.map((field) => field.name);
}
