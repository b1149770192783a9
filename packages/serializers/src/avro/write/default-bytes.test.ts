import { parseSchema, type JsonValue } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { defaultBytes } from './default-bytes.ts';

const schemaOf = (schema: unknown): ReturnType<typeof parseSchema> =>
  parseSchema(JSON.stringify(schema), { lenient: true });
const hexOf = (json: JsonValue | undefined, schema: unknown): string =>
  Buffer.from(defaultBytes(json, schemaOf(schema))).toString('hex');
const invalid = expect.objectContaining({ code: 'DEFAULT_INVALID' }) as unknown;

const suit = { type: 'enum', name: 'Suit', symbols: ['A', 'B'] };
const pair = {
  type: 'record',
  name: 'Pair',
  fields: [
    { name: 'a', type: 'int' },
    { name: 'b', type: 'string', default: 'x' },
  ],
};

describe('the bytes of a default', () => {
  it.each<[JsonValue, unknown, string]>([
    [null, 'null', ''],
    [true, 'boolean', '01'],
    [-1, 'int', '01'],
    [2 ** 40, 'long', '808080808040'],
    [(1n << 63n) - 1n, 'long', 'feffffffffffffffff01'],
    [1.5, 'float', '0000c03f'],
    [1n << 60n, 'double', '000000000000b043'],
    ['-Infinity', 'double', '000000000000f0ff'],
    ['é', 'string', '04c3a9'],
    ['\u00ff\u0000', 'bytes', '04ff00'],
    ['\u00ff', { type: 'fixed', name: 'F', size: 1 }, 'ff'],
    ['B', suit, '02'],
    [[], { type: 'array', items: 'int' }, '00'],
    [[1, 2], { type: 'array', items: 'int' }, '04020400'],
    [{ k: 1 }, { type: 'map', values: 'int' }, '02026b0200'],
    [{ a: 1 }, pair, '020278'],
    [{ a: 1, b: 'y' }, pair, '020279'],
    [null, ['null', 'int'], '00'],
    [7, ['null', 'int'], '020e'],
    ['B', [{ type: 'array', items: suit }, suit], '0202'],
    // What the logical type makes of it is not asked: the bytes are of the type under it.
    ['no uuid', { type: 'string', logicalType: 'uuid' }, '0e6e6f2075756964'],
  ])('%s of %j', (json, schema, hex) => {
    expect(hexOf(json, schema)).toBe(hex);
  });

  it.each<[JsonValue | undefined, unknown]>([
    [undefined, 'int'],
    ['x', 'int'],
    [1.5, 'int'],
    [2 ** 31, 'int'],
    [2 ** 53, 'long'],
    [1n << 63n, 'long'],
    ['nan', 'double'],
    [1, 'string'],
    ['\u0100', 'bytes'],
    ['ab', { type: 'fixed', name: 'F', size: 1 }],
    ['C', suit],
    [{}, { type: 'array', items: 'int' }],
    [['x'], { type: 'array', items: 'int' }],
    [[], { type: 'map', values: 'int' }],
    [{ b: 'y' }, pair],
    ['x', ['null', 'int']],
  ])('%s is no default of %j', (json, schema) => {
    expect(() => hexOf(json, schema)).toThrow(invalid);
  });

  it('never end for a record that defaults to itself, nor multiply without bound', () => {
    const self = { type: 'record', name: 'R', fields: [{ name: 'r', type: 'R', default: {} }] };
    expect(() => hexOf({}, self)).toThrow(invalid);
    let wide: unknown = { type: 'record', name: 'R0', fields: [] };
    for (let level = 1; level < 40; level++) {
      const twice = { type: 'array', items: wide };
      const fields = [
        { name: 'a', type: twice, default: [{}, {}] },
        { name: 'b', type: { type: 'array', items: `R${level - 1}` }, default: [{}, {}] },
      ];
      wide = { type: 'record', name: `R${level}`, fields };
    }
    expect(() => hexOf({}, wide)).toThrow(invalid);
  });
});
