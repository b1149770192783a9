import { describe, expect, it } from 'vitest';
import { SchemaError } from '../schema-error.ts';
import { parseSchema } from './schema-parser.ts';

const FIXED = '{"type":"fixed","name":"F","size":2}';
const ENUM = '{"type":"enum","name":"E","symbols":["A","B"]}';
const POINT =
  '{"type":"record","name":"P","fields":[{"name":"x","type":"int"},{"name":"y","type":"int","default":0}]}';
const INTS = '{"type":"array","items":"int"}';
const MAP = '{"type":"map","values":"boolean"}';

function holder(type: string, value: string): string {
  return `{"type":"record","name":"H","fields":[{"name":"f","type":${type},"default":${value}}]}`;
}

function judge(type: string, value: string): string {
  try {
    parseSchema(holder(type, value));
    return 'fits';
  } catch (error) {
    if (error instanceof SchemaError && error.code === 'DEFAULT_INVALID') return error.message;
    throw error;
  }
}

describe('defaults that fit', () => {
  it.each([
    ['"null"', 'null'],
    ['"boolean"', 'false'],
    ['"int"', '2147483647'],
    ['"int"', '-2147483648'],
    ['"long"', '9223372036854775807'],
    ['"long"', '-9223372036854775808'],
    ['"float"', '1'],
    ['"double"', '-1.5e300'],
    ['"double"', '"NaN"'],
    ['"float"', '"-Infinity"'],
    ['"bytes"', '"\\u0000\\u00ff"'],
    ['"string"', '"é€"'],
    [FIXED, '"\\u00ff\\u0000"'],
    [ENUM, '"B"'],
    [INTS, '[]'],
    [INTS, '[1,2]'],
    [MAP, '{"__proto__":true}'],
    [POINT, '{"x":1}'],
    [POINT, '{"x":1,"y":2,"other":3}'],
    ['["null","int"]', 'null'],
    ['["null","int"]', '5'],
    [`["null",${ENUM},"int"]`, '"A"'],
    ['{"type":"long","logicalType":"timestamp-millis"}', '0'],
  ])('%s: %s', (type, value) => {
    expect(judge(type, value)).toBe('fits');
  });
});

describe('defaults that do not', () => {
  it.each([
    ['"null"', '0', "must be null, found '0'"],
    ['"boolean"', '"true"', "must be true or false, found the string 'true'"],
    ['"int"', '2147483648', 'must be an int'],
    ['"int"', '1.0', "found '1.0'"],
    ['"int"', '1e3', "found '1e3'"],
    ['"int"', '"1"', "found the string '1'"],
    ['"long"', '9223372036854775808', 'must be a long'],
    ['"double"', '"1.5"', 'must be a double'],
    ['"bytes"', '"\\u0100"', 'code points 0 to 255'],
    ['"string"', 'null', 'must be a string, found null'],
    [FIXED, '"a"', 'must be 2 bytes'],
    [ENUM, '"C"', "must be a symbol of 'E', found the string 'C'"],
    [ENUM, '"toString"', "must be a symbol of 'E'"],
    [INTS, '[1,"2"]', "must be an int (a whole number from -2147483648 to 2147483647), found the string '2'"],
    [INTS, '{}', 'must be an array, found an object'],
    [MAP, '{"a":1}', 'must be true or false'],
    [MAP, '[]', 'must be a map'],
    [POINT, '{}', "must be an object with every field of 'P' that has no default, found an object"],
    [POINT, '{"x":null}', 'must be an int'],
    [POINT, '{"__proto__":{"x":1}}', 'must be an object with every field'],
    ['["null","int"]', '"x"', "must be one of the union's types (null, int)"],
    ['[]', 'null', "must be one of the union's types"],
  ])('%s: %s', (type, value, part) => {
    const told = judge(type, value);
    expect(told).toContain(part);
    expect(told).toContain("the default of 'H.f'");
  });

  it('are shown at the innermost value', () => {
    const text = holder(`{"type":"array","items":${POINT}}`, '[{"x":1},\n  {"x":1,"y":true}]');
    expect(() => parseSchema(text, { file: 'd.avsc' })).toThrow(
      /^d\.avsc:2:14: .* must be an int .* found true$/,
    );
  });

  it('are found in fields of inner records too', () => {
    const inner = '{"type":"record","name":"I","fields":[{"name":"n","type":"int","default":null}]}';
    expect(() => parseSchema(`{"type":"array","items":${inner}}`)).toThrow(
      /the default of 'I\.n' must be an int/,
    );
  });
});

describe('defaults that lean on defaults', () => {
  const record = (name: string, field: string, type: string, value: string): string =>
    `{"type":"record","name":"${name}","fields":[{"name":"${field}","type":${type},"default":${value}}]}`;

  it('end', () => {
    expect(() => parseSchema(record('A', 'b', record('B', 'c', '"int"', '1'), '{}'))).not.toThrow();
    expect(() => parseSchema(record('A', 'a', '["null","A"]', 'null'))).not.toThrow();
    expect(() => parseSchema(record('A', 'a', '["null","A"]', '{"a":{"a":null}}'))).not.toThrow();
  });

  it.each([
    ['in themselves', record('A', 'a', '"A"', '{}')],
    ['through a union', record('A', 'a', '["null","A"]', '{}')],
    ['through an array', record('A', 'a', '{"type":"array","items":"A"}', '[{}]')],
    ['through a map', record('A', 'a', '{"type":"map","values":"A"}', '{"k":{}}')],
    ['in a circle of two', record('A', 'b', record('B', 'a', '"A"', '{}'), '{}')],
  ])('do not end %s', (_, text) => {
    expect(() => parseSchema(text)).toThrow(/leads back to itself and never ends/);
  });
});

describe('size', () => {
  it('of unions of similar records is not exponential', () => {
    const union = '["null","A","B"]';
    const branch = (name: string): string =>
      `{"type":"record","name":"${name}","fields":[{"name":"x","type":${union}}]}`;
    const value = (bottom: string): string => '{"x":'.repeat(200) + bottom + '}'.repeat(200);
    const types = `${branch('A')},${branch('B')}`;
    const schema = (bottom: string): string =>
      `[${types},{"type":"record","name":"H","fields":[{"name":"f","type":${union},"default":${value(bottom)}}]}]`;
    expect(() => parseSchema(schema('null'))).not.toThrow();
    expect(() => parseSchema(schema('1'))).toThrow(SchemaError);
  });

  it('of a default as deep as JSON may be is no overflow', () => {
    const value = '{"r":[{"r":'.repeat(245) + '[]' + '}]}'.repeat(245);
    const text = `{"type":"record","name":"R","fields":[{"name":"r","type":["null",{"type":"array","items":["null","R"]},"R"],"default":${value}}]}`;
    expect(judgeText(text)).toMatch(/fits|never ends|must be/);
  });
});

function judgeText(text: string): string {
  try {
    parseSchema(text);
    return 'fits';
  } catch (error) {
    if (error instanceof SchemaError) return error.message;
    throw error;
  }
}
