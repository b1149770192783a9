/**
 * Bytes as they are, as Kafka's ByteArraySerializer writes them.
 *
 * Reading gives an exact copy: what arrived may be a slice of a much larger buffer.
 */
import type { Deserializer, RichSerializer } from '@ottla/kernel';
import { foundKind } from '../found-kind.ts';
import { misfitError } from '../misfit.ts';

/**
 * Writes a Uint8Array (a Buffer is one) as it is. Anything else fails with SerializationError `VALUE_MISFIT`.
 * @example
 * await serializeValue(bytesSerializer(), new Uint8Array([1, 2]), { topic: 'raw', isKey: false, headers: [] }); // Uint8Array.of(1, 2)
 */
export function bytesSerializer(): RichSerializer<Uint8Array> {
  return {
    serializeInto(value, writer, context) {
      if (!(value instanceof Uint8Array)) {
        throw misfitError({ path: '', expected: 'a Uint8Array', found: foundKind(value) }, context);
      }
      writer.writeBytes(value);
    },
  };
}

/** Copies the bytes. */
export function bytesDeserializer(): Deserializer<Uint8Array> {
  return { deserialize: (bytes) => new Uint8Array(bytes) };
}
