/**
 * Integers of 32 bits in four bytes, big-endian, as Kafka's IntegerSerializer writes them.
 */
import { asBuffer, type Deserializer, type RichSerializer } from '@ottla/kernel';
import { foundKind } from '../found-kind.ts';
import { misfitError, unreadable } from '../misfit.ts';

const INT32_BYTES = 4;

/**
 * Writes an integer from -2147483648 to 2147483647. Anything else fails with SerializationError `VALUE_MISFIT`.
 * @example
 * await serializeValue(int32Serializer(), 258, { topic: 'ids', isKey: true, headers: [] }); // 00 00 01 02
 */
export function int32Serializer(): RichSerializer<number> {
  return {
    serializeInto(value, writer, context) {
      if (typeof value !== 'number' || value !== (value | 0)) {
        const expected = 'an int32 (-2147483648 to 2147483647)';
        const integer = typeof value === 'number' && Number.isInteger(value);
        const found = integer ? 'an integer out of that range' : foundKind(value);
        throw misfitError({ path: '', expected, found }, context);
      }
      writer.writeInt32(value);
    },
  };
}

/** Reads exactly four bytes; any other length fails with SerializationError `BYTES_MALFORMED`. */
export function int32Deserializer(): Deserializer<number> {
  return {
    deserialize(bytes, context) {
      if (bytes.length !== INT32_BYTES) {
        throw unreadable(`an int32 takes 4 bytes, found ${bytes.length}`, 'BYTES_MALFORMED', context);
      }
      return asBuffer(bytes).readInt32BE(0);
    },
  };
}
