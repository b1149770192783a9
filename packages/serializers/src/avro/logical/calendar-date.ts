/**
 * Dates as 'YYYY-MM-DD' and as days since 1970-01-01, over the whole range of an int.
 *
 * Proleptic Gregorian, no time zones, no Date object: an int of days reaches 5.8 million years, a Date does
 * not. Years beyond 0 to 9999 carry a sign and six or seven digits, as in ECMAScript.
 * Source: Avro 1.12 specification, "Date".
 */

const DATE = /^(\d{4}|[+-]\d{6,7})-(\d\d)-(\d\d)$/;
/** Days from 0000-03-01, where an era of 400 years begins, to 1970-01-01. */
const EPOCH_DAYS = 719_468;
const ERA_DAYS = 146_097;
const ERA_YEARS = 400;
const LARGEST_INT = 0x7fffffff;
const DAY_MS = 86_400_000;

/** Undefined for a text that is no date, or for one beyond an int of days. */
export function daysOfDate(text: string): number | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) return undefined;
  const days = daysOfDateFields(year, month, day);
  return days >= -LARGEST_INT - 1 && days <= LARGEST_INT ? days : undefined;
}

/** The days of a Date that stands exactly at midnight UTC; undefined of any other. */
export function daysOfMidnight(date: Date): number | undefined {
  const days = date.getTime() / DAY_MS;
  return Number.isInteger(days) ? days : undefined;
}

/** `days` is any integer. */
export function dateOfDays(days: number): string {
  const { year, month, day } = dateFieldsOfDays(days);
  return `${yearText(year)}-${twoDigits(month)}-${twoDigits(day)}`;
}

export interface DateFields {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

/** `days` is any integer. */
export function dateFieldsOfDays(days: number): DateFields {
  const shifted = days + EPOCH_DAYS;
  const era = Math.floor(shifted / ERA_DAYS);
  const dayOfEra = shifted - era * ERA_DAYS;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - daysBeforeYear(yearOfEra);
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * ERA_YEARS + (month <= 2 ? 1 : 0);
  return { year, month, day };
}

/** Of a date that exists. Years begin in March here, so that the leap day ends one. */
export function daysOfDateFields(year: number, month: number, day: number): number {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / ERA_YEARS);
  const yearOfEra = shiftedYear - era * ERA_YEARS;
  const monthFromMarch = month > 2 ? month - 3 : month + 9;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  return era * ERA_DAYS + daysBeforeYear(yearOfEra) + dayOfYear - EPOCH_DAYS;
}

function daysBeforeYear(yearOfEra: number): number {
  return yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function yearText(year: number): string {
  if (year >= 0 && year <= 9999) return String(year).padStart(4, '0');
  return `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}`;
}

function twoDigits(part: number): string {
  return String(part).padStart(2, '0');
}
