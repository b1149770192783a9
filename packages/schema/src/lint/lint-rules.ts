/**
 * Rules of style and policy for one schema, by theme.
 *
 * MINIMAL holds what is nearly surely a mistake, STANDARD what reviewers ask for, STRICT what a team must
 * want. Bugs are errors, all else is a warning unless its row says otherwise.
 */
import type { Rule } from '../rules/rule.ts';
import { attributeRules } from './attribute-rules.ts';
import { defaultRules } from './default-rules.ts';
import { docRules } from './doc-rules.ts';
import type { LintRow } from './lint-rule.ts';
import { logicalTypeRules } from './logical-type-rules.ts';
import { nameClashRules } from './name-clash-rules.ts';
import { namingRules } from './naming-rules.ts';
import { shapeRules } from './shape-rules.ts';

/** The rules with what runs them. */
export const lintRows: readonly LintRow[] = [
  ...namingRules,
  ...nameClashRules,
  ...docRules,
  ...defaultRules,
  ...logicalTypeRules,
  ...attributeRules,
  ...shapeRules,
];

export const lintRules: readonly Rule[] = lintRows.map(
  ({ id, category, severity = category === 'MINIMAL' ? 'error' : 'warn', purpose, remedy, example }) => ({
    id,
    family: 'lint',
    severity,
    category,
    purpose,
    remedy,
    example,
  }),
);
