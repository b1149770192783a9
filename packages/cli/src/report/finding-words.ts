/**
 * What several formats say of a finding in words: where it stands, which versions it breaks.
 *
 * Pure; the words may hold anything a schema can hold, each format makes them safe.
 */
import type { CompatibilityLevel, Direction, Position } from '@ottla/schema';
import type { FileFailure, Report, ReportedFinding } from './report.ts';

/** What only a finding of a history has; empty for lint. */
export interface HistoryWords {
  readonly direction: Direction | null;
  readonly versions: readonly string[];
  readonly weakerLevel: CompatibilityLevel | null;
  /** '' where there is none. */
  readonly deployOrder: string;
  readonly inner: readonly string[];
}

const NO_HISTORY: HistoryWords = {
  direction: null,
  versions: [],
  weakerLevel: null,
  deployOrder: '',
  inner: [],
};

export function historyWordsOf({ finding }: ReportedFinding): HistoryWords {
  return 'versions' in finding ? finding : NO_HISTORY;
}

/**
 * The weaker level that lets all errors of a subject pass, for subjects that have one. NONE lets everything
 * pass and is not worth a mention.
 */
export function passingLevelsOf(report: Report): ReadonlyMap<string, CompatibilityLevel> {
  const levels = new Map<string, CompatibilityLevel | null>();
  for (const reported of report.findings) {
    const { finding, subject, pardon } = reported;
    if (finding.severity !== 'error' || pardon !== null) continue;
    const { weakerLevel } = historyWordsOf(reported);
    const known = levels.get(subject);
    levels.set(subject, known === undefined || known === weakerLevel ? weakerLevel : null);
  }
  const worthy = [...levels].flatMap(([subject, level]) =>
    level === null || level === 'NONE' ? [] : [[subject, level] as const],
  );
  return new Map(worthy);
}

/** `schemas/customer.avsc:14:7` */
export function placeOf({ file, line, column }: Position): string {
  return `${file ?? '(text)'}:${line}:${column}`;
}

/** Where a file could not be judged, and why; the error's own message begins with its place. */
export function failureWordsOf({ file, error }: FileFailure): { position: Position; message: string } {
  const { line, column, message } = error;
  const position = { file: error.file ?? file, line, column };
  const prefix = error.file === undefined ? `line ${line}, column ${column}: ` : `${placeOf(position)}: `;
  return { position, message: message.startsWith(prefix) ? message.slice(prefix.length) : message };
}

/**
 * Whom it breaks: `breaks reading of versions 1–4 (4 of 4)`; '' for what is compared with nothing.
 * Backward, the new version cannot read what they wrote; forward, they cannot read what it writes.
 */
export function effectOf(reported: ReportedFinding): string {
  const { direction, versions } = historyWordsOf(reported);
  if (versions.length === 0) return '';
  const verb = reported.finding.severity === 'error' ? 'breaks' : 'affects';
  const reading = { BACKWARD: 'reading of', FORWARD: 'reading by' };
  const effect = direction === null ? 'differs from' : `${verb} ${reading[direction]}`;
  const share = reported.compared.length > 1 ? ` (${versions.length} of ${reported.compared.length})` : '';
  return `${effect} ${versionsText(versions)}${share}`;
}

/**
 * Runs of numbered versions drawn together.
 * @example
 * versionsText(['v1', 'v2', 'v3', 'v7']); // 'versions 1–3, 7'
 * versionsText(['git:origin/main']); // 'git:origin/main'
 */
export function versionsText(labels: readonly string[]): string {
  const numbered = labels.filter((label) => /^v\d{1,9}$/.test(label)).map((label) => Number(label.slice(1)));
  const others = labels.filter((label) => !/^v\d{1,9}$/.test(label));
  const runs: { first: number; last: number }[] = [];
  for (const number of numbered) {
    const run = runs.at(-1);
    if (run?.last === number - 1) run.last = number;
    else runs.push({ first: number, last: number });
  }
  const ranges = runs.map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`)).join(', ');
  const versions = ranges === '' ? [] : [`version${numbered.length === 1 ? '' : 's'} ${ranges}`];
  return [...versions, ...others].join(', ');
}
