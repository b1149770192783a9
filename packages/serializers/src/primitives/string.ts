/**
 * Strings without a length, as Kafka's StringSerializer writes them: UTF-8 unless another encoding is asked for.
 *
 * Bytes that are none of the encoding's characters read as U+FFFD, as in Java.
 */
import { asBuffer, type Deserializer, type RichSerializer } from '@ottla/kernel';
import { foundKind } from '../found-kind.ts';
import { misfitError } from '../misfit.ts';
import { charsetOf, type StringEncoding } from './charset.ts';

export interface StringSerializerOptions {
  /** Default: 'utf8'. Of Java: UTF-8, UTF-16LE ('utf16le'), ISO-8859-1 ('latin1') and US-ASCII ('ascii'). */
  readonly encoding?: StringEncoding | undefined;
}

/**
 * Writes a string. Anything else, and a character the encoding does not have, fails with SerializationError
 * `VALUE_MISFIT`; a lone surrogate becomes U+FFFD.
 * @example
 * await serializeValue(stringSerializer(), 'Ada', { topic: 'names', isKey: false, headers: [] }); // Uint8Array.of(0x41, 0x64, 0x61)
 */
export function stringSerializer({ encoding }: StringSerializerOptions = {}): RichSerializer<string> {
  const { expected, holds, write } = charsetOf('stringSerializer', encoding);
  return {
    serializeInto(value, writer, context) {
      if (typeof value !== 'string') {
        throw misfitError({ path: '', expected, found: foundKind(value) }, context);
      }
      if (!holds(value)) {
        const remedy = "the encoding 'utf8' has them all";
        throw misfitError({ path: '', expected, found: 'a string with others', remedy }, context);
      }
      write(value, writer);
    },
  };
}

/** Reads any bytes as a string of the encoding. */
export function stringDeserializer({ encoding }: StringSerializerOptions = {}): Deserializer<string> {
  const { read } = charsetOf('stringDeserializer', encoding);
  return { deserialize: (bytes) => read(asBuffer(bytes)) };
}
