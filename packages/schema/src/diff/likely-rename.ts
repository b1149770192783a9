/**
 * Which removed field is likely to be which added one.
 *
 * An alias says so; without one, the names must be alike or the docs equal, and the types agree but for null.
 * Never by type alone, unless nothing else was removed and added and the type is a named one. Looks at a
 * bounded number of pairs, so that records of thousands of new fields stay cheap.
 */
import { promotable } from '../promotions.ts';
import { isNamed, type Field, type Schema } from '../schema.ts';
import { foldedName, nameDistance } from './name-likeness.ts';
import { schemaLabel } from './schema-label.ts';

/** A field that goes by another name now. */
export interface FieldRename {
  readonly before: Field;
  readonly after: Field;
  /** `alias`: the new field names the old one among its aliases. */
  readonly by: 'alias' | 'likeness';
}

/** How many more pairs of names may be compared letter by letter; shared by the parts of one comparison. */
export interface LikenessBudget {
  remaining: number;
}

const PAIRS_COMPARED = 20_000;

/** A budget for one comparison of two schemas. */
export function likenessBudget(): LikenessBudget {
  return { remaining: PAIRS_COMPARED };
}

/**
 * True when a field that went and one that came are likely to be the same under another name.
 * @example
 * const before = parseSchema('{"type":"record","name":"A","fields":[{"name":"faxNumber","type":"string"}]}');
 * const after = parseSchema('{"type":"record","name":"A","fields":[{"name":"fax_number","type":["null","string"]}]}');
 * const [removed, added] = [before, after].map((schema) => (schema.type === 'record' ? schema.fields[0] : undefined));
 * removed && added && likelyRename(removed, added); // true
 */
export function likelyRename(removed: Field, added: Field): boolean {
  return renameDistance(removed, added) !== undefined;
}

/** The smaller, the likelier; undefined for what is no rename. */
function renameDistance(removed: Field, added: Field): number | undefined {
  const [before, after] = [withoutNull(removed.schema), withoutNull(added.schema)];
  const sameType = schemaLabel(before, 'simple') === schemaLabel(after, 'simple');
  const distance = nameDistance(removed.name, added.name);
  if (distance === 0) return sameType ? 0 : promotable(before, after) ? 0.5 : undefined;
  if (!sameType) return undefined;
  if (removed.aliases.includes(added.name)) return 0.2;
  return removed.doc !== null && removed.doc === added.doc ? 0.8 : distance;
}

/**
 * Pairs fields that went with fields that came, each at most once: aliases first, then the likeliest; of
 * equals the first in order. The result is in the order of `removed`.
 * @example
 * pairRenamedFields([faxNumber, age], [fax_number]); // [{ before: faxNumber, after: fax_number, by: 'likeness' }]
 */
export function pairRenamedFields(
  removed: readonly Field[],
  added: readonly Field[],
  budget: LikenessBudget = likenessBudget(),
): readonly FieldRename[] {
  const renames = new Map<Field, FieldRename>();
  const free = new Set(added);
  const pair = (before: Field, after: Field, by: FieldRename['by']): void => {
    if (renames.has(before) || !free.delete(after)) return;
    renames.set(before, { before, after, by });
  };

  const byName = new Map(removed.map((field) => [field.name, field]));
  for (const after of added) {
    const before = after.aliases.map((alias) => byName.get(alias)).find((each) => each !== undefined);
    if (before !== undefined) pair(before, after, 'alias');
  }
  const candidates = likelyPairs(
    [...byName.values()].filter((field) => !renames.has(field)),
    [...free],
    budget,
  );
  for (const { before, after } of candidates) pair(before, after, 'likeness');

  const [before, after] = [removed[0], added[0]];
  if (removed.length === 1 && added.length === 1 && before !== undefined && after !== undefined) {
    if (sameNamedType(before.schema, after.schema)) pair(before, after, 'likeness');
  }
  return removed.flatMap((field) => renames.get(field) ?? []);
}

/** Likely pairs, the likeliest first. */
function likelyPairs(
  removed: readonly Field[],
  added: readonly Field[],
  budget: LikenessBudget,
): readonly { readonly before: Field; readonly after: Field }[] {
  const found: { before: Field; after: Field; distance: number }[] = [];
  const consider = (before: Field, after: Field): void => {
    const distance = renameDistance(before, after);
    if (distance !== undefined) found.push({ before, after, distance });
  };
  if (removed.length * added.length <= budget.remaining) {
    budget.remaining -= removed.length * added.length;
    for (const before of removed) for (const after of added) consider(before, after);
  } else {
    // Too many to compare each with each: only what is the same but for case and underscores, or has one doc.
    for (const key of [(field: Field) => foldedName(field.name), (field: Field) => field.doc]) {
      const firstByKey = new Map(added.toReversed().map((field) => [key(field), field]));
      for (const before of removed) {
        const after = key(before) === null ? undefined : firstByKey.get(key(before));
        if (after !== undefined) consider(before, after);
      }
    }
  }
  return found.toSorted((left, right) => left.distance - right.distance);
}

/** The one other branch of a union with null; anything else as it is. */
function withoutNull(schema: Schema): Schema {
  if (schema.type !== 'union' || schema.branches.length !== 2) return schema;
  const [first, second] = schema.branches;
  if (first?.type === 'null') return second ?? schema;
  return second?.type === 'null' ? (first ?? schema) : schema;
}

/** Named types, alone, in an array or a map, or beside null. */
function sameNamedType(before: Schema, after: Schema): boolean {
  return namedWithin(before) && schemaLabel(withoutNull(before)) === schemaLabel(withoutNull(after));
}

function namedWithin(schema: Schema): boolean {
  const inner = withoutNull(schema);
  if (inner.type === 'array') return isNamed(withoutNull(inner.items));
  return isNamed(inner.type === 'map' ? withoutNull(inner.values) : inner);
}
