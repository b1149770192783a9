/** JSON nodes made from Avro IDL, placed where the IDL says the same. */
import type { JsonMember, JsonNode, JsonObject, JsonString } from '../json/json-node.ts';
import { MemberMap, type KeyedMember } from '../json/member-map.ts';
import type { Position } from '../json/position.ts';

export function stringNode(value: string, position: Position): JsonString {
  return { kind: 'string', value, position };
}

export function docNode(doc: string | null, position: Position): JsonString | null {
  return doc === null ? null : stringNode(doc, position);
}

export function numberNode(text: string, position: Position): JsonNode {
  return { kind: 'number', text, position };
}

export function arrayNode(items: readonly JsonNode[], position: Position): JsonNode {
  return { kind: 'array', items, position };
}

/** Members that are null are left out. */
export function objectNode(
  position: Position,
  members: readonly (readonly [key: string, value: JsonNode | null])[],
): JsonObject {
  const list: KeyedMember[] = [];
  for (const [key, value] of members) {
    if (value !== null) list.push({ key, keyPosition: value.position, value });
  }
  return { kind: 'object', members: new MemberMap(list), position };
}

/** The same object with more members, of other keys; they come last. */
export function extendedNode(node: JsonObject, more: ReadonlyMap<string, JsonMember>): JsonObject {
  if (more.size === 0) return node;
  const list: KeyedMember[] = [];
  node.members.forEach((member, key) => list.push({ key, ...member }));
  more.forEach((member, key) => list.push({ key, ...member }));
  return { ...node, members: new MemberMap(list) };
}
