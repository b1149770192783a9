/**
 * Differences between two combinations: the criterion, how many branches, and whether each of the fewer finds
 * a partner of its own.
 */
import { largestMatching } from './bipartite-matching.ts';
import type { Answer, Comparison, Walk } from './comparison.ts';
import type { CombinedModel, SchemaModel } from './schema-model.ts';
import type { SchemaShapes } from './schema-shapes.ts';

export function* compareCombined(
  here: Comparison,
  [writer, reader]: readonly [CombinedModel, CombinedModel],
  shapes: SchemaShapes,
): Walk {
  if (writer.criterion !== reader.criterion) {
    if (!isExtension(writer, reader)) {
      here.add('COMBINED_TYPE_CHANGED');
      return;
    }
    here.add('COMBINED_TYPE_EXTENDED');
  }
  const writers = shapes.distinct(writer.branches);
  const readers = shapes.distinct(reader.branches);
  if (writers.length < readers.length) {
    here.add(reader.criterion === 'allOf' ? 'PRODUCT_TYPE_EXTENDED' : 'SUM_TYPE_EXTENDED');
  } else if (writers.length > readers.length) {
    here.add(writer.criterion === 'allOf' ? 'PRODUCT_TYPE_NARROWED' : 'SUM_TYPE_NARROWED');
  }
  const pairs = yield* matchedPairs(writers, readers);
  for (const { left, answer } of pairs) here.include(answer, writer.criterion, String(left));
  if (pairs.length < Math.min(writers.length, readers.length)) {
    here.add('COMBINED_TYPE_SUBSCHEMAS_CHANGED');
  }
}

/** `anyOf` accepts what the others do, and with one branch all three are the same. */
function isExtension(writer: CombinedModel, reader: CombinedModel): boolean {
  const single = writer.branches.length === 1;
  return (
    reader.criterion === 'anyOf' ||
    (single && (reader.branches.length === 1 || reader.criterion === 'oneOf')) ||
    (reader.branches.length === 1 && writer.criterion === 'allOf')
  );
}

interface MatchedPair {
  readonly left: number;
  readonly answer: Answer;
}

function* matchedPairs(
  writers: readonly SchemaModel[],
  readers: readonly SchemaModel[],
): Walk<MatchedPair[]> {
  const answers: Map<number, Answer>[] = [];
  for (const writer of writers) {
    const fitting = new Map<number, Answer>();
    for (const [right, reader] of readers.entries()) {
      const answer = yield { writer, reader };
      if (answer.compatible) fitting.set(right, answer);
    }
    answers.push(fitting);
  }
  const partners = largestMatching(answers.map(preferred), readers.length);
  return partners.flatMap((right, left) => {
    const answer = answers[left]?.get(right);
    return answer === undefined ? [] : [{ left, answer }];
  });
}

/** Those without any difference first: then a branch that only moved is reported as such, by nothing. */
function preferred(fitting: ReadonlyMap<number, Answer>): number[] {
  const ways = [...fitting].map(([right, { comparison }]) => ({ right, same: isUnchanged(comparison) }));
  return [...ways.filter(({ same }) => same), ...ways.filter(({ same }) => !same)].map(({ right }) => right);
}

/** Nothing to report for sure; what leads on to other schemas may hide something. */
function isUnchanged({ steps }: Comparison): boolean {
  return steps.every(({ type }) => type === null);
}
