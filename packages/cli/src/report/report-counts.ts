/**
 * The figures of a report, and the one line that says them.
 *
 * Text ends with it, JSON carries the figures.
 */
import { plural } from '../plural.ts';
import type { Report } from './report.ts';

export interface ReportCounts {
  readonly files: number;
  readonly subjects: number;
  /** Versions that something was compared with, counted once for each subject. */
  readonly versions: number;
  readonly errors: number;
  readonly warnings: number;
  readonly notices: number;
  /** Findings that an `allow` or the baseline excuses; they are in none of the three above. */
  readonly pardoned: number;
  /** Files that could not be judged. */
  readonly failures: number;
}

export function countsOf(report: Report): ReportCounts {
  const count = (severity: string): number =>
    report.findings.filter(({ finding, pardon }) => pardon === null && finding.severity === severity).length;
  return {
    files: report.fileCount,
    subjects: report.judged.length,
    versions: report.judged.reduce((sum, { compared }) => sum + compared.length, 0),
    errors: count('error'),
    warnings: count('warn'),
    notices: count('info'),
    pardoned: report.findings.filter(({ pardon }) => pardon !== null).length,
    failures: report.failures.length,
  };
}

/**
 * Nothing of the schemas is in it.
 * @example
 * summaryOf(report); // '2 files, 3 subjects (1 new), 5 versions compared · 1 error · 1 warning · 212 ms'
 */
export function summaryOf(report: Report): string {
  const counts = countsOf(report);
  const scope = [plural(counts.files, 'file')];
  if (report.command === 'check') {
    scope.push(
      `${plural(counts.subjects, 'subject')}${statesOf(report)}`,
      `${plural(counts.versions, 'version')} compared`,
    );
  }
  const found = [
    [counts.failures, 'file not judged', 'files not judged'],
    [counts.errors, 'error', 'errors'],
    [counts.warnings, 'warning', 'warnings'],
    [counts.notices, 'notice', 'notices'],
  ] as const;
  const shown = found
    .filter(([number]) => number > 0)
    .map(([number, one, many]) => `${number} ${number === 1 ? one : many}`);
  if (shown.length === 0) shown.push('nothing found');
  if (counts.pardoned > 0) shown.push(`${counts.pardoned} pardoned`);
  return [scope.join(', '), ...shown, `${Math.round(report.elapsedMs)} ms`].join(' · ');
}

/** How many subjects had nothing to be compared with: a wrong name shows here, which would pass unseen. */
function statesOf({ judged }: Report): string {
  const shown = (['unchanged', 'new'] as const).flatMap((state) => {
    const number = judged.filter((subject) => subject.state === state).length;
    return number === 0 ? [] : [`${number} ${state}`];
  });
  return shown.length === 0 ? '' : ` (${shown.join(', ')})`;
}
