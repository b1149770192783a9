/** Words of the rules about what objects require, which properties they list, and what depends on what. */
import type { RuleWords } from './rule-words.ts';

const ID = { id: { type: 'string' } };
const ID_AND_AGE = { ...ID, age: { type: 'integer' } };
const OPEN = { type: 'object', properties: ID };
const CLOSED = { type: 'object', properties: ID, additionalProperties: false };
const OF_STRINGS = { type: 'object', properties: ID, additionalProperties: { type: 'string' } };

/** Whether the property is optional or has a default, the values that stand there already may not fit it. */
const ADDED_TO_OPEN = {
  purpose: 'An open object may already hold the new property with a value of any type.',
  message:
    "{reader} has a schema for '{name}', which {writer} lets be anything, because its objects are open",
  mendReader:
    'close objects with "additionalProperties": false before adding to them, or check under the policy LENIENT',
  mendWriter: 'keep \'{name}\', or close the object with "additionalProperties": false',
};

export const objectWords: readonly RuleWords[] = [
  {
    type: 'REQUIRED_ATTRIBUTE_ADDED',
    purpose: 'A reader that requires a property refuses objects written without it.',
    message: "{reader} requires '{name}', {writer} lets it be left out",
    mendReader: "give '{name}' a default, or leave it optional",
    mendWriter: "keep '{name}' required",
    example: {
      before: OPEN,
      bad: { ...OPEN, required: ['id'] },
      good: { type: 'object', properties: { id: { type: 'string', default: '' } }, required: ['id'] },
    },
  },
  {
    type: 'REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL',
    purpose: 'A reader that requires a new property refuses every object written before.',
    message: "{reader} requires '{name}', which {writer} does not know",
    mendReader:
      'make \'{name}\' optional, and close objects with "additionalProperties": false before adding to them',
    mendWriter: "keep '{name}'",
    example: { before: OPEN, bad: { ...OPEN, properties: ID_AND_AGE, required: ['age'] }, good: OPEN },
  },
  {
    type: 'REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL',
    ...ADDED_TO_OPEN,
    example: {
      before: OPEN,
      bad: { ...OPEN, properties: { ...ID, age: { type: 'integer', default: 0 } }, required: ['age'] },
      good: { ...OPEN, properties: { ...ID, age: {} } },
    },
  },
  {
    type: 'OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL',
    ...ADDED_TO_OPEN,
    example: {
      before: OPEN,
      bad: { ...OPEN, properties: ID_AND_AGE },
      good: { ...OPEN, properties: { ...ID, age: {} } },
    },
  },
  {
    type: 'REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL',
    purpose: 'A reader that requires a new property refuses every object written before.',
    message: "{reader} requires '{name}', which {writer} does not write",
    mendReader: "give '{name}' a default, or leave it optional",
    mendWriter: "keep '{name}'",
    example: {
      before: CLOSED,
      bad: { ...CLOSED, properties: ID_AND_AGE, required: ['age'] },
      good: { ...CLOSED, properties: ID_AND_AGE },
    },
  },
  {
    type: 'PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    purpose: 'Objects may already hold the new property, with a value that its schema refuses.',
    message:
      "{reader} has a schema for '{name}' that refuses what {writer} lets be written under any other name",
    mendReader: "let '{name}' accept what properties that are not listed may be",
    mendWriter: "keep '{name}' in the list of properties",
    example: {
      before: OF_STRINGS,
      bad: { ...OF_STRINGS, properties: ID_AND_AGE },
      good: { ...OF_STRINGS, properties: { ...ID, name: { type: 'string' } } },
    },
  },
  {
    type: 'PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL',
    purpose: 'A closed object refuses a property that it does not list.',
    message: "{reader} refuses '{name}', which {writer} writes",
    mendReader: "keep '{name}', or let other properties in",
    mendWriter: "no longer write '{name}', or add it to the readers first",
    example: {
      before: { ...CLOSED, properties: ID_AND_AGE },
      bad: CLOSED,
      good: { ...CLOSED, properties: { ...ID_AND_AGE, name: {} } },
    },
  },
  {
    type: 'PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    purpose: 'A property that is not listed must fit what others may be, and this one does not.',
    message: "{reader} does not list '{name}', and refuses it as one of the others, while {writer} writes it",
    mendReader: "keep '{name}', or let other properties be what it was",
    mendWriter: "write '{name}' as other properties may be, or add it to the readers first",
    example: {
      before: { ...OF_STRINGS, properties: ID_AND_AGE },
      bad: OF_STRINGS,
      good: { ...OF_STRINGS, properties: { age: { type: 'integer' } } },
    },
  },
  {
    type: 'DEPENDENCY_ARRAY_ADDED',
    purpose: 'A reader that wants another property beside this one refuses objects written without it.',
    message: "{reader} wants {is} wherever '{name}' is, {writer} wants nothing there",
    mendReader: 'drop the dependency, or check it in the application',
    mendWriter: 'keep the dependency that the readers have',
    example: {
      before: { type: 'object' },
      bad: { type: 'object', dependencies: { card: ['address'] } },
      good: { type: 'object', description: 'a card comes with an address' },
    },
  },
  {
    type: 'DEPENDENCY_ARRAY_EXTENDED',
    purpose: 'A reader that wants more properties beside this one refuses objects written with fewer.',
    message: "{reader} wants {is} wherever '{name}' is, {writer} only {was}",
    mendReader: 'want no more than {was}',
    mendWriter: 'want at least {is}',
    example: {
      before: { type: 'object', dependencies: { card: ['address'] } },
      bad: { type: 'object', dependencies: { card: ['address', 'name'] } },
      good: { type: 'object' },
    },
  },
  {
    type: 'DEPENDENCY_ARRAY_CHANGED',
    purpose: 'A reader that wants other properties beside this one refuses objects written without them.',
    message: "{reader} wants {is} wherever '{name}' is, {writer} wants {was}",
    mendReader: 'want no more than {was}',
    mendWriter: 'want at least {is}',
    example: {
      before: { type: 'object', dependencies: { card: ['address'] } },
      bad: { type: 'object', dependencies: { card: ['name'] } },
      good: { type: 'object' },
    },
  },
  {
    type: 'DEPENDENCY_SCHEMA_ADDED',
    purpose: 'A reader that demands something of objects with this property refuses some that were written.',
    message: "{reader} has a schema for objects with '{name}', {writer} has none",
    mendReader: 'drop the schema, or check it in the application',
    mendWriter: 'keep the schema that the readers have',
    example: {
      before: { type: 'object' },
      bad: { type: 'object', dependencies: { card: { required: ['address'] } } },
      good: { type: 'object', description: 'a card comes with an address' },
    },
  },
];
