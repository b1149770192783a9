/** Words of the rules about items, and about what may stand beside what is listed. */
import type { RuleWords } from './rule-words.ts';

const STRING = { type: 'string' };
const INTEGER = { type: 'integer' };
const MODERN = { $schema: 'https://json-schema.org/draft/2020-12/schema' };

export const arrayWords: readonly RuleWords[] = [
  {
    type: 'UNIQUE_ITEMS_ADDED',
    purpose: 'A reader that wants items to differ refuses arrays that hold one twice.',
    message: '{reader} wants every item to differ, {writer} lets them repeat',
    mendReader: 'drop uniqueItems, or check it in the application',
    mendWriter: 'keep uniqueItems',
    example: {
      before: { type: 'array' },
      bad: { type: 'array', uniqueItems: true },
      good: { type: 'array', description: 'each but once' },
    },
  },
  {
    type: 'ITEM_ADDED_TO_OPEN_CONTENT_MODEL',
    purpose: 'An open array may already hold anything at the place of the new item.',
    message: '{reader} has a schema for item {name}, which {writer} lets be anything',
    mendReader: 'close arrays with "additionalItems": false before adding to them',
    mendWriter: 'keep the item, or let nothing stand there',
    example: {
      before: { type: 'array', items: [STRING] },
      bad: { type: 'array', items: [STRING, INTEGER] },
      good: { type: 'array', items: [STRING, {}] },
    },
  },
  {
    type: 'ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    purpose: 'Arrays may already hold at the place of the new item what its schema refuses.',
    message: '{reader} refuses at item {name} what {writer} lets stand after the items it lists',
    mendReader: 'let the item accept what items that are not listed may be',
    mendWriter: 'keep the item in the list',
    example: {
      before: { type: 'array', items: [STRING], additionalItems: STRING },
      bad: { type: 'array', items: [STRING, INTEGER], additionalItems: STRING },
      good: { type: 'array', items: [STRING, STRING], additionalItems: STRING },
    },
  },
  {
    type: 'ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL',
    purpose: 'A closed array refuses an item that it does not list.',
    message: '{reader} refuses item {name}, which {writer} writes',
    mendReader: 'keep the item, or let others in',
    mendWriter: 'write no such item, or add it to the readers first',
    example: {
      before: { type: 'array', items: [STRING, INTEGER], additionalItems: false },
      bad: { type: 'array', items: [STRING], additionalItems: false },
      good: { type: 'array', items: [STRING] },
    },
  },
  {
    type: 'ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    purpose: 'An item that is not listed must fit what others may be, and this one does not.',
    message:
      '{reader} does not list item {name}, and refuses it as one of the others, while {writer} writes it',
    mendReader: 'keep the item, or let others be what it was',
    mendWriter: 'write the item as others may be, or add it to the readers first',
    example: {
      before: { type: 'array', items: [STRING, INTEGER], additionalItems: STRING },
      bad: { type: 'array', items: [STRING], additionalItems: STRING },
      good: { type: 'array', items: [STRING, INTEGER] },
    },
  },
  ...restWords({
    name: 'ADDITIONAL_PROPERTIES',
    keyword: 'additionalProperties',
    things: 'properties',
    object: { type: 'object' },
  }),
  ...restWords({
    name: 'UNEVALUATED_PROPERTIES',
    keyword: 'unevaluatedProperties',
    things: 'properties',
    object: { ...MODERN, type: 'object' },
  }),
  ...restWords({
    name: 'ADDITIONAL_ITEMS',
    keyword: 'additionalItems',
    things: 'items',
    object: { type: 'array', items: [STRING] },
  }),
  ...restWords({
    name: 'UNEVALUATED_ITEMS',
    keyword: 'unevaluatedItems',
    things: 'items',
    object: { ...MODERN, type: 'array', prefixItems: [STRING] },
  }),
];

interface RestKeyword {
  readonly name:
    'ADDITIONAL_PROPERTIES' | 'UNEVALUATED_PROPERTIES' | 'ADDITIONAL_ITEMS' | 'UNEVALUATED_ITEMS';
  readonly keyword: string;
  readonly things: string;
  readonly object: object;
}

/** The same two rules for each keyword about what is not listed. */
function restWords({ name, keyword, things, object }: RestKeyword): RuleWords[] {
  return [
    {
      type: `${name}_REMOVED`,
      purpose: `A reader that lets no other ${things} in refuses what was written beside the listed ones.`,
      message: `{reader} lets no ${things} in that it does not list, {writer} does`,
      mendReader: `let other ${things} in`,
      mendWriter: `let no other ${things} in`,
      example: { before: object, bad: { ...object, [keyword]: false }, good: { ...object, title: 'Open' } },
    },
    {
      type: `${name}_NARROWED`,
      purpose: `A reader with a schema for other ${things} refuses those that could be anything.`,
      message: `{reader} has a schema for ${things} that it does not list, {writer} lets them be anything`,
      mendReader: `let other ${things} be anything`,
      mendWriter: `keep the schema for other ${things}`,
      example: { before: object, bad: { ...object, [keyword]: STRING }, good: { ...object, title: 'Open' } },
    },
  ];
}
