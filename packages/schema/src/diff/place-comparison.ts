/**
 * What differs where a schema of the one stands against a schema of the other: types, branches, attributes.
 *
 * Goes into arrays, maps and unions with a list of places, without recursion. A named type counts as its
 * name here: what is inside is compared once, by itself.
 */
import { branchName } from '../names.ts';
import { promotable } from '../promotions.ts';
import { isNamed, type Schema, type UnionSchema } from '../schema.ts';
import { areBare, attributeChanges, schemaAttributes } from './attributes.ts';
import {
  attributeEdit,
  innerPlace,
  schemaEdit,
  side,
  type DiffWalk,
  type SchemaPlace,
} from './found-edit.ts';
import { movedPlaces } from './moved-places.ts';
import { schemaLabel } from './schema-label.ts';
import { matchBranches } from './union-matching.ts';

/** Adds the edits of a place, and of all places within, to the walk. */
export function comparePlace(root: SchemaPlace, walk: DiffWalk): void {
  const waiting: SchemaPlace[] = [root];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const inner = compareOne(place, walk);
    for (const next of inner.toReversed()) waiting.push(next);
  }
}

function compareOne(place: SchemaPlace, walk: DiffWalk): readonly SchemaPlace[] {
  const { before, after } = place;
  if (before.type === 'union' && after.type === 'union') {
    return compareUnions({ ...place, before, after }, walk);
  }
  if (isNamed(before) && isNamed(after)) {
    const same = walk.types.byAfter.get(after.fullName)?.before.fullName === before.fullName;
    if (!same) walk.found.push(schemaEdit(place));
    return [];
  }
  if (before.type !== after.type) {
    walk.found.push(schemaEdit(place));
    return unionCounterpart(place);
  }
  if (!areBare(before, after)) {
    for (const change of attributeChanges(schemaAttributes(before), schemaAttributes(after))) {
      walk.found.push(attributeEdit({ ...place, owner: 'schema' }, change));
    }
  }
  if (before.type === 'array' && after.type === 'array') {
    return [innerPlace(place, { before: before.items, after: after.items }, '[]')];
  }
  if (before.type === 'map' && after.type === 'map') {
    return [innerPlace(place, { before: before.values, after: after.values }, '{}')];
  }
  return [];
}

/** Where a schema became a branch of a union, or ceased to be one: that branch, as far as it has no name. */
function unionCounterpart(place: SchemaPlace): readonly SchemaPlace[] {
  const { before, after } = place;
  const quiet = { ...place, listed: false };
  if (after.type === 'union') {
    const branch = counterpart(before, after);
    return branch === undefined ? [] : [innerPlace(quiet, { before, after: branch }, branchSuffix(branch))];
  }
  if (before.type !== 'union') return [];
  const branch = counterpart(after, before);
  return branch === undefined ? [] : [innerPlace(quiet, { before: branch, after }, '')];
}

function counterpart(schema: Schema, union: UnionSchema): Schema | undefined {
  if (isNamed(schema)) return undefined;
  const { branches } = union;
  return (
    branches.find((branch) => branch.type === schema.type) ??
    branches.find((branch) => promotable(branch, schema))
  );
}

function compareUnions(
  place: SchemaPlace & { readonly before: UnionSchema; readonly after: UnionSchema },
  walk: DiffWalk,
): readonly SchemaPlace[] {
  const { before, after, listed } = place;
  const [beforeAt, afterAt] = [before.position, after.position];
  const { matches, removed, added } = matchBranches(before, after, walk.types);
  const moved = movedPlaces(matches.map((match) => match.beforePlace));
  matches.forEach(({ before: old, after: now, beforePlace, afterPlace }, index) => {
    if (!moved.has(index)) return;
    const sides = { before: side(beforeAt, `${beforePlace + 1}`), after: side(afterAt, `${afterPlace + 1}`) };
    const path = place.path + branchSuffix(now);
    walk.found.push({
      edit: { kind: 'moved', element: 'branch', path, ...sides },
      before: old,
      after: now,
      listed,
    });
  });
  for (const branch of added) {
    const at = isNamed(branch) ? afterAt : branch.position;
    const sides = { before: side(beforeAt, null), after: side(at, schemaLabel(branch)) };
    const path = place.path + branchSuffix(branch);
    walk.found.push({ edit: { kind: 'added', element: 'branch', path, ...sides }, before, after, listed });
  }
  for (const branch of removed) {
    const at = isNamed(branch) ? beforeAt : branch.position;
    const sides = { before: side(at, schemaLabel(branch)), after: side(afterAt, null) };
    const path = place.path + branchSuffix(branch);
    walk.found.push({ edit: { kind: 'removed', element: 'branch', path, ...sides }, before, after, listed });
  }
  const here = { ...place, beforeAt, afterAt };
  return matches.map((match) => innerPlace(here, match, branchSuffix(match.after)));
}

function branchSuffix(branch: Schema): string {
  return `|${branchName(branch)}`;
}
