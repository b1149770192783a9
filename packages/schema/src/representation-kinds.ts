/**
 * The kinds of JavaScript shapes that values of a schema can have, as data.
 *
 * Only types. Which schema gets which is decided in representation.ts.
 */
import type {
  ArraySchema,
  EnumSchema,
  Field,
  FixedSchema,
  MapSchema,
  PrimitiveSchema,
  RecordSchema,
  UnionSchema,
} from './schema.ts';

export interface PlainRepresentation {
  /** `string` also for a uuid on string or on fixed. */
  readonly kind: 'null' | 'boolean' | 'string' | 'bytes';
  readonly schema: PrimitiveSchema | FixedSchema;
}

export interface NumberRepresentation {
  readonly kind: 'number';
  readonly of: 'int' | 'long' | 'float' | 'double' | 'time-millis' | 'time-micros';
  readonly schema: PrimitiveSchema;
}

export interface BigintRepresentation {
  readonly kind: 'bigint';
  readonly of:
    | 'long'
    | 'timestamp-micros'
    | 'timestamp-nanos'
    | 'local-timestamp-millis'
    | 'local-timestamp-micros'
    | 'local-timestamp-nanos';
  readonly schema: PrimitiveSchema;
}

/** A Date: timestamp-millis on long. */
export interface TimestampRepresentation {
  readonly kind: 'timestamp';
  readonly schema: PrimitiveSchema;
}

/** 'YYYY-MM-DD': date on int. */
export interface DateStringRepresentation {
  readonly kind: 'dateString';
  readonly schema: PrimitiveSchema;
}

/** A decimal number as text with exactly `scale` digits after the point, on bytes or fixed. */
export interface DecimalStringRepresentation {
  readonly kind: 'decimalString';
  readonly precision: number;
  readonly scale: number;
  readonly schema: PrimitiveSchema | FixedSchema;
}

/** { months, days, milliseconds }, each 0 to 2^32 - 1. */
export interface DurationRepresentation {
  readonly kind: 'duration';
  readonly schema: FixedSchema;
}

export interface FixedBytesRepresentation {
  readonly kind: 'fixedBytes';
  readonly size: number;
  readonly schema: FixedSchema;
}

export interface EnumRepresentation {
  readonly kind: 'enum';
  readonly symbols: readonly string[];
  readonly schema: EnumSchema;
}

export interface ArrayRepresentation {
  readonly kind: 'array';
  readonly items: Representation;
  readonly schema: ArraySchema;
}

export interface MapRepresentation {
  readonly kind: 'map';
  readonly values: Representation;
  readonly schema: MapSchema;
}

export interface RecordRepresentation {
  readonly kind: 'record';
  readonly fields: readonly FieldRepresentation[];
  readonly schema: RecordSchema;
}

export interface FieldRepresentation {
  readonly name: string;
  readonly representation: Representation;
  readonly field: Field;
}

export interface UnionRepresentation {
  readonly kind: 'union';
  /** In schema order. */
  readonly branches: readonly UnionBranch[];
  readonly schema: UnionSchema;
}

export type JavaScriptKind =
  'null' | 'boolean' | 'string' | 'number' | 'bigint' | 'bytes' | 'array' | 'object' | 'date';

export interface UnionBranch {
  readonly representation: Representation;
  /** The value of `$type`: the full name of a named type, else the name of the type. */
  readonly tag: string;
  /** none: the natural value; inline: `$type` beside the record's fields; wrapped: { $type, value }. */
  readonly tagging: 'none' | 'inline' | 'wrapped';
  /** The kind of the natural value. */
  readonly jsKind: JavaScriptKind;
}

export type Representation =
  | PlainRepresentation
  | NumberRepresentation
  | BigintRepresentation
  | TimestampRepresentation
  | DateStringRepresentation
  | DecimalStringRepresentation
  | DurationRepresentation
  | FixedBytesRepresentation
  | EnumRepresentation
  | ArrayRepresentation
  | MapRepresentation
  | RecordRepresentation
  | UnionRepresentation;
