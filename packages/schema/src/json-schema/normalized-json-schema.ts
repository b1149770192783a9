/** Confluent's `normalize` of a JSON Schema: the keys of every object sorted, nothing between tokens. */
import { parseJson } from '../json/json-parser.ts';
import type { JsonNode } from '../json/json-node.ts';

/**
 * The text by which a registry that normalizes tells JSON Schemas apart. Numbers stay as written.
 * @example
 * normalizedJsonSchemaText('{"type": "object", "title": "Order"}'); // '{"title":"Order","type":"object"}'
 */
export function normalizedJsonSchemaText(text: string): string {
  return sortedText(parseJson(text));
}

/** Compact JSON with the keys of every object in order of their UTF-16 units: equal texts, equal values. */
export function sortedText(node: JsonNode): string {
  switch (node.kind) {
    case 'number':
      return node.text;
    case 'string':
      return JSON.stringify(node.value);
    case 'array':
      return `[${node.items.map(sortedText).join(',')}]`;
    case 'object': {
      const names = [...node.members.keys()].sort();
      return `{${names.map((name) => memberText(node.members.get(name)?.value, name)).join(',')}}`;
    }
    case 'null':
    case 'true':
    case 'false':
      return node.kind;
  }
}

function memberText(node: JsonNode | undefined, name: string): string {
  return node === undefined ? '' : `${JSON.stringify(name)}:${sortedText(node)}`;
}
