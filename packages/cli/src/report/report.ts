/**
 * What a command that judges schemas has to say: the one result that every output format prints.
 *
 * Owns the shape and the verdict; how findings were made and how they look is told elsewhere.
 */
import type { CompatibilityLevel, Finding, HistoryFinding, SchemaError } from '@ottla/schema';

/** Why a finding does not count: a line of `allow` in the configuration, or the baseline. */
export type Pardon =
  | { readonly by: 'allow'; readonly reason: string; readonly until: string | null }
  | { readonly by: 'baseline' };

export interface ReportedFinding {
  readonly finding: Finding | HistoryFinding;
  /** The subject whose history is judged; for lint the file. */
  readonly subject: string;
  /** Of check; null for lint. */
  readonly level: CompatibilityLevel | null;
  /** Labels of all versions compared with, oldest first; empty for lint. */
  readonly compared: readonly string[];
  /** See findingFingerprint. */
  readonly fingerprint: string;
  readonly pardon: Pardon | null;
}

/** A subject, or a file of lint, that was judged; also when nothing was found. JUnit counts them. */
export interface JudgedSubject {
  readonly subject: string;
  /** The file whose schema was judged, relative to the working folder; null when it was removed. */
  readonly file: string | null;
  readonly state: 'new' | 'unchanged' | 'changed' | 'removed';
  readonly compared: readonly string[];
}

/** A file that could not be judged. */
export interface FileFailure {
  readonly file: string;
  readonly error: SchemaError;
}

export interface Report {
  readonly command: 'check' | 'lint';
  readonly judged: readonly JudgedSubject[];
  /** By file, then by position, then by rule. */
  readonly findings: readonly ReportedFinding[];
  readonly failures: readonly FileFailure[];
  /** Things to know that are no findings: an `allow` that has expired or matches nothing. One sentence each. */
  readonly remarks: readonly string[];
  /** Texts by the file name that positions carry, for excerpts; `main:a.avsc` for a file at a git ref. */
  readonly texts: ReadonlyMap<string, string>;
  readonly fileCount: number;
  readonly elapsedMs: number;
}
