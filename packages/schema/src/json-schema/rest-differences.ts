/** `additional…` and `unevaluated…`: opened, closed, or another schema for what is not listed. */
import type { Comparison, Walk } from './comparison.ts';
import { acceptsAnything, type Rest, type SchemaModel } from './schema-model.ts';

type RestName = 'ADDITIONAL_PROPERTIES' | 'ADDITIONAL_ITEMS';
type UnevaluatedName = 'UNEVALUATED_PROPERTIES' | 'UNEVALUATED_ITEMS';

/** Confluent's words: ADDED means that more is let in, REMOVED that nothing is any more. */
const KEYWORDS = {
  ADDITIONAL_PROPERTIES: 'additionalProperties',
  ADDITIONAL_ITEMS: 'additionalItems',
  UNEVALUATED_PROPERTIES: 'unevaluatedProperties',
  UNEVALUATED_ITEMS: 'unevaluatedItems',
} as const;

export function* compareRest(
  here: Comparison,
  name: RestName,
  [writer, reader]: readonly [Rest, Rest],
): Walk {
  const keyword = KEYWORDS[name];
  if (writer === false || reader === false) {
    if (writer !== reader) here.add(writer === false ? `${name}_ADDED` : `${name}_REMOVED`, keyword);
  } else if (writer === null || reader === null) {
    if (writer !== reader) here.add(writer === null ? `${name}_NARROWED` : `${name}_EXTENDED`, keyword);
  } else {
    here.include(yield { writer, reader }, keyword);
  }
}

export function* compareUnevaluated(
  here: Comparison,
  name: UnevaluatedName,
  [writer, reader]: readonly [SchemaModel | null, SchemaModel | null],
): Walk {
  const keyword = KEYWORDS[name];
  const was = openness(writer);
  const is = openness(reader);
  if (writer === null && reader === null) return;
  if (was === 'closed' && is !== 'closed') here.add(`${name}_ADDED`, keyword);
  else if (was !== 'closed' && is === 'closed') here.add(`${name}_REMOVED`, keyword);
  else if (writer === null || (was === 'open' && is !== 'open')) here.add(`${name}_NARROWED`, keyword);
  else if (reader === null || (was !== 'open' && is === 'open')) here.add(`${name}_EXTENDED`, keyword);
  else here.include(yield { writer, reader }, keyword);
}

function openness(schema: SchemaModel | null): 'absent' | 'open' | 'closed' | 'schema' {
  if (schema === null) return 'absent';
  if (schema.kind === 'false') return 'closed';
  return acceptsAnything(schema) ? 'open' : 'schema';
}
