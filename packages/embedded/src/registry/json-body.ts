/**
 * Request bodies as JSON that nobody trusts: shapes are checked, 400 says what is wrong and where.
 *
 * Members with null are as absent ones, and scalars may stand for texts, as Confluent's server has it. Keys
 * are only ever read as own members, so that `__proto__` is a key like any other.
 */
import { refuse } from './registry-failure.ts';

export type JsonMembers = Readonly<Record<string, unknown>>;

function wrongShape(place: string, wanted: string): Error {
  return refuse.badRequest(`HTTP 400 Bad Request: ${place} is not ${wanted}`);
}

export function objectAt(value: unknown, place: string): JsonMembers {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrongShape(place, 'a JSON object');
  }
  return value as JsonMembers; // an object that is neither null nor an array, by the check above
}

/** Parses a body that must be a JSON object. */
export function jsonObject(body: string): JsonMembers {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw wrongShape('the body', 'JSON');
  }
  return objectAt(value, 'the body');
}

export function textAt(value: unknown, place: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw wrongShape(place, 'a string');
}

export function integerAt(value: unknown, place: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 2_147_483_647) return value;
  throw wrongShape(place, 'an integer of 32 bits');
}

export function flagAt(value: unknown, place: string): boolean {
  if (typeof value === 'boolean') return value;
  throw wrongShape(place, 'true or false');
}

export function listAt<T>(value: unknown, place: string, read: (item: unknown, place: string) => T): T[] {
  if (!Array.isArray(value)) throw wrongShape(place, 'an array');
  return value.map((item: unknown, index) => read(item, `${place}[${index}]`));
}

/** An object of any keys, sorted by UTF-16 units, as the registry keeps its maps. */
export function mapAt<T>(
  value: unknown,
  place: string,
  read: (item: unknown, place: string) => T,
): Readonly<Record<string, T>> {
  const entries = Object.entries(objectAt(value, place)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, read(item, `${place}.${key}`)]));
}

/** Reads a member that may be absent or null. */
export function optionally<T>(
  members: JsonMembers,
  name: string,
  read: (value: unknown, place: string) => T,
): T | undefined {
  const value = Object.hasOwn(members, name) ? members[name] : undefined;
  return value === undefined || value === null ? undefined : read(value, name);
}
