/**
 * `ottla lint`: looks for what reviewers would object to in schema files.
 *
 * Of several versions of one subject the newest is judged, with the one before to compare with: what is
 * published cannot be mended. The report goes to stdout; a file that does not parse is part of it, and the
 * others are judged all the same.
 */
import { relative, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { lintSchemas, type LintCategory, type LintFile, type LintFinding, type Schema } from '@ottla/schema';
import { pardonFindings } from '../check/pardons.ts';
import { readConfig, type Config } from '../config/read-config.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { projectRoot } from '../inputs/disk-tree.ts';
import type { InputFile } from '../inputs/input-file.ts';
import { readInputs } from '../inputs/read-inputs.ts';
import { LintSettings } from '../lint/lint-settings.ts';
import { reportExitCode } from '../report/report-exit-code.ts';
import { printReport, type ReportFormat } from '../report/report-printers.ts';
import type { FileFailure, Report, ReportedFinding } from '../report/report.ts';
import { Contracts } from '../subjects/contracts.ts';
import { SubjectNamer } from '../subjects/subject-namer.ts';
import { subjectTree, type SubjectFile } from '../subjects/subject-tree.ts';
import type { Terminal } from '../terminal.ts';

export interface LintOptions {
  readonly category?: LintCategory;
  readonly failOn: 'error' | 'warn';
  readonly format: ReportFormat;
  readonly exitZero?: boolean;
  readonly printIgnores?: boolean;
  readonly verbose?: boolean;
  readonly config?: string;
}

const EXTENSIONS = ['.avsc', '.avdl', '.avpr'];

export async function runLint(
  inputs: readonly string[],
  options: LintOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const startMs = performance.now();
  const workingFolder = process.cwd();
  const config = await readConfig(options, workingFolder);
  const words = inputs.length === 0 ? ['.'] : inputs;
  const readStdin = (): Promise<Uint8Array> => buffer(process.stdin);
  const files = await readInputs(words, { workingFolder, extensions: EXTENSIONS, readStdin });
  const namer = new SubjectNamer(
    config,
    workingFolder,
    files.map(({ path }) => path),
  );
  const { judged, failures } = parse(files, namer);

  const settings = new LintSettings({ config, workingFolder, category: options.category });
  const byName = new Map(judged.map((each) => [each.lintFile.file, each.subjectFile]));
  const found = lintSchemas(
    judged.map(({ lintFile }) => lintFile),
    { rules: (file) => rulesFor(byName.get(file), { settings, namer }) },
  ).filter((finding) => !settings.isExcused(finding));
  const findings = reportedFindings(found, byName, config);

  if (options.printIgnores === true) {
    const counted = findings.filter(({ pardon }) => pardon === null);
    const pathOf = (file: string): string => byName.get(file)?.file.path ?? file;
    const ignored = counted.map(({ finding: { rule }, subject }) => ({ rule, path: pathOf(subject) }));
    terminal.print(settings.ignoresText(ignored));
    return failures.length > 0 ? EXIT.invalidInput : EXIT.ok;
  }
  const report: Report = {
    command: 'lint',
    judged: judged.map(({ lintFile: { file } }) => ({
      subject: file,
      file,
      state: 'unchanged',
      compared: [],
    })),
    findings,
    failures,
    remarks: [],
    texts: new Map(files.map(({ file, text }) => [file, text])),
    fileCount: judged.length + failures.length,
    elapsedMs: performance.now() - startMs,
  };
  return print(report, options, terminal);
}

interface JudgedFile {
  readonly lintFile: LintFile;
  readonly subjectFile: SubjectFile;
}

/** The newest version of each subject, by file name; those that do not parse apart. */
function parse(
  files: readonly InputFile[],
  namer: SubjectNamer,
): { readonly judged: readonly JudgedFile[]; readonly failures: readonly FileFailure[] } {
  const contracts = new Contracts(files, namer, { lenient: false });
  const judged: JudgedFile[] = [];
  const failures: FileFailure[] = [];
  for (const versions of subjectTree(files, namer).values()) {
    const newest = versions.at(-1);
    if (newest === undefined) continue;
    const { file, text } = newest.file;
    const { error } = contracts.of(newest.file);
    if (error !== null) failures.push({ file, error });
    else {
      const previous = schemasOf(contracts, versions.at(-2));
      const lintFile = {
        file,
        text,
        schemas: schemasOf(contracts, newest),
        previous,
        subject: newest.subject,
      };
      judged.push({ lintFile, subjectFile: newest });
    }
  }
  return {
    judged: judged.toSorted((left, right) => (left.lintFile.file < right.lintFile.file ? -1 : 1)),
    failures,
  };
}

/** A previous version that does not parse is none. */
function schemasOf(contracts: Contracts, version: SubjectFile | undefined): readonly Schema[] {
  if (version === undefined) return [];
  return contracts
    .of(version.file)
    .contracts.flatMap(({ contract }) => (contract.type === 'AVRO' ? [contract.schema] : []));
}

function rulesFor(
  file: SubjectFile | undefined,
  { settings, namer }: { readonly settings: LintSettings; readonly namer: SubjectNamer },
): ReturnType<LintSettings['rulesFor']> {
  if (file === undefined) return new Map();
  const { path } = file.file;
  return settings.rulesFor(path, namer.settingsOf(file.subject, path).except);
}

/** Fingerprints are made by subject, so that they outlive a version and a move of the working folder. */
function reportedFindings(
  found: readonly LintFinding[],
  byName: ReadonlyMap<string, SubjectFile>,
  config: Config,
): readonly ReportedFinding[] {
  const subjectFindings = found.map((finding) => ({
    subject: byName.get(finding.file)?.subject ?? finding.file,
    finding,
    level: null,
    compared: [],
  }));
  // Whether an `allow` is needed no longer only the check can tell, which has most of them: no remarks here.
  const today = new Date().toISOString().slice(0, 10);
  const { findings } = pardonFindings(subjectFindings, { allow: config.allow, baseline: new Set(), today });
  return findings.map((reported, index) => ({
    ...reported,
    subject: found[index]?.file ?? reported.subject,
  }));
}

function print(report: Report, options: LintOptions, terminal: Terminal): ExitCode {
  const { format, failOn, verbose = false, exitZero = false } = options;
  const workingFolder = process.cwd();
  const folder = relative(projectRoot(workingFolder), workingFolder).split(sep).join('/');
  const paint: Terminal['paint'] = (style, text) => terminal.paintPrinted(style, text);
  const text = printReport(report, { format, paint, verbose, failOn, folder });
  if (text !== '') terminal.print(text);
  return reportExitCode(report, { failOn, exitZero });
}
