/**
 * Avro schemas as a tree of plain values, discriminated by `type`.
 *
 * Made by the parsers and never changed afterwards. A reference to a named type is the object of that type
 * itself, so a recursive record makes the graph cyclic: walk it with a set of names already seen. Names are
 * only ever compared as strings or kept in Maps and Sets: `constructor` and `__proto__` are names like any.
 * Source: Avro 1.12 specification, "Schema Declaration".
 */
import type { JsonMember, JsonNode } from './json/json-node.ts';
import type { JsonValue } from './json/json-value.ts';
import type { Position } from './json/position.ts';

export const PRIMITIVE_NAMES = [
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
] as const;

export type PrimitiveName = (typeof PRIMITIVE_NAMES)[number];

const PRIMITIVES: ReadonlySet<string> = new Set(PRIMITIVE_NAMES);

export function isPrimitiveName(name: string): name is PrimitiveName {
  return PRIMITIVES.has(name);
}

/** A logical type whose attributes are valid for the type it stands on. Unknown and invalid ones are null. */
export type LogicalType =
  | { readonly name: 'decimal'; readonly precision: number; readonly scale: number }
  | {
      readonly name:
        | 'big-decimal'
        | 'uuid'
        | 'date'
        | 'time-millis'
        | 'time-micros'
        | 'timestamp-millis'
        | 'timestamp-micros'
        | 'timestamp-nanos'
        | 'local-timestamp-millis'
        | 'local-timestamp-micros'
        | 'local-timestamp-nanos'
        | 'duration';
    };

/** Attributes that Avro does not know, kept as they stood; also `logicalType` and what belongs to it. */
export type Properties = { readonly [key: string]: JsonValue };

/** What may carry such attributes. */
export interface PropertyCarrier {
  readonly properties?: Properties;
  /** The same as read from a text: with positions, the order of keys and the spelling of numbers. */
  readonly propertyNodes?: ReadonlyMap<string, JsonMember>;
}

/** Where a type that was read from a text says its name. */
interface NameCarrier {
  readonly nameNode?: JsonNode;
}

export interface PrimitiveSchema extends PropertyCarrier {
  readonly type: PrimitiveName;
  readonly logical: LogicalType | null;
  readonly position: Position;
}

export interface FixedSchema extends PropertyCarrier, NameCarrier {
  readonly type: 'fixed';
  /** Namespace and name, `com.acme.Iban`; without a namespace just the name. */
  readonly fullName: string;
  /** Full names. */
  readonly aliases: readonly string[];
  readonly doc: string | null;
  /** In bytes, 0 or more. */
  readonly size: number;
  /** Where a text says the size. */
  readonly sizeNode?: JsonNode;
  readonly logical: LogicalType | null;
  readonly position: Position;
}

export interface EnumSchema extends PropertyCarrier, NameCarrier {
  readonly type: 'enum';
  readonly fullName: string;
  readonly aliases: readonly string[];
  readonly doc: string | null;
  readonly symbols: readonly string[];
  /** The same as read from a text, each at its place. */
  readonly symbolNodes?: readonly JsonNode[];
  /** What a reader takes for a symbol it does not know. */
  readonly defaultSymbol: string | null;
  readonly position: Position;
}

export interface RecordSchema extends PropertyCarrier, NameCarrier {
  readonly type: 'record';
  readonly fullName: string;
  readonly aliases: readonly string[];
  readonly doc: string | null;
  readonly fields: readonly Field[];
  /** Declared as an `error`, which Avro's protocols throw; else a record like any. */
  readonly isError?: true;
  readonly position: Position;
}

export interface Field extends PropertyCarrier {
  readonly name: string;
  readonly doc: string | null;
  /** Plain names of fields. */
  readonly aliases: readonly string[];
  readonly schema: Schema;
  readonly hasDefault: boolean;
  /**
   * The default as JSON; undefined without one. An integer beyond 2^53 is a bigint; bytes and fixed are
   * strings of code points 0 to 255; float and double may be the strings 'NaN', 'Infinity' and '-Infinity'.
   */
  readonly defaultValue: JsonValue | undefined;
  /** The same as read from a text, numbers as they were spelled. */
  readonly defaultNode?: JsonNode;
  readonly order: 'ascending' | 'descending' | 'ignore';
  readonly position: Position;
}

export interface ArraySchema extends PropertyCarrier {
  readonly type: 'array';
  readonly items: Schema;
  readonly position: Position;
}

export interface MapSchema extends PropertyCarrier {
  readonly type: 'map';
  readonly values: Schema;
  readonly position: Position;
}

export interface UnionSchema {
  readonly type: 'union';
  /** Never unions themselves; no two of the same unnamed type or full name. May be empty. */
  readonly branches: readonly Schema[];
  readonly position: Position;
}

export type NamedSchema = RecordSchema | EnumSchema | FixedSchema;

export type Schema = PrimitiveSchema | NamedSchema | ArraySchema | MapSchema | UnionSchema;

/** True for record, enum and fixed. */
export function isNamed(schema: Schema): schema is NamedSchema {
  return schema.type === 'record' || schema.type === 'enum' || schema.type === 'fixed';
}

/** True for the eight primitive types, with or without a logical type. */
export function isPrimitive(schema: Schema): schema is PrimitiveSchema {
  return PRIMITIVES.has(schema.type);
}

/** The schemas directly inside this one, in order. */
export function childSchemas(schema: Schema): readonly Schema[] {
  if (schema.type === 'record') return schema.fields.map((field) => field.schema);
  if (schema.type === 'array') return [schema.items];
  if (schema.type === 'map') return [schema.values];
  return schema.type === 'union' ? schema.branches : [];
}

/**
 * Every named type within a schema or several, themselves included, each once, in order of first appearance.
 * @example
 * const order = parseSchema(
 *   '{"type":"record","name":"com.acme.Order","fields":[{"name":"total","type":{"type":"fixed","name":"Money","size":8}}]}',
 * );
 * namedTypesOf(order).map((type) => type.fullName); // ['com.acme.Order', 'com.acme.Money']
 */
export function namedTypesOf(schemas: Schema | readonly Schema[]): NamedSchema[] {
  const found: NamedSchema[] = [];
  const seen = new Set<Schema>();
  const waiting = isList(schemas) ? schemas.toReversed() : [schemas];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (isNamed(next)) {
      if (seen.has(next)) continue;
      seen.add(next);
      found.push(next);
    }
    const children = childSchemas(next);
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child !== undefined) waiting.push(child);
    }
  }
  return found;
}

function isList(schemas: Schema | readonly Schema[]): schemas is readonly Schema[] {
  return Array.isArray(schemas);
}
