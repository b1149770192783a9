/**
 * What one schema object says, as a model: its keywords make parts, and several parts an implied `allOf`.
 *
 * `enum`, `const`, `allOf`, `anyOf`, `oneOf`, `not`, `$ref`, `if` and `type` make a part each; keywords of a type that
 * `type` does not name make one of their own. The order of keywords does not matter. Drafts differ in three
 * ways: up to draft 7 `$ref` hides what stands beside it; in newer drafts a branch of a combination that is itself
 * an implied `allOf` gives its parts to the combination, as Confluent's translation does; and there an empty
 * list of properties says nothing.
 */
import { SchemaError, quoted } from '../schema-error.ts';
import { isModern } from './dialect.ts';
import { criteria, keywordGroups, typeNames, type TypeGroup } from './keyword-groups.ts';
import { KeywordReader, textOf, wrongType } from './keyword-reader.ts';
import { sortedText } from './normalized-json-schema.ts';
import type { CombinedModel, Criterion, NotModel, SchemaModel } from './schema-model.ts';
import { NO_ANNOTATIONS, annotationsOf, plainModel, type SchemaSource } from './schema-source.ts';
import { typedModel } from './typed-models.ts';

/** The model of a schema object. */
export function objectSchemaModel(source: SchemaSource): SchemaModel {
  const { reader, dialect, node } = source;
  if (!isModern(dialect) && reader.has('$ref')) return source.reference('$ref');
  const parts = [...fixedParts(source), ...typeParts(source)];
  const [only] = parts;
  const annotations = annotationsOf(source);
  if (only === undefined) return { ...plainModel('empty', node), ...annotations };
  if (only.kind === 'reference') return parts.length === 1 ? only : allOf(parts, source);
  return parts.length === 1 ? { ...only, ...annotations } : allOf(parts, source);
}

function allOf(branches: readonly SchemaModel[], source: SchemaSource): CombinedModel {
  const annotations = annotationsOf(source);
  return { kind: 'combined', node: source.node, ...annotations, criterion: 'allOf', branches, implied: true };
}

/** Parts that no type is needed for. */
function fixedParts(source: SchemaSource): SchemaModel[] {
  const { reader, dialect, node } = source;
  const modern = isModern(dialect);
  const parts: SchemaModel[] = [];
  if (modern) {
    for (const keyword of ['$ref', '$dynamicRef']) {
      if (reader.has(keyword)) parts.push(source.reference(keyword));
    }
  }
  if (reader.has('enum')) parts.push(valuesModel('enum', source));
  for (const criterion of criteria) {
    if (reader.has(criterion)) parts.push(writtenCombination(criterion, source));
  }
  const not = reader.node('not');
  if (not !== undefined) parts.push(notModel(source.nested(not), source));
  if (dialect !== 'draft-04' && reader.has('const')) parts.push(valuesModel('const', source));
  const conditional = modern ? reader.has('if') : dialect === 'draft-07' && reader.hasAny(CONDITION);
  if (conditional) {
    const branches = CONDITION.map((keyword) => nestedUnder(keyword, source));
    parts.push({ kind: 'conditional', node, ...NO_ANNOTATIONS, branches });
  }
  return parts;
}

const CONDITION = ['if', 'then', 'else'];

function nestedUnder(keyword: string, { reader, nested }: SchemaSource): SchemaModel | null {
  const node = reader.node(keyword);
  return node === undefined ? null : nested(node);
}

function notModel(refused: SchemaModel, { node }: SchemaSource): NotModel {
  return { kind: 'not', node, ...NO_ANNOTATIONS, refused };
}

function valuesModel(kind: 'enum' | 'const', { reader, node }: SchemaSource): SchemaModel {
  const constant = reader.node('const');
  const values = kind === 'enum' ? reader.list('enum') : constant === undefined ? [] : [constant];
  return { kind, node, ...NO_ANNOTATIONS, values: new Set(values.map(sortedText)) };
}

function writtenCombination(criterion: Criterion, source: SchemaSource): CombinedModel {
  const written = source.reader.list(criterion).map((branch) => source.nested(branch));
  const branches = isModern(source.dialect) ? written.flatMap(impliedParts) : written;
  return { kind: 'combined', node: source.node, ...NO_ANNOTATIONS, criterion, branches, implied: false };
}

function impliedParts(branch: SchemaModel): readonly SchemaModel[] {
  const implied = branch.kind === 'combined' && branch.criterion === 'allOf' && branch.implied;
  return implied ? branch.branches : [branch];
}

/** One part for `type`, and one for each further type whose keywords are there. */
function typeParts(source: SchemaSource): SchemaModel[] {
  const { node, reader, dialect } = source;
  const names = typeNamesOf(source);
  const branches = names.map((name) => namedType(name, source));
  const several = reader.node('type')?.kind === 'array';
  const parts: SchemaModel[] = several
    ? [{ kind: 'combined', node, ...NO_ANNOTATIONS, criterion: 'anyOf', branches, implied: true }]
    : branches;
  const covered = new Set(names.map((name) => typeNames.get(name)));
  for (const group of ['array', 'object', 'number', 'string'] as const) {
    const keywords = keywordGroups(dialect)[group];
    if (!covered.has(group) && keywords.some((keyword) => saysSomething(keyword, source))) {
      parts.push(groupModel(group, source, false));
    }
  }
  return parts;
}

function saysSomething(keyword: string, { reader, dialect }: SchemaSource): boolean {
  if (!reader.has(keyword)) return false;
  const list = keyword === 'properties' || keyword === 'patternProperties';
  return !list || !isModern(dialect) || reader.members(keyword).length > 0;
}

/** The names under `type`, each checked. */
function typeNamesOf({ reader }: SchemaSource): string[] {
  const node = reader.node('type');
  if (node === undefined) return [];
  const nodes = node.kind === 'array' ? node.items : [node];
  return nodes.map((item) => {
    if (item.kind !== 'string') throw wrongType(item, 'type', 'a name or an array of names');
    const name = textOf(item, 'type');
    if (typeNames.has(name)) return name;
    const message = `unknown type ${quoted(name)}; take one of ${[...typeNames.keys()].join(', ')}`;
    throw new SchemaError(message, 'TYPE_UNKNOWN', item.position);
  });
}

function namedType(name: string, source: SchemaSource): SchemaModel {
  const group = typeNames.get(name) ?? null;
  if (group === null) return plainModel(name === 'null' ? 'null' : 'boolean', source.node);
  return groupModel(group, source, name === 'integer');
}

function groupModel(group: TypeGroup, source: SchemaSource, integer: boolean): SchemaModel {
  const reader = new KeywordReader(source.reader.object, keywordGroups(source.dialect)[group]);
  return typedModel(group, source, { reader, integer });
}
