/** Cycles, shared definitions, places, and schemas that nobody writes by accident. */
import { describe, expect, it } from 'vitest';
import { withinCpu } from '../../../kernel/testing/cpu-time.ts';
import { SchemaError } from '../schema-error.ts';
import type { JsonSchemaPolicy } from './difference-types.ts';
import { jsonSchemaDifferences } from './json-schema-differences.ts';
import { parseJsonSchema } from './json-schema-parser.ts';

function differences(before: unknown, after: unknown, policy: JsonSchemaPolicy = 'STRICT'): string[] {
  const [first, second] = [before, after].map((schema) => parseJsonSchema(JSON.stringify(schema)));
  if (first === undefined || second === undefined) throw new Error('two schemas');
  return jsonSchemaDifferences(first, second, policy).map(({ type, path }) => `${type} ${path}`);
}

const ref = (name: string): object => ({ $ref: `#/definitions/${name}` });

describe('recursive schemas', () => {
  const list = (type: string): object => ({
    properties: { head: ref('node') },
    definitions: { node: { properties: { value: { type }, next: ref('node') } } },
  });

  it('that are equal do not differ', () => {
    expect(differences(list('string'), list('string'))).toEqual([]);
  });

  it('name a difference once, not at every turn', () => {
    expect(differences(list('string'), list('integer'))).toEqual([
      'TYPE_CHANGED #/properties/head/properties/value',
    ]);
  });

  it('hide no incompatibility behind a cycle that was taken for compatible', () => {
    // Confluent's own case: T0 leads to T2 and back, and the root pairs T0 and T1 of both sides.
    const schema = (t0: string, t1: string): object => {
      const record = (type: string, target: string): object => ({
        type: 'object',
        additionalProperties: true,
        properties: { id: { type }, ref: { oneOf: [ref(target)] } },
      });
      return {
        properties: { root: { oneOf: [ref('T0'), ref('T1')] } },
        definitions: { T0: record(t0, 'T2'), T1: record(t1, 'T2'), T2: record('integer', 'T0') },
      };
    };
    expect(differences(schema('integer', 'boolean'), schema('boolean', 'number'))).toEqual([
      'COMBINED_TYPE_SUBSCHEMAS_CHANGED #/properties/root',
    ]);
  });

  it('of many types that refer to all others end, and tell what changed', () => {
    const names = Array.from({ length: 12 }, (_, index) => `Type${index}`);
    const union = { oneOf: names.map(ref) };
    const schema = (type: string): object => ({
      properties: { product: union },
      definitions: Object.fromEntries(
        names.map((name, index) => [
          name,
          { properties: { id: { type: index === 0 ? type : 'string' }, underlying: union, other: union } },
        ]),
      ),
    });
    expect(differences(schema('string'), schema('string'))).toEqual([]);
    expect(differences(schema('string'), schema('number'))).not.toEqual([]);
  });
});

describe('definitions that several paths lead to', () => {
  const twice = (type: string): object => ({
    properties: { a: ref('x'), b: ref('x') },
    definitions: { x: { type } },
  });

  it('are listed at each path, as Confluent lists them', () => {
    expect(differences(twice('string'), twice('integer'))).toEqual([
      'TYPE_CHANGED #/properties/a',
      'TYPE_CHANGED #/properties/b',
    ]);
  });

  it('are listed a bounded number of times', () => {
    const levels = 40;
    const doubling = (type: string): object => ({
      ...ref('d0'),
      definitions: Object.fromEntries([
        [`d${levels}`, { type }],
        ...Array.from({ length: levels }, (_, level) => [
          `d${level}`,
          { properties: { a: ref(`d${level + 1}`), b: ref(`d${level + 1}`) } },
        ]),
      ]),
    });
    const found = differences(doubling('string'), doubling('integer'));
    expect(found.length).toBeGreaterThan(1_000);
    expect(found.length).toBeLessThan(20_000);
  });
});

describe('places', () => {
  it('are those of the keyword, or where it is missing', () => {
    const before = parseJsonSchema('{"properties": {\n  "a": {"type": "string"},\n  "b": {}}}');
    const after = parseJsonSchema(
      '{"additionalProperties": false,\n  "properties": {"b": {},\n  "c": {"type": "string"}}}',
    );
    const places = jsonSchemaDifferences(before, after).map(({ type, before: was, after: is }) => [
      type,
      `${was.line}:${was.column}`,
      `${is.line}:${is.column}`,
    ]);
    expect(places).toEqual([
      ['PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL', '2:3', '2:3'],
      ['OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL', '1:2', '3:3'],
      ['ADDITIONAL_PROPERTIES_REMOVED', '1:1', '1:2'],
    ]);
  });
});

describe('hostile schemas', () => {
  /** The differences, or the code of the refusal. */
  function bounded(before: unknown, after: unknown): unknown {
    try {
      return withinCpu(5_000, () => differences(before, after));
    } catch (error) {
      if (error instanceof SchemaError) return error.code;
      throw error;
    }
  }

  it('of a chain of ten thousand definitions are compared on no stack', () => {
    const chain = (type: string): object => ({
      ...ref('d0'),
      definitions: Object.fromEntries([
        ['d10000', { type }],
        ...Array.from({ length: 10_000 }, (_, level) => [
          `d${level}`,
          { properties: { a: ref(`d${level + 1}`) } },
        ]),
      ]),
    });
    expect(bounded(chain('string'), chain('integer'))).toHaveLength(1);
  });

  it('of a chain that differs at every link are too complex to list', () => {
    const chain = (type: string): object => ({
      ...ref('d0'),
      definitions: Object.fromEntries(
        Array.from({ length: 3_000 }, (_, level) => [
          `d${level}`,
          { properties: { a: level < 2_999 ? ref(`d${level + 1}`) : {}, b: { type } } },
        ]),
      ),
    });
    expect(bounded(chain('string'), chain('integer'))).toBe('SCHEMA_TOO_COMPLEX');
  });

  it('as deep as JSON may be are compared', () => {
    const nested = (inner: string, [open, close]: readonly [string, string]): string =>
      open.repeat(490) + inner + close.repeat(490);
    for (const brackets of [
      ['{"properties":{"a":', '}}'],
      ['{"anyOf":[', ']}'],
      ['{"type":["array","string"],"items":', '}'],
      ['{"title":"t","allOf":[', ',{"not":{}}]}'],
    ] as const) {
      const [before, after] = ['{"type":"string"}', '{"type":"null"}'].map(
        (inner) => JSON.parse(nested(inner, brackets)) as unknown,
      );
      expect(bounded(before, before)).toEqual([]);
      expect(bounded(before, after)).not.toEqual([]);
    }
  });

  it('of ten thousand references in a row are one reference', () => {
    const chain = (type: string): object => ({
      ...ref('d0'),
      definitions: Object.fromEntries([
        ['d10000', { type }],
        ...Array.from({ length: 10_000 }, (_, level) => [`d${level}`, ref(`d${level + 1}`)]),
      ]),
    });
    expect(bounded(chain('string'), chain('integer'))).toEqual(['TYPE_CHANGED #/']);
  });

  it('of combinations with a thousand branches each are too complex', () => {
    const wide = (minimum: number): object => ({
      anyOf: Array.from({ length: 1_000 }, (_, index) => ({
        type: 'integer',
        minimum: index + minimum,
        maximum: -index,
      })),
    });
    expect(bounded(wide(0), wide(1))).toBe('SCHEMA_TOO_COMPLEX');
  });

  it('of combinations nested in each other are compared or too complex, but not for long', () => {
    let before: object = { type: 'string' };
    let after: object = { type: 'integer' };
    for (let level = 0; level < 200; level++) {
      before = {
        anyOf: [before, { not: before }, { type: 'array', items: before }].slice(0, level % 8 === 0 ? 3 : 1),
      };
      after = { anyOf: [after, { type: 'null' }] };
      if (JSON.stringify(before).length > 200_000) break;
    }
    expect(bounded(before, after)).toBeDefined();
  });

  it('of definitions that all combine all others are compared or too complex, but not for long', () => {
    const names = Array.from({ length: 60 }, (_, index) => `D${index}`);
    const schema = (type: string): object => ({
      ...ref('D0'),
      definitions: Object.fromEntries(
        names.map((name, index) => [
          name,
          {
            anyOf: [
              ...names.map((other) => ({ properties: { [name]: ref(other) } })),
              { type: index % 2 === 0 ? type : 'string' },
            ],
          },
        ]),
      ),
    });
    expect(bounded(schema('boolean'), schema('integer'))).toBeDefined();
  });

  it('of patterns that backtrack are matched in one pass', () => {
    const name = `${'a'.repeat(5_000)}!`;
    const closed = { patternProperties: { '^(a+)+$': { type: 'string' } }, additionalProperties: false };
    expect(bounded(closed, { ...closed, properties: { [name]: { type: 'string' } } })).toEqual([
      `OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/${name}`,
    ]);
  });

  it('of many patterns and many properties are too complex', () => {
    const many = (prefix: string, value: object): object =>
      Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`${prefix}${index}`, value]));
    const before = { patternProperties: many('^x', {}) };
    expect(bounded(before, { ...before, properties: many('y', {}) })).toBe('SCHEMA_TOO_COMPLEX');
  });

  it('of fifty thousand properties are compared', () => {
    const many = (type: string): object => ({
      properties: Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`p${index}`, { type }])),
    });
    expect(bounded(many('string'), many('string'))).toEqual([]);
  });
});
