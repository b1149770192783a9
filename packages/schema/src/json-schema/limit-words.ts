/** Words of the rules about bounds: one bound, two ways to tighten it. */
import { limitKeywords, type LimitName } from './limit-differences.ts';
import type { RuleWords } from './rule-words.ts';

interface Bound {
  readonly name: LimitName;
  /** What is bounded, as in "takes … at most 10". */
  readonly subject: string;
  /** `at most`, `at least`, `below`, `above`. */
  readonly relation: string;
  readonly unit: string;
  /** The rest of an example. */
  readonly rest: object;
}

const CONTAINS = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'array',
  contains: { type: 'string' },
};

const BOUNDS: readonly Bound[] = [
  {
    name: 'MAX_LENGTH',
    subject: 'strings of',
    relation: 'at most',
    unit: ' characters',
    rest: { type: 'string' },
  },
  {
    name: 'MIN_LENGTH',
    subject: 'strings of',
    relation: 'at least',
    unit: ' characters',
    rest: { type: 'string' },
  },
  { name: 'MAXIMUM', subject: 'numbers of', relation: 'at most', unit: '', rest: { type: 'number' } },
  { name: 'MINIMUM', subject: 'numbers of', relation: 'at least', unit: '', rest: { type: 'number' } },
  { name: 'EXCLUSIVE_MAXIMUM', subject: 'numbers', relation: 'below', unit: '', rest: { type: 'number' } },
  { name: 'EXCLUSIVE_MINIMUM', subject: 'numbers', relation: 'above', unit: '', rest: { type: 'number' } },
  {
    name: 'MAX_PROPERTIES',
    subject: 'objects of',
    relation: 'at most',
    unit: ' properties',
    rest: { type: 'object' },
  },
  {
    name: 'MIN_PROPERTIES',
    subject: 'objects of',
    relation: 'at least',
    unit: ' properties',
    rest: { type: 'object' },
  },
  { name: 'MAX_ITEMS', subject: 'arrays of', relation: 'at most', unit: ' items', rest: { type: 'array' } },
  { name: 'MIN_ITEMS', subject: 'arrays of', relation: 'at least', unit: ' items', rest: { type: 'array' } },
  {
    name: 'MAX_CONTAINS',
    subject: 'arrays with',
    relation: 'at most',
    unit: ' items that `contains` means',
    rest: CONTAINS,
  },
  {
    name: 'MIN_CONTAINS',
    subject: 'arrays with',
    relation: 'at least',
    unit: ' items that `contains` means',
    rest: CONTAINS,
  },
];

export const limitWords: readonly RuleWords[] = BOUNDS.flatMap((bound) => [added(bound), tightened(bound)]);

function added({ name, subject, relation, unit, rest }: Bound): RuleWords {
  const keyword = limitKeywords[name];
  // `contains` brings a minContains of 1 with it.
  const before = name === 'MIN_CONTAINS' ? { ...rest, contains: undefined } : rest;
  return {
    type: `${name}_ADDED`,
    purpose: `A reader with ${keyword} refuses what was written while there was no such bound.`,
    message: `{reader} takes ${subject} ${relation} {is}${unit} only, {writer} lets any be written`,
    mendReader: `drop ${keyword}, or check it in the application`,
    mendWriter: `keep ${keyword} as the readers have it`,
    example: {
      before,
      bad: { ...rest, [keyword]: 2 },
      good: { ...before, description: `checked by the application: ${keyword} 2` },
    },
  };
}

function tightened({ name, subject, relation, unit, rest }: Bound): RuleWords {
  const keyword = limitKeywords[name];
  const upper = relation === 'at most' || relation === 'below';
  return {
    type: upper ? `${name}_DECREASED` : `${name}_INCREASED`,
    purpose: `A reader with a tighter ${keyword} refuses values that the looser one let through.`,
    message: `{reader} takes ${subject} ${relation} {is}${unit}, {writer} lets them be ${relation} {was}`,
    mendReader: `set ${keyword} to {was} again, or ${upper ? 'higher' : 'lower'}`,
    mendWriter: `set ${keyword} to {is} again, or ${upper ? 'lower' : 'higher'}`,
    example: {
      before: { ...rest, [keyword]: 10 },
      bad: { ...rest, [keyword]: upper ? 5 : 20 },
      good: { ...rest, [keyword]: upper ? 20 : 5 },
    },
  };
}
