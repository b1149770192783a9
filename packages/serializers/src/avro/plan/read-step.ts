/**
 * The read plan of a writer's schema and a reader's representation: every step that reading a datum takes, as data.
 *
 * Resolution is done when the plan is made; what does not resolve is a step that fails when it is met, as in
 * Java. Counts are judged by the least bytes an item can take, before anything is allocated. Run as closures by
 * `read/`, printed as source by codegen. Cyclic where the schemas are: each pair of records is one object.
 * Source: Avro 1.12 specification, "Schema Resolution".
 */
import type { JsonValue, Representation, Schema } from '@ottla/schema';
import type { Conversion, WireType } from '../logical/conversion.ts';

/** A scalar as the writer wrote it, then what the reader's side makes of it. */
export interface ScalarReadStep {
  readonly step: 'scalar';
  /** Of the writer; `bigintLong` where a number would not be wide enough for what follows. */
  readonly wire: WireType;
  readonly size: number | null;
  /** From the writer's type to that of the reader, when they differ. */
  readonly promotion: Promotion | null;
  readonly conversion: Conversion | null;
  /** Of the field in the reader's types, for errors: `com.acme.Order.total`. */
  readonly path: string;
}

export type Promotion =
  /** A bigint, or a number that is no float, to a float or a double. */
  | { readonly to: 'float' | 'double' | 'bigint' }
  /** String to bytes, or bytes to string. */
  | { readonly to: 'bytes' | 'string' }
  /** To another unit or scale: decimal digits to the left, negative to the right, where none may be lost. */
  | { readonly to: 'digits'; readonly digits: number };

export interface EnumReadStep {
  readonly step: 'enum';
  /** By the writer's position: the reader's symbol, or null where the reader has none and no default. */
  readonly symbols: readonly (string | null)[];
  readonly path: string;
}

export interface ArrayReadStep {
  readonly step: 'array';
  readonly items: ReadStep;
  readonly leastItemBytes: number;
  /** How many values an item is that takes no bytes; they are counted, since bytes do not bound them. */
  readonly emptyValues: number;
}

export interface MapReadStep {
  readonly step: 'map';
  readonly values: ReadStep;
}

export interface RecordReadStep {
  readonly step: 'record';
  /** In the writer's order. */
  readonly fields: readonly FieldReadStep[];
  /** What only the reader has. */
  readonly defaults: readonly DefaultReadStep[];
  /** Names of the reader, in its order: the shape of the value. */
  readonly names: readonly string[];
  /** `$type`, where the reader's union asks for it. */
  readonly tag: string | null;
  readonly leastBytes: number;
}

export interface FieldReadStep {
  /** Null: skipped, since the reader has no such field. */
  readonly name: string | null;
  readonly value: ReadStep;
}

export interface DefaultReadStep {
  readonly name: string;
  readonly defaultValue: JsonValue | undefined;
  readonly representation: Representation;
}

/** The writer's union: one step for each of its branches. */
export interface UnionReadStep {
  readonly step: 'union';
  readonly branches: readonly ReadStep[];
}

/** A value that says which branch of the reader's union it is: { $type, value }. */
export interface TaggedReadStep {
  readonly step: 'tagged';
  readonly tag: string;
  readonly value: ReadStep;
}

/** Reads past a value that nobody takes, building nothing. */
export interface SkipReadStep {
  readonly step: 'skip';
  readonly writer: Schema;
}

export interface FailingReadStep {
  readonly step: 'fail';
  /** SCHEMAS_UNRESOLVABLE, with this problem at this path. */
  readonly problem: string;
  readonly path: string;
}

export type ReadStep =
  | ScalarReadStep
  | EnumReadStep
  | ArrayReadStep
  | MapReadStep
  | RecordReadStep
  | UnionReadStep
  | TaggedReadStep
  | SkipReadStep
  | FailingReadStep;
