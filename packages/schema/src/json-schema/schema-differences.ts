/** How two schemas of any kind differ: the dispatch from kinds to the comparisons of each. */
import { compareArrays } from './array-differences.ts';
import { compareCombined } from './combined-differences.ts';
import type { Comparison, Walk } from './comparison.ts';
import { compareObjects } from './object-differences.ts';
import type { PatternMatcher } from './pattern-matcher.ts';
import { compareNumbers, compareStrings, compareValues } from './scalar-differences.ts';
import { acceptsAnything, type CombinedModel, type NotModel, type SchemaModel } from './schema-model.ts';
import type { SchemaShapes } from './schema-shapes.ts';

/** What comparisons of one run share. */
export interface ComparisonTools {
  readonly shapes: SchemaShapes;
  readonly patterns: PatternMatcher;
}

export function* compareSchemas(here: Comparison, tools: ComparisonTools): Walk {
  const { writer, reader } = here;
  if (yield* isAbsorbed(here)) return;
  if (writer.kind !== reader.kind) {
    if (!isHarmless(writer, reader)) here.add('TYPE_CHANGED');
    return;
  }
  compareAnnotations(here);
  if (writer.kind === 'string' && reader.kind === 'string') compareStrings(here, writer, reader);
  if (writer.kind === 'number' && reader.kind === 'number') compareNumbers(here, writer, reader);
  if (isValues(writer) && isValues(reader)) compareValues(here, writer, reader);
  if (writer.kind === 'not' && reader.kind === 'not') yield* compareRefused(here, writer, reader);
  if (writer.kind === 'object' && reader.kind === 'object') {
    yield* compareObjects(here, [writer, reader], tools.patterns);
  }
  if (writer.kind === 'array' && reader.kind === 'array') yield* compareArrays(here, writer, reader);
  if (writer.kind === 'combined' && reader.kind === 'combined') {
    yield* compareCombined(here, [writer, reader], tools.shapes);
  }
}

/**
 * True when one side is a combination of which one branch alone settles the matter: the reader's `anyOf` or
 * `oneOf` has one that reads all, the writer's `allOf` one that demands enough, or there is but one branch.
 */
function* isAbsorbed(here: Comparison): Walk<boolean> {
  const { writer, reader } = here;
  if (writer.kind !== 'combined' && reader.kind === 'combined') {
    if (reader.criterion === 'allOf' && reader.branches.length !== 1) return false;
    return yield* isSettled(here, reader, (branch) => ({ writer, reader: branch }));
  }
  if (writer.kind === 'combined' && reader.kind !== 'combined') {
    if (writer.criterion !== 'allOf' && writer.branches.length !== 1) return false;
    return yield* isSettled(here, writer, (branch) => ({ writer: branch, reader }));
  }
  return false;
}

function* isSettled(
  here: Comparison,
  combined: CombinedModel,
  pairWith: (branch: SchemaModel) => { readonly writer: SchemaModel; readonly reader: SchemaModel },
): Walk<boolean> {
  for (const branch of combined.branches) {
    const answer = yield pairWith(branch);
    if (!answer.compatible) continue;
    here.include(answer);
    if (combined.branches.length > 1) {
      here.add(combined === here.reader ? 'SUM_TYPE_EXTENDED' : 'PRODUCT_TYPE_NARROWED');
    }
    return true;
  }
  return false;
}

/** Different kinds that still go together: nothing was written, anything is read, or both are Connect's bytes. */
function isHarmless(writer: SchemaModel, reader: SchemaModel): boolean {
  const bytes = writer.connectType === 'bytes' && reader.connectType === 'bytes';
  return writer.kind === 'false' || acceptsAnything(reader) || bytes;
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
