/** What `ottla check` is to judge, and what comes out. */
import type { CompatibilityLevel, Finding, HistoryFinding } from '@ottla/schema';
import type { InputFile } from '../inputs/input-file.ts';
import type { FileFailure, JudgedSubject } from '../report/report.ts';
import type { Contracts } from '../subjects/contracts.ts';
import type { Against } from '../subjects/subject-history.ts';
import type { SubjectNamer } from '../subjects/subject-namer.ts';
import type { SubjectTree } from '../subjects/subject-tree.ts';

/** A finding with what reports need around it. */
export interface SubjectFinding {
  readonly subject: string;
  readonly finding: Finding | HistoryFinding;
  /** Null for lint. */
  readonly level: CompatibilityLevel | null;
  readonly compared: readonly string[];
}

export interface Verdict {
  readonly judged: readonly JudgedSubject[];
  readonly findings: readonly SubjectFinding[];
  readonly failures: readonly FileFailure[];
  readonly remarks: readonly string[];
}

export interface Docket {
  readonly tree: SubjectTree;
  readonly contracts: Contracts;
  /** The files of the working tree, by name. */
  readonly files: ReadonlyMap<string, InputFile>;
  readonly againsts: readonly Against[];
  readonly namer: SubjectNamer;
  /** What the command line says for all subjects. */
  readonly level: CompatibilityLevel | undefined;
  readonly policy: 'STRICT' | 'LENIENT' | undefined;
}
