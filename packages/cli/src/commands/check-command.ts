/**
 * `ottla check`: what a change of schemas would break, before it is merged.
 *
 * Prints the report on stdout, or into files; ends with 0, 1 for findings, 4 for files that cannot be judged.
 */
import { resolve } from 'node:path';
import type { CompatibilityLevel } from '@ottla/schema';
import { baselineText, readBaseline } from '../check/baseline-file.ts';
import { folderOf } from '../check/check-files.ts';
import { runCheckOrder } from '../check/run-check.ts';
import { CliError } from '../cli-error.ts';
import { readConfig } from '../config/read-config.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { replaceFile } from '../output/replaced-file.ts';
import { reportExitCode } from '../report/report-exit-code.ts';
import { outputReport, type OutputOptions } from '../report/report-output.ts';
import type { Report } from '../report/report.ts';
import { printable, type Terminal } from '../terminal.ts';
import { processWorkplace, type Workplace } from '../workplace.ts';

export interface CheckOptions extends Omit<OutputOptions, 'failOn'> {
  readonly against?: readonly string[];
  readonly level?: CompatibilityLevel;
  readonly policy?: 'STRICT' | 'LENIENT';
  /** What the configuration says without it. */
  readonly failOn?: 'error' | 'warn';
  readonly baseline?: string;
  readonly writeBaseline?: boolean;
  readonly config?: string;
  readonly exitZero?: boolean;
}

export async function runCheck(
  inputs: readonly string[],
  options: CheckOptions,
  {
    terminal,
    workplace = processWorkplace(),
  }: { readonly terminal: Terminal; readonly workplace?: Workplace },
): Promise<ExitCode> {
  const { workingFolder } = workplace;
  if (options.writeBaseline === true && options.baseline === undefined) throw baselineUnnamed();
  const config = await readConfig(options, workingFolder);
  const baseline =
    options.baseline === undefined || options.writeBaseline === true
      ? new Set<string>()
      : readBaseline(options.baseline, workingFolder);
  const { against, level, policy } = options;
  const report = await runCheckOrder({ inputs, against, level, policy, baseline }, config, workplace);
  const failOn = options.failOn ?? config.check.failOn;
  await outputReport(
    report,
    { ...options, failOn },
    { terminal, workingFolder, folder: folderOf(workingFolder) },
  );
  if (options.writeBaseline === true && options.baseline !== undefined) {
    return writeBaseline(report, { word: options.baseline, workingFolder, terminal });
  }
  return reportExitCode(report, { failOn, ...(options.exitZero === true ? { exitZero: true } : {}) });
}

async function writeBaseline(
  report: Report,
  { word, workingFolder, terminal }: { word: string; workingFolder: string; terminal: Terminal },
): Promise<ExitCode> {
  const open = report.findings.filter(({ pardon }) => pardon === null);
  await replaceFile(resolve(workingFolder, word), baselineText(open.map(({ fingerprint }) => fingerprint)));
  terminal.note(`${open.length} findings written to ${printable(word)}; they are excused from now on`);
  return report.failures.length > 0 ? EXIT.invalidInput : EXIT.ok;
}

function baselineUnnamed(): CliError {
  return new CliError('--write-baseline needs a file to write to', {
    code: 'BASELINE_UNNAMED',
    exitCode: EXIT.usage,
    remedy: 'Give it with --baseline FILE.',
  });
}
