/**
 * A schema language of one line, to try serializers with a registry by themselves.
 *
 * A schema is a list of letters: `"abc"`. A value is a string of such letters, and the payload the same in latin1. A
 * reader turns letters it does not know into `?`; it is compatible when it knows all letters of the writer. A schema
 * that begins with `@name ` is a record of that name.
 */
import { SerializationError } from '@ottla/kernel';
import type { PayloadFormat, ResolvedSchema } from '../src/registry/payload-format.ts';

export interface LetterFormatOptions {
  /** As Protobuf's: the place of the first letter in the schema. */
  readonly withIndexes?: boolean;
}

function lettersOf({ text, references }: ResolvedSchema): string {
  const { schema } = text;
  const own = schema.replace(/^@\S+ /, '');
  if (!/^[a-z]*$/.test(own)) {
    throw new SerializationError(`'${own}' are no letters`, { code: 'SCHEMA_UNUSABLE' });
  }
  return own + references.map((each) => each.schema.replace(/^@\S+ /, '')).join('');
}

function expectLetters(value: unknown, letters: string): string {
  const found = typeof value;
  const fits = typeof value === 'string' && value.split('').every((letter) => letters.includes(letter));
  if (fits) return value;
  const message = `the value must be letters of '${letters}', found a ${found}`;
  throw new SerializationError(message, { code: 'VALUE_MISFIT', path: '', expected: letters, found });
}

export function letterFormat({ withIndexes = false }: LetterFormatOptions = {}): PayloadFormat {
  return {
    schemaType: 'AVRO',
    hasMessageIndexes: withIndexes,
    recordName: ({ text }) => /^@(\S+) /.exec(text.schema)?.[1] ?? null,
    writer(schema) {
      const letters = lettersOf(schema);
      return {
        write: (value, writer) => void writer.writeUtf8(expectLetters(value, letters)),
        ...(withIndexes ? { messageIndexes: (value) => [letters.indexOf(String(value).charAt(0))] } : {}),
      };
    },
    reader(writer, reader) {
      const written = lettersOf(writer);
      const letters = reader === null ? written : lettersOf(reader);
      const read = (bytes: Buffer, start: number): string => {
        const text = expectLetters(bytes.toString('latin1', start), written);
        return text
          .split('')
          .map((letter) => (letters.includes(letter) ? letter : '?'))
          .join('');
      };
      return withIndexes
        ? { read: (payload, indexes) => `${indexes?.join('.')}:${read(payload, 0)}` }
        : { read: (payload) => read(payload, 0), readAt: read };
    },
    incompatibilities(reader, writer) {
      const letters = lettersOf(reader);
      return lettersOf(writer)
        .split('')
        .filter((letter) => !letters.includes(letter))
        .map((letter) => `the letter '${letter}' is missing`);
    },
  };
}
