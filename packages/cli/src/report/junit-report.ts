/**
 * A report as JUnit XML, which most CI servers show as tests.
 *
 * One test case for each subject that was judged, passed ones too, and one for each file that could not be.
 * What makes a subject fail is a failure each; milder findings stand in its output.
 */
import { effectOf, failureWordsOf, placeOf } from './finding-words.ts';
import type { PrintContext } from './print-context.ts';
import type { Report, ReportedFinding } from './report.ts';

interface TestCase {
  readonly name: string;
  readonly file: string | null;
  readonly failures: string[];
  readonly errors: string[];
  readonly output: string[];
}

export function printJunit(report: Report, { failOn }: PrintContext): string {
  const cases = casesOf(report, failOn);
  const count = (kind: 'failures' | 'errors'): number => cases.filter((each) => each[kind].length > 0).length;
  const suite = attributes([
    ['name', `ottla ${report.command}`],
    ['tests', cases.length],
    ['failures', count('failures')],
    ['errors', count('errors')],
    ['time', (report.elapsedMs / 1000).toFixed(3)],
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${suite}>`,
    `  <testsuite${suite}>`,
    ...cases.flatMap((each) => caseLines(each, report.command)),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

function casesOf(report: Report, failOn: PrintContext['failOn']): readonly TestCase[] {
  const cases = new Map<string, TestCase>();
  const caseOf = (name: string, file: string | null): TestCase => {
    const known = cases.get(name) ?? { name, file, failures: [], errors: [], output: [] };
    cases.set(name, known);
    return known;
  };
  for (const { subject, file } of report.judged) caseOf(subject, file);
  for (const reported of report.findings) {
    if (reported.pardon !== null) continue;
    const { finding, subject } = reported;
    const found = caseOf(subject, finding.position.file ?? null);
    if (finding.severity === 'error' || finding.severity === failOn) {
      const named = attributes([
        ['type', finding.rule],
        ['message', `${finding.path}: ${finding.message}`],
      ]);
      found.failures.push(`<failure${named}>${escaped(wordsOf(reported))}</failure>`);
    } else {
      found.output.push(`${finding.severity} ${finding.rule} ${wordsOf(reported)}`);
    }
  }
  for (const failure of report.failures) {
    const { position, message } = failureWordsOf(failure);
    const named = attributes([
      ['type', failure.error.code],
      ['message', message],
    ]);
    caseOf(failure.file, failure.file).errors.push(
      `<error${named}>${escaped(`${placeOf(position)}: ${message}`)}</error>`,
    );
  }
  return [...cases.values()];
}

function wordsOf(reported: ReportedFinding): string {
  const { finding, fingerprint } = reported;
  const lines = [
    `${placeOf(finding.position)}: ${finding.path}: ${finding.message}`,
    finding.other === null ? '' : `was ${placeOf(finding.other)}`,
    effectOf(reported),
    finding.fix === null ? '' : `fix: ${finding.fix}`,
    `fingerprint ${fingerprint}`,
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function caseLines({ name, file, failures, errors, output }: TestCase, command: string): readonly string[] {
  const named = attributes([
    ['classname', `ottla.${command}`],
    ['name', name],
    ...(file === null ? [] : [['file', file] as const]),
  ]);
  const inner = [...errors, ...failures];
  if (output.length > 0) inner.push(`<system-out>${escaped(output.join('\n'))}</system-out>`);
  if (inner.length === 0) return [`    <testcase${named}/>`];
  return [`    <testcase${named}>`, ...inner.map((line) => `      ${line}`), '    </testcase>'];
}

function attributes(named: readonly (readonly [string, string | number])[]): string {
  return named
    .map(([key, value]) => ` ${key}="${escaped(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('');
}

/** What XML 1.0 has no way to write, half characters among it. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
/** Markup, white space that a parser would change, and what a terminal would act on. */
const ESCAPED = /[&<>"'\t\r\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
]);

function escaped(text: string): string {
  return text
    .replaceAll(FORBIDDEN, '')
    .replaceAll(ESCAPED, (character) => ENTITIES.get(character) ?? `&#${character.charCodeAt(0)};`);
}
