/**
 * Integers of 16 bits in two bytes, big-endian, as Kafka's ShortSerializer writes them.
 */
import type { Deserializer, RichSerializer } from '@ottla/kernel';
import { fixedSizeDeserializer, fixedSizeSerializer, outOfRange } from './fixed-size.ts';

const INT16_BYTES = 2;

/**
 * Writes an integer from -32768 to 32767. Anything else fails with SerializationError `VALUE_MISFIT`.
 * @example
 * await serializeValue(int16Serializer(), 258, { topic: 'ids', isKey: true, headers: [] }); // Uint8Array.of(1, 2)
 */
export function int16Serializer(): RichSerializer<number> {
  return fixedSizeSerializer<number>({
    size: INT16_BYTES,
    expected: 'an int16 (-32768 to 32767)',
    fits: (value): value is number => typeof value === 'number' && value === (value << 16) >> 16,
    found: outOfRange,
    write: (value, writer) => writer.writeInt16(value),
  });
}

/** Reads exactly two bytes; any other length fails with SerializationError `BYTES_MALFORMED`. */
export function int16Deserializer(): Deserializer<number> {
  return fixedSizeDeserializer('an int16', INT16_BYTES, (bytes) => bytes.readInt16BE(0));
}
