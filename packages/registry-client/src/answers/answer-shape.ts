/**
 * The shapes that answers are read with, trusting nothing: one reader per kind of JSON value.
 *
 * A reader takes a value and the name of the member it stands in, gives a typed copy, or throws ShapeError
 * saying which member is wrong. Copies hold own members only, whatever they are called (`__proto__` too).
 * What each answer of a registry holds is said beside this file.
 */
import { kindOf, printable } from '@ottla/kernel';

/** The answer is JSON of another shape. The message completes "the answer …". */
export class ShapeError extends Error {}

export const MAX_INT32 = 2_147_483_647;

export type Members = Readonly<Record<string, unknown>>;
export type Reader<T> = (value: unknown, member: string) => T;

/** Ids and versions: positive int32, as the wire format has four bytes for them. */
export function isSchemaId(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= MAX_INT32; // an integer, just checked
}

const isAbsent = (value: unknown): value is null | undefined => value === undefined || value === null;

export function membersOf(value: unknown, what: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ShapeError(`must be ${what}, not ${kindOf(value)}`);
  }
  return value as Members; // an object that is neither null nor an array, just checked
}

export function positiveInt32(value: unknown, member: string): number {
  if (isSchemaId(value)) return value;
  throw new ShapeError(`must hold an integer '${member}' between 1 and ${MAX_INT32}, not ${kindOf(value)}`);
}

/** Milliseconds since 1970, most often. */
export function integer(value: unknown, member: string): number {
  if (Number.isSafeInteger(value)) return value as number; // an integer, just checked
  throw new ShapeError(`must hold an integer '${member}', not ${kindOf(value)}`);
}

export function text(value: unknown, member: string): string {
  if (typeof value === 'string') return value;
  throw new ShapeError(`must hold a string '${member}', not ${kindOf(value)}`);
}

export function truth(value: unknown, member: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new ShapeError(`must hold true or false as '${member}', not ${kindOf(value)}`);
}

/** Confluent's: an MD5 written as a UUID. */
export function guidText(value: unknown, member: string): string {
  if (typeof value === 'string' && isGuid(value)) return value.toLowerCase();
  throw new ShapeError(`must hold 36 characters of hex and dashes as '${member}', not ${kindOf(value)}`);
}

export function isGuid(value: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}

/** One word of a list of them, in capitals; some registries echo what was sent in small letters. */
export function wordOf<T extends string>(words: readonly T[]): Reader<T> {
  return (value, member) => {
    const written = typeof value === 'string' ? value.toUpperCase() : undefined;
    const known = words.find((word) => word === written);
    if (known !== undefined) return known;
    const found = typeof value === 'string' ? `'${printable(value, 40)}'` : kindOf(value);
    throw new ShapeError(`must hold a '${member}' of ${words.join(', ')}, not ${found}`);
  };
}

export function listOf<T>(read: Reader<T>): Reader<T[]> {
  return (value, member) => {
    if (Array.isArray(value)) return value.map((item) => read(item, member));
    throw new ShapeError(`must be an array of ${member}, not ${kindOf(value)}`);
  };
}

export function mapOf<T>(read: Reader<T>): Reader<Record<string, T>> {
  return (value, member) => {
    const entries = Object.entries(membersOf(value, `an object of ${member}`));
    return Object.fromEntries(entries.map(([key, item]) => [key, read(item, member)]));
  };
}

/** The members that a table names, each read when it is there; null is as absent, others are left out. */
export function partsOf<T extends object>(readers: { readonly [K in keyof T]-?: Reader<T[K]> }): Reader<
  Partial<T>
> {
  return (value, member) => {
    const members = membersOf(value, `an object '${member}'`);
    const parts = Object.entries<Reader<unknown>>(readers).flatMap(([name, read]) => {
      const part = Object.hasOwn(members, name) ? members[name] : undefined;
      return isAbsent(part) ? [] : [[name, read(part, name)] as const];
    });
    return Object.fromEntries(parts) as Partial<T>; // each member was read by the reader of its name
  };
}

/** `{ [name]: value }` when the value is there, else nothing: to be spread. */
export function optionalPart<Name extends string, T>(
  name: Name,
  value: unknown,
  read: Reader<T>,
): { readonly [K in Name]?: T } {
  if (isAbsent(value)) return {};
  return { [name]: read(value, name) } as { readonly [K in Name]?: T }; // the one member it declares
}
