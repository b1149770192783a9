import { describe, expect, it } from 'vitest';
import { DatumSizes } from './datum-size.ts';
import { parseSchema } from './parse/schema-parser.ts';

const record = (name: string, ...types: unknown[]): object => ({
  type: 'record',
  name,
  fields: types.map((type, index) => ({ name: `f${index}`, type })),
});
const fixed = (size: number): object => ({ type: 'fixed', name: `F${size}`, size });
const hollow = record('Hollow', 'null', record('Inner', 'null'));

function sizesOf(json: unknown): { leastBytes: number; emptyValues: number } {
  const schema = parseSchema(JSON.stringify(json), { lenient: true });
  const sizes = new DatumSizes(schema);
  const leastBytes = sizes.leastBytes(schema);
  return { leastBytes, emptyValues: leastBytes === 0 ? sizes.emptyValues(schema) : 0 };
}

describe('the least bytes of a datum', () => {
  it.each<[string, unknown, number]>([
    ['a string', 'string', 1],
    ['a double', 'double', 8],
    ['a fixed', fixed(5), 5],
    ['an array', { type: 'array', items: 'double' }, 1],
    ['a union', ['double', 'float', 'int'], 2],
    ['a record', record('R', 'int', 'float', ['null', 'double'], 'null'), 6],
    ['a record that may contain itself', record('R', 'int', ['null', 'R']), 2],
    ['a record that always does', record('R', 'R'), Number.POSITIVE_INFINITY],
    ['two that may contain each other', record('A', ['null', record('B', 'A')]), 1],
    ['a union without branches', [], Number.POSITIVE_INFINITY],
  ])('%s', (_name, json, leastBytes) => {
    expect(sizesOf(json)).toEqual({ leastBytes, emptyValues: 0 });
  });
});

describe('the values of a datum without bytes', () => {
  it.each<[string, unknown, number]>([
    ['null', 'null', 1],
    ['a fixed', fixed(0), 1],
    ['a record without fields', record('R'), 1],
    ['a record of such', hollow, 4],
  ])('%s', (_name, json, emptyValues) => {
    expect(sizesOf(json)).toEqual({ leastBytes: 0, emptyValues });
  });
});
