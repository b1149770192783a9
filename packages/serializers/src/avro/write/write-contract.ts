/** What every writer of values is, and how deep values may go. */
import type { ByteWriter } from '@ottla/kernel';

/**
 * Writes a value at the writer's position. Throws MISFIT, a constant without a path, for one that does not fit,
 * and may have written a part of it then: whoever called the first writer rewinds.
 */
export type ValueWrite = (value: unknown, writer: ByteWriter) => void;

/** Records nested deeper are refused: a value may contain itself. */
export const DEEPEST_VALUE = 1000;

/** How many records deep the value being written is. */
export interface Nesting {
  depth: number;
}
