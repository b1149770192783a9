/**
 * What stands between a value as users hold it and the value of the type under its logical type.
 *
 * A conversion has a name and arguments, so that generated code can name it too. It knows one scalar; plans
 * know where it stands.
 */

/** What the bytes hold, in the words of the specification; `bigintLong` is a long that is held as a bigint. */
export type WireType =
  'null' | 'boolean' | 'int' | 'long' | 'bigintLong' | 'float' | 'double' | 'string' | 'bytes' | 'fixed';

export interface Conversion {
  /** Of the function that makes it, for generated code. */
  readonly name: string;
  /** What that function was called with. */
  readonly parameters: readonly (string | number | null)[];
  /** Throws MISFIT for a value that does not fit. Bytes may be valid until the next call only. */
  toWire(value: unknown): unknown;
  /** Throws VALUE_UNREPRESENTABLE, with the path, for what was written and cannot be held. */
  fromWire(value: unknown, path: string): unknown;
}
