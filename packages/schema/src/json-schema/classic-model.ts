/**
 * Schemas of drafts 4 to 7: what one schema object says, as a model.
 *
 * `$ref` hides everything beside it. Otherwise `enum`, `allOf`, `anyOf`, `oneOf`, `not`, `const`, `type` and the
 * keywords of each further type are one part each; several parts make an implied `allOf`.
 */
import { keywordGroups, typeNames, criteria, type TypeGroup } from './keyword-groups.ts';
import type { SchemaModel } from './schema-model.ts';
import { plainModel, type SchemaSource } from './schema-source.ts';
import {
  conditionalModel,
  impliedModel,
  typeNamesOf,
  valuesModel,
  writtenCombination,
} from './schema-parts.ts';
import { typedModel } from './typed-models.ts';

export function classicModel(source: SchemaSource): SchemaModel {
  const { reader, node } = source;
  if (reader.has('$ref')) return source.reference('$ref');
  const parts: SchemaModel[] = [];
  if (reader.has('enum')) parts.push(valuesModel('enum', source));
  for (const criterion of criteria) {
    if (reader.has(criterion)) parts.push(writtenCombination(criterion, source));
  }
  const not = reader.node('not');
  if (not !== undefined)
    parts.push({ ...plainModel('empty', node), kind: 'not', refused: source.nested(not) });
  if (source.dialect !== 'draft-04' && reader.has('const')) parts.push(valuesModel('const', source));
  parts.push(...typeParts(source));
  if (source.dialect === 'draft-07' && reader.hasAny(['if', 'then', 'else'])) {
    parts.push(conditionalModel(source));
  }
  return impliedModel('allOf', parts, source);
}

/** One part for `type`, and one for each further type whose keywords are there. */
function typeParts(source: SchemaSource): SchemaModel[] {
  const groups = keywordGroups(source.dialect);
  const names = typeNamesOf(source);
  const named = names.map((name) => namedType(name, source));
  const typeNode = source.reader.node('type');
  const parts = typeNode?.kind === 'array' ? [impliedAlternatives(named, source)] : named;
  const covered = new Set(names.map((name) => typeNames.get(name)));
  for (const group of ['array', 'object', 'number', 'string'] as const) {
    if (!covered.has(group) && source.reader.hasAny(groups[group])) parts.push(grouped(group, source, false));
  }
  return parts;
}

function impliedAlternatives(branches: readonly SchemaModel[], source: SchemaSource): SchemaModel {
  const plain = plainModel('empty', source.node);
  return { ...plain, kind: 'combined', criterion: 'anyOf', branches, implied: true };
}

function namedType(name: string, source: SchemaSource): SchemaModel {
  const group = typeNames.get(name);
  if (group === undefined || group === null) {
    return plainModel(name === 'null' ? 'null' : 'boolean', source.node);
  }
  return grouped(group, source, name === 'integer');
}

function grouped(group: TypeGroup, source: SchemaSource, integer: boolean): SchemaModel {
  const reader = source.reader.only(keywordGroups(source.dialect)[group]);
  return typedModel(group, source, { reader, integer });
}
