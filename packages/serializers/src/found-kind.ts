/**
 * Words for what kind of value was found, for errors.
 *
 * Says the kind and never the value: errors end up in logs, and values are other people's.
 */

/** Class instances that people pass by mistake where a record or a map is meant. */
const NAMED_KINDS: readonly (readonly [(value: object) => boolean, string])[] = [
  [(value) => Array.isArray(value), 'an array'],
  [(value) => ArrayBuffer.isView(value) || value instanceof ArrayBuffer, 'bytes'],
  [(value) => value instanceof Date, 'a Date'],
  [(value) => value instanceof Map, 'a Map'],
  [(value) => value instanceof Set, 'a Set'],
  [(value) => value instanceof Promise, 'a Promise (await it first)'],
];

/**
 * The kind of a value in words: 'null', 'a string', 'a number with a fraction', 'an array'…
 * @example
 * foundKind(1.5); // 'a number with a fraction'
 */
export function foundKind(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return numberKind(value);
  return typeof value === 'object' ? objectKind(value) : `a ${typeof value}`;
}

/** True for what may stand for a record or a map, which is every object without a meaning of its own. */
export function isRecordLike(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Nearly all of them: what has a meaning of its own has a prototype that says so.
  if (prototype === Object.prototype || prototype === null) return true;
  return NAMED_KINDS.every(([isOfKind]) => !isOfKind(value));
}

function numberKind(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return 'an infinite number';
  if (!Number.isInteger(value)) return 'a number with a fraction';
  return Number.isSafeInteger(value) ? 'an integer' : 'an integer beyond 2^53';
}

function objectKind(value: object): string {
  if (value instanceof Date && Number.isNaN(value.getTime())) return 'an invalid Date';
  return NAMED_KINDS.find(([isOfKind]) => isOfKind(value))?.[1] ?? 'an object';
}
