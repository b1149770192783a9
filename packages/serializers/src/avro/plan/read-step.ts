/**
 * The read plan of a writer's schema and a reader's representation: every step that reading a datum takes, as data.
 *
 * Resolution is done when the plan is made; what does not resolve is a step that fails when it is met, as in
 * Java. Counts are judged by the least bytes an item can take, before anything is allocated. Run as closures by
 * `read/`. Cyclic where the schemas are: each pair of records is one object. What is
 * inside records and unions is worked out when it is first asked for, and kept: pairs can be far more than data
 * ever meets. Source: Avro 1.12 specification, "Schema Resolution".
 */
import type { DatumSizes, JsonValue, RecordRepresentation, Representation, Schema } from '@ottla/schema';
import type { Conversion, WireType } from '../logical/conversion.ts';
import type { ValueCodecs } from '../value-codec.ts';

/** A scalar as the writer wrote it, then what the reader's side makes of it. */
export interface ScalarReadStep {
  readonly step: 'scalar';
  /**
   * How the writer's bytes are read: an int as `int` and a float as `float` whatever the reader's type, a long as
   * `bigintLong` where a number would not be wide enough for what follows. String and bytes are the same bytes, so
   * here stands what the reader takes them for.
   */
  readonly wire: WireType;
  /** In bytes, of a fixed. */
  readonly size: number | null;
  /** From what was read to what the reader's type holds, when they differ. */
  readonly promotion: Promotion | null;
  readonly conversion: Conversion | null;
  /** Of the field in the reader's types, for errors: `com.acme.Order.total`; `[]` for items; empty at the root. */
  readonly path: string;
}

export type Promotion =
  /** An int or a bigint to a float, a bigint to a double, an int to a bigint. */
  | { readonly to: 'float' | 'double' | 'bigint' }
  /** A count to another unit, given as `wire`: decimal digits to the left, negative to the right, none may be lost. */
  | { readonly to: 'digits'; readonly digits: number; readonly wire: 'int' | 'long' | 'bigintLong' }
  /** The bytes of a decimal to those of another scale; `size` of a fixed. Digits as above. */
  | {
      readonly to: 'scale';
      readonly digits: number;
      readonly precision: number;
      readonly size: number | null;
    };

export interface EnumReadStep {
  readonly step: 'enum';
  /** By the writer's position: the reader's symbol, or null where the reader has none and no default. */
  readonly symbols: readonly (string | null)[];
  readonly path: string;
}

export interface ArrayReadStep {
  readonly step: 'array';
  readonly items: ReadStep;
  /** Infinity: no datum of an item ends. */
  readonly leastItemBytes: number;
  /** How many values an item is that takes no bytes, else 0; they are counted, since bytes do not bound them. */
  readonly emptyValues: number;
}

export interface MapReadStep {
  readonly step: 'map';
  readonly values: ReadStep;
}

export interface RecordReadStep {
  readonly step: 'record';
  /** In the writer's order. Worked out when it is first asked for. */
  readonly fields: readonly FieldReadStep[];
  /** What only the reader has. */
  readonly defaults: readonly DefaultReadStep[];
  /** Names of the reader, in its order: the shape of the value. */
  readonly names: readonly string[];
  /** `$type`, where the reader's union asks for it. */
  readonly tag: string | null;
  readonly leastBytes: number;
  /** As of an array's items. */
  readonly emptyValues: number;
  /** Of the reader: its values are of one shape, whoever wrote them. */
  readonly representation: RecordRepresentation;
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
  readonly codecs: ValueCodecs;
}

/** The writer's union: one step for each of its branches. */
export interface UnionReadStep {
  readonly step: 'union';
  readonly branchCount: number;
  /** The step of a branch, from 0; worked out when it is first asked for. */
  branch(index: number): ReadStep;
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
  readonly sizes: DatumSizes;
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
