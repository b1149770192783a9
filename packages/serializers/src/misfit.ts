/**
 * A value that does not fit, as a finding and as the error made of it.
 *
 * The error names topic, subject, path, expected type and the kind found; never the value.
 */
import { SerializationError, type ValueMisfit } from '@ottla/kernel';

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

/** Code `VALUE_MISFIT`, of one place. */
export function misfitError(misfit: ValueMisfit, place: Place = {}): SerializationError {
  return misfitsError(misfit, [misfit], place);
}

/** Code `VALUE_MISFIT`, of every place that was found; its message is about the first. */
export function misfitsError(
  first: ValueMisfit,
  misfits: readonly ValueMisfit[],
  place: Place = {},
): SerializationError {
  const { path, expected, found, remedy } = first;
  const what = path === '' ? 'the value' : `'${path}'`;
  const mend = remedy === undefined ? '' : `; ${remedy}`;
  const more = misfits.length > 1 ? ` (and ${misfits.length - 1} more, in \`misfits\`)` : '';
  const message = `${placeWords(place)}${what} must be ${expected}, found ${found}${mend}${more}`;
  return new SerializationError(message, {
    code: 'VALUE_MISFIT',
    topic: place.topic,
    isKey: place.isKey,
    subject: place.subject,
    schemaId: place.schemaId,
    path,
    expected,
    found,
    misfits,
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
