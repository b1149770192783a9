/**
 * From words and configuration to a report: what `ottla check` does, without a terminal.
 */
import { type CompatibilityLevel, type Position } from '@ottla/schema';
import { CliError } from '../cli-error.ts';
import type { Config } from '../config/read-config.ts';
import { EXIT } from '../exit-code.ts';
import type { InputFile } from '../inputs/input-file.ts';
import type { Report, ReportedFinding } from '../report/report.ts';
import { Contracts } from '../subjects/contracts.ts';
import type { Against } from '../subjects/subject-history.ts';
import { SubjectNamer } from '../subjects/subject-namer.ts';
import { subjectTree, type SubjectTree } from '../subjects/subject-tree.ts';
import { today, type Workplace } from '../workplace.ts';
import { readCheckFiles } from './check-files.ts';
import { completed } from './completed-contracts.ts';
import { pardonFindings } from './pardons.ts';
import { withSettings } from './severity-settings.ts';
import { judgeSubjects } from './subject-judge.ts';

export interface CheckOrder {
  readonly inputs: readonly string[];
  readonly against: readonly string[] | undefined;
  readonly level: CompatibilityLevel | undefined;
  readonly policy: 'STRICT' | 'LENIENT' | undefined;
  /** Fingerprints that are pardoned. */
  readonly baseline: ReadonlySet<string>;
}

/** Reads, compares and reports. Throws CliError for what cannot be started. */
export async function runCheckOrder(
  order: CheckOrder,
  config: Config,
  workplace: Workplace,
): Promise<Report> {
  const startedAt = workplace.clock.now();
  const { files, againsts } = await readCheckFiles(order, config, workplace);
  const paths = [files, ...againsts.map((against) => against.files)].flat().map(({ path }) => path);
  const namer = new SubjectNamer(config, workplace.workingFolder, paths);
  const tree = subjectTree(files, namer);
  refuseLonely(tree, againsts.length);
  const given = new Contracts(files, namer, { lenient: false });
  const contracts = order.inputs.length > 0 ? await completed(given, namer, { config, workplace }) : given;
  const known = contracts.files;
  const verdict = judgeSubjects({
    tree,
    contracts,
    files: byName(known),
    againsts: againsts.map((against): Against => ({
      label: against.label,
      tree: subjectTree(against.files, namer),
      contracts: new Contracts(against.files, namer, { lenient: true, like: contracts }),
      files: new Map(against.files.map((file) => [file.path, file])),
    })),
    namer,
    level: order.level,
    policy: order.policy,
  });
  const counted = withSettings(verdict.findings, {
    severities: config.check.severity,
    exceptOf: (subject) => namer.settingsOf(subject, '').except,
    unstable: config.lint.unstable,
  });
  const complete = order.inputs.length === 0;
  const excuses = {
    allow: config.allow,
    baseline: order.baseline,
    today: today(workplace.clock),
    complete,
  };
  const pardoned = pardonFindings(counted, excuses);
  const everything = [...known, ...againsts.flatMap((against) => against.files)];
  return {
    command: 'check',
    judged: verdict.judged,
    findings: pardoned.findings.toSorted(byPlace),
    failures: verdict.failures,
    remarks: [
      ...verdict.remarks,
      ...(complete ? unknownSubjects(config, verdict.judged) : []),
      ...pardoned.remarks,
    ],
    texts: new Map(everything.map(({ file, text }) => [file, text])),
    fileCount: files.filter(({ named }) => named).length,
    elapsedMs: workplace.clock.now() - startedAt,
  };
}

/** A check that compares nothing would always pass. */
function refuseLonely(tree: SubjectTree, againstCount: number): void {
  if (againstCount > 0 || [...tree.values()].some((versions) => versions.length > 1)) return;
  throw new CliError('there is nothing to compare with: no subject has two versions here', {
    code: 'NOTHING_TO_COMPARE',
    exitCode: EXIT.usage,
    remedy:
      'Say what the schemas were before, as in --against git:origin/main, or keep versions beside each other (NAME.v1.avsc, NAME.v2.avsc).',
  });
}

function unknownSubjects(config: Config, judged: Report['judged']): string[] {
  if (config.subjects.size === 0) return [];
  const names = new Set(judged.map(({ subject }) => subject));
  return [...config.subjects.keys()]
    .filter((name) => !names.has(name))
    .map((name) => `${config.file} has settings for the subject '${name}', which has no file here`);
}

function byName(files: readonly InputFile[]): ReadonlyMap<string, InputFile> {
  return new Map(files.map((file) => [file.file, file]));
}

function byPlace(left: ReportedFinding, right: ReportedFinding): number {
  return (
    compare(left.finding.position.file ?? '', right.finding.position.file ?? '') ||
    comparePlaces(left.finding.position, right.finding.position) ||
    compare(left.finding.rule, right.finding.rule) ||
    compare(left.finding.path, right.finding.path) ||
    compare(left.subject, right.subject)
  );
}

function comparePlaces(left: Position, right: Position): number {
  return left.line - right.line || left.column - right.column;
}

function compare(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
