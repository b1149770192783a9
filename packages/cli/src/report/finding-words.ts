/**
 * What several formats say of a finding in words: where it stands, which versions it breaks.
 *
 * Pure; the words may hold anything a schema can hold, each format makes them safe.
 */
import type { CompatibilityLevel, Direction, Position } from '@ottla/schema';
import type { FileFailure, ReportedFinding } from './report.ts';

/** What only a finding of a history has; empty for lint. */
export interface HistoryWords {
  readonly direction: Direction | null;
  readonly versions: readonly string[];
  readonly weakerLevel: CompatibilityLevel | null;
  /** The weaker level worth a mention: NONE lets everything pass. */
  readonly passingLevel: CompatibilityLevel | null;
  /** '' where there is none. */
  readonly deployOrder: string;
  readonly inner: readonly string[];
}

const NO_HISTORY: HistoryWords = {
  direction: null,
  versions: [],
  weakerLevel: null,
  passingLevel: null,
  deployOrder: '',
  inner: [],
};

export function historyWordsOf({ finding }: ReportedFinding): HistoryWords {
  if (!('versions' in finding)) return NO_HISTORY;
  const { weakerLevel } = finding;
  return { ...finding, passingLevel: weakerLevel === 'NONE' ? null : weakerLevel };
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
  return `${effect} ${versionsText(versions)} (${versions.length} of ${reported.compared.length})`;
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
