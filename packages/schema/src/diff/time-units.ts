/** The units of logical types of time, and what becomes of a moment that is read in another one. */
import type { LogicalType } from '../schema.ts';

const PER_SECOND = { millis: 1e3, micros: 1e6, nanos: 1e9 } as const;

type Unit = keyof typeof PER_SECOND;

const UNIT_WORDS: Readonly<Record<Unit, string>> = {
  millis: 'milliseconds',
  micros: 'microseconds',
  nanos: 'nanoseconds',
};

/** A change of unit in words, with a moment as it was written and as it is read. */
interface UnitChange {
  readonly before: string;
  readonly after: string;
  readonly written: string;
  readonly read: string;
}

const NEW_YEAR_2026_SECONDS = 1_767_225_600;
const NOON_SECONDS = 43_200;
const DAY_SECONDS = 86_400;
/** Beyond it a Date is invalid. */
const LAST_DATE_MS = 8.64e15;

/** Undefined when the two differ in more than the unit, or not at all. */
export function unitChange(before: LogicalType['name'], after: LogicalType['name']): UnitChange | undefined {
  const [old, now] = [timeOf(before), timeOf(after)];
  if (old === undefined || now === undefined || old.unit === now.unit || old.kind !== now.kind)
    return undefined;
  const factor = PER_SECOND[old.unit] / PER_SECOND[now.unit];
  const words = { before: UNIT_WORDS[old.unit], after: UNIT_WORDS[now.unit] };
  return old.kind === 'time'
    ? { ...words, written: '12:00:00', read: clockText(NOON_SECONDS * factor) }
    : { ...words, written: '2026-01-01', read: dateText(NEW_YEAR_2026_SECONDS * 1000 * factor) };
}

function timeOf(name: string): { readonly kind: string; readonly unit: Unit } | undefined {
  const dash = name.lastIndexOf('-');
  const unit = (['millis', 'micros', 'nanos'] as const).find((each) => each === name.slice(dash + 1));
  return unit === undefined ? undefined : { kind: name.slice(0, dash), unit };
}

function dateText(milliseconds: number): string {
  if (milliseconds > LAST_DATE_MS) return 'a date beyond any calendar';
  const date = new Date(milliseconds);
  return date.getUTCFullYear() > 9999
    ? `a day of the year ${date.getUTCFullYear()}`
    : date.toISOString().slice(0, 10);
}

function clockText(seconds: number): string {
  if (seconds >= DAY_SECONDS) return 'a time beyond the end of the day';
  return new Date(seconds * 1000).toISOString().slice(11, 23);
}
