/**
 * The part of Temporal that is needed, as types and as a port.
 *
 * Runtimes without Temporal lack both, so the types are declared here, structurally, and the namespace is looked
 * up when a plan is made, not at import: a polyfill has its chance. Values are known by their tag, not by class:
 * those of another implementation are as good. Source: TC39 Temporal.
 */
import { ConfigError } from '@ottla/kernel';

export interface CalendarFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export interface ClockFields {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  readonly microsecond: number;
  readonly nanosecond: number;
}

export interface Instant {
  readonly epochNanoseconds: bigint;
}

export interface PlainDate extends CalendarFields {
  withCalendar(calendar: string): CalendarFields;
}

export interface PlainDateTime extends CalendarFields, ClockFields {
  withCalendar(calendar: string): CalendarFields & ClockFields;
}

/** `globalThis.Temporal`, or what stands in for it. All throw RangeError for what they cannot hold. */
export interface TemporalNamespace {
  readonly Instant: { fromEpochNanoseconds(nanoseconds: bigint): unknown };
  readonly PlainDate: new (year: number, month: number, day: number) => unknown;
  readonly PlainTime: new (
    ...fields: [
      hour: number,
      minute: number,
      second: number,
      millisecond: number,
      microsecond: number,
      nanosecond: number,
    ]
  ) => unknown;
  readonly PlainDateTime: new (
    ...fields: [
      year: number,
      month: number,
      day: number,
      hour: number,
      minute: number,
      second: number,
      millisecond: number,
      microsecond: number,
      nanosecond: number,
    ]
  ) => unknown;
}

/** Gives the namespace, or undefined where there is none. */
export type TemporalPort = () => TemporalNamespace | undefined;

export const globalTemporal: TemporalPort = () =>
  // Not every runtime has it, and the types of this package know none.
  (globalThis as { readonly Temporal?: TemporalNamespace }).Temporal;

/** Throws ConfigError `TEMPORAL_MISSING`. */
export function requiredTemporal(port: TemporalPort): TemporalNamespace {
  const temporal = port();
  if (temporal !== undefined) return temporal;
  throw new ConfigError(
    "a choice is 'temporal', but this runtime has no Temporal; start node with --harmony-temporal, or import a polyfill such as 'temporal-polyfill/global' before anything else",
    'TEMPORAL_MISSING',
  );
}

export function isInstant(value: unknown): value is Instant {
  return tagOf(value) === 'Temporal.Instant';
}

export function isPlainDate(value: unknown): value is PlainDate {
  return tagOf(value) === 'Temporal.PlainDate';
}

export function isPlainTime(value: unknown): value is ClockFields {
  return tagOf(value) === 'Temporal.PlainTime';
}

export function isPlainDateTime(value: unknown): value is PlainDateTime {
  return tagOf(value) === 'Temporal.PlainDateTime';
}

function tagOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  // Any object may be asked for it.
  return (value as { readonly [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
}
