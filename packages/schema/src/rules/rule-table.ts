/** Every rule there is, and how to find one by its id. */
import { compatibilityRules } from '../compatibility/compatibility-rules.ts';
import { semanticRules } from '../diff/semantic-rules.ts';
import { subjectRules } from '../history/subject-rules.ts';
import { jsonSchemaRules } from '../json-schema/json-schema-rules.ts';
import { lintRules } from '../lint/lint-rules.ts';
import type { Rule } from './rule.ts';

/** All rules, by family. */
export const ruleTable: readonly Rule[] = [
  ...compatibilityRules,
  ...semanticRules,
  ...jsonSchemaRules,
  ...subjectRules,
  ...lintRules,
];

const byId: ReadonlyMap<string, Rule> = new Map(ruleTable.map((rule) => [rule.id, rule]));

/** The rule of an id, in any case; undefined when there is none. */
export function ruleOf(id: string): Rule | undefined {
  return byId.get(id.toUpperCase());
}
