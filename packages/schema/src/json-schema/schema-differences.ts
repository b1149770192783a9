/** How two schemas of any kind differ: the dispatch from kinds to the comparisons of each. */
import { compareArrays } from './array-differences.ts';
import { compareCombined } from './combined-differences.ts';
import type { Comparison, SchemaPair, Walk } from './comparison.ts';
import { compareObjects } from './object-differences.ts';
import type { PatternMatcher } from './pattern-matcher.ts';
import { compareNumbers, compareStrings, compareValues } from './scalar-differences.ts';
import { acceptsAnything, type NotModel, type SchemaModel } from './schema-model.ts';
import type { SchemaShapes } from './schema-shapes.ts';

/** What comparisons of one run share. */
export interface ComparisonTools {
  readonly shapes: SchemaShapes;
  readonly patterns: PatternMatcher;
}

/** Compares what it can at once; what needs answers about other pairs is left to the walk, null when nothing does. */
export function compareSchemas(here: Comparison, tools: ComparisonTools): Walk | null {
  const { writer, reader } = here;
  if (writer.kind !== reader.kind) {
    const pairs = settlingPairs(here);
    if (pairs.length > 0) return compareBranches(here, pairs);
    compareKinds(here);
    return null;
  }
  compareAnnotations(here);
  if (writer.kind === 'string' && reader.kind === 'string') compareStrings(here, writer, reader);
  if (writer.kind === 'number' && reader.kind === 'number') compareNumbers(here, writer, reader);
  if (isValues(writer) && isValues(reader)) compareValues(here, writer, reader);
  if (writer.kind === 'not' && reader.kind === 'not') return compareRefused(here, writer, reader);
  if (writer.kind === 'array' && reader.kind === 'array') return compareArrays(here, writer, reader);
  if (writer.kind === 'object' && reader.kind === 'object') {
    return compareObjects(here, [writer, reader], tools.patterns);
  }
  if (writer.kind === 'combined' && reader.kind === 'combined') {
    return compareCombined(here, [writer, reader], tools.shapes);
  }
  return null;
}

/**
 * One side is a combination, the other is not: the pairs of which one alone settles the matter. The reader's
 * `anyOf` or `oneOf` may have a branch that reads all, the writer's `allOf` one that demands enough; with one
 * branch all three are that branch.
 */
function settlingPairs({ writer, reader }: SchemaPair): SchemaPair[] {
  if (reader.kind === 'combined') {
    const settles = reader.criterion !== 'allOf' || reader.branches.length === 1;
    return settles ? reader.branches.map((branch) => ({ writer, reader: branch })) : [];
  }
  if (writer.kind !== 'combined') return [];
  const settles = writer.criterion === 'allOf' || writer.branches.length === 1;
  return settles ? writer.branches.map((branch) => ({ writer: branch, reader })) : [];
}

function* compareBranches(here: Comparison, pairs: readonly SchemaPair[]): Walk {
  for (const pair of pairs) {
    const answer = yield pair;
    if (!answer.compatible) continue;
    here.include(answer);
    const type = here.reader.kind === 'combined' ? 'SUM_TYPE_EXTENDED' : 'PRODUCT_TYPE_NARROWED';
    if (pairs.length > 1) here.add(type);
    return;
  }
  compareKinds(here);
}

/** Different kinds go together where nothing was written, anything is read, or both are Connect's bytes. */
function compareKinds(here: Comparison): void {
  const { writer, reader } = here;
  const bytes = writer.connectType === 'bytes' && reader.connectType === 'bytes';
  if (writer.kind !== 'false' && !acceptsAnything(reader) && !bytes) here.add('TYPE_CHANGED');
}

function compareAnnotations(here: Comparison): void {
  const { writer, reader } = here;
  if (writer.id !== reader.id) here.add('ID_CHANGED');
  if (writer.title !== reader.title) here.add('TITLE_CHANGED');
  if (writer.description !== reader.description) here.add('DESCRIPTION_CHANGED');
  if (writer.defaultText !== reader.defaultText) here.add('DEFAULT_CHANGED');
}

function isValues(schema: SchemaModel): schema is Extract<SchemaModel, { kind: 'enum' | 'const' }> {
  return schema.kind === 'enum' || schema.kind === 'const';
}

/** What is refused is compared the other way round: refusing less reads more. */
function* compareRefused(here: Comparison, writer: NotModel, reader: NotModel): Walk {
  const answer = yield { writer: reader.refused, reader: writer.refused };
  here.addSwapped(answer.compatible ? 'NOT_TYPE_NARROWED' : 'NOT_TYPE_EXTENDED', 'not', answer);
}
