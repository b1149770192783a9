/**
 * Values that do not fit, as the error made of them; and where in a value they stand.
 *
 * The error names topic, subject, path, expected type and the kind found; never the value. Its message tells the first
 * place and how many others there are; all of them, as far as they were looked for, are in `misfits`.
 */
import { SerializationError, type ValueMisfit } from '@ottla/kernel';
import { placeWords, type ErrorPlace } from './errors.ts';

/** More are of no use to anybody who mends the value. */
export const MOST_MISFITS = 100;

const PLAIN_NAME = /^[A-Za-z_$][\w$]*$/;

/** Code `VALUE_MISFIT`, of one place. */
export function misfitError(misfit: ValueMisfit, place: ErrorPlace = {}): SerializationError {
  return misfitsError([misfit], place);
}

/** Code `VALUE_MISFIT`, of every place that was found; the first one is told in words. */
export function misfitsError(
  misfits: readonly [ValueMisfit, ...ValueMisfit[]],
  place: ErrorPlace = {},
): SerializationError {
  const [{ path, expected, found, remedy }] = misfits;
  const { topic, isKey, subject, schemaId } = place;
  const what = path === '' ? 'the value' : `'${path}'`;
  const mend = remedy === undefined ? '' : `; ${remedy}`;
  const more = misfits.length > 1 ? ` (and ${misfits.length - 1} more, in \`misfits\`)` : '';
  const message = `${placeWords(place)}${what} must be ${expected}, found ${found}${mend}${more}`;
  return new SerializationError(message, {
    code: 'VALUE_MISFIT',
    failure: 'poison',
    topic,
    isKey,
    subject,
    schemaId,
    path,
    expected,
    found,
    misfits: misfits.slice(0, MOST_MISFITS),
  });
}

/**
 * The path to a member of what stands at `path`.
 * @example
 * memberPath('order', 'lines'); // 'order.lines'
 * memberPath('order', 'a b'); // 'order["a b"]'
 */
export function memberPath(path: string, name: string): string {
  if (!PLAIN_NAME.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}
