import { ByteWriter } from '@ottla/kernel';
import { parseSchema } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { avroCodec, type AvroCodecOptions } from '../avro-codec.ts';

const record = (fields: object[], name = 'R'): object => ({ type: 'record', name, fields });
const refusal = expect.objectContaining({ code: 'VALUE_MISFIT' }) as unknown;

function hexOf(schema: unknown, value: unknown, options?: AvroCodecOptions): string {
  const writer = new ByteWriter(1);
  avroCodec(parseSchema(JSON.stringify(schema)), options).encodeInto(value, writer);
  return writer.view().toString('hex');
}

const abc = record([
  { name: 'a', type: 'int' },
  { name: 'b', type: 'int', default: 9 },
  { name: 'c', type: ['null', 'int'], default: null },
  { name: 'd', type: 'int' },
]);

describe('a record is written in the order of its schema', () => {
  it.each<[string, object]>([
    ['when its keys come in that order', { a: 1, b: 2, c: 3, d: 4 }],
    ['when they come in another', { d: 4, c: 3, b: 2, a: 1 }],
    ['when one comes late', { a: 1, c: 3, d: 4, b: 2 }],
    [
      'with undeclared keys that hold nothing',
      { x: undefined, a: 1, b: 2, y: undefined, c: 3, d: 4, z: undefined },
    ],
    ['with its own name as $type', { $type: 'R', a: 1, b: 2, c: 3, d: 4 }],
    ['without a prototype', Object.assign(Object.create(null) as object, { a: 1, b: 2, c: 3, d: 4 })],
    ['when some of it is inherited', Object.assign(Object.create({ a: 1, c: 3 }) as object, { b: 2, d: 4 })],
  ])('%s', (_name, value) => {
    expect(hexOf(abc, value)).toBe('0204020608');
  });

  it.each<[string, object, string]>([
    ['in the middle', { a: 1, c: 3, d: 4 }, '0212020608'],
    ['two in a row', { a: 1, d: 4 }, '02120008'],
    ['as undefined', { a: 1, b: undefined, c: undefined, d: 4 }, '02120008'],
    ['where the keys come in another order', { d: 4, a: 1 }, '02120008'],
  ])('with defaults for what is left out %s', (_name, value, hex) => {
    expect(hexOf(abc, value)).toBe(hex);
  });

  it('from getters of a class, all or some', () => {
    class Half {
      a = 1;
      get b(): number {
        return 2;
      }
      c = 3;
      get d(): number {
        return 4;
      }
    }
    expect(hexOf(abc, new Half())).toBe('0204020608');
  });
});

describe('what is no such record is refused', () => {
  it.each<[string, unknown]>([
    ['a field left out without a default', { a: 1, b: 2, c: 3 }],
    ['one that comes late and another that never does', { d: 4, b: 2 }],
    ['an undeclared key first', { x: 1, a: 1, b: 2, c: 3, d: 4 }],
    ['an undeclared key last', { a: 1, b: 2, c: 3, d: 4, x: 1 }],
    ['an undeclared key among those in another order', { d: 4, c: 3, b: 2, a: 1, x: 1 }],
    ['the name of another as $type', { $type: 'Q', a: 1, b: 2, c: 3, d: 4 }],
    [
      'a class whose own member is undeclared',
      new (class {
        x = 1;
        get a() {
          return 1;
        }
        get b() {
          return 2;
        }
        get c() {
          return 3;
        }
        get d() {
          return 4;
        }
      })(),
    ],
  ])('%s', (_name, value) => {
    expect(() => hexOf(abc, value)).toThrow(refusal);
  });

  it.each([
    [],
    new Map(),
    new Set(),
    new Date(0),
    new Uint8Array(4),
    Promise.resolve({}),
    'abc',
    5,
    null,
    undefined,
  ])('%j, even where every field has a default', (value) => {
    for (const schema of [record([{ name: 'a', type: 'int', default: 1 }]), record([])]) {
      expect(() => hexOf(schema, value)).toThrow(refusal);
      expect(() => hexOf(schema, value, { undeclaredFields: 'ignore' })).toThrow(refusal);
    }
  });
});

describe('options', () => {
  it("undeclaredFields: 'ignore' drops what the schema does not declare, at any depth", () => {
    const outer = record([{ name: 'inner', type: abc }], 'Outer');
    const value = { x: 1, inner: { x: {}, a: 1, y: 2, b: 2, c: 3, d: 4, z: 3 }, y: 2 };
    expect(hexOf(outer, value, { undeclaredFields: 'ignore' })).toBe('0204020608');
    expect(() => hexOf(outer, value)).toThrow(refusal);
  });

  it("missingNullable: 'null' writes null for what is left out and may be null; a default goes first", () => {
    const schema = record([
      { name: 'a', type: ['null', 'string'] },
      { name: 'b', type: ['string', 'null'] },
      { name: 'c', type: ['null', 'int', 'string'] },
      { name: 'd', type: ['int', 'null'], default: 7 },
      { name: 'e', type: { type: 'array', items: ['null', 'int'] } },
    ]);
    const value = { a: undefined, e: [undefined, 1] };
    expect(hexOf(schema, value, { missingNullable: 'null' })).toBe('000200000e0400020200');
    expect(() => hexOf(schema, value)).toThrow(refusal);
    expect(() => hexOf(record([{ name: 'a', type: 'int' }]), {}, { missingNullable: 'null' })).toThrow(
      refusal,
    );
  });
});

describe('numbers of every size survive', () => {
  const values = [0, -0, 1.5, 2 ** 31, -(2 ** 31) - 1, 1e300, Number.NaN, 5];
  const longs = [0, 2 ** 31, -(2 ** 31) - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 5];
  const doubles = (name: string): object =>
    record([
      { name, type: 'double' },
      { name: 'f', type: 'float' },
    ]);

  it('in more fields than there are cells, each first small and then not', () => {
    for (let field = 0; field < 100; field++) {
      const codec = avroCodec(parseSchema(JSON.stringify(doubles(`d${field}`))));
      const writer = new ByteWriter(1);
      for (const value of values) {
        writer.reset();
        codec.encodeInto({ [`d${field}`]: value, f: value }, writer);
        const expected = Buffer.alloc(12);
        expected.writeDoubleLE(value, 0);
        expected.writeFloatLE(value, 8);
        expect(writer.view()).toEqual(expected);
      }
    }
  });

  it('in longs that may be null, as numbers and bigints', () => {
    const schema = parseSchema(JSON.stringify(record([{ name: 'l', type: ['null', 'long'] }])));
    const codec = avroCodec<{ l: number | bigint | null }>(schema);
    const writer = new ByteWriter(1);
    for (const value of [...longs, null, ...longs.map(BigInt), ...longs]) {
      writer.reset();
      codec.encodeInto({ l: value }, writer);
      expect(codec.decode(writer.toBytes())).toEqual({ l: value === null ? null : Number(value) });
    }
    expect(() => codec.encodeInto({ l: 2 ** 53 }, writer)).toThrow(refusal);
    expect(() => codec.encodeInto({ l: 1n << 63n }, writer)).toThrow(refusal);
  });
});
