import { ConfigError } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { parseSchema } from './parse/schema-parser.ts';
import { choicesWithin, type RepresentationChoices } from './representation-choices.ts';
import type { UnionBranch } from './representation-kinds.ts';
import { refuseUnknownChoices } from './representation-refusals.ts';
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
    [logical('bytes', 'big-decimal'), { kind: 'bigDecimalString' }],
    [logical('string', 'date'), { kind: 'string' }],
    ['{"type":"error","name":"E","fields":[]}', { kind: 'record', fields: [] }],
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

describe('choices by record and field', () => {
  const text =
    '{"type":"record","name":"com.acme.Order","fields":[{"name":"id","type":"long"},{"name":"total","type":["null",{"type":"array","items":{"type":"map","values":"long"}}]},' +
    '{"name":"line","type":{"type":"record","name":"Line","fields":[{"name":"count","type":"long"},{"name":"order","type":["null","Order"]}]}},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}}]}';
  const schema = parseSchema(text);

  /** The kinds of the three longs: in Order, deep in Order, in Line. */
  function kindsOf(choices: RepresentationChoices): readonly string[] {
    const order = representationOf(schema, choices);
    if (order.kind !== 'record') throw new Error('not a record');
    const [id, total, line] = order.fields.map((field) => field.representation);
    const items = total?.kind === 'union' ? total.branches[1]?.representation : undefined;
    const map = items?.kind === 'array' ? items.items : undefined;
    const values = map?.kind === 'map' ? map.values : undefined;
    const count = line?.kind === 'record' ? line.fields[0]?.representation : undefined;
    return [id, values, count].map((each) => each?.kind ?? 'none');
  }

  it.each<[string, RepresentationChoices, readonly string[]]>([
    ['none', {}, ['number', 'number', 'number']],
    ['for the run', { long: 'bigint' }, ['bigint', 'bigint', 'bigint']],
    [
      'for a record, not for records inside',
      { overrides: { 'com.acme.Order': { long: 'bigint' } } },
      ['bigint', 'bigint', 'number'],
    ],
    [
      'for a record inside',
      { overrides: { 'com.acme.Line': { long: 'bigint' } } },
      ['number', 'number', 'bigint'],
    ],
    [
      'for a field, whatever its longs stand in',
      { overrides: { 'com.acme.Order.total': { long: 'bigint' } } },
      ['number', 'bigint', 'number'],
    ],
    [
      'the most specific wins',
      {
        long: 'bigint',
        overrides: { 'com.acme.Order': { long: 'number' }, 'com.acme.Order.id': { long: 'bigint' } },
      },
      ['bigint', 'number', 'bigint'],
    ],
    [
      'an empty one leaves it to the next',
      { long: 'bigint', overrides: { 'com.acme.Order': {}, 'com.acme.Order.id': {} } },
      ['bigint', 'bigint', 'bigint'],
    ],
  ])('%s', (_name, choices, kinds) => {
    expect(kindsOf(choices)).toEqual(kinds);
  });

  it('are for plain longs only, by field too', () => {
    const order = representationOf(schema, { overrides: { 'com.acme.Order.at': { long: 'bigint' } } });
    expect(order).toMatchObject({ fields: [{}, {}, {}, { representation: { kind: 'timestamp' } }] });
  });

  it('make one object of each record still', () => {
    const order = representationOf(schema, { overrides: { 'com.acme.Line.count': { long: 'bigint' } } });
    const line = order.kind === 'record' ? order.fields[2]?.representation : undefined;
    const back = line?.kind === 'record' ? line.fields[1]?.representation : undefined;
    expect(back?.kind === 'union' && back.branches[1]?.representation).toBe(order);
  });

  it.each([
    ['com.acme.Order.totle', "did you mean 'com.acme.Order.total'?"],
    ['com.acme.order', "did you mean 'com.acme.Order'?"],
    ['zzzzzzzzzzzzzzzzzzzzzzzzzzz', 'give the full name of a type or type.field'],
    ['toString', 'give the full name of a type or type.field'],
    ['x'.repeat(1_000), '(1000 characters)'],
  ])('are refused when they name nothing: %s', (name, remedy) => {
    const wrong = (): unknown => representationOf(schema, { overrides: { [name]: { long: 'bigint' } } });
    expect(wrong).toThrow(ConfigError);
    expect(wrong).toThrow(expect.objectContaining({ code: 'CHOICE_UNKNOWN', action: 'usage' }));
    expect(wrong).toThrow(remedy);
  });

  it('can be for names that objects inherit', () => {
    const odd = parseSchema(
      '{"type":"record","name":"constructor","fields":[{"name":"__proto__","type":"long"}]}',
    );
    expect(representationOf(odd)).toMatchObject({ fields: [{ representation: { kind: 'number' } }] });
    const overrides = { 'constructor.__proto__': { long: 'bigint' } } as const;
    expect(representationOf(odd, { overrides })).toMatchObject({
      fields: [{ representation: { kind: 'bigint' } }],
    });
  });

  it('are narrowed to what a schema has, for many schemas under one set of choices', () => {
    const overrides = { 'com.acme.Line.count': { long: 'bigint' }, 'com.acme.Other': {} } as const;
    expect(choicesWithin(schema, { long: 'bigint', overrides })).toEqual({
      long: 'bigint',
      overrides: { 'com.acme.Line.count': { long: 'bigint' } },
    });
    expect(choicesWithin(parseSchema('"long"'), { long: 'bigint', overrides })).toEqual({ long: 'bigint' });
    const other = parseSchema('{"type":"fixed","name":"com.acme.Other","size":1}');
    expect(() => refuseUnknownChoices([schema, other], { overrides })).not.toThrow();
    expect(() => refuseUnknownChoices([schema], { overrides })).toThrow(/'com\.acme\.Other'/);
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
