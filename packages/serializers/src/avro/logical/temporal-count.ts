/**
 * Temporal objects as counts of a unit and back, exactly.
 *
 * From an object: the count, or in words why there is none; never rounded. To an object: RangeError of Temporal's
 * own where the count is beyond what it holds. Plain times and dates are counted without a time zone, in the
 * ISO calendar, whatever theirs is. Source: Avro 1.12 specification, "Timestamp", "Local timestamp", "Date", "Time".
 */
import { dateFieldsOfDays, daysOfDateFields } from './calendar-date.ts';
import {
  isInstant,
  isPlainDate,
  isPlainDateTime,
  isPlainTime,
  type ClockFields,
  type TemporalNamespace,
} from './temporal-port.ts';
import { nanosecondsPer, unitWords } from './time-units.ts';
import { foundKind } from '../../found-kind.ts';
import { isLong } from './zigzag.ts';

const DAY_NANOSECONDS = 86_400_000_000_000n;
const LARGEST_INT = 0x7fffffff;

/** Of an Instant or a Date; `digits` after the second. */
export function countOfInstant(value: unknown, digits: number): bigint | string {
  if (value instanceof Date) return countOfDate(value, digits);
  if (!isInstant(value)) return foundKind(value);
  return inUnit(value.epochNanoseconds, digits);
}

export function countOfDate(value: Date, digits: number): bigint | string {
  const milliseconds = value.getTime();
  if (Number.isNaN(milliseconds)) return foundKind(value);
  const count = BigInt(milliseconds) * 10n ** BigInt(digits - 3);
  return isLong(count) ? count : `a Date beyond 64 bits of ${unitWords(digits)}`;
}

export function instantOfCount(count: bigint, digits: number, temporal: TemporalNamespace): unknown {
  return temporal.Instant.fromEpochNanoseconds(count * nanosecondsPer(digits));
}

export function countOfPlainDateTime(value: unknown, digits: number): bigint | string {
  if (!isPlainDateTime(value)) return foundKind(value);
  const fields = value.withCalendar('iso8601');
  const days = daysOfDateFields(fields.year, fields.month, fields.day);
  return inUnit(BigInt(days) * DAY_NANOSECONDS + nanosecondsOf(fields), digits);
}

export function plainDateTimeOfCount(count: bigint, digits: number, temporal: TemporalNamespace): unknown {
  const nanoseconds = count * nanosecondsPer(digits);
  const inDay = ((nanoseconds % DAY_NANOSECONDS) + DAY_NANOSECONDS) % DAY_NANOSECONDS;
  const days = Number((nanoseconds - inDay) / DAY_NANOSECONDS);
  const { year, month, day } = dateFieldsOfDays(days);
  return new temporal.PlainDateTime(year, month, day, ...clockFieldsOf(inDay));
}

export function countOfPlainDate(value: unknown): number | string {
  if (!isPlainDate(value)) return foundKind(value);
  const { year, month, day } = value.withCalendar('iso8601');
  const days = daysOfDateFields(year, month, day);
  return days >= -LARGEST_INT - 1 && days <= LARGEST_INT ? days : 'a date beyond 32 bits of days';
}

export function plainDateOfCount(days: number, temporal: TemporalNamespace): unknown {
  const { year, month, day } = dateFieldsOfDays(days);
  return new temporal.PlainDate(year, month, day);
}

export function countOfPlainTime(value: unknown, digits: number): bigint | string {
  return isPlainTime(value) ? inUnit(nanosecondsOf(value), digits) : foundKind(value);
}

export function plainTimeOfCount(count: bigint, digits: number, temporal: TemporalNamespace): unknown {
  const nanoseconds = count * nanosecondsPer(digits);
  if (nanoseconds < 0n || nanoseconds >= DAY_NANOSECONDS) throw new RangeError('no time of a day');
  return new temporal.PlainTime(...clockFieldsOf(nanoseconds));
}

function inUnit(nanoseconds: bigint, digits: number): bigint | string {
  const unit = nanosecondsPer(digits);
  if (nanoseconds % unit !== 0n) return `a time finer than ${unitWords(digits)}`;
  const count = nanoseconds / unit;
  return isLong(count) ? count : `a time beyond 64 bits of ${unitWords(digits)}`;
}

function nanosecondsOf({ hour, minute, second, millisecond, microsecond, nanosecond }: ClockFields): bigint {
  const milliseconds = ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
  return BigInt(milliseconds) * 1_000_000n + BigInt(microsecond * 1000 + nanosecond);
}

/** Of less than a day. */
function clockFieldsOf(nanoseconds: bigint): [number, number, number, number, number, number] {
  const inMillisecond = Number(nanoseconds % 1_000_000n);
  const milliseconds = Number(nanoseconds / 1_000_000n);
  const seconds = Math.floor(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  return [
    Math.floor(minutes / 60),
    minutes % 60,
    seconds % 60,
    milliseconds % 1000,
    Math.floor(inMillisecond / 1000),
    inMillisecond % 1000,
  ];
}
