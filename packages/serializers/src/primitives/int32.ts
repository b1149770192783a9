/**
 * Integers of 32 bits in four bytes, big-endian, as Kafka's IntegerSerializer writes them.
 */
import type { Deserializer, RichSerializer } from '@ottla/kernel';
import { fixedSizeDeserializer, fixedSizeSerializer, outOfRange } from './fixed-size.ts';

const INT32_BYTES = 4;

/**
 * Writes an integer from -2147483648 to 2147483647. Anything else fails with SerializationError `VALUE_MISFIT`.
 * @example
 * await serializeValue(int32Serializer(), 258, { topic: 'ids', isKey: true, headers: [] }); // Uint8Array.of(0, 0, 1, 2)
 */
export function int32Serializer(): RichSerializer<number> {
  return fixedSizeSerializer<number>({
    size: INT32_BYTES,
    expected: 'an int32 (-2147483648 to 2147483647)',
    fits: (value): value is number => typeof value === 'number' && value === (value | 0),
    found: outOfRange,
    write: (value, writer) => writer.writeInt32(value),
  });
}

/** Reads exactly four bytes; any other length fails with SerializationError `BYTES_MALFORMED`. */
export function int32Deserializer(): Deserializer<number> {
  return fixedSizeDeserializer('an int32', INT32_BYTES, (bytes) => bytes.readInt32BE(0));
}
