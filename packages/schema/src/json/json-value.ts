/**
 * JSON as plain values, for defaults.
 *
 * Objects have no prototype, so `__proto__` is an own key and nothing is inherited. An integer that a
 * number cannot hold is a bigint. Text made from a value is compact and gives the same value again.
 */
import type { JsonNode } from './json-node.ts';

export type JsonValue =
  null | boolean | number | bigint | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

const INTEGER = /^-?\d+$/;
/** Longer integers than this fit no type of Avro; converting them exactly would only cost time. */
const LONGEST_EXACT_INTEGER = 40;

/** The value of a JSON number: exact for integers, else the nearest double. */
export function numberOf(text: string): number | bigint {
  const value = Number(text);
  if (Number.isSafeInteger(value) || text.length > LONGEST_EXACT_INTEGER || !INTEGER.test(text)) return value;
  return BigInt(text);
}

/** An object without prototype: there is no setter behind any key. */
export function jsonObjectOf(entries: readonly (readonly [string, JsonValue])[]): {
  readonly [key: string]: JsonValue;
} {
  // Object.create gives any.
  const value = Object.create(null) as Record<string, JsonValue>;
  for (const [key, member] of entries) value[key] = member;
  return value;
}

export function jsonValueOf(node: JsonNode): JsonValue {
  switch (node.kind) {
    case 'null':
      return null;
    case 'true':
      return true;
    case 'false':
      return false;
    case 'number':
      return numberOf(node.text);
    case 'string':
      return node.value;
    case 'array':
      return node.items.map(jsonValueOf);
    case 'object':
      return jsonObjectOf([...node.members].map(([key, member]) => [key, jsonValueOf(member.value)]));
  }
}

/** Compact JSON; keys keep their order. */
export function jsonText(value: JsonValue): string {
  if (typeof value === 'bigint') return value.toString();
  if (Object.is(value, -0)) return '-0';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(jsonText).join(',')}]`;
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${jsonText(member)}`);
  return `{${members.join(',')}}`;
}
