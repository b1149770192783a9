/** What differs between two named types that are one: names, attributes, size, symbols, fields. */
import type { EnumSchema, Field, NamedSchema, RecordSchema } from '../schema.ts';
import { attributeChanges, fieldChanges, schemaAttributes } from './attributes.ts';
import type { EditSide, MoveEdit, PresenceEdit } from './edit.ts';
import { attributeEdit, fieldText, innerPlace, side, type DiffWalk } from './found-edit.ts';
import { pairRenamedFields, type FieldRename } from './likely-rename.ts';
import { movedPlaces } from './moved-places.ts';
import { comparePlace } from './place-comparison.ts';
import type { TypePair } from './type-pairing.ts';

/** Adds the edits between the two types of a pair to the walk, and those within the fields of records. */
export function compareTypes({ before, after, by }: TypePair, walk: DiffWalk): void {
  const path = after.fullName;
  const places = { path, beforeAt: before.position, afterAt: after.position, listed: true };
  const renamed = by === 'alias' || by === 'likeness';
  const sides = (old: string, now: string): { before: EditSide; after: EditSide } => ({
    before: side(before.position, old),
    after: side(after.position, now),
  });
  if (renamed) {
    const names = sides(before.fullName, after.fullName);
    walk.found.push({
      edit: { kind: 'renamed', element: 'type', path, by, ...names },
      before,
      after,
      listed: true,
    });
  }
  if (before.type !== after.type) {
    const kinds = sides(typeText(before), typeText(after));
    walk.found.push({
      edit: { kind: 'changed', element: 'schema', path, ...kinds },
      before,
      after,
      listed: true,
    });
    return;
  }
  for (const change of attributeChanges(schemaAttributes(before), schemaAttributes(after))) {
    // A rename shows the full names.
    if (renamed && change.attribute === 'namespace') continue;
    walk.found.push(attributeEdit({ ...places, before, after, owner: 'type' }, change));
  }
  if (before.type === 'enum' && after.type === 'enum') compareSymbols(before, after, walk);
  if (before.type === 'record' && after.type === 'record') compareFields(before, after, walk);
}

/** `record`, `enum`, or `fixed of 16 bytes`. */
export function typeText(type: NamedSchema): string {
  return type.type === 'fixed' ? `fixed of ${type.size} bytes` : type.type;
}

function compareSymbols(before: EnumSchema, after: EnumSchema, walk: DiffWalk): void {
  const places = new Map(before.symbols.map((symbol, place) => [symbol, place]));
  const left = new Set(before.symbols);
  const add = (kind: PresenceEdit['kind'] | MoveEdit['kind'], symbol: string, texts: Texts): void => {
    const sides = { before: side(before.position, texts.before), after: side(after.position, texts.after) };
    const path = `${after.fullName}.${symbol}`;
    walk.found.push({ edit: { kind, element: 'symbol', path, ...sides }, before, after, listed: true });
  };
  const kept = after.symbols.flatMap((symbol, afterPlace) => {
    const beforePlace = places.get(symbol);
    return beforePlace === undefined ? [] : [{ symbol, beforePlace, afterPlace }];
  });
  const moved = movedPlaces(kept.map(({ beforePlace }) => beforePlace));
  kept.forEach(({ symbol, beforePlace, afterPlace }, index) => {
    left.delete(symbol);
    if (moved.has(index)) add('moved', symbol, placeTexts(beforePlace, afterPlace));
  });
  for (const symbol of after.symbols) {
    if (!places.has(symbol)) add('added', symbol, { before: null, after: symbol });
  }
  for (const symbol of left) add('removed', symbol, { before: symbol, after: null });
}

interface Texts {
  readonly before: string | null;
  readonly after: string | null;
}

/** Places counted from 1. */
function placeTexts(beforePlace: number, afterPlace: number): Texts {
  return { before: `${beforePlace + 1}`, after: `${afterPlace + 1}` };
}

/** A field and which it was. */
interface FieldMatch {
  readonly before: Field;
  readonly after: Field;
  readonly by: 'name' | FieldRename['by'];
  readonly beforePlace: number;
  readonly afterPlace: number;
}

function compareFields(before: RecordSchema, after: RecordSchema, walk: DiffWalk): void {
  const { matches, added, removed } = matchFields(before, after, walk);
  const movedIndexes = movedPlaces(matches.map(({ beforePlace }) => beforePlace));
  const moved = new Set(matches.filter((_, index) => movedIndexes.has(index)));
  const byAfter = new Map(matches.map((match) => [match.after, match]));
  for (const field of after.fields) {
    const match = byAfter.get(field);
    if (match !== undefined)
      compareField(match, { path: `${after.fullName}.${field.name}`, moved: moved.has(match) }, walk);
    else if (added.has(field)) {
      const sides = { before: side(before.position, null), after: side(field.position, fieldText(field)) };
      const path = `${after.fullName}.${field.name}`;
      walk.found.push({
        edit: { kind: 'added', element: 'field', path, ...sides },
        before: null,
        after: field,
        listed: true,
      });
    }
  }
  for (const field of removed) {
    const sides = { before: side(field.position, fieldText(field)), after: side(after.position, null) };
    const path = `${after.fullName}.${field.name}`;
    walk.found.push({
      edit: { kind: 'removed', element: 'field', path, ...sides },
      before: field,
      after: null,
      listed: true,
    });
  }
}

/** Fields by name, then by rename; matches in the order of the new record. */
function matchFields(
  before: RecordSchema,
  after: RecordSchema,
  walk: DiffWalk,
): {
  readonly matches: readonly FieldMatch[];
  readonly added: ReadonlySet<Field>;
  readonly removed: ReadonlySet<Field>;
} {
  const olds = new Map(before.fields.map((field, place) => [field.name, { field, place }]));
  const names = new Set(after.fields.map((field) => field.name));
  const removed = new Set(before.fields.filter((field) => !names.has(field.name)));
  const added = new Set(after.fields.filter((field) => !olds.has(field.name)));
  const renames = new Map<Field, FieldRename>();
  for (const rename of pairRenamedFields([...removed], [...added], walk.budget)) {
    renames.set(rename.after, rename);
    removed.delete(rename.before);
    added.delete(rename.after);
  }
  const matches = after.fields.flatMap((field, afterPlace): FieldMatch[] => {
    const rename = renames.get(field);
    const old = olds.get(rename?.before.name ?? field.name);
    if (old === undefined) return [];
    return [
      { before: old.field, after: field, by: rename?.by ?? 'name', beforePlace: old.place, afterPlace },
    ];
  });
  return { matches, added, removed };
}

function compareField(
  { before, after, by, beforePlace, afterPlace }: FieldMatch,
  { path, moved }: { readonly path: string; readonly moved: boolean },
  walk: DiffWalk,
): void {
  const places = { path, beforeAt: before.position, afterAt: after.position, listed: true };
  const sides = (texts: Texts): { before: EditSide; after: EditSide } => ({
    before: side(before.position, texts.before),
    after: side(after.position, texts.after),
  });
  if (by !== 'name') {
    const names = sides({ before: before.name, after: after.name });
    walk.found.push({
      edit: { kind: 'renamed', element: 'field', path, by, ...names },
      before,
      after,
      listed: true,
    });
  }
  if (moved) {
    const texts = sides(placeTexts(beforePlace, afterPlace));
    walk.found.push({
      edit: { kind: 'moved', element: 'field', path, ...texts },
      before,
      after,
      listed: true,
    });
  }
  for (const change of fieldChanges(before, after)) {
    walk.found.push(attributeEdit({ ...places, before, after, owner: 'field' }, change));
  }
  comparePlace(
    innerPlace(
      { ...places, before: before.schema, after: after.schema },
      { before: before.schema, after: after.schema },
      '',
    ),
    walk,
  );
}
