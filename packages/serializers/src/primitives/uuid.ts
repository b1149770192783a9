/**
 * UUIDs as their text of 36 characters, as Kafka's UUIDSerializer writes them: lower case, not their 16 bytes.
 */
import type { Deserializer, RichSerializer } from '@ottla/kernel';
import { serializationError } from '../errors.ts';
import { fixedSizeDeserializer, fixedSizeSerializer } from './fixed-size.ts';

const UUID_CHARACTERS = 36;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Writes the text of a UUID in lower case. Anything else fails with SerializationError `VALUE_MISFIT`.
 * @example
 * const context = { topic: 'orders', isKey: true, headers: [] };
 * await serializeValue(uuidSerializer(), crypto.randomUUID(), context);
 */
export function uuidSerializer(): RichSerializer<string> {
  return fixedSizeSerializer<string>({
    size: UUID_CHARACTERS,
    expected: 'the text of a UUID (8-4-4-4-12 hexadecimal digits)',
    fits: (value): value is string => typeof value === 'string' && UUID.test(value),
    found: (value) => (typeof value === 'string' ? 'another string' : undefined),
    write: (value, writer) => writer.writeUtf8(value.toLowerCase()),
  });
}

/** Reads the text of a UUID, in lower case; anything else fails with SerializationError `BYTES_MALFORMED`. */
export function uuidDeserializer(): Deserializer<string> {
  return fixedSizeDeserializer('the text of a UUID', UUID_CHARACTERS, (bytes, context) => {
    const text = bytes.toString('latin1');
    if (UUID.test(text)) return text.toLowerCase();
    throw serializationError('the 36 bytes are not the text of a UUID', 'BYTES_MALFORMED', context);
  });
}
