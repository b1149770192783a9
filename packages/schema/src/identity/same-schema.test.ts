import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSchema } from '../parse/schema-parser.ts';
import type { ArraySchema, MapSchema, Schema, UnionSchema } from '../schema.ts';
import { sameSchema } from './same-schema.ts';

interface Reprints {
  readonly schemas: readonly {
    readonly name: string;
    readonly original: string;
    readonly confluent: string;
    readonly karapace: string;
    readonly apicurio: string;
  }[];
}

// The file is ours; vectors/README.md names its source.
const { schemas } = JSON.parse(
  readFileSync(new URL('../../vectors/dialect-reprints.json', import.meta.url), 'utf8'),
) as Reprints;

const position = { line: 1, column: 1 };
const same = (left: string, right: string): boolean => {
  const [one, other] = [parseSchema(left), parseSchema(right)];
  const verdict = sameSchema(one, other);
  if (sameSchema(other, one) !== verdict) throw new Error('the order of the schemas must not matter');
  return verdict;
};
const record = (field: string, more = ''): string =>
  `{"type":"record","name":"a.R"${more},"fields":[{"name":"x",${field}}]}`;

describe('sameSchema, on what registries make of one text', () => {
  it.each(schemas)('$name', ({ original, confluent, karapace, apicurio }) => {
    const texts = [original, confluent, karapace, apicurio];
    for (const left of texts) for (const right of texts) expect(same(left, right)).toBe(true);
  });

  it('tells all of them apart', () => {
    for (const [index, { original }] of schemas.entries()) {
      for (const { karapace } of schemas.slice(index + 1)) expect(same(original, karapace)).toBe(false);
    }
  });
});

describe('sameSchema', () => {
  it.each([
    ['a wrapped primitive', '{"type":"int"}', '"int"'],
    [
      'a namespace apart',
      '{"type":"fixed","name":"F","namespace":"a","size":1}',
      '{"type":"fixed","name":"a.F","size":1}',
    ],
    [
      'an alias in full',
      record('"type":"int"', ',"aliases":["S","b.T"]'),
      record('"type":"int"', ',"aliases":["b.T","a.S"]'),
    ],
    ['no aliases, written', record('"type":"int","aliases":[]'), record('"type":"int"')],
    [
      'aliases of a field in another order',
      record('"type":"int","aliases":["y","z"]'),
      record('"type":"int","aliases":["z","y"]'),
    ],
    ['the order that is meant anyway', record('"type":"int","order":"ascending"'), record('"type":"int"')],
    [
      'a default with other digits',
      record('"type":"double","default":1.0'),
      record('"type":"double","default":1'),
    ],
    [
      'a default with an exponent',
      record('"type":"double","default":1e2'),
      record('"type":"double","default":100'),
    ],
    [
      'a large default with an exponent',
      record('"type":"double","default":1e20'),
      record('"type":"double","default":100000000000000000000'),
    ],
    [
      'a default beyond a double',
      record('"type":"double","default":1e999'),
      record('"type":"double","default":"Infinity"'),
    ],
    [
      'a default with keys in another order',
      record('"type":{"type":"map","values":"int"},"default":{"a":1,"b":2}'),
      record('"type":{"type":"map","values":"int"},"default":{"b":2,"a":1}'),
    ],
    [
      'properties in another order',
      '{"type":"int","p":{"a":1,"b":[2.0]},"q":null}',
      '{"q":null,"type":"int","p":{"b":[2],"a":1}}',
    ],
    [
      'a scale of 0, written',
      '{"type":"bytes","logicalType":"decimal","precision":4,"scale":0}',
      '{"type":"bytes","logicalType":"decimal","precision":4}',
    ],
  ])('sees through %s', (_name, left, right) => {
    expect(same(left, right)).toBe(true);
  });

  it.each([
    ['types', '"int"', '"long"'],
    ['a primitive and a complex type', '"int"', '{"type":"array","items":"int"}'],
    ['an array and a map', '{"type":"array","items":"int"}', '{"type":"map","values":"int"}'],
    ['items', '{"type":"array","items":"int"}', '{"type":"array","items":"long"}'],
    ['values', '{"type":"map","values":"int"}', '{"type":"map","values":"long"}'],
    ['the order of branches', '["int","null"]', '["null","int"]'],
    ['a branch more', '["int","null"]', '["int"]'],
    ['a union and its only branch', '["int"]', '"int"'],
    ['namespaces', record('"type":"int"'), record('"type":"int"').replace('a.R', 'R')],
    [
      'kinds of named types',
      '{"type":"enum","name":"E","symbols":[]}',
      '{"type":"fixed","name":"E","size":0}',
    ],
    ['docs', record('"type":"int"', ',"doc":"d"'), record('"type":"int"', ',"doc":""')],
    ['an empty doc and none', record('"type":"int"', ',"doc":""'), record('"type":"int"')],
    ['docs of fields', record('"type":"int","doc":"d"'), record('"type":"int","doc":"e"')],
    ['aliases', record('"type":"int"', ',"aliases":["S"]'), record('"type":"int"', ',"aliases":["b.S"]')],
    ['an alias more', record('"type":"int","aliases":["y"]'), record('"type":"int"')],
    ['names of fields', record('"type":"int"'), record('"type":"int"').replace('"x"', '"y"')],
    ['types of fields', record('"type":"int"'), record('"type":"long"')],
    ['a field more', record('"type":"int"'), record('"type":"int"},{"name":"y","type":"int"')],
    [
      'the order of fields',
      record('"type":"int"},{"name":"y","type":"int"'),
      record('"type":"int"').replace('"x"', '"y"').replace(']', ',{"name":"x","type":"int"}]'),
    ],
    ['defaults', record('"type":"int","default":1'), record('"type":"int","default":2')],
    ['a default and none', record('"type":"null","default":null'), record('"type":"null"')],
    [
      'defaults that only a long can tell apart',
      record('"type":"long","default":9007199254740993'),
      record('"type":"long","default":9007199254740992'),
    ],
    [
      'a default in a default',
      record('"type":{"type":"array","items":"int"},"default":[1,2]'),
      record('"type":{"type":"array","items":"int"},"default":[2,1]'),
    ],
    ['orders', record('"type":"int","order":"ignore"'), record('"type":"int","order":"descending"')],
    [
      'symbols',
      '{"type":"enum","name":"E","symbols":["A","B"]}',
      '{"type":"enum","name":"E","symbols":["B","A"]}',
    ],
    [
      'default symbols',
      '{"type":"enum","name":"E","symbols":["A"],"default":"A"}',
      '{"type":"enum","name":"E","symbols":["A"]}',
    ],
    ['sizes', '{"type":"fixed","name":"F","size":1}', '{"type":"fixed","name":"F","size":2}'],
    [
      'logical types',
      '{"type":"long","logicalType":"timestamp-millis"}',
      '{"type":"long","logicalType":"timestamp-micros"}',
    ],
    [
      'scales',
      '{"type":"bytes","logicalType":"decimal","precision":4,"scale":1}',
      '{"type":"bytes","logicalType":"decimal","precision":4}',
    ],
    ['logical types that Avro ignores', '{"type":"long","logicalType":"date"}', '{"type":"long"}'],
    ['properties', '{"type":"int","p":1}', '{"type":"int","p":2}'],
    ['a property more', '{"type":"int","p":1}', '{"type":"int","p":1,"q":1}'],
    [
      'properties called like what objects inherit',
      '{"type":"int","toString":1}',
      '{"type":"int","valueOf":1}',
    ],
    ['properties of fields', record('"type":"int","p":1'), record('"type":"int"')],
    ['an array and an object in a property', '{"type":"int","p":[]}', '{"type":"int","p":{}}'],
  ])('sees different %s', (_name, left, right) => {
    expect(same(left, right)).toBe(false);
  });

  it('ends on recursive schemas, equal or not', () => {
    const tree = record('"type":{"type":"array","items":"R"}');
    expect(same(tree, tree)).toBe(true);
    expect(same(tree, record('"type":{"type":"array","items":["R"]}'))).toBe(false);
  });

  it('compares a graph of shared parts in time that grows with the graph, at any depth', () => {
    const deep = (depth: number): Schema => {
      let schema: Schema = { type: 'int', logical: null, position };
      for (let level = 0; level < depth; level++) {
        const items: ArraySchema = { type: 'array', items: schema, position };
        const values: MapSchema = { type: 'map', values: schema, position };
        const union: UnionSchema = { type: 'union', branches: [items, values], position };
        schema = { type: 'array', items: union, position };
      }
      return schema;
    };
    expect(sameSchema(deep(20_000), deep(20_000))).toBe(true);
    expect(sameSchema(deep(20_000), deep(20_001))).toBe(false);
  });

  it('takes a logical type without its text for the same', () => {
    const text = '{"type":"bytes","logicalType":"decimal","precision":4,"scale":2}';
    const made: Schema = { type: 'bytes', logical: { name: 'decimal', precision: 4, scale: 2 }, position };
    expect(sameSchema(made, parseSchema(text))).toBe(true);
  });
});
