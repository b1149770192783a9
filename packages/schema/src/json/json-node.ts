/**
 * JSON as it stands in its text: every value and every key with its place.
 *
 * Numbers stay text, so that nothing is rounded before someone knows the type. Members are a Map: a key
 * such as `__proto__` is a key like any other.
 */
import type { Position } from './position.ts';

export interface JsonLiteral {
  readonly kind: 'null' | 'true' | 'false';
  readonly position: Position;
}

export interface JsonNumber {
  readonly kind: 'number';
  readonly text: string;
  readonly position: Position;
}

export interface JsonString {
  readonly kind: 'string';
  readonly value: string;
  readonly position: Position;
}

export interface JsonArray {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
  readonly position: Position;
}

export interface JsonObject {
  readonly kind: 'object';
  /** In the order of the text; keys are unique. */
  readonly members: ReadonlyMap<string, JsonMember>;
  readonly position: Position;
}

export interface JsonMember {
  readonly keyPosition: Position;
  readonly value: JsonNode;
}

export type JsonNode = JsonLiteral | JsonNumber | JsonString | JsonArray | JsonObject;

/** The value of a key, or undefined. */
export function memberOf(node: JsonObject, key: string): JsonNode | undefined {
  return node.members.get(key)?.value;
}

/** How to name the kind of a node in a message: `a string`, `an object`. */
export function nodeKindText(node: JsonNode): string {
  if (node.kind === 'array' || node.kind === 'object') return `an ${node.kind}`;
  return node.kind === 'string' || node.kind === 'number' ? `a ${node.kind}` : node.kind;
}
