/** Numbers that bound a value from above or below: added, removed, increased, decreased. */
import type { Comparison } from './comparison.ts';

/** The keyword of each bound, by the name Confluent's types begin with. */
export const limitKeywords = {
  MAX_LENGTH: 'maxLength',
  MIN_LENGTH: 'minLength',
  MAXIMUM: 'maximum',
  MINIMUM: 'minimum',
  EXCLUSIVE_MAXIMUM: 'exclusiveMaximum',
  EXCLUSIVE_MINIMUM: 'exclusiveMinimum',
  MAX_PROPERTIES: 'maxProperties',
  MIN_PROPERTIES: 'minProperties',
  MAX_ITEMS: 'maxItems',
  MIN_ITEMS: 'minItems',
  MAX_CONTAINS: 'maxContains',
  MIN_CONTAINS: 'minContains',
} as const;

export type LimitName = keyof typeof limitKeywords;

type Limits<Keyword extends string> = Readonly<Record<Keyword, number | null>>;

/** Compares one bound that both schemas may have. */
export function compareLimit<Name extends LimitName>(
  here: Comparison,
  name: Name,
  [writer, reader]: readonly [Limits<(typeof limitKeywords)[Name]>, Limits<(typeof limitKeywords)[Name]>],
): void {
  const keyword: (typeof limitKeywords)[Name] = limitKeywords[name];
  const was = writer[keyword];
  const is = reader[keyword];
  if (was === is) return;
  if (was === null) here.add(`${name}_ADDED`, keyword);
  else if (is === null) here.add(`${name}_REMOVED`, keyword);
  else here.add(is > was ? `${name}_INCREASED` : `${name}_DECREASED`, keyword);
}
