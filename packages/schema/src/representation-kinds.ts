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

/** Logical types on int and long. */
export type TemporalLogicalName =
  | 'date'
  | 'time-millis'
  | 'time-micros'
  | 'timestamp-millis'
  | 'timestamp-micros'
  | 'timestamp-nanos'
  | 'local-timestamp-millis'
  | 'local-timestamp-micros'
  | 'local-timestamp-nanos';

/** `of` a logical type: its count, in its unit, since its epoch. Longs are checked to be safe. */
export interface NumberRepresentation {
  readonly kind: 'number';
  readonly of: 'int' | 'long' | 'float' | 'double' | TemporalLogicalName;
  readonly schema: PrimitiveSchema;
}

export interface BigintRepresentation {
  readonly kind: 'bigint';
  readonly of: 'long' | Exclude<TemporalLogicalName, 'date' | 'time-millis'>;
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

/** Temporal.Instant for timestamp-*, PlainDateTime for local-timestamp-*, PlainDate for date, PlainTime for time-*. */
export interface TemporalRepresentation {
  readonly kind: 'temporal';
  readonly of: TemporalLogicalName;
  readonly schema: PrimitiveSchema;
}

/** A decimal number as text with exactly `scale` digits after the point, on bytes or fixed. */
export interface DecimalStringRepresentation {
  readonly kind: 'decimalString';
  readonly precision: number;
  readonly scale: number;
  readonly schema: PrimitiveSchema | FixedSchema;
}

/** `{ unscaled: bigint, scale: number }`: the number is unscaled × 10^-scale. */
export interface UnscaledDecimalRepresentation {
  readonly kind: 'unscaledDecimal';
  /** Null for big-decimal, whose values carry their own scale. */
  readonly digits: { readonly precision: number; readonly scale: number } | null;
  readonly schema: PrimitiveSchema | FixedSchema;
}

/** big-decimal as text: as many digits after the point as the value's own scale. */
export interface BigDecimalStringRepresentation {
  readonly kind: 'bigDecimalString';
  readonly schema: PrimitiveSchema;
}

/** { months, days, milliseconds }, each 0 to 2^32 - 1. */
export interface DurationRepresentation {
  readonly kind: 'duration';
  readonly schema: FixedSchema;
}

/** A class of the user's: the codec of this name stands between it and the values of `base`. */
export interface CustomRepresentation {
  readonly kind: 'custom';
  /** The name under which codec and type are given. */
  readonly codec: string;
  readonly base: ScalarRepresentation;
  readonly schema: PrimitiveSchema | FixedSchema;
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
  | 'null'
  | 'boolean'
  | 'string'
  | 'number'
  | 'bigint'
  | 'bytes'
  | 'array'
  | 'object'
  | 'date'
  /** Known by asking: a Temporal object, or one that a codec of the user's takes. */
  | 'class';

export interface UnionBranch {
  readonly representation: Representation;
  /** The value of `$type`: the full name of a named type, else the name of the type. */
  readonly tag: string;
  /** none: the natural value; inline: `$type` beside the record's fields; wrapped: { $type, value }. */
  readonly tagging: 'none' | 'inline' | 'wrapped';
  /** The kind of the natural value. */
  readonly jsKind: JavaScriptKind;
}

/** What holds no other values. */
export type ScalarRepresentation =
  | PlainRepresentation
  | NumberRepresentation
  | BigintRepresentation
  | TimestampRepresentation
  | DateStringRepresentation
  | TemporalRepresentation
  | DecimalStringRepresentation
  | UnscaledDecimalRepresentation
  | BigDecimalStringRepresentation
  | DurationRepresentation
  | FixedBytesRepresentation
  | CustomRepresentation
  | EnumRepresentation;

export type Representation =
  ScalarRepresentation | ArrayRepresentation | MapRepresentation | RecordRepresentation | UnionRepresentation;
