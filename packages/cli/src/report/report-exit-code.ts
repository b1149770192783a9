/**
 * What a report makes the command end with.
 *
 * A file that could not be judged weighs more than any finding: what it hides is not known.
 */
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Report } from './report.ts';

export interface ExitOptions {
  /** The mildest severity that counts. */
  readonly failOn: 'error' | 'warn';
  /** Findings do not count. Files that could not be judged still do. */
  readonly exitZero?: boolean;
}

/**
 * 4 before 1 before 0; pardoned findings do not count.
 * @example
 * reportExitCode(report, { failOn: 'error' }); // 1
 */
export function reportExitCode(report: Report, options: ExitOptions): ExitCode {
  if (report.failures.length > 0) return EXIT.invalidInput;
  if (options.exitZero === true) return EXIT.ok;
  const counts = report.findings.some(
    ({ finding: { severity }, pardon }) =>
      pardon === null && (severity === 'error' || severity === options.failOn),
  );
  return counts ? EXIT.findings : EXIT.ok;
}
