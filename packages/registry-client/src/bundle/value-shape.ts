/**
 * Readers of JSON values of strangers, composed into tables.
 *
 * A reader gives a copy of what it promises, in the order of its table and with nothing else in it, or throws
 * ShapeProblem saying where. Copies have no prototype, so `constructor` is a key like any other; `__proto__`
 * is refused, because those who copy such an object key by key would lose it. Null is as absent.
 * Files are ours, so what is unknown is an error; a registry's answers may hold more, and answer-shape passes it over.
 */
import { kindOf } from '@ottla/kernel';
import { isSchemaId, MAX_INT32 } from '../answers/answer-shape.ts';

/** What is wrong and where; whoever knows the file says the rest. */
export class ShapeProblem extends Error {
  readonly place: string;

  constructor(place: string, why: string) {
    super(why);
    this.place = place;
  }
}

export type ShapeReader<T> = (value: unknown, place: string) => T;

/** A member that may be absent. */
export interface OptionalMember<T> {
  readonly optional: ShapeReader<T>;
}

export const optional = <T>(reader: ShapeReader<T>): OptionalMember<T> => ({ optional: reader });

type Members = Readonly<Record<string, ShapeReader<unknown> | OptionalMember<unknown>>>;
type Shape<M extends Members> = {
  readonly [K in keyof M as M[K] extends OptionalMember<unknown> ? never : K]: M[K] extends ShapeReader<
    infer T
  >
    ? T
    : never;
} & {
  readonly [K in keyof M as M[K] extends OptionalMember<unknown> ? K : never]?: M[K] extends OptionalMember<
    infer T
  >
    ? T
    : never;
};

export function fail(place: string, why: string): never {
  throw new ShapeProblem(place, why);
}

/** Where a member stands: `subjects['a'].versions`. */
export function memberPlace(place: string, key: string): string {
  if (/^\w+$/.test(key)) return place === '' ? key : `${place}.${key}`;
  return `${place}[${JSON.stringify(key)}]`;
}

function entriesOf(value: unknown, place: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return fail(place, `must be an object, not ${kindOf(value)}`);
  }
  const entries = Object.entries(value);
  if (entries.some(([key]) => key === '__proto__')) fail(place, "must have no key '__proto__'");
  return entries;
}

/** Without prototype, so that every key is its own. */
function objectOf<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  const made = Object.create(null) as Record<string, T>; // Object.create gives any
  for (const [key, member] of entries) made[key] = member;
  return made;
}

/** Exactly these members. */
export function shape<M extends Members>(members: M): ShapeReader<Shape<M>> {
  return (value, place) => {
    const given = new Map(entriesOf(value, place));
    for (const key of given.keys()) {
      if (!Object.hasOwn(members, key)) fail(memberPlace(place, key), 'is no member of this format');
    }
    const read: [string, unknown][] = [];
    for (const [key, member] of Object.entries(members)) {
      const found = given.get(key);
      const where = memberPlace(place, key);
      if (typeof member === 'function') read.push([key, member(found, where)]);
      else if (found !== undefined && found !== null) read.push([key, member.optional(found, where)]);
    }
    return objectOf(read) as Shape<M>; // one entry per member of the table, read by its reader
  };
}

/** Any keys, sorted. */
export function mapOf<T>(reader: ShapeReader<T>): ShapeReader<Readonly<Record<string, T>>> {
  return (value, place) => {
    const entries = entriesOf(value, place).toSorted(([left], [right]) => (left < right ? -1 : 1));
    return objectOf(entries.map(([key, member]) => [key, reader(member, memberPlace(place, key))]));
  };
}

export function listOf<T>(reader: ShapeReader<T>): ShapeReader<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) return fail(place, `must be an array, not ${kindOf(value)}`);
    return Array.from(value, (item: unknown, index) => reader(item, `${place}[${index}]`));
  };
}

/** Half a surrogate pair has no UTF-8: a file would give another text back. */
export function isWellFormed(value: string): boolean {
  return !/\p{Surrogate}/u.test(value);
}

export const text: ShapeReader<string> = (value, place) =>
  typeof value === 'string' ? value : fail(place, `must be a string, not ${kindOf(value)}`);

export const flag: ShapeReader<boolean> = (value, place) =>
  typeof value === 'boolean' ? value : fail(place, `must be true or false, not ${kindOf(value)}`);

/** An id or a version. */
export const positiveInt32: ShapeReader<number> = (value, place) =>
  isSchemaId(value)
    ? value
    : fail(place, `must be an integer between 1 and ${MAX_INT32}, not ${kindOf(value)}`);

export function textLike(pattern: RegExp, what: string): ShapeReader<string> {
  return (value, place) =>
    pattern.test(text(value, place)) ? text(value, place) : fail(place, `must be ${what}`);
}

export function oneOf<T extends string | number>(allowed: readonly T[]): ShapeReader<T> {
  return (value, place) =>
    allowed.find((known) => known === value) ??
    fail(
      place,
      `must be ${allowed.join(', ')}, not ${typeof value === 'string' ? 'another text' : kindOf(value)}`,
    );
}
