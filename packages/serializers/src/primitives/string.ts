/**
 * Strings as UTF-8, as Kafka's StringSerializer writes them.
 *
 * A lone surrogate becomes U+FFFD, and so do bytes that are not UTF-8 when read.
 */
import { asBuffer, type Deserializer, type RichSerializer } from '@ottla/kernel';
import { foundKind } from '../found-kind.ts';
import { misfitError } from '../misfit.ts';

/**
 * Writes a string as UTF-8, without a length. Anything else fails with SerializationError `VALUE_MISFIT`.
 * @example
 * await serializeValue(stringSerializer(), 'Ada', { topic: 'names', isKey: false, headers: [] }); // 41 64 61
 */
export function stringSerializer(): RichSerializer<string> {
  return {
    serializeInto(value, writer, context) {
      if (typeof value !== 'string') {
        throw misfitError({ path: '', expected: 'a string', found: foundKind(value) }, context);
      }
      writer.writeUtf8(value);
    },
  };
}

/** Reads UTF-8. */
export function stringDeserializer(): Deserializer<string> {
  return { deserialize: (bytes) => asBuffer(bytes).toString('utf8') };
}
