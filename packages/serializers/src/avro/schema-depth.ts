/**
 * Schemas that are nested deeper than the stack.
 *
 * JSON text is bounded by its parser, but types that refer to each other by name can form any chain. Plans
 * follow it, and so does avsc; the stack is the bound, and running out of it is a typed error.
 */
import { SerializationError } from '@ottla/kernel';

/** Runs what walks a schema. Throws SerializationError `SCHEMA_TOO_DEEP` when the stack does not suffice. */
export function withinStack<T>(walk: () => T): T {
  try {
    return walk();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SerializationError('the schema nests its types too deeply to be used', {
      code: 'SCHEMA_TOO_DEEP',
    });
  }
}
