/** Rules of JSON Schema, one for each difference that Confluent's registry refuses. */
import type { Rule } from '../rules/rule.ts';
import { arrayWords } from './array-words.ts';
import { combinedWords } from './combined-words.ts';
import type { DifferenceType } from './difference-types.ts';
import { limitWords } from './limit-words.ts';
import { objectWords } from './object-words.ts';
import { filled, type RuleWords } from './rule-words.ts';
import { valueWords } from './value-words.ts';

const words: readonly RuleWords[] = [
  ...valueWords,
  ...limitWords,
  ...objectWords,
  ...arrayWords,
  ...combinedWords,
];

const byType: ReadonlyMap<DifferenceType, RuleWords> = new Map(words.map((word) => [word.type, word]));

/** What is said of a difference; undefined for one that both policies let pass. */
export function ruleWordsOf(type: DifferenceType): RuleWords | undefined {
  return byType.get(type);
}

/** The rule of a difference. */
export function jsonSchemaRuleId(type: DifferenceType): string {
  return `JSON_${type}`;
}

export const jsonSchemaRules: readonly Rule[] = words.map(ruleOf);

function ruleOf({ type, purpose, mendReader, mendWriter, example }: RuleWords): Rule {
  const general = {
    reader: 'the reader',
    writer: 'the writer',
    was: 'what it was',
    is: 'what the readers have',
    name: 'it',
  };
  const advice = (text: string): string => filled(text.replaceAll("'{name}'", 'the property'), general);
  return {
    id: jsonSchemaRuleId(type),
    family: 'json-schema',
    severity: 'error',
    category: null,
    purpose,
    remedy: `In the schema that reads: ${advice(mendReader)}. In the one that writes: ${advice(mendWriter)}.`,
    example: {
      before: JSON.stringify(example.before),
      bad: JSON.stringify(example.bad),
      good: JSON.stringify(example.good),
      level: 'BACKWARD',
    },
  };
}
