/**
 * JSON as a tree that keeps the spelling of numbers: parsed from a text, or from values that stand for JSON.
 *
 * Depth is bounded both ways. Errors tell the place and never what stands there.
 */
import { SerializationError } from '@ottla/kernel';
import { parseJson, SchemaError, type JsonMember, type JsonNode } from '@ottla/schema';
import { foundKind } from '../../found-kind.ts';

/** As for texts. */
const DEEPEST_VALUE = 1000;
/** Of what stands in no text. */
export const NOWHERE = { line: 0, column: 0 };

const PROBLEMS: Readonly<Record<string, string>> = {
  JSON_DUPLICATE_KEY: 'an object has one key twice',
  JSON_TOO_DEEP: `it nests deeper than ${DEEPEST_VALUE} levels`,
};

/** Throws SerializationError `JSON_INVALID`. A string is a text; anything else is what a text would have meant. */
export function jsonTree(json: unknown): JsonNode {
  if (typeof json !== 'string') return treeOf(json, 0);
  try {
    return parseJson(json);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    const { line, column } = error;
    const problem = PROBLEMS[error.code] ?? 'it is not JSON';
    throw invalid(`the text cannot be read at line ${line}, column ${column}: ${problem}`);
  }
}

function invalid(problem: string): SerializationError {
  return new SerializationError(problem, { code: 'JSON_INVALID' });
}

function treeOf(value: unknown, depth: number): JsonNode {
  const position = NOWHERE;
  if (depth > DEEPEST_VALUE) throw invalid(`the value nests deeper than ${DEEPEST_VALUE} levels`);
  if (value === null) return { kind: 'null', position };
  if (typeof value === 'boolean') return { kind: value ? 'true' : 'false', position };
  if (typeof value === 'number') {
    return { kind: 'number', text: Object.is(value, -0) ? '-0' : String(value), position };
  }
  if (typeof value === 'bigint') return { kind: 'number', text: String(value), position };
  if (typeof value === 'string') return { kind: 'string', value, position };
  if (Array.isArray(value)) {
    // Array.isArray gives any[].
    const items = (value as readonly unknown[]).map((item) => treeOf(item, depth + 1));
    return { kind: 'array', items, position };
  }
  if (typeof value !== 'object') throw invalid(`JSON has no ${typeof value}`);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw invalid(`JSON has nothing like ${foundKind(value)}`);
  const members = new Map<string, JsonMember>();
  for (const [key, member] of Object.entries(value)) {
    // As JSON.stringify does.
    if (member !== undefined) members.set(key, { keyPosition: position, value: treeOf(member, depth + 1) });
  }
  return { kind: 'object', members, position };
}
