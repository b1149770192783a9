/**
 * One reason why a reader cannot read what a writer writes, in the words of Java's SchemaCompatibility.
 */
import type { Position } from '../json/position.ts';
import type { Schema } from '../schema.ts';

export type IncompatibilityKind =
  | 'NAME_MISMATCH'
  | 'FIXED_SIZE_MISMATCH'
  | 'MISSING_ENUM_SYMBOLS'
  | 'READER_FIELD_MISSING_DEFAULT_VALUE'
  | 'TYPE_MISMATCH'
  | 'MISSING_UNION_BRANCH';

export interface Incompatibility {
  readonly kind: IncompatibilityKind;
  /** A JSON pointer into the reader, as Java writes it: `/fields/0/type/symbols`; the root is `/`. */
  readonly location: string;
  /** Java's message, such as `reader type: INT not compatible with writer type: STRING`. */
  readonly message: string;
  /** Where the reader stands: the field, or the type that does not fit. */
  readonly reader: Position;
  readonly writer: Position;
}

/** A pair of schemas, the one that reads and the one that wrote. */
export interface SchemaPair {
  readonly reader: Schema;
  readonly writer: Schema;
}
