/**
 * Codecs of the user's: what stands between a class of theirs and the plain form of a logical type.
 *
 * A choice names a codec; it is given under that name beside the choices. Everything it is given and gives is
 * checked, and what it throws never gets out: errors of users' classes tend to hold the value.
 */
import { ConfigError, nearestName } from '@ottla/kernel';

/**
 * Between values of a class and values of the plain form, `Base`: `{ unscaled: bigint, scale: number }` of a
 * decimal; a number of days of a date; a number of milliseconds of a time-millis; a bigint of the unit of other
 * times and timestamps; a string of a uuid; `{ months, days, milliseconds }` of a duration.
 * @example
 * class Money {
 *   readonly cents: bigint;
 *   constructor(cents: bigint) {
 *     this.cents = cents;
 *   }
 * }
 * const moneyCodec: ValueCodec<Money, { unscaled: bigint; scale: number }> = {
 *   is: (value): value is Money => value instanceof Money,
 *   encode: (money) => ({ unscaled: money.cents, scale: 2 }),
 *   decode: ({ unscaled }) => new Money(unscaled),
 * };
 */
export interface ValueCodec<T, Base> {
  /** Whether a value is for this codec; in unions it is asked before all others. */
  is(value: unknown): value is T;
  /** Throw what you like for a value that has no plain form. */
  encode(value: T): Base;
  /** Throw what you like for a plain form that has no value. What it gives must be of `is`. */
  decode(base: Base): T;
}

/** By the names that choices call them by. */
export type ValueCodecs = Readonly<Record<string, ValueCodec<unknown, unknown>>>;

/** Throws ConfigError `CODEC_MISSING`. */
export function requiredCodec(codecs: ValueCodecs, name: string): ValueCodec<unknown, unknown> {
  const codec = Object.hasOwn(codecs, name) ? codecs[name] : undefined;
  if (codec !== undefined) return codec;
  const nearest = nearestName(name, Object.keys(codecs));
  const hint = nearest === undefined ? '' : `; did you mean '${nearest}'?`;
  throw new ConfigError(
    `a choice names the codec '${name}', which is not given; give it as codecs: { ${name}: … }${hint}`,
    'CODEC_MISSING',
  );
}

/** What a codec has made of a value, or in words why it has not. */
export type CodecResult = { readonly value: unknown } | { readonly problem: string };

/** A value in its plain form. */
export function encodedBy(codec: ValueCodec<unknown, unknown>, name: string, value: unknown): CodecResult {
  return attempted(`a value that codec '${name}' could not encode`, () => codec.encode(value));
}

/** A plain form as a value. */
export function decodedBy(codec: ValueCodec<unknown, unknown>, name: string, base: unknown): CodecResult {
  const result = attempted(`codec '${name}' could not decode what was written`, () => codec.decode(base));
  if ('problem' in result || isOf(codec, result.value)) return result;
  return { problem: `codec '${name}' has decoded to a value that its own \`is\` refuses` };
}

/** Whether a value is for a codec; one that throws says no. */
export function isOf(codec: ValueCodec<unknown, unknown>, value: unknown): boolean {
  const answer = attempted('', () => codec.is(value));
  return 'value' in answer && answer.value === true;
}

function attempted(problem: string, act: () => unknown): CodecResult {
  try {
    return { value: act() };
  } catch (error) {
    // Only the name: messages of users' errors hold values.
    return { problem: `${problem} (it threw ${error instanceof Error ? error.name : typeof error})` };
  }
}
