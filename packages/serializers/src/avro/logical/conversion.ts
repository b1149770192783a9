/**
 * What stands between a value as users hold it and the value of the type under its logical type.
 *
 * A conversion knows one scalar; plans know where it stands.
 */

/**
 * What the bytes hold, in the words of the specification; `bigintLong` is a long that is held as a bigint.
 *
 * Writing, each takes what it gives when read and refuses all else with MISFIT, with these besides: `long` (safe
 * numbers) takes a bigint within 2^53, `bigintLong` (all 64 bits) takes a safe integer. `int` and `long` take -0
 * as 0; `float` takes any number and rounds it. `bytes` and `fixed` are Uint8Array, the latter of its exact size.
 * A long beyond 2^53 read as `long` is VALUE_UNREPRESENTABLE.
 */
export type WireType =
  'null' | 'boolean' | 'int' | 'long' | 'bigintLong' | 'float' | 'double' | 'string' | 'bytes' | 'fixed';

export interface Conversion {
  /** Throws MISFIT for a value that does not fit. Bytes may be valid until the next call only. */
  toWire(value: unknown): unknown;
  /**
   * Of what the wire gives; where a promotion changed a long, of either a number or a bigint. Throws
   * VALUE_UNREPRESENTABLE, with the path, for what was written and cannot be held.
   */
  fromWire(value: unknown, path: string): unknown;
}
