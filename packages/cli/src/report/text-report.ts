/**
 * A report for people: each finding with its place, the source with what is meant underlined, the other
 * side, and what to do.
 *
 * Errors are shown in full, milder findings in one line unless asked for more. What breaks old and new readers
 * is one block. What could not be judged comes last, before the summary, where a terminal shows it.
 */
import type { CompatibilityLevel, Position, Severity } from '@ottla/schema';
import type { Style } from '../terminal.ts';
import { findingGroups, type FindingGroup } from './finding-groups.ts';
import { effectOf, failureWordsOf, historyWordsOf, passingLevelsOf, placeOf } from './finding-words.ts';
import type { PrintContext } from './print-context.ts';
import { summaryOf } from './report-counts.ts';
import type { FileFailure, Pardon, Report, ReportedFinding } from './report.ts';
import { excerptAt, linesOf, tokenExcerptAt, type Excerpt } from './source-excerpt.ts';
import { styledLine, type Piece } from './styled-line.ts';

type Line = readonly Piece[];

const STYLES: Readonly<Record<Severity, Style>> = { error: 'red', warn: 'yellow', info: 'cyan' };
const INDENT = '   ';

/** The lines of each file, split once however many findings it has. */
class Sources {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #lines = new Map<string, readonly string[]>();

  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts;
  }

  linesOf(file: string | undefined): readonly string[] {
    const text = file === undefined ? undefined : this.#texts.get(file);
    // Of an empty file there is no line to show.
    if (file === undefined || text === undefined || text === '') return [];
    const known = this.#lines.get(file) ?? linesOf(text);
    this.#lines.set(file, known);
    return known;
  }
}

export function printText(report: Report, { paint, verbose }: PrintContext): string {
  const findings = new FindingBlocks(report);
  const shown = report.findings.filter(({ pardon }) => verbose || pardon === null);
  const blocks: readonly (readonly Line[])[] = [
    ...findingGroups(shown).map((group) =>
      verbose || group[0].finding.severity === 'error' ? findings.full(group) : group.map(briefLine),
    ),
    ...report.failures.map((failure) => failureBlock(failure, findings.sources)),
    report.remarks.map((remark): Line => [['dim', `note  ${remark}`]]),
  ];
  const lines = blocks.flat();
  if (lines.length > 0) lines.push([]);
  lines.push([summaryOf(report)]);
  return lines.map((line) => styledLine(paint, line)).join('\n');
}

function failureBlock(failure: FileFailure, sources: Sources): readonly Line[] {
  const { position, message } = failureWordsOf(failure);
  const excerpt = tokenExcerptAt(sources.linesOf(position.file), position);
  return [
    [['bold', placeOf(position)], '  ', ['red', 'error'], '  ', ['bold', failure.error.code]],
    ...messageLines(excerpt, 'red', [message]),
  ];
}

function header({ finding }: ReportedFinding): Piece[] {
  const { position, severity, rule, path } = finding;
  return [
    ['bold', placeOf(position)],
    '  ',
    [STYLES[severity], severity.padEnd(5)],
    '  ',
    ['bold', rule],
    path === '' ? '' : `  ${path}`,
  ];
}

function briefLine(reported: ReportedFinding): Line {
  const { detail, message } = reported.finding;
  return [...header(reported), detail === '' ? `  ${message}` : `  ${detail} (${message})`];
}

/** Findings in full. What is true of the whole subject is said once. */
class FindingBlocks {
  readonly sources: Sources;
  readonly #passing: ReadonlyMap<string, CompatibilityLevel>;
  readonly #said = new Set<string>();

  constructor(report: Report) {
    this.sources = new Sources(report.texts);
    this.#passing = passingLevelsOf(report);
  }

  full(group: FindingGroup): readonly Line[] {
    const [reported] = group;
    const { finding, pardon } = reported;
    const lines: Line[] = [[...header(reported), finding.detail === '' ? '' : `  ${finding.detail}`]];
    const context = contextOf(group);
    if (context !== '') lines.push([`  ${context}`]);
    const messages = group.map((each) => each.finding.message);
    const excerpt = excerptOf(finding.position, this.sources);
    lines.push(...messageLines(excerpt, STYLES[finding.severity], messages));
    if (finding.other !== null) {
      lines.push(labelled('was', placeOf(finding.other)));
      lines.push(...excerptLines(excerptOf(finding.other, this.sources), 'cyan', []));
    }
    for (const reason of distinct(group.flatMap((each) => historyWordsOf(each).inner)))
      lines.push(labelled('why', reason));
    lines.push(...remedyLines(group), ...this.#subjectLines(group));
    const fingerprints = group.map(({ fingerprint }) => fingerprint).join(' ');
    const allow = `ottla allow ${fingerprints} --until YYYY-MM-DD --reason "…"`;
    lines.push(labelled('allow', pardon === null ? allow : pardonText(pardon)));
    return lines;
  }

  #subjectLines(group: FindingGroup): readonly Line[] {
    const { subject } = group[0];
    const level = this.#passing.get(subject);
    const words = [
      ...(level === undefined ? [] : [['level', `${level} would let the subject pass`] as const]),
      ...group.map((each) => ['order', historyWordsOf(each).deployOrder] as const),
    ];
    return words.flatMap(([label, text]) => {
      const said = JSON.stringify([subject, text]);
      if (text === '' || this.#said.has(said)) return [];
      this.#said.add(said);
      return [labelled(label, text)];
    });
  }
}

function contextOf(group: FindingGroup): string {
  const { level, subject } = group[0];
  const parts = level === null ? [] : [`level ${level}`, `subject ${subject}`];
  return [...parts, ...distinct(group.map(effectOf))].filter((part) => part !== '').join(' · ');
}

function remedyLines(group: FindingGroup): readonly Line[] {
  const explain = `ottla explain ${group[0].finding.rule}`;
  const fixes = distinct(group.flatMap(({ finding: { fix } }) => fix ?? []));
  if (fixes.length === 0) return [labelled('more', explain)];
  return fixes.map((fix, index) =>
    index === 0 ? [...labelled('fix', fix), '      ', ['dim', explain]] : labelled('', fix),
  );
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function labelled(label: string, text: string): readonly Piece[] {
  return ['  ', ['dim', label.padEnd(5)], ' ', text];
}

function pardonText(pardon: Pardon): string {
  if (pardon.by === 'baseline') return 'pardoned by the baseline';
  return `pardoned${pardon.until === null ? '' : ` until ${pardon.until}`}: ${pardon.reason}`;
}

function excerptOf(position: Position, sources: Sources): Excerpt | undefined {
  return excerptAt(sources.linesOf(position.file), position);
}

/** The excerpt with the messages behind its carets; the messages alone when the text is not at hand. */
function messageLines(
  excerpt: Excerpt | undefined,
  style: Style,
  messages: readonly string[],
): readonly Line[] {
  if (excerpt === undefined) return messages.map((message) => [`  ${message}`]);
  return excerptLines(excerpt, style, messages);
}

function excerptLines(
  excerpt: Excerpt | undefined,
  style: Style,
  [message = '', ...more]: readonly string[],
): readonly Line[] {
  if (excerpt === undefined) return [];
  const { gutter, source, margin, indent, carets } = excerpt;
  const below = ' '.repeat(indent.length + carets.length);
  return [
    [INDENT, ['dim', gutter], source],
    [INDENT, ['dim', margin], indent, [style, carets], message === '' ? '' : ` ${message}`],
    ...more.map((text): Line => [INDENT, ['dim', margin], below, ` ${text}`]),
  ];
}
