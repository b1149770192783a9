/** Words of the rules about types, strings, numbers, values and refusals. */
import type { RuleWords } from './rule-words.ts';

export const valueWords: readonly RuleWords[] = [
  {
    type: 'SCHEMA_ADDED',
    purpose: 'A schema where there was none refuses values that anything was allowed to be.',
    message: '{reader} has a schema for what {writer} lets be anything',
    mendReader: 'leave the schema out, or let it accept anything',
    mendWriter: 'keep the schema that the readers have',
    example: {
      before: { type: 'array' },
      bad: { type: 'array', items: { type: 'string' } },
      good: { type: 'array', description: 'of strings' },
    },
  },
  {
    type: 'TYPE_CHANGED',
    purpose: 'A value of one type is no value of another.',
    message: '{reader} takes {is}, {writer} writes {was}',
    mendReader: 'accept both with anyOf, or add a property of the new type beside the old one',
    mendWriter: 'keep the type, or add a property of the new type beside the old one',
    example: {
      before: { type: 'string' },
      bad: { type: 'integer' },
      good: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
    },
  },
  {
    type: 'TYPE_NARROWED',
    purpose: 'A reader of integers refuses the fractions that a number may have.',
    message: '{reader} takes integers only, {writer} writes any number',
    mendReader: 'keep the type number',
    mendWriter: 'keep the type integer',
    example: {
      before: { type: 'number' },
      bad: { type: 'integer' },
      good: { type: 'number', title: 'Whole' },
    },
  },
  {
    type: 'PATTERN_ADDED',
    purpose: 'A reader with a pattern refuses strings that were written without one.',
    message: '{reader} takes strings like {is} only, {writer} lets any be written',
    mendReader: 'drop the pattern, or check it in the application',
    mendWriter: 'keep the pattern that the readers have',
    example: {
      before: { type: 'string' },
      bad: { type: 'string', pattern: '^[A-Z]+$' },
      good: { type: 'string', description: 'capital letters' },
    },
  },
  {
    type: 'PATTERN_CHANGED',
    purpose: 'Whether one pattern accepts all that another does cannot be told, so no change of it is safe.',
    message: '{reader} takes strings like {is}, {writer} writes those like {was}',
    mendReader: 'keep the pattern, or drop it',
    mendWriter: 'keep the pattern',
    example: {
      before: { type: 'string', pattern: '^[A-Z]+$' },
      bad: { type: 'string', pattern: '^[A-Z]{3}$' },
      good: { type: 'string' },
    },
  },
  {
    type: 'MULTIPLE_OF_ADDED',
    purpose: 'A reader with multipleOf refuses numbers that were written without it.',
    message: '{reader} takes multiples of {is} only, {writer} writes any number',
    mendReader: 'drop multipleOf, or check it in the application',
    mendWriter: 'keep the multipleOf that the readers have',
    example: {
      before: { type: 'number' },
      bad: { type: 'number', multipleOf: 0.01 },
      good: { type: 'number', description: 'whole cents' },
    },
  },
  {
    type: 'MULTIPLE_OF_EXPANDED',
    purpose: 'A reader of larger steps refuses the numbers between them.',
    message: '{reader} takes multiples of {is} only, {writer} writes multiples of {was}',
    mendReader: 'keep multipleOf at {was}, or take a number that divides it',
    mendWriter: 'keep multipleOf at {is}, or take a multiple of it',
    example: {
      before: { type: 'number', multipleOf: 2 },
      bad: { type: 'number', multipleOf: 4 },
      good: { type: 'number', multipleOf: 1 },
    },
  },
  {
    type: 'MULTIPLE_OF_CHANGED',
    purpose: 'Multiples of one number are no multiples of another that does not divide it.',
    message: '{reader} takes multiples of {is}, {writer} writes multiples of {was}',
    mendReader: 'keep multipleOf at {was}, or take a number that divides it',
    mendWriter: 'keep multipleOf at {is}, or take a multiple of it',
    example: {
      before: { type: 'integer', multipleOf: 2 },
      bad: { type: 'integer', multipleOf: 3 },
      good: { type: 'integer' },
    },
  },
  {
    type: 'ENUM_ARRAY_NARROWED',
    purpose: 'A reader with fewer values refuses those it no longer knows.',
    message: '{reader} takes {is} only, {writer} writes one of {was}',
    mendReader: 'keep the values that were there',
    mendWriter: 'write no value that the readers do not know',
    example: {
      before: { enum: ['NEW', 'PAID'] },
      bad: { enum: ['PAID'] },
      good: { enum: ['NEW', 'PAID', 'LOST'] },
    },
  },
  {
    type: 'ENUM_ARRAY_CHANGED',
    purpose: 'A reader with other values refuses those it does not know.',
    message: '{reader} takes {is}, {writer} writes {was}',
    mendReader: 'keep the values that were there, and add to them',
    mendWriter: 'write no value that the readers do not know',
    example: {
      before: { enum: ['NEW', 'PAID'] },
      bad: { enum: ['NEW', 'SETTLED'] },
      good: { enum: ['NEW', 'PAID', 'SETTLED'] },
    },
  },
  {
    type: 'NOT_TYPE_EXTENDED',
    purpose: 'A reader that refuses more under `not` refuses values that were written.',
    message: '{reader} refuses more with `not` than {writer} keeps from being written',
    mendReader: 'refuse no more than before',
    mendWriter: 'refuse at least as much as the readers do',
    example: {
      before: { not: { type: 'integer' } },
      bad: { not: { type: 'number' } },
      good: { not: { type: 'integer', minimum: 0 } },
    },
  },
];
