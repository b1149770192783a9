/**
 * Where in a value something is, in the path form of all errors: `orders[3].total`, `attributes["k"]`.
 *
 * Goes by the value itself: a step into an array is an index, one into anything else a name.
 */

import { memberPath } from '../misfit.ts';

export interface JsonPlace {
  /** Empty for the root. */
  readonly path: string;
  /** Undefined where the steps lead out of the value. */
  readonly value: unknown;
}

/** The path one step further. */
export function pathInto(path: string, container: unknown, key: PropertyKey): string {
  if (Array.isArray(container)) return `${path}[${String(key)}]`;
  return memberPath(path, String(key));
}

/**
 * What the steps from the root lead to.
 * @example
 * placeAt({ orders: [{ total: 1 }] }, ['orders', 0, 'total']); // { path: 'orders[0].total', value: 1 }
 */
export function placeAt(root: unknown, keys: readonly PropertyKey[]): JsonPlace {
  let path = '';
  let value = root;
  for (const key of keys) {
    path = pathInto(path, value, key);
    value = memberOf(value, key);
  }
  return { path, value };
}

function memberOf(container: unknown, key: PropertyKey): unknown {
  if (container instanceof Map) return container.get(key);
  if (typeof container !== 'object' || container === null || !Object.hasOwn(container, key)) return undefined;
  return (container as Readonly<Record<PropertyKey, unknown>>)[key]; // it has this member
}
