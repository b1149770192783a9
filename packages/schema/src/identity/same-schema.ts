/**
 * Whether two schemas say the same, however they were written.
 *
 * Registries print schemas anew: Confluent in Avro's layout, Karapace with keys sorted and primitives as they
 * stood, Apicurio compact. All of these are the same schema. Names, docs, aliases, defaults, orders, logical
 * types and properties must be equal; aliases are sets, keys have no order, 1 and 1.0 are one number.
 * Walks a list of pairs, each once, so that cycles end and no schema is too deep.
 */
import type { JsonValue } from '../json/json-value.ts';
import {
  isNamed,
  isPrimitive,
  type Field,
  type LogicalType,
  type NamedSchema,
  type Properties,
  type Schema,
} from '../schema.ts';

type Pair = readonly [left: Schema, right: Schema];

/**
 * True when the schemas are equal in all but layout.
 * @example
 * sameSchema(parseSchema('{"type": "string"}'), parseSchema('"string"')); // true
 */
export function sameSchema(left: Schema, right: Schema): boolean {
  const compared = new Map<Schema, Set<Schema>>();
  const waiting: Pair[] = [[left, right]];
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    const known = compared.get(pair[0]) ?? new Set<Schema>();
    if (known.has(pair[1])) continue;
    compared.set(pair[0], known.add(pair[1]));
    const parts = partsToCompare(pair[0], pair[1]);
    if (parts === undefined) return false;
    for (const part of parts) waiting.push(part);
  }
  return true;
}

/** The schemas inside that must be equal too; undefined when the two differ themselves. */
function partsToCompare(left: Schema, right: Schema): readonly Pair[] | undefined {
  if (left.type === 'union' || right.type === 'union') {
    if (left.type !== 'union' || right.type !== 'union') return undefined;
    return pairs(left.branches, right.branches);
  }
  if (!sameLogicalType(logicalOf(left), logicalOf(right))) return undefined;
  if (!sameProperties(ownProperties(left), ownProperties(right))) return undefined;
  if (isPrimitive(left)) return left.type === right.type ? [] : undefined;
  if (left.type === 'array') return right.type === 'array' ? [[left.items, right.items]] : undefined;
  if (left.type === 'map') return right.type === 'map' ? [[left.values, right.values]] : undefined;
  return isNamed(right) ? namedParts(left, right) : undefined;
}

function namedParts(left: NamedSchema, right: NamedSchema): readonly Pair[] | undefined {
  if (left.fullName !== right.fullName || left.doc !== right.doc) return undefined;
  if (!sameSet(left.aliases, right.aliases)) return undefined;
  switch (left.type) {
    case 'fixed':
      return right.type === 'fixed' && left.size === right.size ? [] : undefined;
    case 'enum': {
      const same =
        right.type === 'enum' &&
        left.defaultSymbol === right.defaultSymbol &&
        left.symbols.length === right.symbols.length &&
        left.symbols.every((symbol, index) => symbol === right.symbols[index]);
      return same ? [] : undefined;
    }
    case 'record': {
      if (right.type !== 'record' || left.fields.length !== right.fields.length) return undefined;
      const parts: Pair[] = [];
      for (const [index, field] of left.fields.entries()) {
        const other = right.fields[index];
        if (other === undefined || !sameField(field, other)) return undefined;
        parts.push([field.schema, other.schema]);
      }
      return parts;
    }
  }
}

function sameField(left: Field, right: Field): boolean {
  return (
    left.name === right.name &&
    left.doc === right.doc &&
    left.order === right.order &&
    left.hasDefault === right.hasDefault &&
    sameJson(left.defaultValue, right.defaultValue) &&
    sameSet(left.aliases, right.aliases) &&
    sameProperties(left.properties, right.properties)
  );
}

function pairs(left: readonly Schema[], right: readonly Schema[]): readonly Pair[] | undefined {
  if (left.length !== right.length) return undefined;
  return left.flatMap((schema, index): Pair[] => {
    const other = right[index];
    return other === undefined ? [] : [[schema, other]];
  });
}

export function sameSet(left: readonly string[], right: readonly string[]): boolean {
  const names = new Set(left);
  return names.size === new Set(right).size && right.every((name) => names.has(name));
}

export function logicalOf(schema: Schema): LogicalType | null {
  return isPrimitive(schema) || schema.type === 'fixed' ? schema.logical : null;
}

export function sameLogicalType(left: LogicalType | null, right: LogicalType | null): boolean {
  if (left === null || right === null) return left === right;
  if (left.name !== 'decimal' || right.name !== 'decimal') return left.name === right.name;
  return left.precision === right.precision && left.scale === right.scale;
}

/** Without what a valid logical type says already: a scale of 0 may be written or not. */
function ownProperties(schema: Exclude<Schema, { type: 'union' }>): Properties | undefined {
  const logical = logicalOf(schema);
  if (logical === null || schema.properties === undefined) return schema.properties;
  const said = new Set(logical.name === 'decimal' ? ['logicalType', 'precision', 'scale'] : ['logicalType']);
  return Object.fromEntries(Object.entries(schema.properties).filter(([key]) => !said.has(key)));
}

function sameProperties(left: Properties | undefined, right: Properties | undefined): boolean {
  return sameJson(left ?? {}, right ?? {});
}

/** Depth is bounded by the JSON parser. */
export function sameJson(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  const one = plainNumber(left);
  const other = plainNumber(right);
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (isArray(one) || isArray(other)) {
    if (!isArray(one) || !isArray(other) || one.length !== other.length) return false;
    return one.every((item, index) => sameJson(item, other[index]));
  }
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && sameJson(one[key], other[key]));
}

function isArray(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** One form for each number: what is too large for a double is printed as the string 'Infinity'. */
function plainNumber(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== 'number') return value;
  if (Number.isSafeInteger(value)) return value;
  if (Number.isInteger(value)) return BigInt(value);
  return Number.isFinite(value) ? value : String(value);
}
