/**
 * Strings that look like values of a logical type: UUIDs, dates, times and timestamps in ISO 8601.
 *
 * Strict, since a schema that takes a string for a date refuses the next one that is none: only real days and
 * hours, and no zone but Z, which is all that a timestamp remembers. Pure.
 */

/** What `logicalType` stands on. */
export interface LogicalForm {
  readonly type: 'string' | 'int' | 'long';
  readonly logicalType: string;
}

/** A set of forms as bits. */
export type FormBits = number;

const UUID = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;
const MOMENT = /^(\d{4}|[+-]\d{6})-(\d\d)-(\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z?))?$/;
const TIME_OF_DAY = /^(\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?$/;
const CLOCK = /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;
const LONGEST = 40;
/** Of most texts nothing else needs to be looked at. */
const BEGINS_A_TIME = /^[+\-\d]/;
const UUID_LENGTH = 36;

/** In order of preference: a coarser unit before a finer one that holds it, too. */
const FORMS: readonly LogicalForm[] = [
  { type: 'string', logicalType: 'uuid' },
  { type: 'int', logicalType: 'date' },
  { type: 'int', logicalType: 'time-millis' },
  { type: 'long', logicalType: 'time-micros' },
  { type: 'long', logicalType: 'timestamp-millis' },
  { type: 'long', logicalType: 'timestamp-micros' },
  { type: 'long', logicalType: 'timestamp-nanos' },
  { type: 'long', logicalType: 'local-timestamp-millis' },
  { type: 'long', logicalType: 'local-timestamp-micros' },
  { type: 'long', logicalType: 'local-timestamp-nanos' },
];

export const ALL_FORMS: FormBits = (1 << FORMS.length) - 1;

/** The forms that a string has; 0 for none. Those of several strings are joined with `&`. */
export function formsOfText(text: string): FormBits {
  if (text.length > LONGEST) return 0;
  if (text.length === UUID_LENGTH && UUID.test(text)) return UUID_BIT;
  if (!BEGINS_A_TIME.test(text)) return 0;
  const time = TIME_OF_DAY.exec(text);
  if (time !== null) return isClock(time[1]) ? (TIME_BITS[(time[2] ?? '').length] ?? 0) : 0;
  const moment = MOMENT.exec(text);
  if (moment === null || !isDay(Number(moment[1]), Number(moment[2]), Number(moment[3]))) return 0;
  const [clock, fraction = '', zone] = moment.slice(4);
  if (clock === undefined) return DATE_BIT;
  if (!isClock(clock)) return 0;
  const bits = (zone === 'Z' ? MOMENT_BITS : LOCAL_BITS)[fraction.length] ?? 0;
  return hasNanos(Number(moment[1])) ? bits : bits & ~NANO_BITS;
}

/** The form that all strings have; with a type, the one that stands on it. */
export function formOfBits(bits: FormBits, type?: string): LogicalForm | undefined {
  return FORMS.find((form, index) => {
    return (bits & (1 << index)) !== 0 && (type === undefined || form.type === type);
  });
}

function bit(logicalType: string): FormBits {
  const index = FORMS.findIndex((form) => form.logicalType === logicalType);
  return index < 0 ? 0 : 1 << index;
}

const NANO_BITS = bit('timestamp-nanos') | bit('local-timestamp-nanos');

/** Whether 64 bits reach every nanosecond of a year. */
function hasNanos(year: number): boolean {
  return year > 1677 && year < 2262;
}

/** By how many digits a fraction has: the units that hold it. */
function unitBits(kind: string): readonly FormBits[] {
  const [millis, micros, nanos] = [bit(`${kind}-millis`), bit(`${kind}-micros`), bit(`${kind}-nanos`)];
  return Array.from(
    { length: 10 },
    (_, digits) => (digits <= 3 ? millis : 0) | (digits <= 6 ? micros : 0) | nanos,
  );
}

const DATE_BIT = bit('date');
const UUID_BIT = bit('uuid');
const TIME_BITS = unitBits('time');
const MOMENT_BITS = unitBits('timestamp');
const LOCAL_BITS = unitBits('local-timestamp');

function isClock(text: string | undefined): boolean {
  return CLOCK.test(text ?? '');
}

/** Whether the calendar has this day. */
function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
}
