/**
 * A report for people: each finding with its place, the source with what is meant underlined, the other
 * side, and what to do.
 *
 * Errors are shown in full, milder findings in one line unless asked for more. What could not be judged
 * comes last, before the summary, where a terminal shows it.
 */
import type { Position, Severity } from '@ottla/schema';
import type { Style } from '../terminal.ts';
import { effectOf, failureWordsOf, historyWordsOf, placeOf } from './finding-words.ts';
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
    if (file === undefined || text === undefined) return [];
    const known = this.#lines.get(file) ?? linesOf(text);
    this.#lines.set(file, known);
    return known;
  }
}

export function printText(report: Report, { paint, verbose }: PrintContext): string {
  const sources = new Sources(report.texts);
  const blocks: readonly (readonly Line[])[] = [
    ...report.findings
      .filter(({ pardon }) => verbose || pardon === null)
      .map((reported) =>
        verbose || reported.finding.severity === 'error'
          ? fullBlock(reported, sources)
          : [briefLine(reported)],
      ),
    ...report.failures.map((failure) => failureBlock(failure, sources)),
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
    ...messageLines(excerpt, 'red', message),
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

function fullBlock(reported: ReportedFinding, sources: Sources): readonly Line[] {
  const { finding, subject, level, pardon } = reported;
  const { passingLevel, deployOrder, inner } = historyWordsOf(reported);
  const effect = effectOf(reported);
  const context = [
    level === null ? '' : `level ${level}`,
    level === null ? '' : `subject ${subject}`,
    effect,
  ];
  const shown = context.filter((part) => part !== '').join(' · ');
  const lines: Line[] = [[...header(reported), finding.detail === '' ? '' : `  ${finding.detail}`]];
  if (shown !== '') lines.push([`  ${shown}`]);
  lines.push(
    ...messageLines(excerptOf(finding.position, sources), STYLES[finding.severity], finding.message),
  );
  if (finding.other !== null) {
    lines.push(labelled('was', placeOf(finding.other)));
    lines.push(...excerptLines(excerptOf(finding.other, sources), 'cyan', ''));
  }
  for (const reason of inner) lines.push(labelled('why', reason));
  if (finding.fix !== null)
    lines.push([...labelled('fix', finding.fix), '      ', ['dim', `ottla explain ${finding.rule}`]]);
  else lines.push(labelled('more', `ottla explain ${finding.rule}`));
  if (passingLevel !== null) lines.push(labelled('level', `${passingLevel} would let it pass`));
  if (deployOrder !== '') lines.push(labelled('order', deployOrder));
  if (pardon === null)
    lines.push(labelled('allow', `ottla allow ${reported.fingerprint} --until YYYY-MM-DD --reason "…"`));
  else lines.push(labelled('allow', pardonText(pardon)));
  return lines;
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

/** The excerpt with the message behind its carets; the message alone when the text is not at hand. */
function messageLines(excerpt: Excerpt | undefined, style: Style, message: string): readonly Line[] {
  return excerpt === undefined ? [[`  ${message}`]] : excerptLines(excerpt, style, message);
}

function excerptLines(excerpt: Excerpt | undefined, style: Style, message: string): readonly Line[] {
  if (excerpt === undefined) return [];
  const { gutter, source, margin, indent, carets } = excerpt;
  return [
    [INDENT, ['dim', gutter], source],
    [INDENT, ['dim', margin], indent, [style, carets], message === '' ? '' : ` ${message}`],
  ];
}
