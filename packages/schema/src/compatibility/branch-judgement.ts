/** What it means that no branch of the reader's union takes a written type. */
import { schemaLabel } from '../diff/schema-label.ts';
import type { Schema } from '../schema.ts';
import { readerText, writtenText, type JudgedCase, type Judgement } from './judgement.ts';
import { pathOf, positionOf } from './pair-place.ts';
import { isNumeric, numericWords, otherType, placeOf } from './type-judgement.ts';
import { candidateOf } from './union-reasons.ts';

/** The rule by what was written: a branch of a union or a type of its own, and what might have read it. */
export function missingBranch(judged: JudgedCase): Judgement {
  const { direction, found } = judged;
  const { pair, within } = found;
  if (candidateOf(pair) !== null) return changedBranch(judged);
  const fromUnion = within.writer.type === 'union';
  const narrow = narrowerBranch(judged);
  if (narrow !== undefined) {
    return { ...unionPlace(judged), ...numericWords(narrow.type, pair.writer.type, direction) };
  }
  if (!fromUnion && pair.writer.type === 'record') {
    return {
      ...placeOf(judged),
      rule: 'RECORD_TO_UNION',
      message: `${readerText[direction]} expects ${schemaLabel(pair.reader)}, which does not hold the ${schemaLabel(pair.writer)} of ${writtenText[direction]}`,
      fix: 'put the record into the union',
    };
  }
  return fromUnion ? presence(judged) : otherType(judged);
}

function changedBranch(judged: JudgedCase): Judgement {
  const { direction, found } = judged;
  const written = schemaLabel(found.pair.writer);
  return {
    ...unionPlace(judged),
    rule: 'UNION_BRANCH_CHANGED',
    message: `${readerText[direction]} cannot read the branch ${written} as ${writtenText[direction]} holds it`,
    fix: null,
    detail: written,
  };
}

function presence(judged: JudgedCase): Judgement {
  const { direction, found } = judged;
  const written = schemaLabel(found.pair.writer);
  const message = `${readerText[direction]} has no branch for ${written}, which ${writtenText[direction]} may hold`;
  const place = { ...unionPlace(judged), message, detail: written };
  return direction === 'BACKWARD'
    ? { ...place, rule: 'UNION_BRANCH_REMOVED', fix: `keep the branch ${written}` }
    : { ...place, rule: 'UNION_BRANCH_ADDED', fix: `upgrade every reader before ${written} is written` };
}

/** The number that the other union has in place of a wider one. */
function narrowerBranch({ found }: JudgedCase): Schema | undefined {
  const { pair, within } = found;
  if (!isNumeric(pair.writer) || pair.reader.type !== 'union') return undefined;
  const beside = within.writer.type === 'union' ? within.writer.branches : [];
  return pair.reader.branches.find(
    (branch) => isNumeric(branch) && beside.every(({ type }) => type !== branch.type),
  );
}

/** The union by its path; the branch itself on the side that has it. */
function unionPlace({ found, direction }: JudgedCase): Pick<Judgement, 'path' | 'position' | 'other'> {
  const { pair, within } = found;
  const [after, before] = direction === 'BACKWARD' ? [within, pair] : [pair, within];
  return {
    path: pathOf(within, direction),
    position: positionOf(after, 'after', direction),
    other: positionOf(before, 'before', direction),
  };
}
