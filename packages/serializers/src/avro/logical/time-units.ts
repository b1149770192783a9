/** The units that Avro's times are counted in. Source: Avro 1.12 specification, "Logical Types". */
import type { TemporalLogicalName } from '@ottla/schema';

/** Decimal digits after the second: 3 for milliseconds. */
export type UnitDigits = 3 | 6 | 9;

/** A Date reaches this far to either side of 1970. */
export const LATEST_DATE_MS = 8.64e15;

/** The unit of a logical type other than date. */
export function unitDigits(name: Exclude<TemporalLogicalName, 'date'>): UnitDigits {
  if (name.endsWith('-millis')) return 3;
  return name.endsWith('-micros') ? 6 : 9;
}

/** 'milliseconds'… for errors. */
export function unitWords(digits: number): string {
  return digits === 3 ? 'milliseconds' : digits === 6 ? 'microseconds' : 'nanoseconds';
}

/** How many nanoseconds one unit is. */
export function nanosecondsPer(digits: number): bigint {
  return 10n ** BigInt(9 - digits);
}
