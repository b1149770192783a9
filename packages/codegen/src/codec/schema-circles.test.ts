import { parseSchema } from '@ottla/schema';
import { expect, it } from 'vitest';
import { leadsToCircle } from './schema-circles.ts';

const record = (name: string, ...types: unknown[]): object => ({
  type: 'record',
  name,
  fields: types.map((type, index) => ({ name: `f${index}`, type })),
});

it.each<[string, unknown, boolean]>([
  ['a scalar', 'int', false],
  ['a record of records', record('A', record('B', 'int'), 'B', ['null', 'B']), false],
  ['a record in itself', record('A', ['null', 'A']), true],
  [
    'a record of such',
    record('A', { type: 'map', values: record('B', { type: 'array', items: 'B' }) }),
    true,
  ],
  ['two in each other', record('A', ['null', record('B', ['null', 'A'])]), true],
])('%s', (_what, json, leads) => {
  expect(leadsToCircle(parseSchema(JSON.stringify(json)))).toBe(leads);
});

it('says no of what only stands in a circle', () => {
  const schema = parseSchema(JSON.stringify(record('A', ['null', 'A'], record('B', 'int'))));
  expect(leadsToCircle(schema)).toBe(true);
  expect(schema.type === 'record' && schema.fields.map((field) => leadsToCircle(field.schema))).toEqual([
    true,
    false,
  ]);
});
