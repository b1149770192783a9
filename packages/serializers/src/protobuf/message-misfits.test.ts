/** Values that do not fit: each place named, no value shown, nothing written. */
import { ByteWriter, type SerializationError } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { protoFormat, protoPair, protoSchema } from '../../testing/protobuf-schema.ts';

const schema = protoSchema(`syntax = "proto3"; package p;
  enum Color { RED = 0; GREEN = 1; }
  message M { int32 i32 = 1; uint32 u32 = 2; sint64 s64 = 3; uint64 u64 = 4; float f = 5; double d = 6; bool b = 7;
    string s = 8; bytes raw = 9; Color color = 10; M inner = 11; repeated int32 list = 12; repeated M many = 13;
    map<string, int32> counts = 14; map<int32, M> byNumber = 15; map<bool, string> byBool = 16; map<uint64, string> byLong = 17;
    oneof choice { string one = 18; int32 two = 19; M three = 20; } string snake_case = 21; fixed32 x32 = 22; sfixed64 x64 = 23; }`);
const { encode } = protoPair(schema);
const SECRET = 'hunter2';

function misfit(value: unknown): SerializationError {
  try {
    encode(value);
  } catch (error) {
    return error as SerializationError; // all that is thrown there; the table says which
  }
  return expect.unreachable('it was written');
}

describe('a value that does not fit', () => {
  it.each<[unknown, string, RegExp, string]>([
    [null, '', /^message p\.M/, 'null'],
    [[], '', /^message p\.M/, 'an array'],
    [new Map(), '', /^message p\.M/, 'a Map'],
    [SECRET, '', /^message p\.M/, 'a string'],
    [{ i32: '1' }, 'i32', /^int32/, 'a string'],
    [{ i32: 1.5 }, 'i32', /^int32/, 'a number with a fraction'],
    [{ i32: 2 ** 31 }, 'i32', /^int32/, 'an integer'],
    [{ i32: 1n }, 'i32', /^int32/, 'a bigint'],
    [{ i32: NaN }, 'i32', /^int32/, 'NaN'],
    [{ u32: -1 }, 'u32', /^uint32/, 'an integer'],
    [{ u32: 2 ** 32 }, 'u32', /^uint32/, 'an integer'],
    [{ x32: -1 }, 'x32', /^fixed32/, 'an integer'],
    [{ s64: 2 ** 53 }, 's64', /^sint64/, 'an integer beyond 2^53'],
    [{ s64: 2n ** 63n }, 's64', /^sint64/, 'a bigint'],
    [{ s64: '1.5' }, 's64', /^sint64/, 'a string'],
    [{ s64: '9223372036854775808' }, 's64', /^sint64/, 'a string'],
    [{ s64: '' }, 's64', /^sint64/, 'a string'],
    [{ u64: -1n }, 'u64', /^uint64/, 'a bigint'],
    [{ u64: 2n ** 64n }, 'u64', /^uint64/, 'a bigint'],
    [{ x64: {} }, 'x64', /^sfixed64/, 'an object'],
    [{ f: 1e39 }, 'f', /^float/, 'an integer beyond 2^53'],
    [{ f: '1' }, 'f', /^float/, 'a string'],
    [{ d: 1n }, 'd', /^double/, 'a bigint'],
    [{ b: 1 }, 'b', /^bool/, 'an integer'],
    [{ s: 1 }, 's', /^string/, 'an integer'],
    [{ s: `${SECRET}\ud800` }, 's', /^string \(text of whole characters\)/, 'a string'],
    [{ raw: SECRET }, 'raw', /^bytes/, 'a string'],
    [{ raw: [1, 2] }, 'raw', /^bytes/, 'an array'],
    [{ color: 'BLUE' }, 'color', /^enum p\.Color \(one of RED, GREEN\)/, 'a string'],
    [{ color: 2 ** 31 }, 'color', /^enum/, 'an integer'],
    [{ color: 'toString' }, 'color', /^enum/, 'a string'],
    [{ inner: [] }, 'inner', /^message p\.M/, 'an array'],
    [{ inner: { inner: { i32: SECRET } } }, 'inner.inner.i32', /^int32/, 'a string'],
    [{ list: 1 }, 'list', /^a list of int32/, 'an integer'],
    [{ list: [1, null] }, 'list[1]', /^int32/, 'null'],
    [{ list: new Int32Array(1) }, 'list', /^a list of/, 'bytes'],
    [{ many: [{}, { many: [{ s: 1 }] }] }, 'many[1].many[0].s', /^string/, 'an integer'],
    [{ many: [undefined] }, 'many[0]', /^message/, 'nothing'],
    [{ counts: [] }, 'counts', /^a map/, 'an array'],
    [{ counts: new Map() }, 'counts', /^a map/, 'a Map'],
    [{ counts: { 'a b': SECRET } }, 'counts["a b"]', /^int32/, 'a string'],
    [{ counts: { a: null } }, 'counts["a"]', /^int32/, 'null'],
    [{ byNumber: { x: {} } }, 'byNumber["x"]', /^a key that is int32/, 'another text'],
    [{ byNumber: { '1e3': {} } }, 'byNumber["1e3"]', /^a key that is int32/, 'another text'],
    [{ byNumber: { 3: { i32: '' } } }, 'byNumber["3"].i32', /^int32/, 'a string'],
    [{ byBool: { yes: '' } }, 'byBool["yes"]', /^a key that is bool/, 'another text'],
    [{ byLong: { '-1': '' } }, 'byLong["-1"]', /^a key that is uint64/, 'another text'],
    [{ one: '', two: 0 }, 'two', /^absent beside 'one'.*oneof choice/, '2 of its fields'],
    [{ one: '', two: 0, three: {} }, 'two', /^absent beside 'one'/, '3 of its fields'],
    [{ snakeCas: 1 }, 'snakeCas', /^a field of p\.M/, 'a name that is not declared'],
    [
      { snakeCase: 'a', snake_case: 'b' },
      'snake_case',
      /^absent beside 'snakeCase'/,
      'the same field under its other name',
    ],
    [{ 'a b': 1 }, '["a b"]', /^a field of p\.M/, 'a name that is not declared'],
    [{ inner: { toString: 1 } }, 'inner.toString', /^a field of/, 'a name that is not declared'],
    [JSON.parse('{"__proto__": 1}'), '__proto__', /^a field of/, 'a name that is not declared'],
  ])('row %# is refused', (value, path, expected, found) => {
    const error = misfit(value);
    expect(error).toMatchObject({
      name: 'SerializationError',
      code: 'VALUE_MISFIT',
      failure: 'poison',
      path,
      found,
    });
    expect(error.expected).toMatch(expected);
    expect(error.misfits[0]).toMatchObject({ path, found });
    expect(JSON.stringify([error.message, error.misfits])).not.toContain(SECRET);
  });

  it('names every place, up to a hundred', () => {
    const error = misfit({ i32: '', list: Array.from({ length: 1000 }, () => ''), inner: { s: 1 }, gone: 1 });
    expect(error.misfits).toHaveLength(100);
    expect(error.message).toMatch(/^'i32' must be int32.*\(and 99 more, in `misfits`/);
    expect(misfit({ i32: '', inner: { s: 1 }, snakeCas: 1 }).misfits.map(({ path }) => path)).toEqual([
      'i32',
      'inner.s',
      'snakeCas',
    ]);
  });

  it('names the field that was probably meant, and the option', () => {
    expect(misfit({ snakeCas: 1 }).message).toMatch(/undeclaredFields: 'ignore'; did you mean 'snakeCase'\?/);
  });

  it('is part of itself, or deeper than any reader goes', () => {
    const cycle: Record<string, unknown> = {};
    cycle['inner'] = cycle;
    expect(misfit(cycle)).toMatchObject({ code: 'VALUE_MISFIT', found: 'more' });
    const nested = (depth: number): unknown => (depth === 0 ? {} : { inner: nested(depth - 1) });
    expect(misfit(nested(100))).toMatchObject({ code: 'VALUE_MISFIT', found: 'more' });
    expect(protoPair(schema).decode(encode(nested(99)))).toBeTypeOf('object');
  });

  it('misses what proto2 requires', () => {
    const legacy = protoPair(protoSchema('message M { required int32 n = 1; repeated M many = 2; }'));
    expect(() => legacy.encode({ n: 1, many: [{ n: 2 }, {}] })).toThrow(
      expect.objectContaining({
        path: 'many[1].n',
        found: 'nothing',
        expected: expect.stringContaining('required') as string,
      }),
    );
  });
});

describe('a value that fits', () => {
  it.each<[string, unknown]>([
    ['undeclared members that are undefined', { i32: 1, gone: undefined }],
    ['null and undefined as absent', { i32: 1, s: null, inner: undefined, one: null, two: undefined }],
    ['longs of every form', { i32: 1 }],
    ['no prototype', Object.assign(Object.create(null) as object, { i32: 1 })],
  ])('has %s', (_name, value) => {
    expect(encode(value).toString('hex')).toBe('0801');
  });

  it('has longs as bigint, number or text', () => {
    expect(
      [encode({ s64: -2n }), encode({ s64: -2 }), encode({ s64: '-2' })].map((bytes) =>
        bytes.toString('hex'),
      ),
    ).toEqual(['1803', '1803', '1803']);
  });

  it('is an object of a class, with getters', () => {
    class Order {
      readonly #n = 1;
      get i32(): number {
        return this.#n;
      }
    }
    expect(encode(new Order()).toString('hex')).toBe('0801');
    class Wrong extends Order {
      readonly extra = 1;
    }
    expect(misfit(new Wrong())).toMatchObject({ path: 'extra' });
  });

  it('may have undeclared members by option', () => {
    const lenient = protoPair(schema, { undeclaredFields: 'ignore' });
    expect(lenient.encode({ i32: 1, gone: 1, inner: { gone: 2 } }).toString('hex')).toBe('08015a00');
  });

  it('is written behind what stands there already, and long parts are moved', () => {
    const writer = new ByteWriter(4);
    writer.writeUtf8('before');
    const text = 'é'.repeat(70_000);
    protoFormat()
      .writer(schema)
      .write({ inner: { inner: { s: text } }, byLong: { ['18446744073709551615']: 'x' } }, writer);
    const bytes = Buffer.from(writer.toBytes());
    expect(bytes.subarray(0, 6).toString()).toBe('before');
    expect(protoPair(schema).decode(bytes.subarray(6))).toMatchObject({
      inner: { inner: { s: text } },
      byLong: { '18446744073709551615': 'x' },
    });
  });
});
