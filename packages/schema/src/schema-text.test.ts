import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSchema } from './parse/schema-parser.ts';
import { isNamed, namedTypesOf, type Schema } from './schema.ts';
import { schemaText } from './schema-text.ts';

/** The schema without positions, named types by name after their first appearance. */
function shapeOf(root: Schema): unknown {
  const seen = new Set<Schema>();
  const shape = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shape);
    if (typeof value !== 'object' || value === null) return value;
    // Every object with a `type` inside a schema is a schema.
    const schema = value as Schema;
    if ('type' in value && isNamed(schema)) {
      if (seen.has(schema)) return schema.fullName;
      seen.add(schema);
    }
    const members = Object.entries(value).filter(([key]) => key !== 'position');
    return Object.fromEntries(members.map(([key, member]) => [key, shape(member)]));
  };
  return shape(root);
}

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

  it.each(['customers/customer.v1.avsc', 'customers/customer.v2.avsc', 'orders/order.v1.avsc'])(
    'gives the whole of %s again',
    (path) => {
      const schema = parseSchema(readFileSync(new URL(`../../../schemas/${path}`, import.meta.url), 'utf8'));
      const again = parseSchema(schemaText(schema));
      expect(shapeOf(again)).toEqual(shapeOf(schema));
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
