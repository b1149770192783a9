/**
 * Numbers in eight bytes, big-endian (IEEE 754), as Kafka's DoubleSerializer writes them.
 */
import type { Deserializer, RichSerializer } from '@ottla/kernel';
import { fixedSizeDeserializer, fixedSizeSerializer } from './fixed-size.ts';

const DOUBLE_BYTES = 8;

/**
 * Writes any number. Anything else fails with SerializationError `VALUE_MISFIT`.
 * @example
 * await serializeValue(doubleSerializer(), 1.5, { topic: 'rates', isKey: false, headers: [] }); // Uint8Array.of(0x3f, 0xf8, 0, 0, 0, 0, 0, 0)
 */
export function doubleSerializer(): RichSerializer<number> {
  return fixedSizeSerializer<number>({
    size: DOUBLE_BYTES,
    expected: 'a number',
    fits: (value): value is number => typeof value === 'number',
    write: (value, writer) => writer.writeFloat64(value),
  });
}

/** Reads exactly eight bytes; any other length fails with SerializationError `BYTES_MALFORMED`. */
export function doubleDeserializer(): Deserializer<number> {
  return fixedSizeDeserializer('a double', DOUBLE_BYTES, (bytes) => bytes.readDoubleBE(0));
}
