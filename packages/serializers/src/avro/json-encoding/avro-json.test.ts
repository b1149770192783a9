import { SerializationError } from '@ottla/kernel';
import { parseSchema, type RepresentationChoices } from '@ottla/schema';
import avsc from 'avsc';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { RandomSchemas } from '../../../testing/random-values.ts';
import { fromAvroJson, toAvroJson } from './avro-json.ts';

const schemaOf = (schema: unknown): ReturnType<typeof parseSchema> => parseSchema(JSON.stringify(schema));
const record = (name: string, fields: object): object => ({
  type: 'record',
  name,
  namespace: 'acme',
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
});
const fixed = (name: string, size: number, more: object = {}): object => ({
  type: 'fixed',
  name,
  size,
  ...more,
});

function failureOf(json: unknown, schema: unknown): SerializationError {
  try {
    fromAvroJson(json, schemaOf(schema));
  } catch (error) {
    if (error instanceof SerializationError) return error;
    throw error;
  }
  throw new Error('it was read');
}

const BYTES = Uint8Array.of(0, 34, 92, 0x7f, 0x80, 0xff);
const KIND = { type: 'enum', name: 'acme.Kind', symbols: ['A', 'constructor'] };

describe('a value and its text', () => {
  it.each<[string, unknown, unknown, string, RepresentationChoices?]>([
    ['null', 'null', null, 'null'],
    ['boolean', 'boolean', true, 'true'],
    ['int', 'int', -5, '-5'],
    ['long', 'long', 2 ** 53 - 1, '9007199254740991'],
    ['a long beyond 2^53', 'long', 2n ** 63n - 1n, '9223372036854775807', { long: 'bigint' }],
    ['the least long', 'long', -(2n ** 63n), '-9223372036854775808', { long: 'bigint' }],
    ['float', 'float', Math.fround(1.1), '1.1'],
    ['a large float', 'float', Math.fround(3.4e38), '3.4e+38'],
    ['a whole float', 'float', 16_777_216, '16777216.0'],
    ['double', 'double', 0.1, '0.1'],
    ['a whole double', 'double', 5, '5.0'],
    ['a large double', 'double', 1e300, '1e+300'],
    ['a double of -0', 'double', -0, '-0.0'],
    ['NaN', 'double', Number.NaN, '"NaN"'],
    ['Infinity', 'float', Number.POSITIVE_INFINITY, '"Infinity"'],
    ['-Infinity', 'double', Number.NEGATIVE_INFINITY, '"-Infinity"'],
    ['string', 'string', 'é"😀\n', '"é\\"😀\\n"'],
    ['bytes', 'bytes', BYTES, JSON.stringify('\0"\\\u007f\u0080ÿ')],
    ['fixed', fixed('acme.F', 6), BYTES, JSON.stringify('\0"\\\u007f\u0080ÿ')],
    ['enum', KIND, 'constructor', '"constructor"'],
    ['array', { type: 'array', items: 'int' }, [1, 2], '[1,2]'],
    ['an empty array', { type: 'array', items: 'int' }, [], '[]'],
    ['map', { type: 'map', values: 'int' }, { a: 1, '': 2 }, '{"a":1,"":2}'],
    ['record', record('R', { a: 'int', b: 'string' }), { a: 1, b: 'x' }, '{"a":1,"b":"x"}'],
    ['null in a union', ['null', 'string'], null, 'null'],
    ['a branch by the name of its type', ['null', 'string'], 'x', '{"string":"x"}'],
    ['a branch by its full name', ['null', KIND], 'A', '{"acme.Kind":"A"}'],
    [
      'an array in a union',
      ['null', { type: 'array', items: ['null', 'int'] }],
      [null, 1],
      '{"array":[null,{"int":1}]}',
    ],
    [
      'one of two records',
      [record('A', { n: 'int' }), record('B', { n: 'int' })],
      { $type: 'acme.B', n: 1 },
      '{"acme.B":{"n":1}}',
    ],
    [
      'a map beside a record',
      [record('A', {}), { type: 'map', values: 'int' }],
      { $type: 'map', value: { a: 1 } },
      '{"map":{"a":1}}',
    ],
    ['decimal', { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 }, '-1.28', '"\u0080"'],
    ['date', { type: 'int', logicalType: 'date' }, '1970-02-01', '31'],
    ['timestamp-millis', { type: 'long', logicalType: 'timestamp-millis' }, new Date(5), '5'],
    ['timestamp-micros', { type: 'long', logicalType: 'timestamp-micros' }, 5n, '5'],
    [
      'duration',
      fixed('acme.D', 12, { logicalType: 'duration' }),
      { months: 1, days: 2, milliseconds: 3 },
      '"\\u0001\\u0000\\u0000\\u0000\\u0002\\u0000\\u0000\\u0000\\u0003\\u0000\\u0000\\u0000"',
    ],
  ])('%s', (_words, json, value, text, choices) => {
    const schema = schemaOf(json);
    expect(toAvroJson(value, schema, { choices })).toBe(text);
    expect(fromAvroJson(text, schema, { choices })).toEqual(value);
  });

  it('may name a member of every object', () => {
    const schema = schemaOf({ type: 'map', values: 'int' });
    const text = '{"__proto__":1,"constructor":2}';
    expect(toAvroJson(fromAvroJson(text, schema), schema)).toBe(text);
  });

  it('takes fields in any order, whole numbers with a point, INF, and any layout', () => {
    const schema = schemaOf(record('R', { a: 'int', b: 'long', c: 'double', d: 'float' }));
    const text = '{ "d": 1, "c": "-INF",\n "b": 3e2, "a": 1.0 }';
    expect(fromAvroJson(text, schema)).toEqual({ a: 1, b: 300, c: Number.NEGATIVE_INFINITY, d: 1 });
  });

  it('takes values in place of a text', () => {
    const schema = schemaOf(record('R', { a: ['null', 'long'], b: { type: 'array', items: 'double' } }));
    const json = { a: { long: 2n ** 60n }, b: [-0, 1.5], c: undefined };
    expect(fromAvroJson(json, schema, { choices: { long: 'bigint' } })).toEqual({
      a: 2n ** 60n,
      b: [-0, 1.5],
    });
    expect(fromAvroJson(true, schemaOf('boolean'))).toBe(true);
    expect(fromAvroJson(null, schemaOf(['int', 'null']))).toBeNull();
  });

  it('that does not fit is refused before there is a text', () => {
    expect(() => toAvroJson({ a: 'x' }, schemaOf(record('R', { a: 'int' })))).toThrow(
      expect.objectContaining({ code: 'VALUE_MISFIT', path: 'a' }),
    );
  });
});

describe('JSON that does not fit', () => {
  const order = record('Order', {
    id: 'long',
    lines: { type: 'array', items: record('Line', { total: 'double' }) },
  });

  it.each<[string, unknown, string, string, string, string]>([
    ['null', 'null', '0', '', 'null', 'a number'],
    ['boolean', 'boolean', '"true"', '', 'boolean', 'a string'],
    ['int', 'int', '1.5', '', 'int', 'a number with a fraction'],
    ['an int of 33 bits', 'int', '2147483648', '', 'int', 'an integer beyond 32 bits'],
    ['a long of 65 bits', 'long', '9223372036854775808', '', 'long', 'an integer beyond 64 bits'],
    ['a long without end', 'long', '9'.repeat(100_000), '', 'long', 'an integer beyond 64 bits'],
    ['a long in quotes', 'long', '"5"', '', 'long', 'a string'],
    ['double', 'double', '"five"', '', 'double', 'a string'],
    ['string', 'string', '5', '', 'string', 'a number'],
    [
      'bytes',
      'bytes',
      '"€"',
      '',
      'bytes (a string of code points 0 to 255)',
      'a string with characters beyond U+00FF',
    ],
    ['fixed', fixed('F', 2), '"abc"', '', 'fixed F (a string of 2 code points 0 to 255)', 'a string of 3'],
    ['enum', KIND, '"toString"', '', 'enum acme.Kind (a string)', 'a string that is none of its symbols'],
    ['array', { type: 'array', items: 'int' }, '{}', '', 'array', 'an object'],
    ['an item', { type: 'array', items: 'int' }, '[1, null]', '[1]', 'int', 'null'],
    ['map', { type: 'map', values: 'int' }, '[]', '', 'map (an object)', 'an array'],
    ['an entry', { type: 'map', values: 'int' }, '{"a b": ""}', '["a b"]', 'int', 'a string'],
    ['record', order, '[]', '', 'record acme.Order (an object)', 'an array'],
    ['a missing field', order, '{"id": 1}', 'lines', 'a field of record acme.Order', 'nothing'],
    [
      'a field within',
      order,
      '{"id":1,"lines":[{"total":1},{"total":[]}]}',
      'lines[1].total',
      'double',
      'an array',
    ],
    [
      'an undeclared field',
      order,
      '{"id":1,"lines":[{"totl":1}]}',
      'lines[0].totl',
      'a field of record acme.Line',
      'an undeclared field',
    ],
    ['a bare branch', ['null', 'string'], '"x"', '', 'one of null, string', 'a string'],
    ['an unknown branch', ['null', 'string'], '{"text":"x"}', '', 'one of null, string', 'an object'],
    ['two branches', ['int', 'string'], '{"int":1,"string":"x"}', '', 'one of int, string', 'an object'],
    ['null where there is none', ['int', 'string'], 'null', '', 'one of int, string', 'null'],
    ['null by name', ['null', 'string'], '{"null":null}', '', 'one of null, string', 'an object'],
    [
      'a branch of another namespace',
      ['null', KIND],
      '{"Kind":"A"}',
      '',
      'one of null, acme.Kind',
      'an object',
    ],
  ])('%s', (_words, schema, text, path, expected, found) => {
    const failure = failureOf(text, schema);
    expect(failure).toMatchObject({ code: 'VALUE_MISFIT', failure: 'poison', path, expected, found });
    expect(failure.misfits).toHaveLength(1);
  });

  it('is told with line and column and what would mend it, and without values', () => {
    const text = '{\n  "id": 1,\n  "lines": [{ "totl": "secret" }]\n}';
    expect(failureOf(text, order).message).toBe(
      "'lines[0].totl' (line 3, column 23) must be a field of record acme.Line, found an undeclared field; did you mean 'total'?",
    );
    expect(failureOf('"secret"', ['null', 'string']).message).toBe(
      'the value (line 1, column 1) must be one of null, string, found a string; ' +
        'a union says its branch, as in { "string": … }; null stands alone',
    );
    expect(failureOf({ id: 'secret' }, order).message).toBe("'id' must be long, found a string");
  });

  it.each<[string, unknown, string]>([
    ['no text', '', 'line 1, column 1: it is not JSON'],
    ['half a text', '{"a": secret', 'it is not JSON'],
    ['two texts', '1 2', 'it is not JSON'],
    ['a key twice', '{"secret":1,"secret":2}', 'one key twice'],
    ['a text that nests deeply', '['.repeat(100_000), 'nests deeper'],
    ['a value that contains itself', selfContaining(), 'nests deeper'],
    ['a Date', new Date(0), 'a Date'],
    ['a function', () => 1, 'function'],
    ['undefined', undefined, 'undefined'],
  ])('because it is not JSON: %s', (_words, json, words) => {
    const failure = failureOf(json, 'int');
    expect(failure.code).toBe('JSON_INVALID');
    expect(failure.message).toContain(words);
    expect(failure.message).not.toContain('secret');
    expect(failure.cause).toBeUndefined();
  });

  it('because its values nest more deeply than a reader takes', () => {
    const node = record('Node', { next: ['null', 'acme.Node'] });
    const text = `${'{"next":{"acme.Node":'.repeat(490)}{"next":null}${'}}'.repeat(490)}`;
    expect(() => fromAvroJson(text, schemaOf(node))).not.toThrow();
    expect(failureOf(`[${text}]`.replace('null', text), node).code).toMatch(/JSON_INVALID|VALUE_MISFIT/);
  });
});

function selfContaining(): unknown {
  const list: unknown[] = [];
  list.push(list);
  return list;
}

describe('any value', () => {
  const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });

  it('comes back from its text, and from its parsed text', () => {
    const property = fc.property(seeds, (seed) => {
      const { schema: json, pair } = new RandomSchemas(seed).type();
      const schema = schemaOf(json);
      const { ours } = pair();
      const text = toAvroJson(ours, schema);
      expect(isDeepStrictEqual(fromAvroJson(text, schema), ours)).toBe(true);
      const parsed: unknown = JSON.parse(text);
      if (typeof parsed !== 'string')
        expect(isDeepStrictEqual(fromAvroJson(parsed, schema), ours)).toBe(true);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('has the text that avsc gives it', () => {
    let compared = 0;
    const property = fc.property(seeds, (seed) => {
      const { schema: json, pair } = new RandomSchemas(seed).type();
      const text = JSON.stringify(json);
      // avsc mistakes names that every object has, and has no text for what is no finite number.
      fc.pre(!/"(toString|constructor|__proto__|hasOwnProperty)"/.test(text));
      const type = avsc.Type.forSchema(JSON.parse(text) as avsc.Schema, { wrapUnions: 'always' });
      const { ours, theirs } = pair();
      const made = toAvroJson(ours, parseSchema(text));
      if (/"(NaN|-?Infinity|__proto__)"/.test(made)) return;
      compared++;
      // JSON.stringify has no -0.
      expect(JSON.stringify(JSON.parse(made))).toBe(JSON.stringify(JSON.parse(type.toString(theirs))));
    });
    fc.assert(property, { numRuns: 500 });
    expect(compared).toBeGreaterThan(100);
  });

  it('cut off at every byte is an error', () => {
    const property = fc.property(seeds, (seed) => {
      const { schema: json, pair } = new RandomSchemas(seed).type();
      const schema = schemaOf(json);
      const text = toAvroJson(pair().ours, schema);
      for (let length = 0; length < Math.min(text.length, 300); length++) {
        try {
          // A number that is cut off is a number still.
          const value: unknown = fromAvroJson(text.slice(0, length), schema);
          expect(typeof value).toBe('number');
        } catch (error) {
          expect(error).toBeInstanceOf(SerializationError);
        }
      }
    });
    fc.assert(property, { numRuns: 100 });
  });
});
