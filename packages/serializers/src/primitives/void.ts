/**
 * Nothing at all, as Kafka's VoidSerializer: for keys or values that are always null.
 */
import type { Deserializer, SimpleSerializer } from '@ottla/kernel';
import { serializationError } from '../errors.ts';
import { foundKind } from '../found-kind.ts';
import { misfitError } from '../misfit.ts';

/**
 * Writes null for null and undefined. Anything else fails with SerializationError `VALUE_MISFIT`.
 * @example
 * await using names = new Producer({
 *   bootstrapServers: ['localhost:9092'],
 *   keySerializer: voidSerializer(),
 *   valueSerializer: stringSerializer(),
 * });
 */
export function voidSerializer(): SimpleSerializer<null | undefined> {
  return {
    serialize(value, context) {
      if (value !== null && value !== undefined) {
        throw misfitError({ path: '', expected: 'null', found: foundKind(value) }, context);
      }
      return null;
    },
  };
}

/** Only a tombstone can be read, and it never gets here; bytes of any kind fail with SerializationError `BYTES_MALFORMED`. */
export function voidDeserializer(): Deserializer<null> {
  return {
    deserialize(bytes, context) {
      const problem = `nothing was to be there but a tombstone (null), found ${bytes.length} bytes`;
      throw serializationError(problem, 'BYTES_MALFORMED', context);
    },
  };
}
