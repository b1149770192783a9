/**
 * Where a report goes: stdout, files, or both, each in its format.
 */
import { resolve } from 'node:path';
import { replaceFile } from '../output/replaced-file.ts';
import type { Terminal } from '../terminal.ts';
import { printReport, reportFormats, type ReportFormat } from './report-printers.ts';
import type { Report } from './report.ts';

export interface OutputOptions {
  readonly format: ReportFormat;
  /** `FILE` in the format above, or `format=FILE`. */
  readonly output?: readonly string[];
  readonly failOn: 'error' | 'warn';
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

export interface OutputPlace {
  readonly terminal: Terminal;
  /** Absolute; files are relative to it. */
  readonly workingFolder: string;
  /** The way to it from the root of the repository. */
  readonly folder: string;
}

/** Prints the report, or writes it where it is wanted; in files it has no colours. */
export async function outputReport(
  report: Report,
  options: OutputOptions,
  { terminal, workingFolder, folder }: OutputPlace,
): Promise<void> {
  const outputs = (options.output ?? []).map((word) => outputOf(word, options.format));
  const context = {
    verbose: options.verbose === true,
    failOn: options.failOn,
    folder,
  };
  for (const { format, file } of outputs) {
    const text = printReport(report, { ...context, format, paint: (_style, plain) => plain });
    await replaceFile(resolve(workingFolder, file), `${text}\n`);
  }
  if (outputs.some(({ given }) => !given)) return;
  const silent =
    options.quiet === true &&
    options.format === 'text' &&
    report.failures.length === 0 &&
    report.findings.every(({ pardon }) => pardon !== null);
  if (silent) return;
  const paint: Terminal['paint'] = (style, text) => terminal.paintPrinted(style, text);
  const text = printReport(report, { ...context, format: options.format, paint });
  if (text !== '') terminal.print(text);
}

/** `given`: the word itself names the format, so what is printed is not replaced. */
function outputOf(
  word: string,
  usual: ReportFormat,
): { readonly format: ReportFormat; readonly file: string; readonly given: boolean } {
  const format = reportFormats.find((name) => word.startsWith(`${name}=`));
  if (format === undefined) return { format: usual, file: word, given: false };
  return { format, file: word.slice(format.length + 1), given: true };
}
