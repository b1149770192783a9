import { describe, expect, it } from 'vitest';
import { parseSchema } from '../parse/schema-parser.ts';
import { sameEncoding } from './same-encoding.ts';

const record = (fields: string, rest = ''): string =>
  `{"type": "record", "name": "a.R", ${rest} "fields": [${fields}]}`;
const decimal = (scale: number): string =>
  `{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": ${scale}}`;

describe('two schemas have the same encoding', () => {
  it.each([
    ['docs', record('{"name": "x", "type": "int"}', '"doc": "old",'), record('{"name": "x", "type": "int"}')],
    [
      'defaults',
      record('{"name": "x", "type": "int", "default": 1}'),
      record('{"name": "x", "type": "int"}'),
    ],
    [
      'aliases',
      record('{"name": "x", "type": "int", "aliases": ["y"]}'),
      record('{"name": "x", "type": "int"}'),
    ],
    ['properties', '{"type": "string", "avro.java.string": "String"}', '"string"'],
    [
      'how names are written',
      record('{"name": "x", "type": ["null", "R"]}'),
      record('{"name": "x", "type": ["null", "a.R"]}'),
    ],
  ])('when they differ in %s', (_what, left, right) => {
    expect(sameEncoding(parseSchema(left), parseSchema(right))).toBe(true);
  });

  it.each([
    ['a type', record('{"name": "x", "type": "int"}'), record('{"name": "x", "type": "long"}')],
    [
      'the order of fields',
      record('{"name": "x", "type": "int"}, {"name": "y", "type": "int"}'),
      record('{"name": "y", "type": "int"}, {"name": "x", "type": "int"}'),
    ],
    [
      'symbols',
      '{"type": "enum", "name": "E", "symbols": ["A"]}',
      '{"type": "enum", "name": "E", "symbols": ["A", "B"]}',
    ],
    ['a name', record('{"name": "x", "type": "int"}'), record('{"name": "z", "type": "int"}')],
    ['a logical type', '{"type": "long", "logicalType": "timestamp-millis"}', '"long"'],
    [
      'a unit',
      '{"type": "long", "logicalType": "timestamp-millis"}',
      '{"type": "long", "logicalType": "timestamp-micros"}',
    ],
    [
      'a scale inside',
      `{"type": "array", "items": ${decimal(2)}}`,
      `{"type": "array", "items": ${decimal(3)}}`,
    ],
  ])('but not when they differ in %s', (_what, left, right) => {
    expect(sameEncoding(parseSchema(left), parseSchema(right))).toBe(false);
  });
});
