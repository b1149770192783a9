/**
 * Whether a value that has no parts fits its representation.
 *
 * The rules of the conversions, said once more in words: this runs when a conversion has refused, and where a
 * union must choose. Inputs that representation-inputs.ts of the schema package calls wide fit here, too.
 */
import {
  inputKindsOf,
  type BigintRepresentation,
  type CustomRepresentation,
  type EnumRepresentation,
  type JavaScriptKind,
  type NumberRepresentation,
  type Representation,
  type ScalarRepresentation,
  type TemporalRepresentation,
} from '@ottla/schema';
import { nearestName } from '@ottla/kernel';
import { foundKind } from '../../found-kind.ts';
import { bigDecimalOfInput, bigDecimalOfPair } from '../logical/big-decimal.ts';
import { unscaledOfInput } from '../logical/decimal-text.ts';
import { isDuration } from '../logical/duration.ts';
import {
  countOfDate,
  countOfInstant,
  countOfPlainDate,
  countOfPlainDateTime,
  countOfPlainTime,
} from '../logical/temporal-count.ts';
import { isInstant, isPlainDate, isPlainDateTime, isPlainTime } from '../logical/temporal-port.ts';
import { daysOfInput, isDateCount } from '../logical/time-conversions.ts';
import { unitDigits } from '../logical/time-units.ts';
import { rescaled } from '../logical/unscaled-decimal.ts';
import { isUuid } from '../logical/uuid.ts';
import { isLong } from '../logical/zigzag.ts';
import { encodedBy, isOf, requiredCodec, type ValueCodecs } from '../value-codec.ts';

export type { ScalarRepresentation } from '@ottla/schema';

/** What was found instead, and what would mend it. */
export interface ScalarMisfit {
  readonly found: string;
  readonly remedy?: string | undefined;
}

/**
 * How a value stands to a representation, for a union that must choose.
 * - `natural`: fits, is of the kind that decode gives, and would be read back as the same value.
 * - `inexact`: fits, is of that kind, and would be read back as another: 0.1 for a float, -0 for an int.
 * - `wide`: fits, and is of another kind that is taken besides.
 */
export type ScalarFit = 'natural' | 'inexact' | 'wide' | 'none';

export function scalarFit(
  representation: ScalarRepresentation,
  value: unknown,
  codecs: ValueCodecs = {},
): ScalarFit {
  if (scalarMisfit(representation, value, codecs) !== undefined) return 'none';
  const { natural } = inputKindsOf(representation);
  if (naturalKindOf(representation, value, codecs) !== natural) return 'wide';
  if (representation.kind !== 'number' || representation.of === 'double') return 'natural';
  const isExact =
    representation.of === 'float'
      ? Number.isNaN(value) || Math.fround(Number(value)) === value
      : !Object.is(value, -0);
  return isExact ? 'natural' : 'inexact';
}

/** Of a value that fits. */
function naturalKindOf(
  representation: ScalarRepresentation,
  value: unknown,
  codecs: ValueCodecs,
): JavaScriptKind {
  if (isForClass(representation, value, codecs)) return 'class';
  if (value === null) return 'null';
  const type = typeof value;
  if (type === 'string' || type === 'number' || type === 'boolean' || type === 'bigint') return type;
  if (value instanceof Date) return 'date';
  return value instanceof Uint8Array ? 'bytes' : 'object';
}

/**
 * True for a value of the class that a representation of jsKind 'class' stands for, whether it fits or not. In
 * unions such branches are asked first.
 */
export function isForClass(
  representation: Representation,
  value: unknown,
  codecs: ValueCodecs = {},
): boolean {
  if (representation.kind === 'custom') return isOf(requiredCodec(codecs, representation.codec), value);
  if (representation.kind !== 'temporal') return false;
  const { of } = representation;
  if (of === 'date') return isPlainDate(value);
  if (of === 'time-millis' || of === 'time-micros') return isPlainTime(value);
  return of.startsWith('local-') ? isPlainDateTime(value) : isInstant(value);
}

/** Undefined when the value fits. */
export function scalarMisfit(
  representation: ScalarRepresentation,
  value: unknown,
  codecs: ValueCodecs = {},
): ScalarMisfit | undefined {
  switch (representation.kind) {
    case 'null':
      return fitsWhen(value === null, value);
    case 'boolean':
      return fitsWhen(typeof value === 'boolean', value);
    case 'number':
      return numberMisfit(representation, value);
    case 'bigint':
      return bigintMisfit(representation, value);
    case 'timestamp':
      return timestampMisfit(value);
    case 'temporal':
      return temporalMisfit(representation, value);
    case 'duration':
      return fitsWhen(isDuration(value), value);
    case 'bytes':
      return fitsWhen(value instanceof Uint8Array, value);
    case 'fixedBytes':
      if (!(value instanceof Uint8Array)) return { found: foundKind(value) };
      return value.length === representation.size ? undefined : { found: `${value.length} bytes` };
    case 'dateString':
      return judged(daysOfInput(value));
    case 'decimalString':
      return judged(unscaledOfInput(value, representation));
    case 'unscaledDecimal':
      return judged(
        representation.digits === null ? bigDecimalOfPair(value) : rescaled(value, representation.digits),
      );
    case 'bigDecimalString':
      return judged(bigDecimalOfInput(value));
    case 'string':
      if (typeof value !== 'string') return { found: foundKind(value) };
      if (representation.schema.logical?.name !== 'uuid' || isUuid(value)) return undefined;
      return { found: 'a string that is no uuid' };
    case 'enum':
      return enumMisfit(representation, value);
    case 'custom':
      return customMisfit(representation, value, codecs);
  }
}

function fitsWhen(fits: boolean, value: unknown): ScalarMisfit | undefined {
  return fits ? undefined : { found: foundKind(value) };
}

/** Functions that find no value say in words why. */
function judged(result: object | bigint | number | string): ScalarMisfit | undefined {
  return typeof result === 'string' ? { found: result } : undefined;
}

/** A search for longer names, or among more, would take seconds. */
export const LONGEST_NAME = 100;
export const MOST_SUGGESTIONS = 500;

function enumMisfit({ symbols }: EnumRepresentation, value: unknown): ScalarMisfit | undefined {
  if (typeof value !== 'string') return { found: foundKind(value) };
  if (symbols.includes(value)) return undefined;
  const isSearched = value.length <= LONGEST_NAME && symbols.length <= MOST_SUGGESTIONS;
  const nearest = isSearched ? nearestName(value, symbols) : undefined;
  const remedy = nearest === undefined ? undefined : `did you mean '${nearest}'?`;
  return { found: 'a string that is none of its symbols', remedy };
}

function customMisfit(
  { codec: name, base }: CustomRepresentation,
  value: unknown,
  codecs: ValueCodecs,
): ScalarMisfit | undefined {
  const codec = requiredCodec(codecs, name);
  if (!isOf(codec, value)) return { found: foundKind(value) };
  const result = encodedBy(codec, name, value);
  if ('problem' in result) return { found: result.problem };
  const misfit = scalarMisfit(base, result.value, codecs);
  return misfit === undefined
    ? undefined
    : { found: `a value that codec '${name}' has encoded to ${misfit.found}`, remedy: misfit.remedy };
}

function numberMisfit({ of }: NumberRepresentation, value: unknown): ScalarMisfit | undefined {
  if (of === 'float' || of === 'double') return fitsWhen(typeof value === 'number', value);
  if (of === 'int' || of === 'date' || of === 'time-millis') {
    if (typeof value !== 'number' || !Number.isInteger(value)) return { found: foundKind(value) };
    return value === (value | 0) ? undefined : { found: 'an integer beyond 32 bits' };
  }
  const isTimestamp = of === 'timestamp-millis' || of === 'timestamp-micros' || of === 'timestamp-nanos';
  const count = isTimestamp && value instanceof Date ? countOfDate(value, unitDigits(of)) : value;
  if (isTimestamp && typeof count === 'string') return { found: count };
  if (typeof count !== 'number' && typeof count !== 'bigint') return { found: foundKind(value) };
  if (Number.isSafeInteger(Number(count))) return undefined;
  const remedy = `choose ${choiceWords(of)}: 'bigint' to hold it exactly`;
  return typeof count === 'number' && !Number.isInteger(count)
    ? { found: foundKind(count) }
    : { found: 'an integer beyond 2^53', remedy };
}

function choiceWords(of: string): string {
  return of.includes('-') ? `'${of}'` : of;
}

function bigintMisfit({ of }: BigintRepresentation, value: unknown): ScalarMisfit | undefined {
  if (typeof value === 'bigint') return isLong(value) ? undefined : { found: 'a bigint beyond 64 bits' };
  if (of === 'long') return fitsWhen(Number.isSafeInteger(value), value);
  const isTimestamp = of === 'timestamp-millis' || of === 'timestamp-micros' || of === 'timestamp-nanos';
  if (isTimestamp && value instanceof Date) return judged(countOfDate(value, unitDigits(of)));
  const remedy = typeof value === 'number' ? 'pass a bigint, such as 1n' : undefined;
  return { found: foundKind(value), remedy };
}

function timestampMisfit(value: unknown): ScalarMisfit | undefined {
  if (value instanceof Date) return fitsWhen(!Number.isNaN(value.getTime()), value);
  if (typeof value !== 'number' || !Number.isInteger(value)) return { found: foundKind(value) };
  return isDateCount(value) ? undefined : { found: 'an integer beyond what a Date can hold' };
}

function temporalMisfit({ of }: TemporalRepresentation, value: unknown): ScalarMisfit | undefined {
  if (of === 'date') return judged(countOfPlainDate(value));
  const digits = unitDigits(of);
  if (of === 'time-millis' || of === 'time-micros') return judged(countOfPlainTime(value, digits));
  return judged(
    of.startsWith('local-') ? countOfPlainDateTime(value, digits) : countOfInstant(value, digits),
  );
}
