/**
 * A value that does not fit, as a finding and as the error made of it.
 *
 * The error names topic, subject, path, expected type and the kind found; never the value.
 */
import { SerializationError } from '@ottla/kernel';

/** Where and how a value does not fit. */
export interface Misfit {
  /** From the root of the value: `orders[3].total`, `attributes["k"]`; empty for the root. */
  readonly path: string;
  /** The type asked for, in the words of the schema. */
  readonly expected: string;
  /** The kind found, in words. */
  readonly found: string;
  /** What would mend it, when there is more to say. */
  readonly remedy?: string | undefined;
}

/** Whose bytes or value it was, as far as known. */
export interface Place {
  readonly topic?: string | undefined;
  readonly isKey?: boolean | undefined;
  readonly subject?: string | undefined;
  readonly schemaId?: number | undefined;
}

/** "topic 'customers', value: " or '' when nothing is known. */
function placeWords({ topic, isKey, subject, schemaId }: Place): string {
  const words: string[] = [];
  if (topic !== undefined) words.push(`topic '${topic}', ${isKey === true ? 'key' : 'value'}`);
  if (subject !== undefined) words.push(`subject '${subject}'`);
  if (schemaId !== undefined) words.push(`schema ${schemaId}`);
  return words.length === 0 ? '' : `${words.join(', ')}: `;
}

/** Code `VALUE_MISFIT`. */
export function misfitError(
  { path, expected, found, remedy }: Misfit,
  place: Place = {},
): SerializationError {
  const what = path === '' ? 'the value' : `'${path}'`;
  const mend = remedy === undefined ? '' : `; ${remedy}`;
  return new SerializationError(`${placeWords(place)}${what} must be ${expected}, found ${found}${mend}`, {
    code: 'VALUE_MISFIT',
    topic: place.topic,
    subject: place.subject,
    path,
    expected,
    found,
  });
}

/** Bytes that cannot be read, as an error of the place they came from. */
export function unreadable(problem: string, code: string, place: Place = {}): SerializationError {
  return new SerializationError(`${placeWords(place)}${problem}`, {
    code,
    topic: place.topic,
    subject: place.subject,
  });
}

/** The same error, once it is known whose value or bytes it was about. */
export function placed(error: SerializationError, place: Place): SerializationError {
  const { code, action, path, expected, found } = error;
  const { topic, subject } = place;
  return new SerializationError(`${placeWords(place)}${error.message}`, {
    code,
    action,
    topic,
    subject,
    path,
    expected,
    found,
    cause: error.cause,
  });
}
