import { parseSchema } from '@ottla/schema';
import { expect, it } from 'vitest';
import { levelsOf } from './schema-levels.ts';

const record = (name: string, ...types: unknown[]): object => ({
  type: 'record',
  name,
  fields: types.map((type, index) => ({ name: `f${index}`, type })),
});

const array = (items: unknown): object => ({ type: 'array', items });
const map = (values: unknown): object => ({ type: 'map', values });

it.each<[string, unknown, number]>([
  ['a scalar', 'int', 0],
  ['an array of maps', array(map('int')), 2],
  ['a record of records', record('A', record('B', 'int'), 'B', ['null', 'B']), 2],
  ['the deepest of several', record('A', 'int', record('B', map(['int', array('int')])), array('int')), 4],
  ['a record in itself', record('A', ['null', 'A']), Infinity],
  ['a record of such', record('A', map(record('B', array('B')))), Infinity],
  ['two in each other', record('A', ['null', record('B', ['null', 'A'])]), Infinity],
])('%s', (_what, json, levels) => {
  expect(levelsOf(parseSchema(JSON.stringify(json)))).toBe(levels);
});

it('of what only stands in a circle have an end', () => {
  const schema = parseSchema(JSON.stringify(record('A', ['null', 'A'], record('B', map('int')))));
  expect(levelsOf(schema)).toBe(Infinity);
  expect(schema.type === 'record' && schema.fields.map((field) => levelsOf(field.schema))).toEqual([
    Infinity,
    2,
  ]);
});
