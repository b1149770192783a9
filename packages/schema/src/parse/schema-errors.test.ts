import { describe, expect, it } from 'vitest';
import { isOttlaError } from '@ottla/kernel';
import { SchemaError } from '../schema-error.ts';
import { parseSchema } from './schema-parser.ts';

function failureOf(text: string): SchemaError {
  try {
    parseSchema(text, { file: 'x.avsc' });
  } catch (error) {
    if (error instanceof SchemaError) return error;
    throw error;
  }
  throw new Error(`${text.slice(0, 80)} was accepted`);
}

/** A record with one field of these attributes; they begin at column 42. */
function withField(attributes: string): string {
  return `{"type":"record","name":"a.R","fields":[{${attributes}}]}`;
}

describe('what is wrong, where, and what would mend it', () => {
  it.each([
    // malformed
    ['1', 'SCHEMA_MALFORMED', 1, 'a schema is a type name, an object or an array'],
    ['{}', 'SCHEMA_MALFORMED', 1, 'the "type" of a schema is missing'],
    ['{"type":{"type":"int"}}', 'SCHEMA_MALFORMED', 9, 'write that schema itself'],
    ['{"type":"record","fields":[]}', 'SCHEMA_MALFORMED', 1, 'the "name" of a record is missing'],
    ['{"type":"record","name":7,"fields":[]}', 'SCHEMA_MALFORMED', 25, 'is a number, not a string'],
    ['{"type":"record","name":"R"}', 'SCHEMA_MALFORMED', 1, `the "fields" of the record 'R' is missing`],
    ['{"type":"record","name":"R","fields":{}}', 'SCHEMA_MALFORMED', 38, 'is an object; write an array'],
    ['{"type":"record","name":"R","fields":["x"]}', 'SCHEMA_MALFORMED', 39, 'must be an object'],
    [withField('"type":"int"'), 'SCHEMA_MALFORMED', 41, 'the "name" of a field of'],
    [withField('"name":"x"'), 'SCHEMA_MALFORMED', 41, `the "type" of the field 'a.R.x' is missing`],
    [
      withField('"name":"x","type":"int","order":"up"'),
      'SCHEMA_MALFORMED',
      74,
      'ascending, descending, ignore',
    ],
    [withField('"name":"x","type":"int","aliases":["y",1]'), 'SCHEMA_MALFORMED', 81, 'an array of names'],
    ['{"type":"array"}', 'SCHEMA_MALFORMED', 1, 'the "items" of an array is missing'],
    ['{"type":"map"}', 'SCHEMA_MALFORMED', 1, 'the "values" of a map is missing'],
    ['{"type":"enum","name":"E"}', 'SCHEMA_MALFORMED', 1, 'the "symbols" of'],
    ['{"type":"enum","name":"E","symbols":[1]}', 'SCHEMA_MALFORMED', 38, 'must be a string, found a number'],
    // names
    ['{"type":"record","name":"a-b","fields":[]}', 'NAME_INVALID', 25, `is 'a-b'; a name begins with`],
    ['{"type":"record","name":"","fields":[]}', 'NAME_INVALID', 25, 'the name of a record'],
    ['{"type":"record","name":"a.","fields":[]}', 'NAME_INVALID', 25, 'the name of a record'],
    [
      '{"type":"record","name":"R","namespace":"a..b","fields":[]}',
      'NAME_INVALID',
      41,
      'names joined by dots',
    ],
    ['{"type":"enum","name":"string","symbols":[]}', 'NAME_INVALID', 23, 'primitive type'],
    ['{"type":"enum","name":"E","symbols":["A","1B"]}', 'NAME_INVALID', 42, `a symbol of the enum 'E'`],
    [withField('"name":"é","type":"int"'), 'NAME_INVALID', 49, 'the name of a field'],
    // twice
    [
      withField('"name":"x","type":"int"},{"name":"x","type":"int"'),
      'FIELD_DUPLICATE',
      67,
      'rename or remove one',
    ],
    ['{"type":"enum","name":"E","symbols":["A","A"]}', 'SYMBOL_DUPLICATE', 42, 'remove one'],
    ['["int",{"type":"int","logicalType":"date"}]', 'BRANCH_DUPLICATE', 8, `the branch 'int' stands twice`],
    ['[{"type":"map","values":"int"},{"type":"map","values":"long"}]', 'BRANCH_DUPLICATE', 32, `'map'`],
    ['[{"type":"fixed","name":"F","size":1},"F"]', 'BRANCH_DUPLICATE', 39, `'F'`],
    ['{"type":"array","items":["null",["int"]]}', 'UNION_NESTED', 33, 'write its branches in the outer one'],
    [
      '[{"type":"fixed","name":"F","size":1},{"type":"array","items":{"type":"fixed","name":"F","size":2}}]',
      'NAME_REDEFINED',
      63,
      'is defined differently at x.avsc:1:2',
    ],
    ['{"a":1,"a":2}', 'JSON_DUPLICATE_KEY', 8, 'keep one of them'],
    // unknown types
    ['"sting"', 'TYPE_UNKNOWN', 1, `unknown type 'sting'; did you mean 'string'?`],
    ['"integer"', 'TYPE_UNKNOWN', 1, `unknown type 'integer'`],
    [withField('"name":"x","type":"S"'), 'TYPE_UNKNOWN', 60, `unknown type 'S' in the namespace 'a'`],
    [
      '[{"type":"fixed","name":"com.acme.Money","size":1},"com.acme.Mony"]',
      'TYPE_UNKNOWN',
      52,
      `did you mean 'com.acme.Money'?`,
    ],
    [
      '[{"type":"fixed","name":"com.acme.Money","size":1},"Money"]',
      'TYPE_UNKNOWN',
      52,
      `did you mean 'com.acme.Money'?`,
    ],
    [
      withField('"name":"x","type":"array","items":"int"'),
      'TYPE_UNKNOWN',
      60,
      'write { "type": "array", "items": … }',
    ],
    ['{"type":"Missing"}', 'TYPE_UNKNOWN', 9, `unknown type 'Missing'`],
    // sizes
    ['{"type":"fixed","name":"F"}', 'SCHEMA_MALFORMED', 1, 'the "size" of a fixed is missing'],
    ['{"type":"fixed","name":"F","size":-1}', 'SIZE_INVALID', 35, `found '-1'`],
    ['{"type":"fixed","name":"F","size":1.5}', 'SIZE_INVALID', 35, `found '1.5'`],
    ['{"type":"fixed","name":"F","size":2147483648}', 'SIZE_INVALID', 35, 'from 0 to 2147483647'],
    ['{"type":"fixed","name":"F","size":"16"}', 'SIZE_INVALID', 35, 'found a string'],
  ])('%s', (text, code, column, part) => {
    const failure = failureOf(text);
    expect(failure.message).toContain(part);
    expect(failure).toMatchObject({ code, file: 'x.avsc', line: 1, column, action: 'usage' });
    expect(failure.message.startsWith(`x.avsc:1:${column}: `)).toBe(true);
    expect(isOttlaError(failure)).toBe(true);
    expect(failure.name).toBe('SchemaError');
  });

  it('says line and column in words for a text without a file', () => {
    expect(() => parseSchema('\n "sting"')).toThrow(/^line 2, column 2: /);
  });

  it('never prints a long name whole', () => {
    const failure = failureOf(`"${'x'.repeat(1_000_000)}"`);
    expect(failure.message.length).toBeLessThan(400);
    expect(failure.message).toContain('(1000000 characters)');
  });
});
