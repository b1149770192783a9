/** Words of the rules about allOf, anyOf and oneOf. */
import type { RuleWords } from './rule-words.ts';

const STRING = { type: 'string' };
const INTEGER = { type: 'integer' };
const BOOLEAN = { type: 'boolean' };
const SHORT = { type: 'string', maxLength: 10 };
const LOWER = { type: 'string', pattern: '^[a-z]*$' };

export const combinedWords: readonly RuleWords[] = [
  {
    type: 'COMBINED_TYPE_CHANGED',
    purpose:
      "anyOf, oneOf and allOf took each other's place: what any of several schemas accepts, all of them together, or exactly one, may refuse.",
    message: '{reader} combines with {is}, {writer} with {was}',
    mendReader: 'keep {was}, or turn it into anyOf',
    mendWriter: 'keep {is}',
    example: {
      before: { anyOf: [STRING, INTEGER] },
      bad: { oneOf: [STRING, INTEGER] },
      good: { anyOf: [STRING, INTEGER, BOOLEAN] },
    },
  },
  {
    type: 'COMBINED_TYPE_SUBSCHEMAS_CHANGED',
    purpose:
      'Each branch of the side with fewer of them needs a branch of its own to match on the other side, and one has none.',
    message: '{reader} has no branch in {is} for some branch in {was} of {writer}',
    mendReader: 'keep the branches that were there, and add to them',
    mendWriter: 'write no branch that the readers do not have',
    example: {
      before: { oneOf: [STRING, INTEGER] },
      bad: { oneOf: [STRING, BOOLEAN] },
      good: { oneOf: [STRING, INTEGER, BOOLEAN] },
    },
  },
  {
    type: 'SUM_TYPE_NARROWED',
    purpose: 'A reader with fewer branches of anyOf or oneOf refuses what only the missing ones accepted.',
    message: '{reader} has fewer branches in {is} than {writer}',
    mendReader: 'keep the branches that were there',
    mendWriter: 'write no branch that the readers do not have',
    example: {
      before: { oneOf: [STRING, INTEGER] },
      bad: { oneOf: [STRING] },
      good: { oneOf: [STRING, INTEGER, BOOLEAN] },
    },
  },
  {
    type: 'PRODUCT_TYPE_EXTENDED',
    purpose: 'A reader with more branches of allOf refuses values that were written when less was demanded.',
    message: '{reader} demands more in {is} than {writer}',
    mendReader: 'demand no more than before',
    mendWriter: 'demand at least what the readers do',
    example: { before: { allOf: [SHORT] }, bad: { allOf: [SHORT, LOWER] }, good: { allOf: [STRING] } },
  },
];
