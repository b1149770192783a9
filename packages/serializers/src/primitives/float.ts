/**
 * Floating point numbers of 32 bits in four bytes, big-endian (IEEE 754), as Kafka's FloatSerializer writes them.
 */
import type { Deserializer, RichSerializer } from '@ottla/kernel';
import { fixedSizeDeserializer, fixedSizeSerializer } from './fixed-size.ts';

const FLOAT_BYTES = 4;

function isFloat(value: unknown): value is number {
  return typeof value === 'number' && (Number.isFinite(Math.fround(value)) || !Number.isFinite(value));
}

/**
 * Writes a number, rounded to the nearest float. A number too large for one, and anything else, fails with
 * SerializationError `VALUE_MISFIT`.
 * @example
 * await serializeValue(floatSerializer(), 1.5, { topic: 'rates', isKey: false, headers: [] }); // Uint8Array.of(0x3f, 0xc0, 0, 0)
 */
export function floatSerializer(): RichSerializer<number> {
  return fixedSizeSerializer<number>({
    size: FLOAT_BYTES,
    expected: 'a float (a number below 2^128)',
    fits: isFloat,
    found: (value) => (typeof value === 'number' ? 'a number out of that range' : undefined),
    write: (value, writer) => {
      writer.reserve(FLOAT_BYTES);
      writer.position = writer.buffer.writeFloatBE(value, writer.position);
    },
  });
}

/** Reads exactly four bytes; any other length fails with SerializationError `BYTES_MALFORMED`. */
export function floatDeserializer(): Deserializer<number> {
  return fixedSizeDeserializer('a float', FLOAT_BYTES, (bytes) => bytes.readFloatBE(0));
}
