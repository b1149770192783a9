/**
 * The keywords of one schema object, read by type.
 *
 * A value of the wrong type is an error with its place, as a registry would refuse the schema for it.
 */
import { memberOf, nodeKindText, type JsonNode, type JsonObject } from '../json/json-node.ts';
import { SchemaError, quoted } from '../schema-error.ts';

export class KeywordReader {
  readonly object: JsonObject;
  readonly #keywords: readonly string[] | null;

  /** With keywords given, the schema reads as if it had no others. */
  constructor(object: JsonObject, keywords: readonly string[] | null = null) {
    this.object = object;
    this.#keywords = keywords;
  }

  has(keyword: string): boolean {
    return this.node(keyword) !== undefined;
  }

  hasAny(keywords: readonly string[]): boolean {
    return keywords.some((keyword) => this.has(keyword));
  }

  node(keyword: string): JsonNode | undefined {
    if (this.#keywords?.includes(keyword) === false) return undefined;
    return memberOf(this.object, keyword);
  }

  text(keyword: string): string | null {
    const node = this.node(keyword);
    if (node === undefined) return null;
    return textOf(node, keyword);
  }

  /** A string, or null for anything else: of keywords that nobody checks. */
  looseText(keyword: string): string | null {
    const node = this.node(keyword);
    return node?.kind === 'string' ? node.value : null;
  }

  number(keyword: string): number | null {
    const node = this.node(keyword);
    if (node === undefined) return null;
    if (node.kind !== 'number') throw wrongType(node, keyword, 'a number');
    return Number(node.text);
  }

  flag(keyword: string): boolean {
    const node = this.node(keyword);
    if (node === undefined) return false;
    if (node.kind !== 'true' && node.kind !== 'false') throw wrongType(node, keyword, 'true or false');
    return node.kind === 'true';
  }

  list(keyword: string): readonly JsonNode[] {
    const node = this.node(keyword);
    if (node === undefined) return [];
    if (node.kind !== 'array') throw wrongType(node, keyword, 'an array');
    return node.items;
  }

  texts(keyword: string): string[] {
    return this.list(keyword).map((node) => textOf(node, keyword));
  }

  /** The members of an object by name, in the order of the text. */
  members(keyword: string): [string, JsonNode][] {
    const node = this.node(keyword);
    if (node === undefined) return [];
    if (node.kind !== 'object') throw wrongType(node, keyword, 'an object');
    return [...node.members].map(([name, member]) => [name, member.value]);
  }
}

/** A string that stands in a keyword's value. */
export function textOf(node: JsonNode, keyword: string): string {
  if (node.kind !== 'string') throw wrongType(node, keyword, 'a string');
  return node.value;
}

export function wrongType(node: JsonNode, keyword: string, expected: string): SchemaError {
  const message = `${quoted(keyword)} takes ${expected} here, found ${nodeKindText(node)}`;
  return new SchemaError(message, 'SCHEMA_MALFORMED', node.position);
}
