/** Rules of what a reader cannot read, one or more for each kind of Java's SchemaCompatibility. */
import type { Rule } from '../rules/rule.ts';

export const compatibilityRules: readonly Rule[] = [];
