/**
 * Words for what kind of value was found where another was expected, for error messages.
 *
 * Numbers and booleans are shown as they are; of everything else only the kind, never the content: errors
 * end up in logs. Values that users send are not named here: serializers tell less about those.
 */

/**
 * @example
 * kindOf([1]); // 'an array'
 */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Uint8Array) return 'bytes';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/**
 * True for an object that is no array, as options and other sets of named members must be.
 * @example
 * isObject({ lingerMs: 5 }); // true
 * isObject([5]); // false
 */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
