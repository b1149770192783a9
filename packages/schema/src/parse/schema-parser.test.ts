import { describe, expect, it } from 'vitest';
import type { Schema } from '../schema.ts';
import { SchemaError } from '../schema-error.ts';
import { schemaText } from '../schema-text.ts';
import { parseSchema, parseSchemas } from './schema-parser.ts';

function recordOf(schema: Schema | undefined): Extract<Schema, { type: 'record' }> {
  if (schema?.type !== 'record') throw new Error(`a ${schema?.type} is no record`);
  return schema;
}

function fieldType(schema: Schema, index: number): Schema | undefined {
  return recordOf(schema).fields[index]?.schema;
}

describe('parseSchema', () => {
  it('reads every attribute of every kind of type', () => {
    const text = `{
      "type": "record", "name": "Order", "namespace": "com.acme", "doc": "An order.", "aliases": ["Purchase", "old.Buy"],
      "fields": [
        { "name": "id", "type": "long", "doc": "Unique.", "aliases": ["number"], "order": "descending" },
        { "name": "state", "type": { "type": "enum", "name": "State", "symbols": ["NEW", "DONE"], "default": "NEW" }, "default": "DONE" },
        { "name": "sum", "type": { "type": "fixed", "name": "other.Sum", "size": 4, "logicalType": "decimal", "precision": 5, "scale": 2 } },
        { "name": "tags", "type": { "type": "map", "values": { "type": "array", "items": "string" } }, "default": {} },
        { "name": "next", "type": ["null", "Order"], "default": null }
      ]
    }`;
    const order = recordOf(parseSchema(text, { file: 'order.avsc' }));
    expect(order).toMatchObject({
      fullName: 'com.acme.Order',
      doc: 'An order.',
      aliases: ['com.acme.Purchase', 'old.Buy'],
      position: { file: 'order.avsc', line: 1, column: 1 },
    });
    expect(order.fields[0]).toMatchObject({
      name: 'id',
      doc: 'Unique.',
      aliases: ['number'],
      order: 'descending',
      hasDefault: false,
      defaultValue: undefined,
      schema: { type: 'long', logical: null },
      position: { line: 4, column: 9 },
    });
    expect(order.fields[1]).toMatchObject({
      hasDefault: true,
      defaultValue: 'DONE',
      schema: { fullName: 'com.acme.State', symbols: ['NEW', 'DONE'], defaultSymbol: 'NEW' },
    });
    expect(fieldType(order, 2)).toMatchObject({
      fullName: 'other.Sum',
      size: 4,
      logical: { name: 'decimal', precision: 5, scale: 2 },
    });
    expect(fieldType(order, 3)).toMatchObject({
      type: 'map',
      values: { type: 'array', items: { type: 'string' } },
    });
    const next = fieldType(order, 4);
    expect(next?.type === 'union' && next.branches[1]).toBe(order);
    expect(order.fields[4]).toMatchObject({ hasDefault: true, defaultValue: null, order: 'ascending' });
  });

  it('reads an error as the record it is', () => {
    expect(parseSchema('{"type":"error","name":"Failure","fields":[]}').type).toBe('record');
  });

  it.each([
    ['{"type":"int"}', 'int'],
    ['{"type":"string","avro.java.string":"String"}', 'string'],
    ['[]', 'union'],
    ['{"type":"enum","name":"E","symbols":[]}', 'enum'],
    ['{"type":"fixed","name":"F","size":0}', 'fixed'],
    ['// a comment, which Java takes\n"bytes"', 'bytes'],
    ['{"type":"record","name":"record","fields":[{"name":"fixed","type":["null","record"]}]}', 'record'],
    ['{"type":"record","name":"R","doc":null,"fields":[]}', 'record'],
    ['{"type":"record","name":"R","aliases":["any text-at all"],"fields":[]}', 'record'],
  ])('accepts %s', (text, type) => {
    expect(parseSchema(text).type).toBe(type);
  });
});

describe('names', () => {
  it.each([
    ['"name":"a.b.R"', 'a.b.R'],
    ['"name":"R","namespace":"a.b"', 'a.b.R'],
    ['"name":"c.R","namespace":"a.b"', 'c.R'],
    ['"name":"R","namespace":""', 'R'],
    ['"name":"int","namespace":"a"', 'a.int'],
    ['"name":"__proto__"', '__proto__'],
    ['"name":"constructor","namespace":"toString"', 'toString.constructor'],
  ])('%s is %s', (attributes, fullName) => {
    expect(recordOf(parseSchema(`{"type":"record",${attributes},"fields":[]}`)).fullName).toBe(fullName);
  });

  it('resolve against the namespace around them, then without one, as in Java', () => {
    const text = `{"type":"record","name":"R","namespace":"a","fields":[
      {"name":"inner","type":{"type":"fixed","name":"F","size":1}},
      {"name":"bare","type":{"type":"fixed","name":"G","namespace":"","size":2}},
      {"name":"one","type":"F"}, {"name":"two","type":"a.F"}, {"name":"three","type":"G"}
    ]}`;
    const schema = parseSchema(text);
    expect([2, 3, 4].map((index) => fieldType(schema, index))).toMatchObject([
      { fullName: 'a.F' },
      { fullName: 'a.F' },
      { fullName: 'G' },
    ]);
  });

  it('mean what Java takes them for where both exist and the inner one is defined later', () => {
    const bare = '{"type":"fixed","name":"F","size":1}';
    const inner = '{"type":"fixed","name":"F","size":2}';
    const record = (types: readonly string[]): string =>
      `{"type":"record","name":"a.R","fields":[${types.map((type, index) => `{"name":"f${index}","type":${type}}`).join(',')}]}`;
    const names = (text: string): unknown[] => {
      const union = parseSchema(text);
      const fields = recordOf(union.type === 'union' ? union.branches[1] : union).fields;
      return fields.map((field) => 'fullName' in field.schema && field.schema.fullName);
    };
    expect(names(`[${bare},${record(['"F"', inner, '"F"'])}]`)).toEqual(['F', 'a.F', 'a.F']);
    expect(names(record(['"F"', inner]))).toEqual(['a.F', 'a.F']);
    expect(names(`["null",${record(['"F"', inner])},${bare}]`)).toEqual(['a.F', 'a.F']);
    // Files have no order: across them the enclosing namespace always wins.
    const files = [
      { file: '1', text: bare },
      { file: '2', text: '{"type":"fixed","name":"a.F","size":2}' },
      { file: '3', text: record(['"F"']) },
    ];
    for (const order of [files, files.toReversed()]) {
      const type = parseSchemas(order).types.get('a.R');
      expect(fieldType(recordOf(type), 0)).toMatchObject({ fullName: 'a.F' });
    }
  });

  it('of Object.prototype are unknown until defined', () => {
    for (const name of ['toString', 'constructor', '__proto__', 'hasOwnProperty']) {
      expect(() => parseSchema(`"${name}"`)).toThrow(/unknown type/);
    }
  });

  it('may be used before they are defined, and in themselves', () => {
    const schema = parseSchema(
      '[{"type":"record","name":"A","fields":[{"name":"b","type":"B"}]},{"type":"record","name":"B","fields":[{"name":"a","type":["null","A"]}]}]',
    );
    const [a, b] = schema.type === 'union' ? schema.branches : [];
    expect(fieldType(recordOf(a), 0)).toBe(b);
  });

  it('may be defined again if equal: both are then the first', () => {
    const money = '{"type":"fixed","name":"Money","size":8}';
    const text = `{"type":"record","name":"R","fields":[{"name":"a","type":${money}},{"name":"b","type":${money}}]}`;
    const schema = parseSchema(text);
    expect(fieldType(schema, 0)).toBe(fieldType(schema, 1));
  });

  it('may be defined again where a record holds itself', () => {
    const list = '{"type":"record","name":"List","fields":[{"name":"next","type":["null","List"]}]}';
    const schema = parseSchema(`["null",{"type":"map","values":${list}},{"type":"array","items":${list}}]`);
    const [, map, array] = schema.type === 'union' ? schema.branches : [];
    expect(map?.type === 'map' && map.values).toBe(array?.type === 'array' && array.items);
    expect(parseSchema(list, { references: [parseSchema(list)] })).toMatchObject({ fullName: 'List' });
  });

  it('may be defined again in equal recursive records that hold each other', () => {
    const node =
      '{"type":"record","name":"Node","fields":[{"name":"leaf","type":{"type":"record","name":"Leaf","fields":[{"name":"up","type":["null","Node"]}]}}]}';
    const schema = parseSchema(`{"type":"map","values":["null",${node},{"type":"array","items":${node}}]}`);
    expect(schemaText(parseSchema(schemaText(schema)))).toBe(schemaText(schema));
  });
});

describe('references', () => {
  const money = parseSchema('{"type":"fixed","name":"com.acme.Money","size":8}', { file: 'money.avsc' });

  it('give the types at any depth inside them', () => {
    const prices = parseSchema('{"type":"map","values":"com.acme.Money"}', { references: [money] });
    const list = parseSchema('{"type":"array","items":"com.acme.Money"}', { references: [prices] });
    expect(list.type === 'array' && list.items).toBe(money);
  });

  it('may hold a type twice when it is equal, as two references to the same third do', () => {
    const again = parseSchema('{"type":"fixed","name":"com.acme.Money","size":8,"doc":"other words"}');
    const list = parseSchema('{"type":"array","items":"com.acme.Money"}', { references: [money, again] });
    expect(list.type === 'array' && list.items).toBe(money);
  });

  it('are not changed, and calls share nothing', () => {
    const before = JSON.stringify(money);
    const text = '{"type":"record","name":"com.acme.R","fields":[{"name":"m","type":"Money"}]}';
    parseSchema(text, { references: [money] });
    parseSchema(text, { references: [money] });
    expect(JSON.stringify(money)).toBe(before);
    expect(() => parseSchema(text)).toThrow(SchemaError);
  });

  it('that define a name otherwise are an error naming both places', () => {
    const text = '{"type":"fixed","name":"com.acme.Money","size":9}';
    expect(() => parseSchema(text, { file: 'b.avsc', references: [money] })).toThrow(
      "b.avsc:1:1: 'com.acme.Money' is defined differently at money.avsc:1:1; make the definitions equal, or rename one",
    );
  });
});

describe('parseSchemas', () => {
  const files = [
    {
      file: 'order.avsc',
      text: '{"type":"record","name":"com.acme.Order","fields":[{"name":"lines","type":{"type":"array","items":"Line"}}]}',
    },
    {
      file: 'line.avsc',
      text: '{"type":"record","name":"Line","namespace":"com.acme","fields":[{"name":"price","type":"Money"},{"name":"order","type":["null","Order"]}]}',
    },
    { file: 'money.avsc', text: '{"type":"fixed","name":"com.acme.Money","size":8}' },
  ];

  it('resolves names across files in any order, circles included', () => {
    for (const order of [files, files.toReversed(), [...files.slice(1), ...files.slice(0, 1)]]) {
      const { files: parsed, types } = parseSchemas(order);
      expect(parsed.map((each) => each.file)).toEqual(order.map((each) => each.file));
      expect([...types.keys()].toSorted()).toEqual(['com.acme.Line', 'com.acme.Money', 'com.acme.Order']);
      const line = types.get('com.acme.Line');
      expect(fieldType(recordOf(line), 0)).toBe(types.get('com.acme.Money'));
      expect(line?.position.file).toBe('line.avsc');
    }
  });

  it('takes an equal definition in two files for one type', () => {
    const again = {
      file: 'again.avsc',
      text: '{"name":"Money","namespace":"com.acme","size":8,"type":"fixed"}',
    };
    const { types, files: parsed } = parseSchemas([...files, again]);
    expect(types.size).toBe(3);
    expect(parsed.at(-1)?.schema).toBe(types.get('com.acme.Money'));
  });

  it('refuses unequal definitions and names both places', () => {
    const other = { file: 'other.avsc', text: ' {"type":"enum","name":"com.acme.Money","symbols":[]}' };
    expect(() => parseSchemas([...files, other])).toThrow(
      "other.avsc:1:2: 'com.acme.Money' is defined differently at money.avsc:1:1",
    );
  });

  it('says which file names what nobody defines', () => {
    expect(() => parseSchemas(files.slice(0, 2))).toThrow(
      "line.avsc:1:88: unknown type 'Money' in the namespace 'com.acme'; define it here",
    );
  });

  it('checks defaults of one file against types of another', () => {
    const uses = (value: string): { file: string; text: string } => ({
      file: 'uses.avsc',
      text: `{"type":"record","name":"com.acme.U","fields":[{"name":"m","type":"Money","default":"${value}"}]}`,
    });
    expect(parseSchemas([uses('12345678'), ...files]).types.size).toBe(4);
    expect(() => parseSchemas([uses('1234567'), ...files])).toThrow(/uses\.avsc:1:\d+: .* must be 8 bytes/);
  });

  it('of nothing is nothing', () => {
    expect(parseSchemas([])).toMatchObject({ files: [], types: new Map() });
  });
});

describe('lenient', () => {
  it.each([
    [
      'a default of the wrong type',
      '{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"}]}',
    ],
    ['an endless default', '{"type":"record","name":"R","fields":[{"name":"r","type":"R","default":{}}]}'],
    ['an enum default that is no symbol', '{"type":"enum","name":"E","symbols":["A"],"default":"B"}'],
    ['a namespace with a dash', '{"type":"fixed","name":"F","namespace":"com.my-shop","size":1}'],
    ['an unknown order', '{"type":"record","name":"R","fields":[{"name":"a","type":"int","order":"up"}]}'],
    ['aliases that are no array', '{"type":"record","name":"R","aliases":"S","fields":[]}'],
  ])('reads %s, strict does not', (_, text) => {
    expect(() => parseSchema(text)).toThrow(SchemaError);
    expect(() => parseSchema(text, { lenient: true })).not.toThrow();
  });

  it('takes names of any characters, as Java does for what is stored', () => {
    const text =
      '{"type":"record","name":"Структура","namespace":"my-shop","fields":[{"name":"a b","type":{"type":"enum","name":"1","symbols":["é-1"]}},{"name":"c.d","type":"1"}]}';
    expect(() => parseSchema(text)).toThrow(SchemaError);
    const schema = parseSchema(text, { lenient: true });
    expect(schemaText(schema)).toBe(text);
    expect(fieldType(schema, 1)).toBe(fieldType(schema, 0));
  });

  it('takes the last of a key that stands twice in one object, as Java does', () => {
    const text = '{"type":"fixed","size":1,"name":"F","size":2}';
    expect(() => parseSchema(text)).toThrow(/stands twice/);
    expect(parseSchema(text, { lenient: true })).toMatchObject({ size: 2 });
  });

  it('still refuses empty names and duplicates', () => {
    const options = { lenient: true };
    expect(() => parseSchema('{"type":"fixed","name":"","size":1}', options)).toThrow(SchemaError);
    expect(() => parseSchema('["int","int"]', options)).toThrow(SchemaError);
    expect(() => parseSchema('"Missing"', options)).toThrow(SchemaError);
  });
});
