/**
 * A default that fits a type, for the remedies that reports suggest: short, and a value of its logical type.
 */
import { jsonText, type JsonValue } from '../json/json-value.ts';
import type { RecordSchema, Schema } from '../schema.ts';

const LONGEST_EXAMPLE = 60;
const LONGEST_FIXED = 8;
const DEEPEST_RECORD = 2;
const NIL_UUID = '00000000-0000-0000-0000-000000000000';

/**
 * `"default": null`; undefined for what has no short one.
 * @example
 * defaultExample(parseSchema('["null","string"]')); // '"default": null'
 */
export function defaultExample(schema: Schema): string | undefined {
  const value = exampleOf(schema, 0);
  const text = value === undefined ? '' : jsonText(value);
  return text === '' || text.length > LONGEST_EXAMPLE ? undefined : `"default": ${text}`;
}

function exampleOf(schema: Schema, depth: number): JsonValue | undefined {
  switch (schema.type) {
    case 'null':
      return null;
    case 'boolean':
      return false;
    case 'int':
    case 'long':
    case 'float':
    case 'double':
      return 0;
    case 'string':
      return schema.logical?.name === 'uuid' ? NIL_UUID : '';
    case 'bytes':
      // No digit at all is no number: Java fails on it.
      return schema.logical?.name === 'decimal' ? '\u0000' : '';
    case 'array':
      return [];
    case 'map':
      return {};
    case 'enum':
      return schema.symbols[0];
    case 'fixed':
      return schema.size <= LONGEST_FIXED ? '\u0000'.repeat(schema.size) : undefined;
    case 'union': {
      const first = schema.branches[0];
      return first === undefined ? undefined : exampleOf(first, depth);
    }
    case 'record':
      return depth < DEEPEST_RECORD ? recordExample(schema, depth) : undefined;
  }
}

/** Fields with a default of their own may be left out. */
function recordExample(record: RecordSchema, depth: number): JsonValue | undefined {
  const values: [string, JsonValue][] = [];
  for (const field of record.fields) {
    if (field.hasDefault) continue;
    const value = exampleOf(field.schema, depth + 1);
    if (value === undefined) return undefined;
    values.push([field.name, value]);
  }
  return Object.fromEntries(values);
}
