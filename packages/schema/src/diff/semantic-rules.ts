/** Rules of what Java's check lets pass although the values change their meaning. */
import type { Rule } from '../rules/rule.ts';

export const semanticRules: readonly Rule[] = [];
