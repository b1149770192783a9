/**
 * What stands on a schema or a field besides its structure, as one table: docs, defaults, aliases, sort
 * orders, logical types, and all that Avro does not know.
 *
 * A valid logical type counts as what it says, however it is written: a scale of 0 may be left out.
 */
import { sameJson, sameSet } from '../identity/same-schema.ts';
import type { JsonValue } from '../json/json-value.ts';
import { namespaceOf } from '../names.ts';
import { isNamed, isPrimitive, type Field, type Schema } from '../schema.ts';

export type Attributes = ReadonlyMap<string, JsonValue>;

export interface AttributeChange {
  readonly attribute: string;
  /** Undefined where the attribute is missing. */
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

/** The attributes of a schema that are not part of its structure; of a named type its namespace, too. */
export function schemaAttributes(schema: Schema): Attributes {
  const attributes = new Map<string, JsonValue>();
  if (schema.type === 'union') return attributes;
  if (isNamed(schema)) {
    attributes.set('namespace', namespaceOf(schema.fullName));
    if (schema.doc !== null) attributes.set('doc', schema.doc);
    if (schema.aliases.length > 0) attributes.set('aliases', schema.aliases);
    if (schema.type === 'fixed') attributes.set('size', schema.size);
    if (schema.type === 'enum' && schema.defaultSymbol !== null)
      attributes.set('default', schema.defaultSymbol);
  }
  for (const [key, value] of Object.entries(schema.properties ?? {})) attributes.set(key, value);
  const logical = isPrimitive(schema) || schema.type === 'fixed' ? schema.logical : null;
  if (logical !== null) {
    attributes.set('logicalType', logical.name);
    if (logical.name === 'decimal')
      attributes.set('precision', logical.precision).set('scale', logical.scale);
  }
  return attributes;
}

/** The attributes of a field itself, without those of its type. */
function fieldAttributes(field: Field): Attributes {
  const attributes = new Map<string, JsonValue>();
  if (field.doc !== null) attributes.set('doc', field.doc);
  if (field.defaultValue !== undefined) attributes.set('default', field.defaultValue);
  if (field.order !== 'ascending') attributes.set('order', field.order);
  if (field.aliases.length > 0) attributes.set('aliases', field.aliases);
  for (const [key, value] of Object.entries(field.properties ?? {})) attributes.set(key, value);
  return attributes;
}

/** True when both are bare types: most are, and no table need be made for them. */
export function areBare(before: Schema, after: Schema): boolean {
  return isBare(before) && isBare(after);
}

function isBare(schema: Schema): boolean {
  if (schema.type === 'union') return true;
  return (
    !isNamed(schema) && schema.properties === undefined && (!isPrimitive(schema) || schema.logical === null)
  );
}

/** What differs between the fields themselves, without their types. */
export function fieldChanges(before: Field, after: Field): readonly AttributeChange[] {
  const unchanged =
    before.doc === after.doc &&
    before.defaultValue === after.defaultValue &&
    before.order === after.order &&
    before.aliases.length + after.aliases.length === 0 &&
    before.properties === undefined &&
    after.properties === undefined;
  return unchanged ? [] : attributeChanges(fieldAttributes(before), fieldAttributes(after));
}

/** What differs, in the order of the new attributes, then those that went. Aliases are sets. */
export function attributeChanges(before: Attributes, after: Attributes): readonly AttributeChange[] {
  const changes: AttributeChange[] = [];
  for (const attribute of new Set([...after.keys(), ...before.keys()])) {
    const [old, now] = [before.get(attribute), after.get(attribute)];
    const same =
      attribute === 'aliases' && areNames(old) && areNames(now) ? sameSet(old, now) : sameJson(old, now);
    if (!same) changes.push({ attribute, before: old, after: now });
  }
  return changes;
}

function areNames(value: JsonValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}
