import { readFileSync } from 'node:fs';
import { ByteReader, SerializationError } from '@ottla/kernel';
import { parseSchema } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { defineAvroSchema } from '../avro-schema.ts';
import { datumOfJson, fromPlainJson, knownBranchChoice, toPlainJson } from './plain-json.ts';
import { plainTree, treeText } from './plain-tree.ts';

const page = readFileSync(new URL('../../../../../docs/reference/plain-json.md', import.meta.url), 'utf8');

/** Rows whose cells are code: a schema, what is written of it, and what is read as the same. */
const rows = page.split('\n').flatMap((line) => {
  const [, schema, json, also] = line.split('|').map((cell) => cell.trim());
  const [schemaText, written, others] = [schema, json, also].map((cell) => {
    return [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');
  });
  if (schemaText?.[0] === undefined || written?.[0] === undefined) return [];
  return [{ schema: schemaText[0], json: written[0], also: others ?? [] }];
});

function failureOf(json: unknown, schema: object | string): SerializationError {
  try {
    fromPlainJson(json, parseSchema(JSON.stringify(schema)));
  } catch (error) {
    if (error instanceof SerializationError) return error;
    throw error;
  }
  throw new Error('it was read');
}

const ORDER = {
  type: 'record',
  name: 'com.acme.Order',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'paidAt', type: ['null', { type: 'long', logicalType: 'timestamp-millis' }] },
    { name: 'total', type: { type: 'bytes', logicalType: 'decimal', precision: 6, scale: 2 } },
    { name: 'tags', type: { type: 'map', values: 'int' }, default: {} },
  ],
};

describe('docs/reference/plain-json.md', () => {
  it('has a row for every type and logical type', () => {
    const all = rows.map(({ schema }) => schema).join('\n');
    const types = 'null boolean int long float double string bytes fixed enum array map record'.split(' ');
    const logical =
      'date time-millis time-micros timestamp-millis timestamp-micros timestamp-nanos local-timestamp-millis ' +
      'local-timestamp-micros local-timestamp-nanos decimal big-decimal uuid duration';
    for (const name of [...types, ...logical.split(' ')]) expect(all).toContain(`"${name}"`);
  });

  it.each(rows)('$schema is written $json', ({ schema: text, json, also }) => {
    const schema = parseSchema(text);
    const bytes = datumOfJson(json, schema);
    const tree = plainTree(knownBranchChoice(schema), schema, new ByteReader(bytes));
    expect(treeText(tree)).toBe(json);
    for (const other of also) expect(datumOfJson(other, schema), other).toEqual(bytes);
  });
});

describe('a value', () => {
  const schema = parseSchema(JSON.stringify(ORDER));
  const value = { id: 7, paidAt: new Date(0), total: '12.30', tags: {} };
  const text = '{"id":7,"paidAt":"1970-01-01T00:00:00.000Z","total":"12.30","tags":{}}';

  it('is read as its constant has chosen it', () => {
    expect(toPlainJson(value, schema)).toBe(text);
    expect(fromPlainJson(text, schema)).toEqual(value);
    const constant = defineAvroSchema<unknown>({
      fullName: ORDER.name,
      schema: JSON.stringify(ORDER),
      fingerprint: '',
      choices: { long: 'bigint', 'timestamp-millis': 'number' },
    });
    expect(fromPlainJson(text, constant)).toEqual({ ...value, id: 7n, paidAt: 0 });
    expect(toPlainJson({ ...value, id: 7n, paidAt: 0 }, constant)).toBe(text);
  });

  it('is taken for a text, as values', () => {
    const json = { id: 7n, paidAt: 0, total: 12.3 };
    expect(fromPlainJson(json, schema)).toEqual(value);
  });

  it('keeps a branch that its natural value would not', () => {
    const union = parseSchema('["string", {"type":"enum","name":"E","symbols":["A"]}]');
    expect(fromPlainJson('{"$type":"E","value":"A"}', union)).toEqual({ $type: 'E', value: 'A' });
    expect(fromPlainJson('"A"', union)).toBe('A');
  });

  it('of a list as long as they come is read in time that grows with it', () => {
    const node = {
      type: 'record',
      name: 'acme.Node',
      fields: [{ name: 'next', type: ['null', 'acme.Node'] }],
    };
    const list = `${'{"next":{"acme.Node":'.repeat(400)}{"next":null}${'}}'.repeat(400)}`;
    expect(datumOfJson(list, parseSchema(JSON.stringify(node)))).toHaveLength(401);
    const map = parseSchema(
      '{"type":"record","name":"R","fields":[{"name":"m","type":["null",{"type":"map","values":"R"}]}]}',
    );
    const deep = `${'{"m":{"map":{"a":'.repeat(300)}{"m":null}${'}}}'.repeat(300)}`;
    expect(datumOfJson(deep, map)).toHaveLength(301 + 300 * 4);
  });
});

describe('what does not fit', () => {
  it('is told whole, the first with its place in the text', () => {
    const json = '{\n  "id": 1.5,\n  "paidAt": "yesterday",\n  "total": "1.234",\n  "tag": {}\n}';
    const failure = failureOf(json, ORDER);
    expect(failure).toMatchObject({ code: 'VALUE_MISFIT', path: 'tag' });
    expect(failure.message).toBe(
      "'tag' (line 5, column 10) must be a field of record com.acme.Order, found an undeclared field; did you mean 'tags'? (and 3 more, in `misfits`)",
    );
    expect(failure.misfits.map(({ path, found }) => [path, found])).toEqual([
      ['tag', 'an undeclared field'],
      ['id', 'a number with a fraction'],
      ['paidAt', 'a string that is no such timestamp'],
      ['total', 'a number with 3 digits after the point'],
    ]);
  });

  it('is told up to a hundred places', () => {
    const json = Array.from({ length: 1000 }, () => 'x');
    expect(failureOf(json, { type: 'array', items: 'int' }).misfits).toHaveLength(100);
  });

  const long = (logicalType: string): object => ({ type: 'long', logicalType });
  const decimal = { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 };
  const records = ['A', 'B'].map((name) => ({ type: 'record', name, fields: [] }));
  it.each<[unknown, object | string, string]>([
    ['"2024-05-01T12:30:00"', long('timestamp-millis'), 'a timestamp without a zone, such as Z'],
    ['"2024-05-01T12:30:00Z"', long('local-timestamp-millis'), 'a timestamp with a zone'],
    ['"2024-05-01T12:30:00.0001Z"', long('timestamp-millis'), 'a time finer than milliseconds'],
    ['"2024-02-30T12:30:00Z"', long('timestamp-millis'), 'no such timestamp'],
    ['"2024-02-28T24:00:00Z"', long('timestamp-millis'), 'a time that no clock shows'],
    ['"2024-02-28T12:00:00+24:00"', long('timestamp-millis'), 'whose zone does not exist'],
    ['"9999-02-28T12:00:00Z"', long('timestamp-nanos'), 'beyond 64 bits of nanoseconds'],
    ['"25:00"', { type: 'int', logicalType: 'time-millis' }, 'a time that no clock shows'],
    ['"24-05-01"', { type: 'int', logicalType: 'date' }, 'a string that is no such date'],
    ['9223372036854775808', 'long', 'an integer beyond 64 bits'],
    ['1e39', 'float', 'a number beyond what a float can hold'],
    ['1e400', 'double', 'a number beyond what a double can hold'],
    ['123.45', decimal, 'a number with 3 digits before the point'],
    ['1e999999999', decimal, 'a number whose exponent is too large'],
    ['1e999999999', { type: 'bytes', logicalType: 'big-decimal' }, 'a number whose exponent is too large'],
    ['9'.repeat(50), 'long', 'an integer beyond 64 bits'],
    ['"1E+9999999999"', { type: 'bytes', logicalType: 'big-decimal' }, 'no decimal number'],
    ['true', decimal, 'a boolean'],
    ['"x"', { type: 'string', logicalType: 'uuid' }, 'a string that is no uuid'],
    ['{"days":1}', { type: 'fixed', name: 'D', size: 12, logicalType: 'duration' }, 'an object'],
    ['3000000000', ['null', 'int'], 'must be int, found an integer beyond 32 bits'],
    ['{}', records, 'one of A, B, found an object; say which with "$type": "A" or "B"'],
    ['{"$type":"C"}', records, 'one of A, B'],
    ['{"id":1}', ORDER, 'it has no default, so it must be there'],
    ['{"id":1,"__proto__":1}', ORDER, 'an undeclared field'],
  ])('%s is no %j', (json, schema, words) => {
    const failure = failureOf(json, schema);
    expect(failure.code).toBe('VALUE_MISFIT');
    expect(failure.message).toContain(words);
  });

  it('is no JSON at all', () => {
    expect(failureOf('{"id":', ORDER).code).toBe('JSON_INVALID');
    expect(failureOf(`${'['.repeat(5000)}`, ORDER).code).toBe('JSON_INVALID');
  });
});
