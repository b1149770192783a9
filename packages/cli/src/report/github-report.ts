/**
 * A report as workflow commands of GitHub Actions, which it shows beside the changed lines.
 *
 * One line for each finding and file that could not be judged. GitHub's escapes keep whatever a schema
 * holds inside its command. Source: the toolkit of GitHub Actions, packages/core/src/command.ts.
 */
import type { CompatibilityLevel, Severity } from '@ottla/schema';
import { effectOf, failureWordsOf, historyWordsOf, passingLevelsOf, placeOf } from './finding-words.ts';
import { printable } from '../terminal.ts';
import type { PrintContext } from './print-context.ts';
import { summaryOf } from './report-counts.ts';
import type { Report, ReportedFinding } from './report.ts';
import { RepositoryPlaces, type RepositoryPlace } from './repository-place.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warn: 'warning', info: 'notice' };

export function printGithub(report: Report, { folder }: PrintContext): string {
  const places = new RepositoryPlaces(report, folder);
  const passing = passingLevelsOf(report);
  const findings = report.findings
    .filter(({ pardon }) => pardon === null)
    .map((reported) => {
      const { finding, subject } = reported;
      const place = places.placeOf(finding.position, subject);
      const message = messageOf(reported, { place, passing: passing.get(subject) });
      return command(COMMANDS[finding.severity], properties(place, finding.rule), message);
    });
  const failures = report.failures.map((failure) => {
    const { position, message } = failureWordsOf(failure);
    const place = places.placeOf(position, failure.file);
    return command(
      'error',
      properties(place, failure.error.code),
      place === null ? `${placeOf(position)}: ${message}` : message,
    );
  });
  const remarks = report.remarks.map((remark) => command('notice', [['title', 'ottla']], remark));
  return [...findings, ...failures, ...remarks, summaryOf(report)].join('\n');
}

interface Surroundings {
  readonly place: RepositoryPlace | null;
  readonly passing: CompatibilityLevel | undefined;
}

function messageOf(reported: ReportedFinding, { place, passing }: Surroundings): string {
  const { finding, level, subject, fingerprint } = reported;
  const { inner, deployOrder } = historyWordsOf(reported);
  const parts = level === null ? [] : [`level ${level}`, `subject ${subject}`, effectOf(reported)];
  const lines = [
    finding.path === '' ? finding.message : `${finding.path}: ${finding.message}`,
    parts.filter((part) => part !== '').join(' · '),
    place?.at === undefined || place.at === null ? `place: ${placeOf(finding.position)}` : '',
    finding.other === null ? '' : `was: ${placeOf(finding.other)}`,
    ...inner.map((reason) => `why: ${reason}`),
    finding.fix === null ? '' : `fix: ${finding.fix}`,
    passing === undefined ? '' : `level ${passing} would let the subject pass`,
    deployOrder,
    `explained by: ottla explain ${finding.rule} · fingerprint ${fingerprint}`,
  ];
  return lines.filter((line) => line !== '').join('\n');
}

type Properties = readonly (readonly [string, string | number])[];

function properties(place: RepositoryPlace | null, title: string): Properties {
  if (place === null) return [['title', title]];
  const { file, at } = place;
  const line: Properties =
    at === null
      ? []
      : [
          ['line', at.line],
          ['col', at.column],
        ];
  return [['file', file], ...line, ['title', title]];
}

function command(name: string, named: Properties, message: string): string {
  const shown = named.map(([key, value]) => `${key}=${escapeProperty(String(value))}`).join(',');
  return `::${name} ${shown}::${escapeMessage(message)}`;
}

/** Lines are kept, as GitHub shows them; other controls would act on whoever reads the log. */
function escapeMessage(text: string): string {
  return text.split('\n').map(printable).join('\n').replaceAll('%', '%25').replaceAll('\n', '%0A');
}

/** A name has no lines. */
function escapeProperty(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll(':', '%3A').replaceAll(',', '%2C');
}
