/**
 * Every place at which a value does not fit, as one error.
 *
 * The message tells the first and how many others there are; all of them, as far as they were looked for, are in
 * `misfits`. Values are not shown.
 */
import { SerializationError, type ValueMisfit } from '@ottla/kernel';

/** More are of no use to anybody who mends the value. */
export const MOST_MISFITS = 100;

/** Code `VALUE_MISFIT`. There is one misfit at least. */
export function misfitsError(misfits: readonly [ValueMisfit, ...ValueMisfit[]]): SerializationError {
  const [{ path, expected, found, remedy }] = misfits;
  const place = path === '' ? 'the value' : `'${path}'`;
  const mend = remedy === undefined ? '' : `; ${remedy}`;
  const more = misfits.length === 1 ? '' : ` (and ${misfits.length - 1} more; see misfits)`;
  return new SerializationError(`${place} must be ${expected}, found ${found}${mend}${more}`, {
    code: 'VALUE_MISFIT',
    failure: 'poison',
    path,
    expected,
    found,
    misfits: misfits.slice(0, MOST_MISFITS),
  });
}
