/**
 * Which keywords belong to which type: one of them makes a schema of that type, with or without `type`.
 */
import { isModern, type Dialect } from './dialect.ts';
import type { Criterion } from './schema-model.ts';

export type TypeGroup = 'string' | 'number' | 'object' | 'array';

type KeywordGroups = Readonly<Record<TypeGroup, readonly string[]>>;

const STRING = ['maxLength', 'minLength', 'pattern'];
const NUMBER = ['maximum', 'minimum', 'exclusiveMaximum', 'exclusiveMinimum', 'multipleOf'];
const OBJECT = [
  'properties',
  'patternProperties',
  'required',
  'additionalProperties',
  'maxProperties',
  'minProperties',
];
const ARRAY = ['items', 'additionalItems', 'maxItems', 'minItems', 'uniqueItems'];

const DRAFT_4: KeywordGroups = {
  string: [...STRING, 'format'],
  number: NUMBER,
  object: [...OBJECT, 'dependencies'],
  array: ARRAY,
};

const DRAFT_7: KeywordGroups = {
  ...DRAFT_4,
  object: [...OBJECT, 'dependencies', 'propertyNames'],
  array: [...ARRAY, 'contains'],
};

const MODERN: KeywordGroups = {
  string: STRING,
  number: NUMBER,
  object: [...OBJECT, 'dependentRequired', 'dependentSchemas', 'propertyNames', 'unevaluatedProperties'],
  array: [...ARRAY, 'prefixItems', 'contains', 'unevaluatedItems'],
};

export function keywordGroups(dialect: Dialect): KeywordGroups {
  if (isModern(dialect)) return MODERN;
  return dialect === 'draft-04' ? DRAFT_4 : DRAFT_7;
}

const ANYWHERE = [
  ...['enum', 'allOf', 'anyOf', 'oneOf', 'not', 'type', '$ref', 'title', 'description', 'default'],
  ...['format', 'readOnly', 'writeOnly', 'if', 'then', 'else'],
];
const MODERN_ANYWHERE = [
  ...['$id', '$anchor', '$dynamicRef', '$dynamicAnchor', '$defs', '$schema', '$vocabulary', 'const'],
  ...['deprecated', 'minContains', 'maxContains'],
];

/** What a draft's keywords are; any other is kept but says nothing. */
const KNOWN: Readonly<Record<Dialect, ReadonlySet<string>>> = {
  'draft-04': new Set([...ANYWHERE, ...Object.values(DRAFT_4).flat(), 'id']),
  'draft-06': new Set([...ANYWHERE, ...Object.values(DRAFT_7).flat(), '$id', 'const']),
  'draft-07': new Set([...ANYWHERE, ...Object.values(DRAFT_7).flat(), '$id', 'const']),
  '2019-09': new Set([...ANYWHERE, ...Object.values(MODERN).flat(), ...MODERN_ANYWHERE]),
  '2020-12': new Set([...ANYWHERE, ...Object.values(MODERN).flat(), ...MODERN_ANYWHERE]),
};

export function knownKeywords(dialect: Dialect): ReadonlySet<string> {
  return KNOWN[dialect];
}

/** The names `type` takes, and the group of those that have keywords. */
export const typeNames: ReadonlyMap<string, TypeGroup | null> = new Map([
  ['string', 'string'],
  ['integer', 'number'],
  ['number', 'number'],
  ['object', 'object'],
  ['array', 'array'],
  ['boolean', null],
  ['null', null],
]);

export const criteria: readonly Criterion[] = ['allOf', 'anyOf', 'oneOf'];
