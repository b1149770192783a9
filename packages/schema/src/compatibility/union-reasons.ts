/**
 * Why a branch of a reader's union that might have taken the written type does not: Java only tells that none
 * does.
 */
import { simpleName } from '../names.ts';
import { isNamed, type Schema } from '../schema.ts';
import { discrepanciesOf, type Discrepancy } from './discrepancy.ts';
import type { JudgedPair } from './judged-pair.ts';
import { namesMatch } from './pair-rules.ts';

/** More would not be read. */
const MOST_REASONS = 20;
/** A chain of thousands of types is not followed to its end for each of them. */
const MOST_PAIRS = 200;

/**
 * The branch that was meant for the written type: of its name, the only other record, enum or fixed, or of its
 * type when it has no name. Null when there is none.
 */
export function candidateOf(choice: JudgedPair): JudgedPair | null {
  const { reader, writer } = choice;
  if (reader.type !== 'union') return null;
  const failing = (choice.reasons ?? []).flatMap(({ inner }) => inner ?? []);
  const sameType = failing.filter((inner) => inner.reader.type === writer.type);
  if (!isNamed(writer)) return sameType[0] ?? null;
  const named = sameType.find((inner) => isNamed(inner.reader) && namesMatch(inner.reader, writer));
  if (named !== undefined) return named;
  const ofType = reader.branches.filter((branch) => branch.type === writer.type);
  return ofType.length === 1 && !isBeside(choice, ofType[0]) ? (sameType[0] ?? null) : null;
}

/** The reasons inside a branch, down to those that are no unions themselves. */
export function reasonsInside(branch: JudgedPair): readonly Discrepancy[] {
  const reasons: Discrepancy[] = [];
  const met = new Set<JudgedPair>();
  const waiting = [branch];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (met.has(next)) continue;
    met.add(next);
    for (const reason of discrepanciesOf(next, MOST_PAIRS)) {
      const inner = reason.pair.isChoice && met.size < MOST_PAIRS ? candidateOf(reason.pair) : null;
      if (inner === null) reasons.push(reason);
      else waiting.push(inner);
      if (reasons.length >= MOST_REASONS || waiting.length > MOST_REASONS) return reasons;
    }
  }
  return reasons;
}

/** True when the writer's union has a branch of that name, too: it did not become the one that is missing. */
function isBeside(choice: JudgedPair, branch: Schema | undefined): boolean {
  const union = choice.from?.writer;
  if (union?.type !== 'union' || branch === undefined || !isNamed(branch)) return false;
  const name = simpleName(branch.fullName);
  return union.branches.some((each) => isNamed(each) && simpleName(each.fullName) === name);
}
