/** What a whole history says about a new version. */
import type { CompatibilityFinding } from '../compatibility/compatibility-finding.ts';
import type { CompatibilityLevel } from '../compatibility/compatibility-level.ts';
import type { JsonSchemaDocument } from '../json-schema/json-schema-document.ts';
import type { Schema } from '../schema.ts';

/** A schema of either kind. Two kinds in one history are never compatible. */
export type Contract =
  | { readonly type: 'AVRO'; readonly schema: Schema }
  | { readonly type: 'JSON'; readonly schema: JsonSchemaDocument };

export interface ContractVersion {
  /** How reports name it: `v3`, `git:origin/main`. */
  readonly label: string;
  readonly contract: Contract;
}

export interface HistoryFinding extends CompatibilityFinding {
  /** Labels of the earlier versions it concerns, oldest first. */
  readonly versions: readonly string[];
  /** The strongest weaker level that would let it pass; null when none would, or for what no level refuses. */
  readonly weakerLevel: CompatibilityLevel | null;
  /** Which order of deployment is safe, in one sentence. */
  readonly deployOrder: string;
}

export interface HistoryReport {
  readonly level: CompatibilityLevel;
  /** Labels of the versions compared, oldest first. */
  readonly compared: readonly string[];
  /** All of them, the worst first, then by position. */
  readonly findings: readonly HistoryFinding[];
  /** The levels at which the new version has no error. */
  readonly passing: readonly CompatibilityLevel[];
}
