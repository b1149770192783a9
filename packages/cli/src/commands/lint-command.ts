/**
 * `ottla lint`: looks for what reviewers would object to in schema files.
 *
 * Of several versions of one subject the newest is judged, with the one before to compare with: what is
 * published cannot be mended. The report goes to stdout; a file that does not parse is part of it, and the
 * others are judged all the same.
 */
import { lintSchemas, type LintCategory, type LintFile, type LintFinding, type Schema } from '@ottla/schema';
import { folderOf, readCheckFiles } from '../check/check-files.ts';
import { completed } from '../check/completed-contracts.ts';
import { pardonFindings } from '../check/pardons.ts';
import { readConfig, type Config } from '../config/read-config.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { isJsonSchema } from '../inputs/input-file.ts';
import { LintSettings } from '../lint/lint-settings.ts';
import { reportExitCode } from '../report/report-exit-code.ts';
import { outputReport, type OutputOptions } from '../report/report-output.ts';
import type { FileFailure, Report, ReportedFinding } from '../report/report.ts';
import { Contracts } from '../subjects/contracts.ts';
import { SubjectNamer } from '../subjects/subject-namer.ts';
import { subjectTree, type SubjectFile, type SubjectTree } from '../subjects/subject-tree.ts';
import type { Terminal } from '../terminal.ts';
import { processWorkplace, today, type Workplace } from '../workplace.ts';

export interface LintOptions extends OutputOptions {
  readonly category?: LintCategory;
  readonly exitZero?: boolean;
  readonly printIgnores?: boolean;
  readonly config?: string;
}

export async function runLint(
  inputs: readonly string[],
  options: LintOptions,
  {
    terminal,
    workplace = processWorkplace(),
  }: { readonly terminal: Terminal; readonly workplace?: Workplace },
): Promise<ExitCode> {
  const { workingFolder } = workplace;
  const config = await readConfig(options, workingFolder);
  const settings = new LintSettings({ config, workingFolder, category: options.category });
  const report = await reportOf(inputs, settings, { config, workplace });
  if (options.printIgnores === true) {
    const counted = report.findings.filter(({ pardon }) => pardon === null);
    terminal.print(
      settings.ignoresText(counted.map(({ finding: { rule }, subject }) => ({ rule, path: subject }))),
    );
    return report.failures.length > 0 ? EXIT.invalidInput : EXIT.ok;
  }
  await outputReport(report, options, { terminal, workingFolder, folder: folderOf(workingFolder) });
  return reportExitCode(report, { failOn: options.failOn, exitZero: options.exitZero === true });
}

async function reportOf(
  inputs: readonly string[],
  settings: LintSettings,
  { config, workplace }: { readonly config: Config; readonly workplace: Workplace },
): Promise<Report> {
  const startedAt = workplace.clock.now();
  const { files } = await readCheckFiles({ inputs, against: [] }, config, workplace);
  const avro = files.filter(({ path }) => !isJsonSchema(path));
  const namer = new SubjectNamer(
    config,
    workplace.workingFolder,
    files.map(({ path }) => path),
  );
  const given = new Contracts(avro, namer, { lenient: false });
  const contracts = await completed(given, namer, { config, workplace });
  const tree = subjectTree(avro, namer);
  const { judged, failures } = parse(tree, contracts);
  const byName = new Map(judged.map((each) => [each.lintFile.file, each.subjectFile]));
  const found = lintSchemas(
    judged.map(({ lintFile }) => lintFile),
    { rules: (file) => rulesFor(byName.get(file), { settings, namer }) },
  ).filter((finding) => !settings.isExcused(finding));
  return {
    command: 'lint',
    judged: judged.map(({ lintFile: { file } }) => ({
      subject: file,
      file,
      state: 'unchanged',
      compared: [],
    })),
    findings: reportedFindings(found, byName, {
      allow: config.allow,
      today: today(workplace.clock),
    }),
    failures,
    remarks: tree.size === 0 ? ['there is no Avro schema here; JSON Schemas are not linted'] : [],
    texts: new Map(contracts.files.map(({ file, text }) => [file, text])),
    fileCount: judged.length + failures.length,
    elapsedMs: workplace.clock.now() - startedAt,
  };
}

interface JudgedFile {
  readonly lintFile: LintFile;
  readonly subjectFile: SubjectFile;
}

/** The newest version of each subject, by file name; those that do not parse apart. */
function parse(
  tree: SubjectTree,
  contracts: Contracts,
): { readonly judged: readonly JudgedFile[]; readonly failures: readonly FileFailure[] } {
  const judged: JudgedFile[] = [];
  const failures: FileFailure[] = [];
  for (const versions of tree.values()) {
    const newest = versions.at(-1);
    if (newest === undefined) continue;
    const { file, text } = newest.file;
    const { error } = contracts.of(newest.file);
    if (error === null) {
      const previous = schemasOf(contracts, versions.at(-2));
      const lintFile = {
        file,
        text,
        schemas: schemasOf(contracts, newest),
        previous,
        subject: newest.subject,
      };
      judged.push({ lintFile, subjectFile: newest });
    } else failures.push({ file, error });
  }
  const byName = (left: JudgedFile, right: JudgedFile): number =>
    left.lintFile.file < right.lintFile.file ? -1 : 1;
  return { judged: judged.toSorted(byName), failures };
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
  excuses: { readonly allow: Config['allow']; readonly today: string },
): readonly ReportedFinding[] {
  const subjectFindings = found.map((finding) => ({
    subject: byName.get(finding.file)?.subject ?? finding.file,
    finding,
    level: null,
    compared: [],
  }));
  // Whether an `allow` is needed no longer only the check can tell, which has most of them: no remarks here.
  const { findings } = pardonFindings(subjectFindings, { ...excuses, baseline: new Set(), complete: false });
  return findings.map((reported, index) => ({
    ...reported,
    subject: found[index]?.file ?? reported.subject,
  }));
}
