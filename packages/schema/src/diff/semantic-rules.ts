/**
 * Rules of what Java's check lets pass although the values change their meaning, by theme.
 *
 * Warnings, unless a row says otherwise: a schema alone cannot tell whether values were written that suffer.
 */
import type { Rule } from '../rules/rule.ts';
import { defaultRows } from './default-rows.ts';
import { logicalRows } from './logical-rows.ts';
import { nameRows } from './name-rows.ts';
import type { SemanticRow } from './semantic-row.ts';
import { typeHomeRow } from './type-homes.ts';
import { valueRows } from './value-rows.ts';

/** The rules with what runs them. */
export const semanticRows: readonly SemanticRow[] = [
  ...logicalRows,
  ...defaultRows,
  ...nameRows,
  ...valueRows,
  typeHomeRow,
];

export const semanticRules: readonly Rule[] = semanticRows.map(
  ({ id, severity = 'warn', purpose, remedy, example }) => ({
    id,
    family: 'semantics',
    severity,
    category: null,
    purpose,
    remedy,
    example,
  }),
);
