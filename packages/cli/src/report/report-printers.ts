/**
 * The formats of a report, as a table: format → printer.
 *
 * Owns the one function that commands call; each printer is pure and stands in a file of its own.
 */
import { printGithub } from './github-report.ts';
import { printJson } from './json-report.ts';
import { printJunit } from './junit-report.ts';
import type { PrintContext } from './print-context.ts';
import type { Report } from './report.ts';
import { printSarif } from './sarif-report.ts';
import { printText } from './text-report.ts';

type Printer = (report: Report, context: PrintContext) => string;

const printers = {
  text: printText,
  json: printJson,
  github: printGithub,
  junit: printJunit,
  sarif: printSarif,
} as const satisfies Record<string, Printer>;

export type ReportFormat = keyof typeof printers;

/** In the order of the help page. */
// Object.keys gives string[]; these are all the keys of the table.
export const reportFormats = Object.keys(printers) as readonly ReportFormat[];

/**
 * The report in one of the formats, without a newline at its end.
 * @example
 * printReport(report, { format: 'text', paint: terminal.paint });
 */
export function printReport(
  report: Report,
  options: { readonly format: ReportFormat } & Pick<PrintContext, 'paint'> & Partial<PrintContext>,
): string {
  const { format, ...context } = options;
  const print: Printer = printers[format];
  return print(report, {
    verbose: false,
    failOn: 'error',
    folder: '',
    ...context,
  });
}
