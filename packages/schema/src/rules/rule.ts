/**
 * A rule as data: what is looked for, why, how to mend it, and an example that a test runs.
 */
import type { CompatibilityLevel } from '../compatibility/compatibility-level.ts';
import type { Severity } from './finding.ts';

/** Who applies the rule. */
export type RuleFamily = 'compatibility' | 'semantics' | 'json-schema' | 'subjects' | 'lint';

/** Sets of lint rules, each with those before it. */
export const lintCategories = ['MINIMAL', 'STANDARD', 'STRICT'] as const;

export type LintCategory = (typeof lintCategories)[number];

export interface Rule {
  readonly id: string;
  readonly family: RuleFamily;
  /** `off` is only looked for when asked. */
  readonly severity: Severity | 'off';
  /** The smallest set that holds it; null for what is no lint rule. */
  readonly category: LintCategory | null;
  /** Why it is looked for, in one or two sentences. */
  readonly purpose: string;
  /** What to do about it. */
  readonly remedy: string;
  readonly example: SchemaExample | ChangeExample;
}

/** Two texts of one schema: the rule finds something in `bad` and nothing in `good`. */
export interface SchemaExample {
  readonly bad: string;
  readonly good: string;
}

/** Two versions that might follow `before`: the rule finds something in `bad` and nothing in `good`. */
export interface ChangeExample extends SchemaExample {
  readonly before: string;
  /** The level at which `bad` is found. */
  readonly level: CompatibilityLevel;
}
