/**
 * What an object or array lets stand beside what it lists: anything, nothing, or what a schema covers.
 *
 * An object with `patternProperties` is never open: a name that no pattern covers counts as closed unless
 * `additionalProperties` or `unevaluatedProperties` has a schema for it.
 */
import type { PatternMatcher } from './pattern-matcher.ts';
import { acceptsAnything, type ArrayModel, type ObjectModel, type SchemaModel } from './schema-model.ts';

export type ContentModel = 'open' | 'closed' | SchemaModel;

/** What an object says of a property it does not list. */
export function propertyContent(object: ObjectModel, name: string, patterns: PatternMatcher): ContentModel {
  const { additionalProperties, unevaluatedProperties, patternProperties } = object;
  for (const [pattern, schema] of patternProperties) {
    if (patterns.matches(pattern, name, schema.node.position)) return schema;
  }
  const content = beside(additionalProperties, unevaluatedProperties);
  return content === 'open' && patternProperties.size > 0 ? 'closed' : content;
}

/** What an array says of an item after those it lists. */
export function itemContent(array: ArrayModel): ContentModel {
  return beside(array.additionalItems, array.unevaluatedItems);
}

/** `additional…` decides; where it is absent, `unevaluated…` does. */
function beside(additional: SchemaModel | false | null, unevaluated: SchemaModel | null): ContentModel {
  if (additional !== null) return additional === false ? 'closed' : additional;
  if (unevaluated === null || acceptsAnything(unevaluated)) return 'open';
  return unevaluated.kind === 'false' ? 'closed' : unevaluated;
}
