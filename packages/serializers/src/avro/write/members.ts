/**
 * How records and maps are asked for what is in them.
 *
 * Names such as `__proto__` and `toString` are names like any other: what every object inherits is nobody's field.
 */
import { TYPE_KEY } from '../union-tag.ts';

export type Members = Readonly<Record<string, unknown>>;

/**
 * The same text as V8 keeps it for names: comparing two of those compares two pointers. Texts cut out of a
 * schema's JSON are not of them until they have named something.
 */
export function asName(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text;
}

/** A field's value; undefined when absent. */
export function fieldValue(record: Members, name: string): unknown {
  return name in Object.prototype && !Object.hasOwn(record, name) ? undefined : record[name];
}

/** True for a key that is no field and may be there all the same: without a value, inherited, or `$type`. */
export function isHarmlessKey(record: Members, key: string, fullName: string): boolean {
  const value = record[key];
  return value === undefined || (key === TYPE_KEY && value === fullName) || !Object.hasOwn(record, key);
}
