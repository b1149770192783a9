/**
 * The option table: one row declares an option's name, type, check, default and prose.
 *
 * Types, checks, error messages and docs/reference/options.md derive from the rows. `resolveOptions`
 * copies: the caller's object is never written to. An unknown option fails and names the nearest.
 */
import { ConfigError } from './errors.ts';
import { guardedLogger } from './guarded-logger.ts';
import { nearestName } from './nearest-name.ts';
import type { Logger } from './ports.ts';
import { isObject, kindOf } from './value-kind.ts';

/** One row. `expected` completes "must be …"; `check` narrows. */
export interface OptionRow<T, Presence extends 'required' | 'optional' | 'defaulted'> {
  readonly presence: Presence;
  readonly expected: string;
  readonly check: (value: unknown) => value is T;
  /** Applied to what the caller gave, never to the default. */
  adapt(value: T): T;
  readonly defaultValue: T | undefined;
  /** One or two sentences for the reference, units included. */
  readonly doc: string;
}

type AnyRow = OptionRow<unknown, 'required' | 'optional' | 'defaulted'>;
export type OptionTable = Readonly<Record<string, AnyRow>>;

type ValueOf<Row> = Row extends OptionRow<infer T, infer _Presence> ? T : never;
type NamesWith<Table, Presence> = {
  [Name in keyof Table]: Table[Name] extends OptionRow<infer _T, infer P>
    ? P extends Presence
      ? Name
      : never
    : never;
}[keyof Table];

/** What a caller may write. */
export type OptionsInput<Table> = {
  readonly [Name in NamesWith<Table, 'required'>]: ValueOf<Table[Name]>;
} & {
  readonly [Name in NamesWith<Table, 'optional' | 'defaulted'>]?: ValueOf<Table[Name]> | undefined;
};

/** What the program works with: defaults filled in. */
export type ResolvedOptions<Table> = {
  readonly [Name in NamesWith<Table, 'required' | 'defaulted'>]: ValueOf<Table[Name]>;
} & {
  readonly [Name in NamesWith<Table, 'optional'>]: ValueOf<Table[Name]> | undefined;
};

/** A kind of value: the phrase for messages and the check. Turned into rows by `required`, `optional`, `withDefault`. */
export interface OptionKind<T> {
  readonly expected: string;
  readonly check: (value: unknown) => value is T;
  /** What the program gets in place of what the caller gave; absent: the same. */
  adapt?(value: T): T;
}

/** The highest TCP port. */
export const HIGHEST_PORT = 65_535;

function integer(minimum: number, maximum: number = Number.MAX_SAFE_INTEGER): OptionKind<number> {
  const range =
    maximum === Number.MAX_SAFE_INTEGER ? `of ${minimum} or more` : `between ${minimum} and ${maximum}`;
  return {
    expected: `an integer ${range}`,
    check: (v): v is number =>
      Number.isSafeInteger(v) && (v as number) >= minimum && (v as number) <= maximum,
  };
}

function withMethods<T extends object>(...methods: readonly (keyof T & string)[]): OptionKind<T> {
  return {
    expected: `an object with ${methods.map((method) => `${method}()`).join(', ')}`,
    check: (v): v is T =>
      typeof v === 'object' &&
      v !== null &&
      methods.every((method) => typeof (v as Record<string, unknown>)[method] === 'function'),
  };
}

export const kinds = {
  string: {
    expected: 'a non-empty string',
    check: (v: unknown): v is string => typeof v === 'string' && v.length > 0,
  },
  boolean: {
    expected: 'true or false',
    check: (v: unknown): v is boolean => typeof v === 'boolean',
  },
  integer,
  /** A TCP port to listen on; 0 takes a free one. */
  port: integer(0, HIGHEST_PORT),
  oneOf<const T extends readonly (string | number)[]>(...values: T): OptionKind<T[number]> {
    return {
      expected: `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`,
      check: (v): v is T[number] => (values as readonly unknown[]).includes(v),
    };
  },
  strings: {
    expected: 'a non-empty array of strings',
    check: (v: unknown): v is readonly string[] =>
      Array.isArray(v) && v.length > 0 && v.every((item) => typeof item === 'string' && item.length > 0),
  },
  /** An object that carries these methods: a port such as a logger or a clock. */
  withMethods,
  /** What comes out never throws, whatever the caller's logger does. */
  logger: { ...withMethods<Logger>('debug', 'info', 'warn', 'error'), adapt: guardedLogger },
  of<T>(expected: string, check: (value: unknown) => value is T): OptionKind<T> {
    return { expected, check };
  },
};

export function required<T>(kind: OptionKind<T>, doc: string): OptionRow<T, 'required'> {
  return { presence: 'required', ...valuesOf(kind), defaultValue: undefined, doc };
}

export function optional<T>(kind: OptionKind<T>, doc: string): OptionRow<T, 'optional'> {
  return { presence: 'optional', ...valuesOf(kind), defaultValue: undefined, doc };
}

export function withDefault<T>(
  kind: OptionKind<T>,
  defaultValue: NoInfer<T>,
  doc: string,
): OptionRow<T, 'defaulted'> {
  return { presence: 'defaulted', ...valuesOf(kind), defaultValue, doc };
}

function valuesOf<T>(kind: OptionKind<T>): Required<OptionKind<T>> {
  const { expected, check } = kind;
  return { expected, check, adapt: (value) => (kind.adapt === undefined ? value : kind.adapt(value)) };
}

/**
 * Checks what a caller gave against the table and fills the defaults in.
 * Throws ConfigError `UNKNOWN_OPTION`, `OPTION_MISSING` or `OPTION_INVALID`.
 * @example
 * const table = { lingerMs: withDefault(kinds.integer(0), 5, 'How long a batch waits for more records, in ms.') };
 * resolveOptions('Producer', table, { lingerMs: 10 }); // { lingerMs: 10 }
 */
export function resolveOptions<Table extends OptionTable>(
  owner: string,
  table: Table,
  given: OptionsInput<Table>,
): ResolvedOptions<Table> {
  if (!isObject(given)) {
    throw new ConfigError(`${owner}: options must be an object, got ${kindOf(given)}`, 'OPTION_INVALID');
  }
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(table, name)) continue;
    const nearest = nearestName(name, Object.keys(table));
    const remedy =
      nearest === undefined ? `known are ${Object.keys(table).join(', ')}` : `did you mean '${nearest}'?`;
    throw new ConfigError(`${owner}: unknown option '${name}'; ${remedy}`, 'UNKNOWN_OPTION');
  }
  const resolved: Record<string, unknown> = {};
  for (const [name, row] of Object.entries(table)) {
    const value = (given as Record<string, unknown>)[name];
    if (value === undefined) {
      if (row.presence === 'required') {
        throw new ConfigError(
          `${owner}: option '${name}' is missing; it must be ${row.expected}`,
          'OPTION_MISSING',
        );
      }
      resolved[name] = row.defaultValue;
      continue;
    }
    if (!row.check(value)) {
      throw new ConfigError(
        `${owner}: option '${name}' must be ${row.expected}, got ${kindOf(value)}`,
        'OPTION_INVALID',
      );
    }
    resolved[name] = row.adapt(value);
  }
  // The loop above has filled every name of the table with a checked value.
  return Object.freeze(resolved) as ResolvedOptions<Table>;
}
