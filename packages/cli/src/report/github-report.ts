/** A report as github: one line per finding. */
import { printable } from '../terminal.ts';
import type { Report } from './report.ts';

export function printGithub(report: Report): string {
  return report.findings
    .map(({ finding }) => printable(`${finding.position.file}: ${finding.rule} ${finding.message}`))
    .join('\n');
}
