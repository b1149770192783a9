/** Rules of style and policy for one schema. */
import type { Rule } from '../rules/rule.ts';

export const lintRules: readonly Rule[] = [];
