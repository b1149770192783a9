/**
 * Where in the text a path of a difference is, and what stands there.
 *
 * Paths use the keywords of draft 7; newer drafts have other names for some. What one side lacks is where the
 * path ends on that side.
 */
import { memberOf, type JsonNode } from '../json/json-node.ts';
import type { Position } from '../json/position.ts';
import { shortText } from '../short-text.ts';
import type { SchemaModel } from './schema-model.ts';

export interface Place {
  readonly position: Position;
  /** What stands there; null when the path ends before. */
  readonly node: JsonNode | null;
}

/** The keywords a path's may stand for, the newest first. */
const KEYWORDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['dependencies', ['dependentRequired', 'dependentSchemas', 'dependencies']],
  ['additionalItems', ['additionalItems', 'items']],
]);
const TUPLE_KEYWORDS = ['prefixItems', 'items'];

const LONGEST_VALUE = 60;

export function placeOf({ node }: SchemaModel, [keyword, name]: readonly string[]): Place {
  if (keyword === undefined) return { position: node.position, node };
  if (node.kind !== 'object') return { position: node.position, node: null };
  const positional = keyword === 'items' && name !== undefined;
  const keywords = positional ? TUPLE_KEYWORDS : (KEYWORDS.get(keyword) ?? [keyword]);
  let nearest: Place = { position: node.position, node: null };
  for (const alias of keywords) {
    const member = node.members.get(alias);
    if (member === undefined) continue;
    if (name === undefined) return { position: member.keyPosition, node: member.value };
    const place = placeInside(member.value, name);
    if (place !== null) return place;
    nearest = { position: member.keyPosition, node: null };
  }
  return nearest;
}

/** A member by name, an item by number, or the name itself in a list of names. */
function placeInside(node: JsonNode, name: string): Place | null {
  if (node.kind === 'object') {
    const member = node.members.get(name);
    return member === undefined ? null : { position: member.keyPosition, node: member.value };
  }
  if (node.kind !== 'array') return null;
  const named = node.items.find((item) => item.kind === 'string' && item.value === name);
  const item = named ?? (/^\d+$/.test(name) ? node.items[Number(name)] : undefined);
  return item === undefined ? null : { position: item.position, node: item };
}

/** A value as a message can hold it; null for what is absent or an object. */
export function valueText({ node }: Place): string | null {
  if (node === null || node.kind === 'object') return null;
  const text = beginningText(node);
  return shortText(text, LONGEST_VALUE + 1);
}

/** Compact text of a value, not much more of it than a message holds: the same value may be shown many times. */
function beginningText(node: JsonNode): string {
  if (node.kind === 'object') return '{…}';
  if (node.kind === 'string') return JSON.stringify(node.value.slice(0, LONGEST_VALUE));
  if (node.kind === 'number') return node.text.slice(0, LONGEST_VALUE + 1);
  if (node.kind !== 'array') return node.kind;
  let text = '[';
  for (const item of node.items) {
    if (text.length > LONGEST_VALUE) return text;
    text += `${text === '[' ? '' : ','}${beginningText(item)}`;
  }
  return `${text}]`;
}

/** The first of several keywords that a schema has, or the schema itself. */
export function placeOfAny(model: SchemaModel, keywords: readonly string[]): Place {
  const { node } = model;
  const keyword = keywords.find((name) => node.kind === 'object' && memberOf(node, name) !== undefined);
  return placeOf(model, keyword === undefined ? [] : [keyword]);
}
