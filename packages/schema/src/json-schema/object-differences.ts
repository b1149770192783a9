/** Differences between two objects: what is required, which properties come and go, what depends on what. */
import type { Comparison, Walk } from './comparison.ts';
import { propertyContent, type ContentModel } from './content-model.ts';
import { compareLimit } from './limit-differences.ts';
import type { PatternMatcher } from './pattern-matcher.ts';
import { compareRest, compareUnevaluated } from './rest-differences.ts';
import { acceptsAnything, type ObjectModel, type SchemaModel } from './schema-model.ts';
import { isSubset } from './subset.ts';

export function* compareObjects(
  here: Comparison,
  [writer, reader]: readonly [ObjectModel, ObjectModel],
  patterns: PatternMatcher,
): Walk {
  compareRequired(here, writer, reader);
  yield* compareProperties(here, [writer, reader], patterns);
  compareRequiredWith(here, writer, reader);
  yield* compareSchemasWith(here, writer, reader);
  yield* compareRest(here, 'ADDITIONAL_PROPERTIES', [
    writer.additionalProperties,
    reader.additionalProperties,
  ]);
  yield* compareUnevaluated(here, 'UNEVALUATED_PROPERTIES', [
    writer.unevaluatedProperties,
    reader.unevaluatedProperties,
  ]);
  compareLimit(here, 'MAX_PROPERTIES', [writer, reader]);
  compareLimit(here, 'MIN_PROPERTIES', [writer, reader]);
}

/** Of properties that both list; those that come or go are judged as properties. */
function compareRequired(here: Comparison, writer: ObjectModel, reader: ObjectModel): void {
  for (const name of writer.properties.keys()) {
    const property = reader.properties.get(name);
    const was = writer.required.has(name);
    const is = reader.required.has(name);
    if (property === undefined || was === is) continue;
    if (was) here.add('REQUIRED_ATTRIBUTE_REMOVED', 'required', name);
    else if (hasDefault(property)) here.add('REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED', 'required', name);
    else here.add('REQUIRED_ATTRIBUTE_ADDED', 'required', name);
  }
}

function* compareProperties(
  here: Comparison,
  [writer, reader]: readonly [ObjectModel, ObjectModel],
  patterns: PatternMatcher,
): Walk {
  for (const [name, property] of writer.properties) {
    const same = reader.properties.get(name);
    if (same === undefined) {
      yield* compareRemoved(here, name, { property, content: propertyContent(reader, name, patterns) });
    } else here.include(yield { writer: property, reader: same }, 'properties', name);
  }
  for (const [name, property] of reader.properties) {
    if (!writer.properties.has(name)) {
      const content = propertyContent(writer, name, patterns);
      yield* compareAdded(here, name, { property, content, required: reader.required.has(name) });
    }
  }
}

/** Only the reader's content model counts: it must still let the property in. */
function* compareRemoved(
  here: Comparison,
  name: string,
  { property, content }: { readonly property: SchemaModel; readonly content: ContentModel },
): Walk {
  const path = ['properties', name];
  if (content === 'open') {
    here.add('PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL', ...path);
  } else if (content === 'closed') {
    const harmless = property.kind === 'false';
    const type = harmless
      ? 'PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL'
      : 'PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL';
    here.add(type, ...path);
  } else {
    const covering = yield { writer: property, reader: content };
    here.include(covering, ...path);
    const verdict = covering.compatible ? 'IS_COVERED' : 'NOT_COVERED';
    here.add(`PROPERTY_REMOVED_${verdict}_BY_PARTIALLY_OPEN_CONTENT_MODEL`, ...path);
  }
}

interface AddedProperty {
  readonly property: SchemaModel;
  /** What the writer let in under the name. */
  readonly content: ContentModel;
  readonly required: boolean;
}

/** Only the writer's content model counts: what it let in under this name, the property must accept. */
function* compareAdded(here: Comparison, name: string, { property, content, required }: AddedProperty): Walk {
  const path = ['properties', name];
  if (content === 'open' && acceptsAnything(property)) {
    here.add('PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL', ...path);
    return;
  }
  if (content !== 'open' && content !== 'closed') {
    const covering = yield { writer: content, reader: property };
    here.include(covering, ...path);
    const verdict = covering.compatible ? 'IS_COVERED' : 'NOT_COVERED';
    here.add(`PROPERTY_ADDED_${verdict}_BY_PARTIALLY_OPEN_CONTENT_MODEL`, ...path);
  }
  const openness = content === 'open' ? 'OPEN' : 'UNOPEN';
  if (!required) here.add(`OPTIONAL_PROPERTY_ADDED_TO_${openness}_CONTENT_MODEL`, ...path);
  else if (hasDefault(property)) {
    here.add(`REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_${openness}_CONTENT_MODEL`, ...path);
  } else here.add(`REQUIRED_PROPERTY_ADDED_TO_${openness}_CONTENT_MODEL`, ...path);
}

function hasDefault(schema: SchemaModel): boolean {
  return schema.defaultText !== null;
}

function compareRequiredWith(here: Comparison, writer: ObjectModel, reader: ObjectModel): void {
  for (const [name, was] of writer.requiredWith) {
    const is = reader.requiredWith.get(name);
    if (is === undefined) here.add('DEPENDENCY_ARRAY_REMOVED', 'dependencies', name);
    else if (isSubset(was, is)) {
      if (is.size > was.size) here.add('DEPENDENCY_ARRAY_EXTENDED', 'dependencies', name);
    } else {
      const narrowed = isSubset(is, was);
      here.add(narrowed ? 'DEPENDENCY_ARRAY_NARROWED' : 'DEPENDENCY_ARRAY_CHANGED', 'dependencies', name);
    }
  }
  for (const name of reader.requiredWith.keys()) {
    if (!writer.requiredWith.has(name)) here.add('DEPENDENCY_ARRAY_ADDED', 'dependencies', name);
  }
}

function* compareSchemasWith(here: Comparison, writer: ObjectModel, reader: ObjectModel): Walk {
  for (const [name, was] of writer.schemasWith) {
    const is = reader.schemasWith.get(name);
    if (is === undefined) here.add('DEPENDENCY_SCHEMA_REMOVED', 'dependencies', name);
    else here.include(yield { writer: was, reader: is }, 'dependencies', name);
  }
  for (const name of reader.schemasWith.keys()) {
    if (!writer.schemasWith.has(name)) here.add('DEPENDENCY_SCHEMA_ADDED', 'dependencies', name);
  }
}
