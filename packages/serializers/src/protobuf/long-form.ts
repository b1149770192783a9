/**
 * 64-bit integers in JavaScript: as bigint, as a number that is checked to be safe, or as decimal text.
 *
 * The option says what reading gives. Writing takes all three, as long as nothing is lost.
 */
import { SerializationError } from '@ottla/kernel';
import { signedNumber, unsignedNumber } from './wire-reader.ts';

/** What reading gives for 64-bit integers. */
export type LongForm = 'bigint' | 'number' | 'string';

const DIGITS = /^-?(?:0|[1-9]\d{0,19})$/;
const LEAST_SIGNED = -(2n ** 63n);
const MOST_SIGNED = 2n ** 63n - 1n;
const MOST_UNSIGNED = 2n ** 64n - 1n;

/** The integer a value stands for; undefined when it stands for none, or for one that does not fit. */
export function longOf(value: unknown, isSigned: boolean): bigint | undefined {
  let long: bigint;
  if (typeof value === 'bigint') long = value;
  else if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) return undefined;
    long = BigInt(value);
  } else if (typeof value === 'string' && DIGITS.test(value)) long = BigInt(value);
  else return undefined;
  const fits = isSigned ? long >= LEAST_SIGNED && long <= MOST_SIGNED : long >= 0n && long <= MOST_UNSIGNED;
  return fits ? long : undefined;
}

interface Halves {
  readonly low: number;
  readonly high: number;
}

/** Throws `VALUE_UNREPRESENTABLE` for 'number' where the integer is beyond 2^53. */
export function longValue(
  form: LongForm,
  { low, high }: Halves,
  isSigned: boolean,
): bigint | number | string {
  const number = isSigned ? signedNumber(low, high) : unsignedNumber(low, high);
  const isSafe = Number.isSafeInteger(number);
  if (form === 'number') {
    if (isSafe) return number;
    throw new SerializationError(
      "the bytes hold an integer beyond 2^53, which a number cannot hold; read with long: 'bigint' or 'string'",
      { code: 'VALUE_UNREPRESENTABLE', expected: 'a safe integer', found: 'an integer beyond 2^53' },
    );
  }
  if (isSafe) return form === 'bigint' ? BigInt(number) : String(number);
  const long = (BigInt(high) << 32n) | BigInt(low);
  const exact = isSigned ? BigInt.asIntN(64, long) : long;
  return form === 'bigint' ? exact : exact.toString();
}
