import { describe, expect, it } from 'vitest';
import { parseSchema } from './parse/schema-parser.ts';
import type { RepresentationChoices, UnionBranch } from './representation-kinds.ts';
import { representationOf } from './representation.ts';

function shape(text: string, choices?: RepresentationChoices): Record<string, unknown> {
  const { schema, ...rest } = representationOf(parseSchema(text), choices);
  expect(schema.type).toBeTypeOf('string');
  return rest;
}

function branchesOf(text: string, choices?: RepresentationChoices): readonly UnionBranch[] {
  const representation = representationOf(parseSchema(text), choices);
  if (representation.kind !== 'union') throw new Error('not a union');
  return representation.branches;
}

const logical = (type: string, name: string): string => `{"type":"${type}","logicalType":"${name}"}`;
const fixed = (name: string, size: number, more = ''): string =>
  `{"type":"fixed","name":"${name}","size":${size}${more}}`;
const record = (name: string): string =>
  `{"type":"record","name":"${name}","fields":[{"name":"x","type":"int"}]}`;
const DECIMAL = ',"logicalType":"decimal","precision":6,"scale":2';
const ENUM = '{"type":"enum","name":"E","symbols":["A","B"]}';
const MAP = '{"type":"map","values":"int"}';
const ARRAY = '{"type":"array","items":"int"}';
const DURATION = fixed('D', 12, ',"logicalType":"duration"');

describe('values', () => {
  it.each<[string, Record<string, unknown>]>([
    ['"null"', { kind: 'null' }],
    ['"boolean"', { kind: 'boolean' }],
    ['"string"', { kind: 'string' }],
    ['"bytes"', { kind: 'bytes' }],
    ['"int"', { kind: 'number', of: 'int' }],
    ['"long"', { kind: 'number', of: 'long' }],
    ['"float"', { kind: 'number', of: 'float' }],
    ['"double"', { kind: 'number', of: 'double' }],
    [fixed('F', 3), { kind: 'fixedBytes', size: 3 }],
    [ENUM, { kind: 'enum', symbols: ['A', 'B'] }],
    [`{"type":"bytes"${DECIMAL}}`, { kind: 'decimalString', precision: 6, scale: 2 }],
    [fixed('F', 8, DECIMAL), { kind: 'decimalString', precision: 6, scale: 2 }],
    [logical('string', 'uuid'), { kind: 'string' }],
    [fixed('F', 16, ',"logicalType":"uuid"'), { kind: 'string' }],
    [logical('int', 'date'), { kind: 'dateString' }],
    [logical('int', 'time-millis'), { kind: 'number', of: 'time-millis' }],
    [logical('long', 'time-micros'), { kind: 'number', of: 'time-micros' }],
    [logical('long', 'timestamp-millis'), { kind: 'timestamp' }],
    [logical('long', 'timestamp-micros'), { kind: 'bigint', of: 'timestamp-micros' }],
    [logical('long', 'timestamp-nanos'), { kind: 'bigint', of: 'timestamp-nanos' }],
    [logical('long', 'local-timestamp-millis'), { kind: 'bigint', of: 'local-timestamp-millis' }],
    [logical('long', 'local-timestamp-micros'), { kind: 'bigint', of: 'local-timestamp-micros' }],
    [logical('long', 'local-timestamp-nanos'), { kind: 'bigint', of: 'local-timestamp-nanos' }],
    [DURATION, { kind: 'duration' }],
  ])('%s', (text, expected) => {
    expect(shape(text)).toEqual(expected);
  });

  it('the choice of bigint is for plain longs only', () => {
    const choices = { long: 'bigint' } as const;
    expect(shape('"long"', choices)).toEqual({ kind: 'bigint', of: 'long' });
    expect(shape('"long"', { long: 'number' })).toEqual({ kind: 'number', of: 'long' });
    expect(shape('"int"', choices)).toEqual({ kind: 'number', of: 'int' });
    expect(shape(logical('long', 'timestamp-millis'), choices)).toEqual({ kind: 'timestamp' });
    expect(shape(logical('long', 'time-micros'), choices)).toEqual({ kind: 'number', of: 'time-micros' });
  });

  it('containers hold the shapes of what is in them, by choice too', () => {
    const text = `{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"array","items":"long"}},{"name":"m","type":{"type":"map","values":"long"}}]}`;
    expect(representationOf(parseSchema(text), { long: 'bigint' })).toMatchObject({
      kind: 'record',
      fields: [
        { name: 'a', field: { name: 'a' }, representation: { kind: 'array', items: { kind: 'bigint' } } },
        { name: 'm', representation: { kind: 'map', values: { kind: 'bigint', of: 'long' } } },
      ],
    });
  });
});

describe('unions: tag, tagging and kind of every branch', () => {
  it.each<[string, readonly (readonly [tag: string, tagging: string, jsKind: string])[]]>([
    [
      '["null","string"]',
      [
        ['null', 'none', 'null'],
        ['string', 'none', 'string'],
      ],
    ],
    [
      '["boolean","bytes"]',
      [
        ['boolean', 'none', 'boolean'],
        ['bytes', 'none', 'bytes'],
      ],
    ],
    // Branches of one kind need no tag; { $type } can force one.
    [
      '["int","long","double"]',
      [
        ['int', 'none', 'number'],
        ['long', 'none', 'number'],
        ['double', 'none', 'number'],
      ],
    ],
    [
      `["string",${ENUM}]`,
      [
        ['string', 'none', 'string'],
        ['E', 'none', 'string'],
      ],
    ],
    [
      `["bytes",${fixed('a.F', 2)}]`,
      [
        ['bytes', 'none', 'bytes'],
        ['a.F', 'none', 'bytes'],
      ],
    ],
    [
      `[${fixed('F', 2)},${fixed('G', 2)}]`,
      [
        ['F', 'none', 'bytes'],
        ['G', 'none', 'bytes'],
      ],
    ],
    [
      `[${ARRAY},${MAP}]`,
      [
        ['array', 'none', 'array'],
        ['map', 'none', 'object'],
      ],
    ],
    // One record needs no tag, two do.
    [
      `["null",${record('a.R')}]`,
      [
        ['null', 'none', 'null'],
        ['a.R', 'none', 'object'],
      ],
    ],
    [
      `["null",${record('a.R')},${record('b.R')}]`,
      [
        ['null', 'none', 'null'],
        ['a.R', 'inline', 'object'],
        ['b.R', 'inline', 'object'],
      ],
    ],
    [
      `[${record('R')},${record('S')},"string","long"]`,
      [
        ['R', 'inline', 'object'],
        ['S', 'inline', 'object'],
        ['string', 'none', 'string'],
        ['long', 'none', 'number'],
      ],
    ],
    // A map beside a record.
    [
      `["null",${MAP}]`,
      [
        ['null', 'none', 'null'],
        ['map', 'none', 'object'],
      ],
    ],
    [
      `[${MAP},${record('R')}]`,
      [
        ['map', 'wrapped', 'object'],
        ['R', 'none', 'object'],
      ],
    ],
    [
      `[${record('R')},${MAP},${record('S')}]`,
      [
        ['R', 'inline', 'object'],
        ['map', 'wrapped', 'object'],
        ['S', 'inline', 'object'],
      ],
    ],
    // A duration is an object as well.
    [
      `["null",${DURATION}]`,
      [
        ['null', 'none', 'null'],
        ['D', 'none', 'object'],
      ],
    ],
    [
      `[${DURATION},${record('R')}]`,
      [
        ['D', 'wrapped', 'object'],
        ['R', 'none', 'object'],
      ],
    ],
    [
      `[${MAP},${DURATION}]`,
      [
        ['map', 'none', 'object'],
        ['D', 'wrapped', 'object'],
      ],
    ],
    // Logical types keep the tag of their type.
    [
      `[${logical('long', 'timestamp-millis')},"string"]`,
      [
        ['long', 'none', 'date'],
        ['string', 'none', 'string'],
      ],
    ],
    [
      `[${logical('long', 'timestamp-micros')},${logical('int', 'date')}]`,
      [
        ['long', 'none', 'bigint'],
        ['int', 'none', 'string'],
      ],
    ],
    [
      `["null",{"type":"bytes"${DECIMAL}}]`,
      [
        ['null', 'none', 'null'],
        ['bytes', 'none', 'string'],
      ],
    ],
    ['[]', []],
  ])('%s', (text, expected) => {
    const found = branchesOf(text).map(({ tag, tagging, jsKind }) => [tag, tagging, jsKind]);
    expect(found).toEqual(expected);
  });

  it('bigint longs are bigints', () => {
    const kinds = branchesOf('["int","long"]', { long: 'bigint' }).map((branch) => branch.jsKind);
    expect(kinds).toEqual(['number', 'bigint']);
  });
});

describe('recursion', () => {
  it('gives one object for each named record', () => {
    const list = representationOf(
      parseSchema(
        '{"type":"record","name":"List","fields":[{"name":"next","type":["null","List"]},{"name":"all","type":{"type":"array","items":"List"}}]}',
      ),
    );
    if (list.kind !== 'record') throw new Error('not a record');
    const [next, all] = list.fields.map((field) => field.representation);
    expect(next?.kind === 'union' && next.branches[1]?.representation).toBe(list);
    expect(all?.kind === 'array' && all.items).toBe(list);
  });

  it('shares nothing between calls', () => {
    const schema = parseSchema(record('R'));
    expect(representationOf(schema)).not.toBe(representationOf(schema));
    expect(representationOf(schema)).toEqual(representationOf(schema));
  });
});
