/**
 * Conversions of dates, times and timestamps.
 *
 * Each takes what representation-inputs.ts of the schema package says. Exact or refused: nothing is rounded to a
 * unit. Counts come from the wire as numbers or bigints, by their wire type.
 */
import { foundKind } from '../../found-kind.ts';
import { unholdable } from '../read/read-error.ts';
import { MISFIT } from '../write/misfit-signal.ts';
import { dateOfDays, daysOfDate, daysOfMidnight } from './calendar-date.ts';
import type { Conversion } from './conversion.ts';
import {
  countOfDate,
  countOfInstant,
  countOfPlainDate,
  countOfPlainDateTime,
  countOfPlainTime,
  instantOfCount,
  plainDateOfCount,
  plainDateTimeOfCount,
  plainTimeOfCount,
} from './temporal-count.ts';
import { globalTemporal, requiredTemporal, type TemporalPort } from './temporal-port.ts';
import { LATEST_DATE_MS, type UnitDigits } from './time-units.ts';

/** Days of a text 'YYYY-MM-DD', or of a Date at midnight UTC; or in words why there are none. */
export function daysOfInput(value: unknown): number | string {
  if (typeof value === 'string') return daysOfDate(value) ?? 'a string that is no such date';
  if (value instanceof Date && !Number.isNaN(value.getTime())) {
    return daysOfMidnight(value) ?? 'a Date that is not midnight UTC';
  }
  return foundKind(value);
}

export function dateText(): Conversion {
  return {
    toWire: (value) => {
      const days = daysOfInput(value);
      if (typeof days === 'string') throw MISFIT;
      return days;
    },
    fromWire: (value) => dateOfDays(Number(value)),
  };
}

/** Milliseconds since 1970 as a Date. */
export function timestampDate(): Conversion {
  return {
    toWire: (value) => {
      const milliseconds = value instanceof Date ? value.getTime() : value;
      if (!isDateCount(milliseconds)) throw MISFIT;
      return milliseconds;
    },
    fromWire: (value, path) => {
      const milliseconds = Number(value);
      if (isDateCount(milliseconds)) return new Date(milliseconds);
      throw unholdable("the timestamp is beyond what a Date can hold; choose 'bigint' to hold it", path);
    },
  };
}

/** True for milliseconds that a Date can hold. */
export function isDateCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= LATEST_DATE_MS;
}

/** A count as a number; Dates are counted, bigints are left to the wire. */
export function timestampNumber(digits: UnitDigits): Conversion {
  return {
    toWire: (value) => (value instanceof Date ? number(countOfDate(value, digits)) : value),
    fromWire: (value, path) => {
      const count = Number(value);
      if (Number.isSafeInteger(count)) return count;
      throw unholdable("the timestamp is beyond 2^53; choose 'bigint' to hold it exactly", path);
    },
  };
}

/** A count as a bigint; Dates are counted. */
export function timestampBigint(digits: UnitDigits): Conversion {
  return {
    toWire: (value) => {
      if (typeof value === 'bigint') return value;
      if (value instanceof Date) return bigint(countOfDate(value, digits));
      throw MISFIT;
    },
    fromWire: wide,
  };
}

/** A bigint of a unit, and nothing else: a number might count another. */
export function countBigint(): Conversion {
  return {
    toWire: (value) => {
      if (typeof value !== 'bigint') throw MISFIT;
      return value;
    },
    fromWire: wide,
  };
}

export function temporalInstant(digits: UnitDigits, port: TemporalPort = globalTemporal): Conversion {
  const temporal = requiredTemporal(port);
  return {
    toWire: (value) => bigint(countOfInstant(value, digits)),
    fromWire: (value, path) => held(() => instantOfCount(wide(value), digits, temporal), 'Instant', path),
  };
}

export function temporalDateTime(digits: UnitDigits, port: TemporalPort = globalTemporal): Conversion {
  const temporal = requiredTemporal(port);
  return {
    toWire: (value) => bigint(countOfPlainDateTime(value, digits)),
    fromWire: (value, path) =>
      held(() => plainDateTimeOfCount(wide(value), digits, temporal), 'PlainDateTime', path),
  };
}

export function temporalDate(port: TemporalPort = globalTemporal): Conversion {
  const temporal = requiredTemporal(port);
  return {
    toWire: (value) => number(countOfPlainDate(value)),
    fromWire: (value, path) => held(() => plainDateOfCount(Number(value), temporal), 'PlainDate', path),
  };
}

export function temporalTime(digits: UnitDigits, port: TemporalPort = globalTemporal): Conversion {
  const temporal = requiredTemporal(port);
  return {
    toWire: (value) => number(countOfPlainTime(value, digits)),
    fromWire: (value, path) => held(() => plainTimeOfCount(wide(value), digits, temporal), 'PlainTime', path),
  };
}

/** Temporal says with a RangeError that it cannot hold a count. */
function held(make: () => unknown, type: string, path: string): unknown {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw unholdable(`the value is beyond what a Temporal.${type} can hold`, path);
  }
}

/** What the wire gives for a long or an int. */
function wide(value: unknown): bigint {
  return typeof value === 'bigint' ? value : BigInt(Number(value));
}

function bigint(count: bigint | string): bigint {
  if (typeof count === 'string') throw MISFIT;
  return count;
}

function number(count: bigint | number | string): number {
  if (typeof count === 'string') throw MISFIT;
  const exact = Number(count);
  if (!Number.isSafeInteger(exact)) throw MISFIT;
  return exact;
}
