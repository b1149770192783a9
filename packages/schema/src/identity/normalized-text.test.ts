import { describe, expect, it } from 'vitest';
import { parseSchema } from '../parse/schema-parser.ts';
import type { Schema } from '../schema.ts';
import { schemaText } from '../schema-text.ts';
import { normalizedText } from './normalized-text.ts';

const record = (field: string): string => `{"type":"record","name":"R","fields":[{"name":"x",${field}}]}`;
const position = { line: 1, column: 1 };

describe('normalizedText', () => {
  // The first two from confluentinc/schema-registry 794611bd, AvroSchemaTest; all printed by Confluent's code as
  // vectors/corpus/java-prints.jsonl was.
  it.each([
    [
      '{"type":"record","name":"myrecord","doc":"hi\\"there","fields":[{"type":"string","name":"f1","doc":"bye\\"now"}]}',
      '{"type":"record","name":"myrecord","doc":"hi\\"there","fields":[{"name":"f1","type":"string","doc":"bye\\"now"}]}',
    ],
    [
      '{"connect.name":"some.scope.Envelope","fields":[{"default":null,"name":"before","type":["null",{"connect.name":"some.scope.Value","fields":[{"name":"created_at","type":{"connect.name":"io.debezium.time.Timestamp","connect.version":1,"type":"long"}},{"name":"normal_long","type":"long"}],"name":"Value","type":"record"}]},{"default":null,"name":"after","type":["null","Value"]}],"name":"Envelope","namespace":"some.scope","type":"record"}',
      '{"type":"record","name":"Envelope","namespace":"some.scope","fields":[{"name":"before","type":["null",{"type":"record","name":"Value","fields":[{"name":"created_at","type":{"type":"long","connect.name":"io.debezium.time.Timestamp","connect.version":1}},{"name":"normal_long","type":"long"}],"connect.name":"some.scope.Value"}],"default":null},{"name":"after","type":["null","Value"],"default":null}],"connect.name":"some.scope.Envelope"}',
    ],
    [
      '{"type":"int","b":1,"a":{"d":1,"c":[{"f":1,"e":2}]}}',
      '{"type":"int","a":{"c":[{"e":2,"f":1}],"d":1},"b":1}',
    ],
    [
      '{"type":"bytes","z":1,"scale":2,"precision":4,"logicalType":"decimal","a":1}',
      '{"type":"bytes","logicalType":"decimal","precision":4,"scale":2,"a":1,"z":1}',
    ],
    [
      '{"type":"bytes","scale":0,"precision":4,"logicalType":"decimal"}',
      '{"type":"bytes","logicalType":"decimal","precision":4,"scale":0}',
    ],
    [
      '{"type":"bytes","a":1,"logicalType":"big-decimal"}',
      '{"type":"bytes","logicalType":"big-decimal","a":1}',
    ],
    ['{"type":"long","a":1,"logicalType":"unknown"}', '{"type":"long","a":1,"logicalType":"unknown"}'],
    [
      '{"type":"string","logicalType":"uuid","avro.java.string":"String"}',
      '{"type":"string","avro.java.string":"String","logicalType":"uuid"}',
    ],
    [
      '{"type":"enum","name":"E","doc":"d","symbols":["B","A"],"default":"A","x":1,"aliases":["Z","A"]}',
      '{"type":"enum","name":"E","doc":"d","symbols":["B","A"],"default":"A","x":1,"aliases":["A","Z"]}',
    ],
    [
      '{"type":"error","name":"a.E","doc":"","fields":[]}',
      '{"type":"record","name":"E","namespace":"a","fields":[]}',
    ],
    [record('"type":"int","doc":"","order":"ignore"'), record('"type":"int","doc":"","order":"ignore"')],
    [record('"type":"double","default":1'), record('"type":"double","default":1.0')],
    [record('"type":"double","default":-0'), record('"type":"double","default":0.0')],
    [record('"type":"float","default":3.14159265358979'), record('"type":"float","default":3.1415927')],
    [record('"type":"float","default":16777217'), record('"type":"float","default":1.6777216E7')],
    [record('"type":"double","default":"NaN"'), record('"type":"double","default":"NaN"')],
    [record('"type":"double","default":123456789012345678901'), record('"type":"double"')],
    [record('"type":["null","float"],"default":1'), record('"type":["null","float"],"default":1.0')],
    [record('"type":["int","double"],"default":1.0'), record('"type":["int","double"],"default":1.0')],
    [
      record('"type":["bytes","string"],"default":"\u00ff\u0100"'),
      record('"type":["bytes","string"],"default":"\u00ff?"'),
    ],
    [
      record('"type":{"type":"map","values":"float"},"default":{"b":1,"a":0.1}'),
      record('"type":{"type":"map","values":"float"},"default":{"a":0.1,"b":1.0}'),
    ],
    [
      '{"type":"record","name":"a.R","fields":[{"name":"f","type":{"type":"fixed","name":"F","namespace":"","size":1}}]}',
      '{"type":"record","name":"R","namespace":"a","fields":[{"name":"f","type":{"type":"fixed","name":"F","size":1}}]}',
    ],
  ])('makes of %s what Confluent does', (text, normalized) => {
    expect(normalizedText(parseSchema(text))).toBe(normalized);
  });

  it('is one for texts that differ in the order of keys and aliases and in the spelling of numbers', () => {
    const one = '{"type":"fixed","name":"F","size":1,"aliases":["B","A"],"p":{"b":1.0,"a":2}}';
    const other = '{"p":{"a":2,"b":1e0},"aliases":["A","B"],"size":1,"name":"F","type":"fixed"}';
    expect(normalizedText(parseSchema(one))).toBe(normalizedText(parseSchema(other)));
    expect(schemaText(parseSchema(one))).not.toBe(schemaText(parseSchema(other)));
  });

  it('leaves types of references names', () => {
    const references = [parseSchema('{"type":"fixed","name":"m.Money","size":8}')];
    const order = parseSchema(
      '{"type":"record","name":"m.Order","fields":[{"name":"a","type":["null","Money"]}]}',
      { references },
    );
    expect(normalizedText(order, { references })).toBe(
      '{"type":"record","name":"Order","namespace":"m","fields":[{"name":"a","type":["null","Money"]}]}',
    );
  });

  it('does as well for a schema that was made without a text', () => {
    const int: Schema = { type: 'int', logical: { name: 'date' }, position, properties: { b: 1, a: 0.5 } };
    const double: Schema = { type: 'double', logical: null, position };
    const made: Schema = {
      type: 'record',
      fullName: 'R',
      aliases: [],
      doc: null,
      fields: [
        {
          name: 'x',
          doc: null,
          aliases: [],
          schema: int,
          hasDefault: false,
          defaultValue: undefined,
          order: 'ascending',
          position,
        },
        {
          name: 'y',
          doc: null,
          aliases: [],
          schema: double,
          hasDefault: true,
          defaultValue: 1,
          order: 'ascending',
          position,
        },
      ],
      position,
    };
    expect(normalizedText(made)).toBe(
      '{"type":"record","name":"R","fields":[{"name":"x","type":{"type":"int","logicalType":"date","a":0.5,"b":1}},{"name":"y","type":"double","default":1.0}]}',
    );
  });

  it('is refused where a type loses its name to the namespace around it', () => {
    const bare = '{"type":"fixed","name":"F","namespace":"","size":1}';
    const hidden = parseSchema(
      `{"type":"record","name":"a.R","fields":[{"name":"x","type":${bare}},{"name":"y","type":{"type":"fixed","name":"F","size":2}}]}`,
    );
    expect(() => normalizedText(hidden)).toThrow(/'a\.F' is defined differently/);
  });
});
