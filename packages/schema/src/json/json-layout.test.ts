import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doubleLayout, floatLayout, nodeLayout, numberLayout, valueLayout } from './json-layout.ts';
import { parseJson } from './json-parser.ts';
import { jsonValueOf } from './json-value.ts';

describe('the layout of Java', () => {
  // By Double.toString of Java 17, and of Java 19 for 4.9E-324 and 2.0E23.
  it.each([
    ['1', '1'],
    ['-0', '0'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['1.0', '1.0'],
    ['0.0', '0.0'],
    ['-0.0', '-0.0'],
    ['1.50', '1.5'],
    ['0.1e1', '1.0'],
    ['1e3', '1000.0'],
    ['-1E5', '-100000.0'],
    ['9999999.5', '9999999.5'],
    ['1e7', '1.0E7'],
    ['-12345678.9', '-1.23456789E7'],
    ['1.0E-3', '0.001'],
    ['1.25e-2', '0.0125'],
    ['0.0001', '1.0E-4'],
    ['1e-5', '1.0E-5'],
    ['120.50e0', '120.5'],
    ['1.7976931348623157e308', '1.7976931348623157E308'],
    ['5e-324', '4.9E-324'],
    ['2e23', '2.0E23'],
    ['1e400', '"Infinity"'],
    ['-1e400', '"-Infinity"'],
  ])('prints the number %s as %s', (text, printed) => {
    expect(numberLayout(text)).toBe(printed);
    expect(nodeLayout(parseJson(`[${text}]`))).toBe(`[${printed}]`);
  });

  it.each([
    [3.14159265358979, '3.1415927'],
    [0.1, '0.1'],
    [16777217, '1.6777216E7'],
    [1, '1.0'],
    [1e10, '1.0E10'],
    [0, '0.0'],
  ])('prints %f as the float %s', (value, printed) => {
    expect(floatLayout(Math.fround(value))).toBe(printed);
  });

  it('prints strings as they are, with the escapes they need', () => {
    const text = '\u0000\u001f\n\t\b\f\r"\\/\u007f\u2028ü😀\\u001f';
    expect(nodeLayout(parseJson(JSON.stringify(text)))).toBe(
      '"\\u0000\\u001F\\n\\t\\b\\f\\r\\"\\\\/\u007f\u2028ü😀\\\\u001f"',
    );
  });

  it('keeps the order of keys, of numbers among them', () => {
    expect(nodeLayout(parseJson('{"b":1,"10":2,"2":{"__proto__":null}}'))).toBe(
      '{"b":1,"10":2,"2":{"__proto__":null}}',
    );
  });

  it('prints a value as its text says it, but for the point of a whole number', () => {
    const text = '{"a":[1,2.5,true,null,9223372036854775807,"\\u001F",{"b":1.0E22}]}';
    expect(valueLayout(jsonValueOf(parseJson(text)))).toBe(text);
    expect(valueLayout([1e21, Infinity, -0])).toBe('[1.0E21,"Infinity",0]');
  });

  it('gives every double and float again', () => {
    fc.assert(
      fc.property(fc.double({ noDefaultInfinity: true, noNaN: true }), (value) => {
        expect(Number(doubleLayout(value))).toBe(value);
      }),
    );
    fc.assert(
      fc.property(fc.float({ noDefaultInfinity: true, noNaN: true }), (value) => {
        expect(Math.fround(Number(floatLayout(value)))).toBe(value);
      }),
    );
  });
});
