/**
 * Why avsc refused a value, in our words: places and kinds, never the value.
 *
 * avsc's own errors carry values, so they go no further than here; the value is looked at once more.
 */
import { SerializationError, type ValueMisfit } from '@ottla/kernel';
import { foundKind } from '../../found-kind.ts';
import type { AvscType } from './avsc-library.ts';

const MOST_MISFITS = 20;
const NAME = /^[A-Za-z_]\w*$/;
const INDEX = /^\d+$/;

/** `VALUE_MISFIT`, or `ENCODING_FAILED` where avsc finds nothing wrong and could still not write it. */
export function avscMisfit(type: AvscType, value: unknown, noUndeclaredFields: boolean): SerializationError {
  const misfits = misfitsOf(type, value, noUndeclaredFields);
  const [first] = misfits;
  if (first === undefined) {
    return new SerializationError(
      'avsc could not write the value though it finds nothing wrong with it; does a logical type of yours throw?',
      { code: 'ENCODING_FAILED' },
    );
  }
  const { path, expected, found } = first;
  const what = path === '' ? 'the value' : `'${path}'`;
  return new SerializationError(`${what} must be ${expected}, found ${found}`, {
    code: 'VALUE_MISFIT',
    path,
    expected,
    found,
    misfits,
  });
}

function misfitsOf(type: AvscType, value: unknown, noUndeclaredFields: boolean): ValueMisfit[] {
  const misfits: ValueMisfit[] = [];
  const errorHook = (path: readonly string[], found: unknown, expected: AvscType): void => {
    if (misfits.length === MOST_MISFITS) return;
    const isUndeclared = expected.typeName === 'record' && typeof found === 'object' && found !== null;
    misfits.push({
      path: pathWords(path),
      expected: typeWords(expected),
      found:
        isUndeclared && noUndeclaredFields ? 'an object with fields it does not declare' : foundKind(found),
    });
  };
  try {
    type.isValid(value, { noUndeclaredFields, errorHook });
  } catch {
    // A logical type threw while it looked at the value; what was found until then is what there is to say.
  }
  return misfits;
}

function pathWords(path: readonly string[]): string {
  const words = path.map((part) => {
    if (INDEX.test(part)) return `[${part}]`;
    return NAME.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
  });
  return words.join('').replace(/^\./, '');
}

/** 'int', 'record com.acme.Order', 'a union'. */
function typeWords({ typeName, name }: AvscType): string {
  if (typeName.startsWith('union')) return 'a value of one of the branches of the union';
  return name === undefined ? typeName.replace(/^abstract:/, '') : `${typeName} ${name}`;
}
