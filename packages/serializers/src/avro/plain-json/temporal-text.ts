/**
 * Dates, times and timestamps as people write them: ISO 8601 texts, and the counts that Avro keeps.
 *
 * Exact both ways over all counts that have a text; a count beyond them stays a number. Written with as many digits
 * after the second as the unit has, and read with fewer or with zeros behind them. Source: Avro 1.12 specification,
 * "Logical Types"; ISO 8601; ECMAScript, "Expanded Years".
 */
import type { TemporalLogicalName } from '@ottla/schema';
import { dateOfDays, daysOfDate } from '../logical/calendar-date.ts';
import { unitDigits, unitWords, type UnitDigits } from '../logical/time-units.ts';
import { isLong } from '../logical/zigzag.ts';

const DAY_SECONDS = 86_400n;
const LARGEST_INT = 0x7fffffffn;
const TIME = String.raw`(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?`;
const TIME_OF_DAY = new RegExp(`^${TIME}$`);
const TIMESTAMP = new RegExp(String.raw`^([+-]?\d{4,7}-\d\d-\d\d)T${TIME}(Z|[+-]\d\d:\d\d)?$`);

export function isTemporal(name: string): name is TemporalLogicalName {
  return name === 'date' || /^time(stamp)?-|^local-timestamp-/.test(name);
}

/**
 * The text of a count; undefined for one that has none.
 * @example
 * temporalText('timestamp-millis', 1_714_567_890_123n); // '2024-05-01T12:51:30.123Z'
 */
export function temporalText(name: TemporalLogicalName, count: bigint): string | undefined {
  if (name === 'date') return dateOfDays(Number(count));
  const digits = unitDigits(name);
  const inDay = DAY_SECONDS * 10n ** BigInt(digits);
  const isTime = name.startsWith('time-');
  const rest = ((count % inDay) + inDay) % inDay;
  const days = (count - rest) / inDay;
  if (isTime) return days === 0n ? timeText(rest, digits) : undefined;
  if (days > LARGEST_INT || days < -LARGEST_INT) return undefined;
  return `${dateOfDays(Number(days))}T${timeText(rest, digits)}${name.startsWith('local-') ? '' : 'Z'}`;
}

/** The count that a text stands for; or in words what is wrong with it. */
export function temporalCount(name: TemporalLogicalName, text: string): bigint | string {
  if (name === 'date') {
    const days = daysOfDate(text);
    return days === undefined ? 'a string that is no such date' : BigInt(days);
  }
  const digits = unitDigits(name);
  if (name.startsWith('time-')) {
    const match = TIME_OF_DAY.exec(text);
    return match === null ? 'a string that is no such time' : timeCount(match.slice(1), digits);
  }
  return timestampCount(text, digits, name.startsWith('local-'));
}

/** How a text of this type looks, for errors. */
export function temporalExample(name: TemporalLogicalName): string {
  if (name === 'date') return '2024-05-01';
  const time = `12:30:00.${'0'.repeat(unitDigits(name))}`;
  if (name.startsWith('time-')) return time;
  return `2024-05-01T${time}${name.startsWith('local-') ? '' : 'Z'}`;
}

function timestampCount(text: string, digits: UnitDigits, isLocal: boolean): bigint | string {
  const match = TIMESTAMP.exec(text);
  const days = daysOfDate(match?.[1] ?? '');
  if (match === null || days === undefined) return 'a string that is no such timestamp';
  const zone = match[6];
  if (isLocal && zone !== undefined) return 'a timestamp with a zone, where a local one has none';
  if (!isLocal && zone === undefined) return 'a timestamp without a zone, such as Z';
  const time = timeCount(match.slice(2, 6), digits);
  const offset = zone === undefined || zone === 'Z' ? 0n : offsetSeconds(zone);
  if (typeof time === 'string') return time;
  if (offset === undefined) return 'a timestamp whose zone does not exist';
  const unit = 10n ** BigInt(digits);
  const count = (BigInt(days) * DAY_SECONDS - offset) * unit + time;
  return isLong(count) ? count : `a timestamp beyond 64 bits of ${unitWords(digits)}`;
}

function offsetSeconds(zone: string): bigint | undefined {
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4))];
  if (hours > 23 || minutes > 59) return undefined;
  return BigInt((hours * 60 + minutes) * (zone.startsWith('-') ? -60 : 60));
}

/** Of hours, minutes, seconds and the digits behind them, the last two of which may be absent. */
function timeCount(parts: readonly (string | undefined)[], digits: UnitDigits): bigint | string {
  const [hours = 0, minutes = 0, seconds = 0] = parts.slice(0, 3).map((part) => Number(part ?? 0));
  if (hours > 23 || minutes > 59 || seconds > 59) return 'a time that no clock shows';
  const fraction = (parts[3] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return `a time finer than ${unitWords(digits)}`;
  const unit = 10n ** BigInt(digits);
  return BigInt((hours * 60 + minutes) * 60 + seconds) * unit + BigInt(fraction.padEnd(digits, '0'));
}

/** Of less than a day. */
function timeText(count: bigint, digits: UnitDigits): string {
  const unit = 10n ** BigInt(digits);
  const seconds = Number(count / unit);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return `${clock}.${String(count % unit).padStart(digits, '0')}`;
}
