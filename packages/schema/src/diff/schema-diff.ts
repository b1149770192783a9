/**
 * What differs between two schemas, as a list of edits that is complete: it is empty exactly when the
 * schemas are the same in all but layout.
 *
 * Named types are paired first and each pair is compared once, under the name of the new type; so the list
 * does not depend on how often a type is used, cycles end, and time grows with the size of the schemas. The
 * schema itself comes first, then the types in the order of the new schema, then those that went.
 */
import type { Position } from '../json/position.ts';
import { namedTypesOf, type NamedSchema, type Schema } from '../schema.ts';
import type { Edit } from './edit.ts';
import { side, type DiffWalk, type FoundEdit } from './found-edit.ts';
import { likenessBudget } from './likely-rename.ts';
import { comparePlace } from './place-comparison.ts';
import { compareTypes, typeText } from './type-comparison.ts';
import { pairTypes, type TypePairing } from './type-pairing.ts';

/** All edits between two schemas, and which named type of one is which of the other. */
interface SchemaComparison {
  readonly found: readonly FoundEdit[];
  readonly types: TypePairing;
}

/**
 * The edits that lead from one schema to another; empty when they are the same in all but layout.
 * @example
 * const [edit] = diffSchemas(parseSchema('"int"'), parseSchema('"long"'));
 * edit?.after.text; // '"long"'
 */
export function diffSchemas(before: Schema, after: Schema): readonly Edit[] {
  return compareSchemas(before, after).found.flatMap(({ edit, listed }) => (listed ? edit : []));
}

/** The same, with what each edit was found on. */
export function compareSchemas(before: Schema, after: Schema): SchemaComparison {
  const [olds, news] = [namedTypesOf(before), namedTypesOf(after)];
  const walk: DiffWalk = { types: pairTypes(olds, news), budget: likenessBudget(), found: [] };
  const places = { beforeAt: before.position, afterAt: after.position };
  comparePlace({ before, after, path: '', ...places, listed: true }, walk);
  for (const type of news) {
    const pair = walk.types.byAfter.get(type.fullName);
    if (pair === undefined) walk.found.push(presence('added', type, before.position));
    else compareTypes(pair, walk);
  }
  for (const type of olds) {
    if (!walk.types.byBefore.has(type.fullName)) walk.found.push(presence('removed', type, after.position));
  }
  return { found: walk.found, types: walk.types };
}

function presence(kind: 'added' | 'removed', type: NamedSchema, missingAt: Position): FoundEdit {
  const [there, missing] = [side(type.position, typeText(type)), side(missingAt, null)];
  const place = { path: type.fullName, listed: true };
  return kind === 'added'
    ? {
        edit: { kind, element: 'type', path: place.path, before: missing, after: there },
        before: null,
        after: type,
        listed: true,
      }
    : {
        edit: { kind, element: 'type', path: place.path, before: there, after: missing },
        before: type,
        after: null,
        listed: true,
      };
}
