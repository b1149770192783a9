import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSchema } from '../parse/schema-parser.ts';
import type { Schema } from '../schema.ts';
import { checkCompatibility } from './compatibility.ts';

function record(name: string, fields: readonly string[], more = ''): string {
  return `{"type":"record","name":"${name}"${more},"fields":[${fields.join(',')}]}`;
}

function verdict(reader: string, writer: string): string[] {
  const found = checkCompatibility(parseSchema(reader), parseSchema(writer));
  return found.map((each) => `${each.kind} ${each.location} ${each.message}`);
}

function sample(path: string): Schema {
  const url = new URL(`../../../../schemas/${path}`, import.meta.url);
  return parseSchema(readFileSync(url, 'utf8'), { file: path });
}

describe('the sample contracts', () => {
  it('customer: the field that went and the field that came have defaults, so both ways are safe', () => {
    const [v1, v2] = [sample('customers/customer.v1.avsc'), sample('customers/customer.v2.avsc')];
    expect(checkCompatibility(v2, v1)).toEqual([]);
    expect(checkCompatibility(v1, v2)).toEqual([]);
  });

  it('points into both files', () => {
    const reader = sample('customers/customer.v2.avsc');
    const writer = parseSchema('{"type":"record","name":"Customer","fields":[]}', { file: 'empty.avsc' });
    const found = checkCompatibility(reader, writer);
    expect(found.map((each) => each.message)).toEqual(['id', 'name']);
    expect(found[0]).toMatchObject({
      location: '/fields/0',
      reader: { file: 'customers/customer.v2.avsc', line: 7, column: 5 },
      writer: { file: 'empty.avsc', line: 1, column: 1 },
    });
  });
});

describe('names', () => {
  const enumOf = (name: string, more = ''): string =>
    `{"type":"enum","name":"${name}","symbols":["A"]${more}}`;

  it('compares them without namespaces', () => {
    expect(verdict(enumOf('a.b.E'), enumOf('c.E'))).toEqual([]);
  });

  it('takes an alias of the reader for the full name of the writer, and only for that', () => {
    expect(verdict(enumOf('a.New', ',"aliases":["Old"]'), enumOf('a.Old'))).toEqual([]);
    expect(verdict(enumOf('a.New', ',"aliases":["b.Old"]'), enumOf('a.Old'))).toEqual([
      'NAME_MISMATCH /name expected: a.Old',
    ]);
    expect(verdict(enumOf('a.New'), enumOf('a.Old', ',"aliases":["New"]'))).toHaveLength(1);
  });

  it('finds a branch of a union by alias too', () => {
    expect(verdict(`["null",${enumOf('a.New', ',"aliases":["Old"]')}]`, enumOf('a.Old'))).toEqual([]);
    expect(verdict(`["null",${enumOf('New', ',"aliases":["Old"]')}]`, enumOf('Old'))).toEqual([]);
    expect(verdict(`["null",${enumOf('New', ',"aliases":["Old"]')}]`, enumOf('a.Old'))).toEqual([
      'MISSING_UNION_BRANCH / reader union lacking writer type: ENUM',
    ]);
  });

  it('are names like any, also constructor and __proto__', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      const reader = record(name, [`{"name":"${name}","type":"long"}`]);
      const writer = record(name, [`{"name":"${name}","type":"int"}`]);
      expect(verdict(reader, writer)).toEqual([]);
      expect(verdict(reader, record(name, []))).toEqual([
        `READER_FIELD_MISSING_DEFAULT_VALUE /fields/0 ${name}`,
      ]);
    }
  });
});

describe('fields', () => {
  it('are found by the aliases of the reader', () => {
    const reader = record('R', ['{"name":"phone","type":"string","aliases":["fax"]}']);
    expect(verdict(reader, record('R', ['{"name":"fax","type":"string"}']))).toEqual([]);
  });

  it('fail hard when a field and its alias match two fields of the writer, as in Java', () => {
    const reader = parseSchema(record('R', ['{"name":"a","type":"int","aliases":["b"]}']));
    const writer = parseSchema(record('R', ['{"name":"a","type":"int"}', '{"name":"b","type":"int"}']));
    expect(() => checkCompatibility(reader, writer)).toThrow(
      /'R\.a' and its aliases match several fields of the writer: 'a' and 'b'/,
    );
  });

  it('without default are missing even when their enum has one; Java tells it as a type', () => {
    const field = '{"name":"e","type":{"type":"enum","name":"E","symbols":["A"],"default":"A"}}';
    expect(verdict(record('R', [field]), record('R', []))).toEqual([
      'TYPE_MISMATCH /fields/0/type reader type: ENUM not compatible with writer type: RECORD',
    ]);
  });

  it('are not compared by their defaults, order or docs', () => {
    const field = (more: string): string => `{"name":"a","type":"int"${more}}`;
    expect(
      verdict(record('R', [field(',"default":1,"doc":"x"')]), record('R', [field(',"default":2')])),
    ).toEqual([]);
  });
});

describe('logical types', () => {
  it('are not looked at, as in Java', () => {
    const decimal = (scale: number): string =>
      `{"type":"bytes","logicalType":"decimal","precision":9,"scale":${scale}}`;
    expect(verdict(decimal(2), decimal(4))).toEqual([]);
    expect(verdict('{"type":"long","logicalType":"timestamp-micros"}', '"int"')).toEqual([]);
  });
});

describe('unions', () => {
  it.each([
    ['["null","int"]', '"int"', []],
    ['["null","long"]', '"int"', []],
    ['"int"', '["int"]', []],
    ['["string"]', '"bytes"', []],
    [
      '"long"',
      '["int","null"]',
      ['TYPE_MISMATCH /1 reader type: LONG not compatible with writer type: NULL'],
    ],
    ['[]', '"int"', ['MISSING_UNION_BRANCH / reader union lacking writer type: INT']],
    ['["null"]', '[]', []],
    [
      '{"type":"array","items":["null"]}',
      '{"type":"array","items":["null","int"]}',
      ['MISSING_UNION_BRANCH /items/1 reader union lacking writer type: INT'],
    ],
  ])('%s reading %s', (reader, writer, expected) => {
    expect(verdict(reader, writer)).toEqual(expected);
  });
});

describe('recursion', () => {
  const tree = (value: string): string =>
    record('Tree', [`{"name":"value","type":"${value}"}`, '{"name":"left","type":["null","Tree"]}']);

  it('ends: a pair in progress counts as compatible', () => {
    expect(verdict(tree('long'), tree('int'))).toEqual([]);
    expect(verdict(tree('int'), tree('long'))).toEqual([
      'TYPE_MISMATCH /fields/0/type reader type: INT not compatible with writer type: LONG',
    ]);
  });

  it('reports what did not fit when it was reached: a pair still in progress is no missing branch', () => {
    const list = (value: string, more = ''): string =>
      record('List', [`{"name":"next","type":["null","List"]}`, `{"name":"value","type":"${value}"}`], more);
    expect(verdict(`["null",${list('int')}]`, `["null",${list('long')}]`)).toEqual([
      'MISSING_UNION_BRANCH /1 reader union lacking writer type: RECORD',
    ]);
  });

  it('tells a reason once, however many ways lead to it', () => {
    const inner = (type: string): string => record('Inner', [`{"name":"x","type":"${type}"}`]);
    const both = (type: string): string =>
      record('R', [`{"name":"a","type":${inner(type)}}`, '{"name":"b","type":"Inner"}']);
    expect(verdict(both('int'), both('long'))).toEqual([
      'TYPE_MISMATCH /fields/0/type/fields/0/type reader type: INT not compatible with writer type: LONG',
    ]);
  });
});

/** Heavy for a machine that does much else. */
const HEAVY = { timeout: 60_000 };

describe('size', HEAVY, () => {
  /** Each level mentions the next twice: 2^depth ways to the bottom. */
  function diamonds(depth: number, bottom: string): string {
    const levels = [record(`L${depth}`, [`{"name":"x","type":"${bottom}"}`])];
    for (let level = depth - 1; level >= 0; level--) {
      levels.push(
        record(
          `L${level}`,
          ['a', 'b'].map((name) => `{"name":"${name}","type":"L${level + 1}"}`),
        ),
      );
    }
    return `[${levels.toReversed().join(',')}]`;
  }

  it('of exponential resolution stays linear', () => {
    const [reader, writer] = [diamonds(60, 'int'), diamonds(60, 'long')];
    expect(verdict(diamonds(60, 'long'), diamonds(60, 'int'))).toEqual([]);
    expect(verdict(reader, writer)).toHaveLength(61);
  });

  it('of tens of thousands of types in a chain needs no deep stack', () => {
    const [reader, writer] = [diamonds(10_000, 'long'), diamonds(10_000, 'int')];
    expect(verdict(reader, writer)).toEqual([]);
    expect(verdict(writer, reader)).toHaveLength(10_001);
  });

  it('of unions of 5,000 records is no square', () => {
    const union = (type: string): string =>
      `[${Array.from({ length: 5000 }, (_, i) => record(`R${i}`, [`{"name":"x","type":"${type}"}`])).join(',')}]`;
    expect(verdict(union('long'), union('int'))).toEqual([]);
    expect(verdict(union('int'), union('long'))).toHaveLength(5000);
  });

  it('decides whether branches of other names are looked into, as Java does', () => {
    const union = (count: number, last: string): Schema =>
      parseSchema(`[${[...Array.from({ length: count }, (_, i) => record(`R${i}`, [])), last].join(',')}]`);
    const [a, b] = ['{"name":"a","type":"int"}', '{"name":"b","type":"int"}'];
    const ambiguous = record('X', ['{"name":"a","type":"int","aliases":["b"]}']);
    const written = parseSchema(record('R', [a, b]));
    expect(() => checkCompatibility(union(10, ambiguous), written)).toThrow(/match several fields/);
    const many = checkCompatibility(union(3000, ambiguous), union(3000, record('R', [a, b])));
    expect(many.map(({ location }) => location)).toEqual(['/3000']);
  });

  it('beyond the bound is a typed failure', () => {
    const union = (type: string): string =>
      `[${Array.from({ length: 720 }, (_, i) => record(`n${i}.R`, [`{"name":"x","type":"${type}"}`])).join(',')}]`;
    const [reader, writer] = [parseSchema(union('int')), parseSchema(union('long'))];
    expect(() => checkCompatibility(reader, writer)).toThrow(/^line 1, column \d+: .*more than 500000 pairs/);
  });
});
