/**
 * Examples laid out for a comparison by lines: every field and every property on a line of its own, however
 * short the schema; what is inside them as compact as it fits.
 */
import { parseJson, type JsonNode } from '@ottla/schema';

const COLUMNS = 100;
/** Members of JSON Schema whose own members are compared one by one. */
const PROPERTY_LISTS = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
]);

/** What is no strict JSON (an example may show a key twice) stays as it is. */
export function laidOut(text: string): string {
  try {
    return laid(parseJson(text), '');
  } catch {
    return text;
  }
}

function laid(node: JsonNode, indent: string): string {
  const compact = inline(node);
  if (!holdsList(node) && indent.length + compact.length <= COLUMNS) return compact;
  return broken(node, indent);
}

function broken(node: JsonNode, indent: string): string {
  const inner = `${indent}  `;
  if (node.kind === 'array' && node.items.length > 0) {
    return `[\n${node.items.map((item) => `${inner}${laid(item, inner)}`).join(',\n')}\n${indent}]`;
  }
  if (node.kind !== 'object' || node.members.size === 0) return inline(node);
  const members = [...node.members].map(([key, { value }]) => {
    const shown = PROPERTY_LISTS.has(key) ? broken(value, inner) : laid(value, inner);
    return `${inner}${JSON.stringify(key)}: ${shown}`;
  });
  return `{\n${members.join(',\n')}\n${indent}}`;
}

/** Whether fields or properties stand in it: an array with objects, or a member that holds properties. */
function holdsList(node: JsonNode): boolean {
  if (node.kind === 'array') return node.items.some((item) => item.kind === 'object' || holdsList(item));
  if (node.kind !== 'object') return false;
  return [...node.members].some(([key, { value }]) => PROPERTY_LISTS.has(key) || holdsList(value));
}

function inline(node: JsonNode): string {
  if (node.kind === 'number') return node.text;
  if (node.kind === 'string') return JSON.stringify(node.value);
  if (node.kind === 'array') return `[${node.items.map(inline).join(', ')}]`;
  if (node.kind !== 'object') return node.kind;
  const members = [...node.members].map(([key, { value }]) => `${JSON.stringify(key)}: ${inline(value)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
