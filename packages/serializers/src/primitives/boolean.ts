/**
 * Booleans in one byte, 0 or 1, as Kafka's BooleanSerializer writes them.
 *
 * To Kafka's lists they are items of varying size, so they carry no size here either.
 */
import type { Deserializer, RichSerializer } from '@ottla/kernel';
import { serializationError } from '../errors.ts';
import { foundKind } from '../found-kind.ts';
import { misfitError } from '../misfit.ts';

/**
 * Writes true as 01 and false as 00. Anything else fails with SerializationError `VALUE_MISFIT`.
 * @example
 * await serializeValue(booleanSerializer(), true, { topic: 'flags', isKey: false, headers: [] }); // Uint8Array.of(1)
 */
export function booleanSerializer(): RichSerializer<boolean> {
  return {
    serializeInto(value, writer, context) {
      if (typeof value !== 'boolean') {
        throw misfitError({ path: '', expected: 'true or false', found: foundKind(value) }, context);
      }
      writer.writeInt8(value ? 1 : 0);
    },
  };
}

/** Reads exactly one byte, 0 or 1; anything else fails with SerializationError `BYTES_MALFORMED`. */
export function booleanDeserializer(): Deserializer<boolean> {
  return {
    deserialize(bytes, context) {
      const [byte] = bytes;
      if (bytes.length === 1 && (byte === 0 || byte === 1)) return byte === 1;
      const found = bytes.length === 1 ? 'another byte' : `${bytes.length} bytes`;
      throw serializationError(`a boolean is one byte, 00 or 01, found ${found}`, 'BYTES_MALFORMED', context);
    },
  };
}
