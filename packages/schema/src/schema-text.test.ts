import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sameSchema } from './identity/same-schema.ts';
import { parseSchema } from './parse/schema-parser.ts';
import { namedTypesOf } from './schema.ts';
import { schemaText } from './schema-text.ts';

describe('schemaText', () => {
  it.each([
    ['{"type":"int"}', '"int"'],
    ['[ "null" , {"type":"string"} ]', '["null","string"]'],
    ['{"items":"int","type":"array"}', '{"type":"array","items":"int"}'],
    ['{"values":["null"],"type":"map","x":1}', '{"type":"map","values":["null"],"x":1}'],
    ['{"type":"string","avro.java.string":"String"}', '{"type":"string","avro.java.string":"String"}'],
    [
      '{"logicalType":"decimal","scale":2,"type":"bytes","precision":4}',
      '{"type":"bytes","logicalType":"decimal","scale":2,"precision":4}',
    ],
    ['{"type":"long","logicalType":"unknown"}', '{"type":"long","logicalType":"unknown"}'],
    [
      '{"type":"record","connect.name":"x","name":"R","fields":[{"tag":{"__proto__":[1,null]},"name":"x","type":"int"}],"aliases":["S"]}',
      '{"type":"record","name":"R","fields":[{"name":"x","type":"int","tag":{"__proto__":[1,null]}}],"connect.name":"x","aliases":["S"]}',
    ],
    [
      '{"default":"A","x":{},"name":"E","type":"enum","symbols":["A"]}',
      '{"type":"enum","name":"E","symbols":["A"],"default":"A","x":{}}',
    ],
    [
      '{"size":16,"name":"a.F","type":"fixed","logicalType":"uuid","aliases":["G","b.H"],"doc":"d"}',
      '{"type":"fixed","name":"F","namespace":"a","doc":"d","size":16,"logicalType":"uuid","aliases":["G","b.H"]}',
    ],
    [
      '{"symbols":["A"],"default":"A","name":"E","doc":"say \\"hi\\"","type":"enum"}',
      '{"type":"enum","name":"E","doc":"say \\"hi\\"","symbols":["A"],"default":"A"}',
    ],
    [
      '{"type":"record","name":"R","fields":[{"type":"long","name":"x","doc":"d","aliases":["y"],"order":"ignore","default":9223372036854775807}]}',
      '{"type":"record","name":"R","fields":[{"name":"x","type":"long","doc":"d","default":9223372036854775807,"order":"ignore","aliases":["y"]}]}',
    ],
    ['{"type":"error","name":"E","fields":[]}', '{"type":"error","name":"E","fields":[]}'],
    [
      '{"type":"record","name":"R","fields":[{"name":"x","type":"double","default":1.0},{"name":"y","type":"double","default":1},{"name":"z","type":"float","default":1e3},{"name":"w","type":"double","default":1e400}]}',
      '{"type":"record","name":"R","fields":[{"name":"x","type":"double","default":1.0},{"name":"y","type":"double","default":1},{"name":"z","type":"float","default":1000.0},{"name":"w","type":"double","default":"Infinity"}]}',
    ],
    ['{"type":"int","b":"\\u001f","10":1.50,"2":0}', '{"type":"int","b":"\\u001F","10":1.5,"2":0}'],
    [
      '{"type":"record","name":"a.int","aliases":["a.map","b.c","b.c"],"fields":[{"name":"x","type":["null","a.int"],"aliases":["y","y"]}]}',
      '{"type":"record","name":"int","namespace":"a","fields":[{"name":"x","type":["null","a.int"],"aliases":["y"]}],"aliases":["a.map","b.c"]}',
    ],
  ])('prints %s in the layout of Java', (text, printed) => {
    expect(schemaText(parseSchema(text))).toBe(printed);
  });

  it('defines each name once and mentions it by what its surroundings allow', () => {
    const text =
      '{"type":"record","name":"R","namespace":"a","fields":[{"name":"x","type":{"type":"record","name":"S","namespace":"b","fields":[{"name":"r","type":["null","a.R"]},{"name":"s","type":["null","S"]}]}},{"name":"y","type":"b.S"},{"name":"z","type":{"type":"fixed","name":"F","size":1}},{"name":"n","type":{"type":"fixed","name":"N","namespace":"","size":1}},{"name":"m","type":"N"}]}';
    expect(schemaText(parseSchema(text))).toBe(text);
  });

  it('parses alone, though the schema was made of many texts', () => {
    const money = parseSchema('{"type":"fixed","name":"com.acme.Money","size":8}');
    const order = parseSchema(
      '{"type":"record","name":"com.acme.Order","fields":[{"name":"a","type":"Money"},{"name":"b","type":"Money"}]}',
      { references: [money] },
    );
    expect(schemaText(order)).toBe(
      '{"type":"record","name":"Order","namespace":"com.acme","fields":[{"name":"a","type":{"type":"fixed","name":"Money","size":8}},{"name":"b","type":"Money"}]}',
    );
    expect(namedTypesOf(parseSchema(schemaText(order)))).toHaveLength(2);
  });

  it('leaves the types of references names, at any depth', () => {
    const money = parseSchema(
      '{"type":"record","name":"m.Money","fields":[{"name":"c","type":{"type":"enum","name":"Currency","symbols":["EUR"]}}]}',
    );
    const references = [money];
    for (const text of [
      '{"type":"record","name":"Order","namespace":"m","fields":[{"name":"a","type":"Money"},{"name":"c","type":["null","Currency"]}]}',
      '{"type":"record","name":"Order","fields":[{"name":"a","type":"m.Money"},{"name":"c","type":"m.Currency"}]}',
      '"m.Money"',
    ]) {
      const schema = parseSchema(text, { references });
      expect(schemaText(schema, { references })).toBe(text);
      expect(sameSchema(parseSchema(schemaText(schema)), schema)).toBe(true);
    }
  });

  it.each(['customers/customer.v1.avsc', 'customers/customer.v2.avsc', 'orders/order.v1.avsc'])(
    'gives the whole of %s again',
    (path) => {
      const schema = parseSchema(readFileSync(new URL(`../../../schemas/${path}`, import.meta.url), 'utf8'));
      const again = parseSchema(schemaText(schema));
      expect(sameSchema(again, schema)).toBe(true);
      expect(schemaText(again)).toBe(schemaText(schema));
    },
  );

  it('keeps an alias without namespace apart from one inside', () => {
    const schema = parseSchema('{"type":"fixed","name":"a.F","aliases":[".Old"],"size":1}');
    expect(schema).toMatchObject({ aliases: ['Old'] });
    expect(parseSchema(schemaText(schema))).toMatchObject({ aliases: ['Old'] });
  });

  it('prints a logical type also when the schema was made without its text', () => {
    const position = { line: 1, column: 1 };
    const decimal = { name: 'decimal', precision: 4, scale: 2 } as const;
    expect(schemaText({ type: 'bytes', logical: decimal, position })).toBe(
      '{"type":"bytes","logicalType":"decimal","precision":4,"scale":2}',
    );
  });

  it('refuses the one mention that Avro cannot say: of a name hidden by another printed before', () => {
    const bare = '{"type":"fixed","name":"F","namespace":"","size":1}';
    const uses = (name: string): string =>
      `{"type":"record","name":"a.${name}","fields":[{"name":"x","type":${bare}}]}`;
    const hiding = '{"type":"fixed","name":"a.F","size":2}';
    const sayable = parseSchema(`[${uses('R')},${uses('S')},${hiding}]`);
    expect(schemaText(parseSchema(schemaText(sayable)))).toBe(schemaText(sayable));
    const hidden = parseSchema(`[${uses('R')},${hiding},${uses('S')}]`);
    expect(() => schemaText(hidden)).toThrow(/'F' has no namespace and cannot be named beside 'a\.F'/);
  });
});
