/**
 * The parts that a schema object's keywords make, in whatever draft, and how several become one model.
 */
import { SchemaError, quoted } from '../schema-error.ts';
import { typeNames } from './keyword-groups.ts';
import { textOf, wrongType } from './keyword-reader.ts';
import { sortedText } from './normalized-json-schema.ts';
import type { CombinedModel, ConditionalModel, Criterion, SchemaModel, ValuesModel } from './schema-model.ts';
import { NO_ANNOTATIONS, annotationsOf, plainModel, type SchemaSource } from './schema-source.ts';

/** The names under `type`, each checked. */
export function typeNamesOf({ reader }: SchemaSource): string[] {
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

export function valuesModel(kind: 'enum' | 'const', source: SchemaSource): ValuesModel {
  const { reader, node } = source;
  const constant = reader.node('const');
  const values = kind === 'enum' ? reader.list('enum') : constant === undefined ? [] : [constant];
  return { kind, node, ...NO_ANNOTATIONS, values: new Set(values.map(sortedText)) };
}

export function conditionalModel({ reader, node, nested }: SchemaSource): ConditionalModel {
  const branches = ['if', 'then', 'else'].map((keyword) => {
    const inner = reader.node(keyword);
    return inner === undefined ? null : nested(inner);
  });
  return { kind: 'conditional', node, ...NO_ANNOTATIONS, branches };
}

/** `allOf`, `anyOf` or `oneOf` as written. */
export function writtenCombination(criterion: Criterion, source: SchemaSource): CombinedModel {
  const branches = source.reader.list(criterion).map((branch) => source.nested(branch));
  return { kind: 'combined', node: source.node, ...NO_ANNOTATIONS, criterion, branches, implied: false };
}

/** What several parts of one schema are together: nothing, the one there is, or all of them. */
export function impliedModel(
  criterion: Criterion,
  parts: readonly SchemaModel[],
  source: SchemaSource,
): SchemaModel {
  const annotations = annotationsOf(source);
  const [only] = parts;
  if (only === undefined) return { ...plainModel('empty', source.node), ...annotations };
  if (parts.length === 1) return { ...only, ...annotations };
  return { kind: 'combined', node: source.node, ...annotations, criterion, branches: parts, implied: true };
}
