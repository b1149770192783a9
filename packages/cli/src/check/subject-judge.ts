/**
 * Judges the subjects of the working tree against their history.
 *
 * Owns which findings there are; how severe they are and whether they are pardoned is told elsewhere. What
 * cannot be judged is noted, and the others go on.
 */
import {
  checkHistory,
  SchemaError,
  type CompatibilityLevel,
  type ContractVersion,
  type Finding,
  type HistoryFinding,
  type HistoryReport,
  type Position,
} from '@ottla/schema';
import type { InputFile } from '../inputs/input-file.ts';
import type { FileFailure, JudgedSubject } from '../report/report.ts';
import type { NamedContract } from '../subjects/contracts.ts';
import { missingFrom, movedSubjects } from '../subjects/moved-subjects.ts';
import {
  ownHistory,
  publishedHistory,
  type Against,
  type PastVersion,
  type SubjectHistory,
} from '../subjects/subject-history.ts';
import type { SubjectFile } from '../subjects/subject-tree.ts';
import type { Docket, SubjectFinding, Verdict } from './docket.ts';
import { goneVersion, removedSubject, removedType, rewrittenVersion } from './subject-findings.ts';

/** Judges every subject of the docket. */
export function judgeSubjects(docket: Docket): Verdict {
  return new SubjectJudge(docket).verdict();
}

/** A subject that can be judged, and what it is compared with in each tree. */
interface SubjectCase {
  readonly subject: string;
  readonly versions: readonly SubjectFile[];
  readonly newest: SubjectFile;
  readonly histories: readonly SubjectHistory[];
}

class SubjectJudge {
  readonly #docket: Docket;
  /** For each tree to compare with: from a subject to what it was called there. */
  readonly #moved: ReadonlyMap<Against, ReadonlyMap<string, string>>;
  readonly #judged: JudgedSubject[] = [];
  readonly #findings: SubjectFinding[] = [];
  readonly #failures = new Map<string, FileFailure>();
  readonly #remarks = new Set<string>();

  constructor(docket: Docket) {
    this.#docket = docket;
    const { tree, contracts, againsts } = docket;
    this.#moved = new Map(againsts.map((against) => [against, movedSubjects(tree, contracts, against)]));
  }

  verdict(): Verdict {
    const cases = [...this.#docket.tree].flatMap(([subject, versions]) => this.#casesOf(subject, versions));
    // All are told before the first is asked for, so that they are parsed together.
    for (const { past } of cases.flatMap(({ histories }) => histories)) {
      for (const { file, contracts } of past) contracts.expect([file]);
    }
    for (const each of cases) this.#judge(each);
    for (const against of this.#docket.againsts) this.#noteRemoved(against);
    return {
      judged: this.#judged,
      findings: this.#findings,
      failures: [...this.#failures.values()],
      remarks: [...this.#remarks],
    };
  }

  /** None when the newest file is broken. */
  #casesOf(subject: string, versions: readonly SubjectFile[]): readonly SubjectCase[] {
    const { contracts, againsts } = this.#docket;
    for (const { file } of versions) {
      const { error } = contracts.of(file);
      if (error !== null) this.#failures.set(file.file, { file: file.file, error });
    }
    const newest = versions.at(-1);
    if (newest === undefined || contracts.of(newest.file).error !== null) return [];
    const histories =
      againsts.length === 0
        ? [ownHistory(versions, contracts)]
        : againsts.map((against) => this.#published(subject, versions, against));
    return [{ subject, versions, newest, histories }];
  }

  #judge({ subject, versions, newest, histories }: SubjectCase): void {
    for (const against of this.#docket.againsts) this.#noteMoved(subject, against);
    const { level, policy } = this.#settings(subject, newest.file.path);
    const merged = new MergedFindings(subject, level);
    for (const history of histories) {
      this.#compare(newest, history, { level, policy, merged });
      for (const { now, before } of history.rewritten) merged.add(rewrittenVersion(now, before));
      for (const before of history.gone) merged.add(goneVersion(newest, before));
    }
    const state = this.#stateOf(subject, versions, histories);
    this.#judged.push({ subject, file: newest.file.file, state, compared: merged.compared });
    this.#findings.push(...merged.findings());
  }

  #settings(
    subject: string,
    path: string,
  ): { level: CompatibilityLevel; policy: 'STRICT' | 'LENIENT' | undefined } {
    const { namer, level, policy } = this.#docket;
    const settings = namer.settingsOf(subject, path);
    return { level: level ?? settings.level, policy: policy ?? settings.policy };
  }

  #published(subject: string, versions: readonly SubjectFile[], against: Against): SubjectHistory {
    const { contracts } = this.#docket;
    const before = this.#moved.get(against)?.get(subject);
    const newest = versions.at(-1);
    const published = against.tree.get(before ?? subject) ?? [];
    // After a move nothing has its number of before by right; the newest follows the newest.
    const aligned =
      before === undefined || newest === undefined
        ? published
        : published.map((version, index) =>
            index === published.length - 1 ? { ...version, version: newest.version } : version,
          );
    return publishedHistory(versions, contracts, {
      versions: aligned,
      against,
      isSame: (now, then) => this.#isSame(now, then, against),
    });
  }

  #noteMoved(subject: string, against: Against): void {
    const before = this.#moved.get(against)?.get(subject);
    if (before === undefined) return;
    this.#remarks.add(
      `${subject} is taken for ${before} of ${against.label}, moved: both are about one type`,
    );
  }

  /** The same text, and the same texts of all it uses. */
  #isSame(now: InputFile, before: InputFile, against: Against): boolean {
    if (now.text !== before.text) return false;
    return this.#docket.contracts.of(now).usedFiles.every((name) => {
      const used = this.#docket.files.get(name);
      return used !== undefined && against.files.get(used.path)?.text === used.text;
    });
  }

  #stateOf(
    subject: string,
    versions: readonly SubjectFile[],
    histories: readonly SubjectHistory[],
  ): JudgedSubject['state'] {
    const { againsts } = this.#docket;
    if (againsts.length === 0) return versions.length > 1 ? 'changed' : 'new';
    if (histories.every(({ unchanged }) => unchanged)) return 'unchanged';
    const known = againsts.some(
      (against) => against.tree.has(subject) || this.#moved.get(against)?.has(subject) === true,
    );
    return known ? 'changed' : 'new';
  }

  #compare(
    newest: SubjectFile,
    { past }: SubjectHistory,
    to: { level: CompatibilityLevel; policy: 'STRICT' | 'LENIENT' | undefined; merged: MergedFindings },
  ): void {
    const { level, policy, merged } = to;
    const readable = past.filter((version) => this.#isReadable(version));
    const candidates = this.#docket.contracts.of(newest.file).contracts;
    for (const candidate of candidates) {
      const history = readable.flatMap((version): ContractVersion[] => {
        const contract = counterpart(candidate, candidates, version);
        return contract === undefined ? [] : [{ label: version.label, contract: contract.contract }];
      });
      const options = policy === undefined ? { level } : { level, policy };
      const report = this.#checked(newest, () => checkHistory(candidate.contract, history, options));
      if (report === null) continue;
      merged.addCompared(report.compared);
      for (const finding of report.findings) merged.add(finding);
    }
    const last = readable.at(-1);
    if (last === undefined) return;
    for (const name of goneNames(candidates, last)) merged.add(removedType(name, newest, last));
  }

  /** Null for a pair that is too much to compare; it fails its own file only. */
  #checked({ file }: SubjectFile, check: () => HistoryReport): HistoryReport | null {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      this.#failures.set(file.file, { file: file.file, error });
      return null;
    }
  }

  /** What is broken in the working tree is a failure already; what is broken elsewhere is worth a remark. */
  #isReadable({ file, contracts }: PastVersion): boolean {
    const { error } = contracts.of(file);
    if (error !== null && contracts !== this.#docket.contracts) {
      this.#remarks.add(`${error.message}; it was not compared with`);
    }
    return error === null;
  }

  #noteRemoved(against: Against): void {
    const { tree } = this.#docket;
    const done = new Set(this.#judged.map(({ subject }) => subject));
    const moved = new Set(this.#moved.get(against)?.values());
    for (const [subject, versions] of missingFrom(tree, against.tree)) {
      const newest = versions.at(-1);
      // Another tree may have shown it already.
      if (newest === undefined || moved.has(subject) || done.has(subject)) continue;
      const { level } = this.#settings(subject, newest.file.path);
      this.#judged.push({ subject, file: null, state: 'removed', compared: [] });
      this.#findings.push({ subject, finding: removedSubject(subject, newest), level, compared: [] });
    }
  }
}

/** The schema of an earlier version that this one follows: of the same name, or each the only one of its file. */
function counterpart(
  candidate: NamedContract,
  candidates: readonly NamedContract[],
  { file, contracts }: PastVersion,
): NamedContract | undefined {
  const before = contracts.of(file).contracts;
  if (candidates.length === 1 && before.length === 1) return before[0];
  return before.find(({ name }) => name === candidate.name);
}

function goneNames(
  candidates: readonly NamedContract[],
  { file, contracts }: PastVersion,
): readonly string[] {
  const before = contracts.of(file).contracts;
  if (candidates.length === 1 && before.length === 1) return [];
  const names = new Set(candidates.map(({ name }) => name));
  return before.flatMap(({ name }) => (name === null || names.has(name) ? [] : [name]));
}

/** The findings of one subject; one that several trees lead to is one, for all their versions. */
class MergedFindings {
  readonly #subject: string;
  readonly #level: CompatibilityLevel;
  readonly #compared = new Set<string>();
  readonly #findings = new Map<string, Finding | HistoryFinding>();

  constructor(subject: string, level: CompatibilityLevel) {
    this.#subject = subject;
    this.#level = level;
  }

  get compared(): readonly string[] {
    return [...this.#compared];
  }

  addCompared(labels: readonly string[]): void {
    for (const label of labels) this.#compared.add(label);
  }

  add(finding: Finding | HistoryFinding): void {
    const direction = 'direction' in finding ? finding.direction : null;
    const key = JSON.stringify([
      finding.rule,
      finding.path,
      finding.detail,
      direction,
      placeKey(finding.position),
    ]);
    const known = this.#findings.get(key);
    const both =
      known !== undefined && 'versions' in known && 'versions' in finding
        ? { ...known, versions: [...new Set([...known.versions, ...finding.versions])] }
        : (known ?? finding);
    this.#findings.set(key, both);
  }

  findings(): readonly SubjectFinding[] {
    const { compared } = this;
    return [...this.#findings.values()].map((finding) => ({
      subject: this.#subject,
      finding,
      level: this.#level,
      compared,
    }));
  }
}

function placeKey({ file = '', line, column }: Position): string {
  return `${file}:${line}:${column}`;
}
