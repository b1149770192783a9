import { describe, expect, it } from 'vitest';
import { inferred, schemaOf } from '../../testing/inferred-lines.ts';

const fieldsOf = (...lines: string[]): unknown => Reflect.get(Object(schemaOf(lines)), 'fields');
const typeOf = (...values: string[]): unknown => {
  const fields = fieldsOf(...values.map((value) => `{"x":${value}}`));
  return Reflect.get(Object(Object(fields)[0]), 'type');
};
const record = (name: string, fields: object): object => ({
  type: 'record',
  name,
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
});

describe('a type', () => {
  it.each<[string, readonly string[], unknown]>([
    ['of integers is long, however small', ['1', '-2'], 'long'],
    ['of integers of 64 bits is long', ['9223372036854775807', '-9223372036854775808', '1'], 'long'],
    ['of -0 is long', ['-0'], 'long'],
    ['of fractions is double', ['0.5'], 'double'],
    ['of whole numbers with a point or an exponent is double', ['1.0'], 'double'],
    ['of integers and one fraction is double', ['1', '2', '2.5', '3'], 'double'],
    ['of booleans', ['true', 'false'], 'boolean'],
    ['of strings that look like something else', ['"1"', '"2026-11-21"'], 'string'],
    ['of null and something is nullable', ['1', 'null'], ['null', 'long']],
    ['of null alone', ['null'], 'null'],
    [
      'of several kinds is their union',
      ['"a"', '1', 'true', 'null', '1.5'],
      ['null', 'boolean', 'double', 'string'],
    ],
    ['of arrays', ['[1,2]', '[]'], { type: 'array', items: 'long' }],
    ['of arrays of several kinds', ['[1,"a",null]'], { type: 'array', items: ['null', 'long', 'string'] }],
    ['of empty arrays takes nothing else', ['[]'], { type: 'array', items: 'null' }],
    ['of arrays in arrays', ['[[1],[]]'], { type: 'array', items: { type: 'array', items: 'long' } }],
    ['of objects', ['{"y":1}'], record('RecordX', { y: 'long' })],
    ['of empty objects', ['{}'], record('RecordX', {})],
    [
      'of objects and others',
      ['{"y":1}', '[true]', '7'],
      ['long', { type: 'array', items: 'boolean' }, record('RecordX', { y: 'long' })],
    ],
    ['of dictionaries by numbers', ['{"1":1,"2":2}'], { type: 'map', values: 'long' }],
    ['of dictionaries whose keys vary', ['{"a b":1}', '{"c":2}'], { type: 'map', values: 'long' }],
    [
      'of dictionaries of objects',
      ['{"a-b":{"n":1}}', '{"c":{"n":2}}'],
      { type: 'map', values: record('RecordXValue', { n: 'long' }) },
    ],
  ])('%s', (_what, values, expected) => {
    expect(typeOf(...values)).toEqual(expected);
  });

  it('is nullable with a default where the key is missing in a line', () => {
    expect(fieldsOf('{"a":1}', '{"a":2,"b":"x"}')).toEqual([
      { name: 'a', type: 'long' },
      { name: 'b', type: ['null', 'string'], default: null },
    ]);
  });

  it('is of the line itself, whatever that is', () => {
    expect(schemaOf(['1', '2.5'])).toBe('double');
    expect(schemaOf(['[{"a":1}]'], { fullName: 'com.acme.Row' })).toEqual({
      type: 'array',
      items: { ...record('RowItem', { a: 'long' }), namespace: 'com.acme' },
    });
  });
});

describe('names', () => {
  it('come from the way to the type, each once', () => {
    const { text } = inferred(['{"a_b":{},"aB":{},"_":[{}],"__":{"x":{}}}'], { fullName: 'com.acme.Order' });
    const names = [...(text ?? '').matchAll(/"record",\s+"name": "(\w+)"/g)].map(([, name]) => name);
    expect(names).toEqual(['Order', 'OrderAB', 'OrderAB2', 'OrderFieldItem', 'OrderField', 'OrderFieldX']);
  });

  it('of fields may be those of every object', () => {
    expect(fieldsOf('{"__proto__":1,"constructor":"x","toString":null}')).toEqual([
      { name: '__proto__', type: 'long' },
      { name: 'constructor', type: 'string' },
      { name: 'toString', type: 'null', default: null },
    ]);
  });

  it('keep the order in which the keys mostly stand', () => {
    const lines = ['{"id":1,"email":"x"}', '{"id":1,"name":"a","email":"x"}'];
    expect(fieldsOf(...lines)).toMatchObject([{ name: 'id' }, { name: 'name' }, { name: 'email' }]);
    expect(fieldsOf(...lines.toReversed())).toEqual(fieldsOf(...lines));
  });
});

describe('what a type says with $type', () => {
  it('names records, wherever they stand', () => {
    expect(
      typeOf(
        '{"$type":"com.acme.Card","no":1}',
        '{"$type":"com.acme.Cash","next":{"$type":"com.acme.Card","no":2}}',
      ),
    ).toEqual([
      { ...record('Card', { no: 'long' }), namespace: 'com.acme' },
      { ...record('Cash', { next: 'com.acme.Card' }), namespace: 'com.acme' },
    ]);
  });

  it('is a branch of that type, in a union', () => {
    expect(typeOf('{"$type":"int","value":1}', '1.5', '{"$type":"bytes","value":"ÿ"}')).toEqual([
      'int',
      'double',
      'bytes',
    ]);
    expect(typeOf('{"$type":"long","value":"2026-11-21T10:00:00Z"}', '"x"')).toEqual([
      { type: 'long', logicalType: 'timestamp-millis' },
      'string',
    ]);
  });

  it('is an enum, a fixed or a duration around a value', () => {
    expect(typeOf('{"$type":"E","value":"B"}', '{"$type":"E","value":"A"}')).toEqual([
      { type: 'enum', name: 'E', symbols: ['A', 'B'] },
    ]);
    expect(typeOf('{"$type":"F","value":"ÿ1"}', '{"a":1}')).toEqual([
      record('RecordX', { a: 'long' }),
      { type: 'fixed', name: 'F', size: 2 },
    ]);
    expect(typeOf('{"$type":"D","value":{"months":1,"days":2,"milliseconds":3}}')).toEqual([
      { type: 'fixed', name: 'D', size: 12, logicalType: 'duration' },
    ]);
  });

  it('is refused where only some say it', () => {
    expect(inferred(['{"x":{"$type":"A","a":1}}', '{"x":{"a":1}}'])).toMatchObject({
      text: null,
      refusals: [{ message: expect.stringContaining('some do not') as unknown }],
    });
  });
});

describe('options', () => {
  it('take int for integers that all fit', () => {
    expect(schemaOf(['1', '2147483647'], { ints: true })).toBe('int');
    expect(schemaOf(['1', '2147483648'], { ints: true })).toBe('long');
  });

  it.each([
    ['uuid', 'string', ['0f8fad5b-d9cb-469f-a165-70867728950e']],
    ['date', 'int', ['2024-02-29', '2026-11-21']],
    ['time-millis', 'int', ['12:30:00', '23:59:59.999']],
    ['time-micros', 'long', ['12:30:00', '23:59:59.9999']],
    ['timestamp-millis', 'long', ['2026-11-21T12:30:00Z', '2026-11-21T12:30:00.5Z']],
    ['timestamp-micros', 'long', ['2026-11-21T12:30:00Z', '2026-11-21T12:30:00.0001Z']],
    ['timestamp-nanos', 'long', ['2026-11-21T12:30:00Z', '2026-11-21T12:30:00.000000001Z']],
    ['local-timestamp-millis', 'long', ['2026-11-21T12:30:00']],
  ])('find %s', (logicalType, type, texts) => {
    const lines = texts.map((text) => JSON.stringify(text));
    expect(schemaOf(lines, { logical: true })).toEqual({ type, logicalType });
    expect(schemaOf([...lines, '"x"'], { logical: true })).toBe('string');
    expect(schemaOf([...lines, 'null'], { logical: true })).toEqual(['null', { type, logicalType }]);
  });

  it.each([
    '2023-02-29',
    '2026-13-01',
    '2026-11-21T24:00:00Z',
    '2026-11-21T12:00:00+01:00',
    '2026-11-21 12:00:00',
    '12:60:00',
  ])('take %s for no date and no time', (text) =>
    expect(schemaOf([JSON.stringify(text)], { logical: true })).toBe('string'),
  );

  it('take timestamps beside dates, and dates beside numbers, for strings', () => {
    expect(schemaOf(['"2026-11-21"', '"2026-11-21T12:00:00Z"'], { logical: true })).toBe('string');
    expect(schemaOf(['"2026-11-21"', '5'], { logical: true })).toEqual(['long', 'string']);
  });

  it('make enums of few strings that come again', () => {
    const lines = ['"B"', '"A"', '"B"', '"A"'];
    expect(schemaOf(lines, { mostSymbols: 2 })).toEqual({
      type: 'enum',
      name: 'Record',
      symbols: ['A', 'B'],
    });
    expect(schemaOf(lines, { mostSymbols: 1 })).toBe('string');
    expect(schemaOf(lines.slice(1), { mostSymbols: 2 })).toBe('string');
    expect(schemaOf([...lines, '"no symbol"', '"A"'], { mostSymbols: 5 })).toBe('string');
  });

  it('take objects for maps: where they say so, and of many keys', () => {
    expect(typeOf('{"a":1}')).toEqual(record('RecordX', { a: 'long' }));
    const map = { type: 'map', values: ['long', 'string'] };
    expect(schemaOf(['{"a":1,"b":"x"}'], { maps: new Set(['.']) })).toEqual(map);
    expect(schemaOf(['{"a":1,"b":"x"}'], { mostKeys: 1 })).toEqual(map);
    expect(inferred(['{"o":[{"p":{"a-b":1}}]}'], { maps: new Set(['o[].p', 'q']) })).toMatchObject({
      mapsMet: new Set(['o[].p']),
    });
  });
});

describe('values that no type holds', () => {
  it('are integers beyond 2^53 among fractions', () => {
    const lines = ['{"x":9007199254740993}', '{"x":9007199254740992}', '{"x":1.5}'];
    for (const some of [lines, lines.toReversed()]) {
      const { text, changes } = { changes: [], ...inferred(some) };
      expect(text).toContain('"double"');
      expect(changes).toMatchObject([{ changed: 1, place: { column: 6 } }]);
    }
  });

  it('are keys that are no names, of objects that look like records', () => {
    expect(
      inferred(['{"o":{"first-name":"a","last-name":"b"}}', '{"o":{"first-name":"c","last-name":"d"}}']),
    ).toMatchObject({
      text: null,
      refusals: [
        { place: { line: 1, column: 7 }, remedy: expect.stringContaining("--map 'o'") as unknown },
        { place: { line: 1, column: 24 } },
      ],
    });
  });
});

describe('notes', () => {
  it.each([
    ['{"x":[]}', 'x[]: nothing was seen: null'],
    ['{"x":null}', 'x: nothing but null was seen: null'],
    ['{"x":{}}', 'x: only empty objects: a record without fields'],
    ['{"x":[1,"a"]}', 'x[]: numbers and strings: a union'],
    ['{"x":{"1":true}}', 'x: 1 different key, not all of them names: a map'],
    [
      '{"x":0.1234567890123456789}',
      'x: 1 number with more digits than a double keeps, the first at lines:1:6',
    ],
  ])('tell of %s', (line, note) => {
    expect(inferred([line])).toMatchObject({ notes: [note] });
  });
});
