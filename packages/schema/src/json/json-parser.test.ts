import { describe, expect, it } from 'vitest';
import { SchemaError } from '../schema-error.ts';
import { memberOf, type JsonNode } from './json-node.ts';
import { MAXIMUM_DEPTH, parseJson, parseJsonWithComments } from './json-parser.ts';
import { jsonText, jsonValueOf } from './json-value.ts';

function failureOf(text: string): SchemaError {
  try {
    parseJson(text, 'a.json');
  } catch (error) {
    if (error instanceof SchemaError) return error;
    throw error;
  }
  throw new Error(`'${text.slice(0, 50)}' was accepted`);
}

function objectOf(node: JsonNode | undefined): Extract<JsonNode, { kind: 'object' }> {
  if (node?.kind !== 'object') throw new Error('not an object');
  return node;
}

describe('parseJson', () => {
  it.each([
    ['null'],
    ['true'],
    ['false'],
    ['0'],
    ['-0'],
    ['-12.5e+3'],
    ['"a\\"b\\\\\\u00e9\\n\\/"'],
    ['[]'],
    ['[1,[2,[]],{}]'],
    ['{"a":{"b":[null]},"":1}'],
    [' \t\r\n { "a" : 1 , "b" : [ ] } \n'],
    ['"\\ud800"'],
    ['"tab in \\t escape, DEL \u007f and \u2028 bare"'],
  ])('agrees with JSON.parse on %s', (text) => {
    const value = jsonValueOf(parseJson(text));
    expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(text));
  });

  it('keeps line and column of values and keys, over every kind of line end', () => {
    const root = objectOf(parseJson('{\n  "a": 1,\r\n  "bc":\r  [ true ]\n}', 'f.json'));
    expect(root.position).toEqual({ line: 1, column: 1, file: 'f.json' });
    expect(root.members.get('a')?.keyPosition).toEqual({ line: 2, column: 3, file: 'f.json' });
    expect(memberOf(root, 'a')?.position).toEqual({ line: 2, column: 8, file: 'f.json' });
    expect(root.members.get('bc')?.keyPosition).toMatchObject({ line: 3, column: 3 });
    const list = memberOf(root, 'bc');
    expect(list?.position).toMatchObject({ line: 4, column: 3 });
    expect(list?.kind === 'array' && list.items[0]?.position).toMatchObject({ line: 4, column: 5 });
  });

  it('counts no column for a byte order mark', () => {
    expect(parseJson('\ufeff1').position).toEqual({ line: 1, column: 1 });
  });

  it('takes __proto__, constructor and toString for keys like any', () => {
    const text = '{"__proto__":{"polluted":true},"constructor":1,"toString":2}';
    const root = objectOf(parseJson(text));
    expect([...root.members.keys()]).toEqual(['__proto__', 'constructor', 'toString']);
    const value = jsonValueOf(root);
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(jsonText(value)).toBe(text);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it.each([
    ['', 1, 1, 'empty'],
    ['  \n ', 2, 2, 'empty'],
    ['{"a":1} x', 1, 9, "expected the end of the text, found 'x'"],
    ['[1,]', 1, 4, "found ']'"],
    ['{"a":1,}', 1, 8, 'expected a key in double quotes'],
    ['{a:1}', 1, 2, "expected a key in double quotes, found 'a'"],
    ["{'a':1}", 1, 2, 'expected a key in double quotes'],
    ['{"a" 1}', 1, 6, "expected ':'"],
    ['[1 2]', 1, 4, "expected ',' or ']'"],
    ['[1', 1, 3, 'found the end of the text'],
    ['"abc', 1, 1, 'this string is not closed; end it with a double quote'],
    ['{"a": 1,\n "b: 2,\n "c": 3}', 2, 2, 'end it with a double quote, or write the line break as \\n'],
    ['{"a": "b\\",\r\n "c": 3}', 1, 7, 'this string is not closed'],
    ['"a\tb"', 1, 3, 'a control character stands in a string; write it as \\u0009'],
    ['"\\x41"', 1, 2, 'unknown escape'],
    ['"\\u12g4"', 1, 2, 'unknown escape'],
    ['01', 1, 2, 'expected the end'],
    ['1.', 1, 2, 'expected the end'],
    ['+1', 1, 1, 'expected a value'],
    ['.5', 1, 1, 'expected a value'],
    ['NaN', 1, 1, "found 'NaN'"],
    ['nul', 1, 1, "found 'nul'"],
    ['// no\n1', 1, 1, 'expected a value'],
    ['\u0000', 1, 1, 'found \\u0000'],
  ])('refuses %j at line %i, column %i', (text, line, column, part) => {
    const failure = failureOf(text);
    expect(failure.message).toContain(part);
    expect(failure).toMatchObject({ code: 'JSON_INVALID', action: 'usage', file: 'a.json', line, column });
    expect(failure.message).toMatch(new RegExp(`^a\\.json:${line}:${column}: `));
  });

  it('refuses a key that stands twice and points at the second', () => {
    expect(failureOf('{"a": 1,\n "a": 2}')).toMatchObject({ code: 'JSON_DUPLICATE_KEY', line: 2, column: 2 });
    expect(failureOf('{"__proto__":1,"__proto__":2}').code).toBe('JSON_DUPLICATE_KEY');
  });

  it('bounds the depth', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseJson(nested(MAXIMUM_DEPTH)).kind).toBe('array');
    expect(failureOf(nested(MAXIMUM_DEPTH + 1)).code).toBe('JSON_TOO_DEEP');
    expect(failureOf('['.repeat(200_000)).code).toBe('JSON_TOO_DEEP');
    expect(failureOf('{"a":'.repeat(200_000)).code).toBe('JSON_TOO_DEEP');
  });

  it('tells of text that is no text', () => {
    // What a JavaScript caller can do.
    const given = { type: 'string' } as unknown as string;
    expect(failureOf(given).message).toContain('JSON.stringify');
  });

  it('gives a failure at its place for every truncation', () => {
    const text = '{"a": [1, -2.5, true, null, "x\\u0041"], "b": {}}';
    for (let end = 0; end < text.length; end++) {
      expect(failureOf(text.slice(0, end)).code).toBe('JSON_INVALID');
    }
  });
});

describe('parseJsonWithComments', () => {
  it('takes comments for space, as the parser of Java does, and goes on counting lines', () => {
    const node = parseJsonWithComments('// one\n/* two\n three */ [ 1 /**/ ] // end');
    expect(node.position).toEqual({ line: 3, column: 11 });
    expect(jsonValueOf(node)).toEqual([1]);
  });

  it.each(['/* open', '/', '[1 / 2]'])('refuses %j', (text) => {
    expect(() => parseJsonWithComments(text)).toThrow(SchemaError);
  });
});

describe('jsonText', () => {
  it.each(['9223372036854775807', '-9007199254740993', '-0', '1e+300', '0.5', '"\\u0000"', '{"a":[1,{}]}'])(
    'prints %s as it was',
    (text) => {
      expect(jsonText(jsonValueOf(parseJson(text)))).toBe(text);
    },
  );

  it('does not spend time on absurd integers', () => {
    expect(jsonValueOf(parseJson('9'.repeat(1_000_000)))).toBe(Infinity);
  });
});
