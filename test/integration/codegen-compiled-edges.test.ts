/** Values and bytes at the edges of what compiled codecs take, next to the closures of the same schema. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SPARE_BYTES as counted } from '../../packages/codegen/src/codec/put.ts';
import { withinCpu } from '../../packages/kernel/testing/cpu-time.ts';
import { SPARE_BYTES as left } from '../../packages/serializers/src/avro/compiled/compiled-codec.ts';
import { CodecPairs, encoded, reads, takes, verdict } from './codegen-compiled-pair.ts';

let pairs: CodecPairs;
beforeAll(async () => {
  pairs = await CodecPairs.make();
});
afterAll(() => pairs[Symbol.asyncDispose]());

it('printed code counts on as many free bytes as the run time leaves', () => {
  expect(counted).toBe(left);
});

/** R0 is empty, each next one holds two of the one before: 2^40 values in no byte. */
const nest = Array.from({ length: 40 }).reduce<object>(
  (inner, _unused, index) => ({
    type: 'record',
    name: `R${index + 1}`,
    fields: [
      { name: 'a', type: inner },
      { name: 'b', type: (inner as { name: string }).name },
    ],
  }),
  { type: 'record', name: 'R0', fields: [] },
);

describe('values that take no bytes', () => {
  const array = (items: unknown): object => ({ type: 'array', items });
  const hollow = { type: 'record', name: 'Hollow', fields: [{ name: 'n', type: 'null' }] };
  it.each<[string, unknown, string, boolean]>([
    ['10^8 nulls', array('null'), '8084af5f00', false],
    ['a thousand nulls', array('null'), 'd00f00', true],
    ['10^8 records', array(hollow), '8084af5f00', false],
    ['three records', array(hollow), '0600', true],
    ['10^8 fixed', array({ type: 'fixed', name: 'F', size: 0 }), '8084af5f00', false],
    ['a nest of records', nest, '', false],
    ['an array of nests', array(nest), '0200', false],
    ['records in a map', { type: 'map', values: hollow }, '040261026200', true],
    ['10^8 strings in four bytes', array('string'), '8084af5f', false],
    ['a record without end', { type: 'record', name: 'E', fields: [{ name: 'e', type: 'E' }] }, '', false],
  ])('%s', async (_what, schema, hex, isRead) => {
    const pair = await pairs.of(schema);
    const bytes = Buffer.from(hex, 'hex');
    const read = withinCpu(1000, () => verdict(() => pair.compiled.decode(bytes)));
    expect(read).toEqual(verdict(() => pair.closures.decode(bytes)));
    expect(reads(pair, bytes)).toBe(isRead);
  });
});

describe('unions', () => {
  const numbers = ['int', 'long', 'float', 'double', 'bigint'];
  const card = { type: 'record', name: 'Card', fields: [{ name: 'number', type: 'string' }] };
  const cash = { type: 'record', name: 'Cash', fields: [{ name: 'till', type: 'int' }] };
  const suit = { type: 'enum', name: 'Suit', symbols: ['SPADES', 'HEARTS'] };
  const two = { type: 'fixed', name: 'Two', size: 2 };
  it.each<[string, unknown, readonly unknown[], readonly unknown[]]>([
    ['of numbers', numbers.slice(0, 4), [1, -0, 2 ** 31, 2 ** 53, 0.5, 0.1, Number.NaN], [5n, '1', null]],
    ['of texts', [suit, 'string'], ['SPADES', 'CLUBS', ''], [1, { $type: 'string', value: 'SPADES' }]],
    ['of bytes', [two, 'bytes'], [Uint8Array.of(1, 2), Uint8Array.of(1)], ['\u0001\u0002']],
    [
      'of records',
      ['null', card, cash, { type: 'map', values: 'int' }],
      [null, { $type: 'Card', number: '1' }, { $type: 'Cash', till: 1 }, { $type: 'map', value: { a: 1 } }],
      [{ number: '1' }, { $type: 'map', value: {}, more: 1 }, { $type: 'Card' }, [], new Date(0), undefined],
    ],
    [
      'of a record and more',
      [card, 'string', { type: 'array', items: 'long' }, { type: 'long', logicalType: 'timestamp-millis' }],
      [{ number: '1' }, 'x', [1], new Date(5)],
      [{ $type: 'Card', number: '1' }, 5, new Date(Number.NaN), { number: 1 }],
    ],
    [
      'of many',
      Array.from({ length: 70 }, (_, index) => ({ ...cash, name: `Cash${index}` })),
      [],
      [{ till: 1 }],
    ],
    [
      'of a map and a text',
      [{ type: 'map', values: 'string' }, 'string'],
      [{ a: 'x' }, 'x', {}],
      [{ $type: 'string', value: 'x' }, { $type: 'map', value: {} }, { $type: 'x' }, [], new Map()],
    ],
    [
      'of a decimal and a text',
      [{ type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 }, 'string'],
      ['1.00', 'x'],
      [1],
    ],
  ])('%s', async (_what, schema, natural, others) => {
    const pair = await pairs.of({ type: 'record', name: 'Holder', fields: [{ name: 'it', type: schema }] });
    for (const value of [...natural, ...others]) {
      const holder = { it: value };
      expect(encoded(pair.compiled, holder)).toEqual(encoded(pair.closures, holder));
    }
    expect(natural.filter((value) => !takes(pair, { it: value }))).toEqual([]);
  });

  it('of seventy records take each by its name', async () => {
    const records = Array.from({ length: 70 }, (_, index) => ({ ...cash, name: `Cash${index}` }));
    const pair = await pairs.of(['null', ...records]);
    for (const index of [0, 61, 62, 63, 69]) {
      const value = { $type: `Cash${index}`, till: index };
      expect(takes(pair, value)).toBe(true);
      const bytes = Buffer.from(String(encoded(pair.compiled, value)), 'hex');
      expect(encoded(pair.compiled, value)).toEqual(encoded(pair.closures, value));
      expect(reads(pair, bytes)).toBe(true);
      expect(pair.compiled.decode(bytes)).toEqual(value);
    }
  });
});
