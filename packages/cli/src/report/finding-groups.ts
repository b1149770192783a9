/**
 * Findings that people read as one: the same change of the same place, of which one breaks new readers and the
 * other old ones.
 *
 * Both count, and each has a fingerprint; text shows them in one block. Pure.
 */
import { historyWordsOf } from './finding-words.ts';
import type { ReportedFinding } from './report.ts';

/** At least one finding, those that follow are of the other direction. */
export type FindingGroup = readonly [ReportedFinding, ...ReportedFinding[]];

/** The findings in their order, drawn together with their neighbours. What is pardoned stands alone, as its reason does. */
export function findingGroups(findings: readonly ReportedFinding[]): readonly FindingGroup[] {
  const groups: [ReportedFinding, ...ReportedFinding[]][] = [];
  for (const reported of findings) {
    const last = groups.at(-1);
    if (last === undefined || !areOne(last[0], reported)) groups.push([reported]);
    // Who deploys the new version thinks of its own readers first.
    else if (historyWordsOf(reported).direction === 'BACKWARD') last.unshift(reported);
    else last.push(reported);
  }
  return groups;
}

function areOne(one: ReportedFinding, other: ReportedFinding): boolean {
  if (one.pardon !== null || other.pardon !== null) return false;
  const directions = [one, other].map((reported) => historyWordsOf(reported).direction);
  return !directions.includes(null) && directions[0] !== directions[1] && changeKey(one) === changeKey(other);
}

function changeKey({ subject, finding }: ReportedFinding): string {
  const { rule, severity, path, detail, position, other } = finding;
  return JSON.stringify([subject, rule, severity, path, detail, position, other]);
}
