/**
 * Whether two schemas have the same bytes for the same values: what one wrote, the other reads without resolving.
 *
 * Docs, aliases, defaults, orders and properties say nothing about bytes. Logical types do: they say what the bytes
 * stand for.
 */
import { childSchemas, type Schema } from '../schema.ts';
import { canonicalForm } from './canonical-form.ts';
import { logicalOf, sameLogicalType } from './same-schema.ts';

/**
 * True when names, types, symbols, sizes and logical types are the same, all the way down.
 * @example
 * sameEncoding(parseSchema('"long"'), parseSchema('{"type": "long", "doc": "a count"}')); // true
 */
export function sameEncoding(left: Schema, right: Schema): boolean {
  if (left === right) return true;
  if (canonicalForm(left) !== canonicalForm(right)) return false;
  const seen = new Set<Schema>();
  const waiting: [Schema, Schema][] = [[left, right]];
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    const [one, other] = pair;
    if (seen.has(one)) continue;
    seen.add(one);
    if (!sameLogicalType(logicalOf(one), logicalOf(other))) return false;
    // As many on both sides: the canonical forms are equal.
    const others = childSchemas(other);
    for (const [index, child] of childSchemas(one).entries()) waiting.push([child, others[index] ?? other]);
  }
  return true;
}
