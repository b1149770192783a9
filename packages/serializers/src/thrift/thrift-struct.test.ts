/** Generated structs, older and newer: the bytes of other implementations, written and read. */
import {
  ByteWriter,
  deserializeValue,
  serializeValue,
  type Deserializer,
  type RichSerializer,
} from '@ottla/kernel';
import fc from 'fast-check';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import thrift from 'thrift';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { cases } from '../../testing/case-count.ts';
import older from '../../testing/generated/sample-types-old.cjs';
import newer from '../../testing/generated/sample-types.cjs';
import { thriftCodec, thriftDeserializer, thriftSerializer } from './index.ts';

const vectors = JSON.parse(
  readFileSync(new URL('../../vectors/thrift/sample.json', import.meta.url), 'utf8'),
) as Readonly<Record<'binary' | 'compact', string>>; // our own file of vectors
const context = { topic: 'orders', isKey: false, headers: [] };
const generations = [
  ['newer', newer],
  ['older', older],
] as const;
const protocols = ['binary', 'compact'] as const;
const rows = generations.flatMap(([age, types]) => protocols.map((protocol) => ({ age, types, protocol })));

const expected = {
  flag: true,
  tiny: -3,
  small: -300,
  medium: 2147483647,
  large: -(2n ** 63n),
  ratio: -0.1,
  text: 'Grüße 🙂',
  raw: Buffer.from([0, 255, 128]),
  size: 7,
  line: { sku: 'a', quantity: 1, parts: null },
  lines: [
    { sku: 'b', quantity: -2, parts: [] },
    { sku: 'c', quantity: 3, parts: [{ sku: 'd', quantity: 4, parts: null }] },
  ],
  tags: ['x', ''],
  counts: { one: 1n, most: 2n ** 63n - 1n },
  flags: { '9007199254740993': false },
  bools: [true, false, true],
  id: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  grid: [Array.from({ length: 16 }, (_, index) => index * -1000 || 0)],
  closed: false,
};

describe.each(rows)('$age generated code in the $protocol protocol', ({ types, protocol }) => {
  const bytes = Buffer.from(vectors[protocol], 'hex');

  it('reads what Python wrote', () => {
    const { decode } = thriftCodec(types.Sample, { protocol, long: 'bigint' });
    const value = decode(bytes);
    expect(value).toBeInstanceOf(types.Sample);
    expect(value.line).toBeInstanceOf(types.Line);
    expect(value).toEqual(expected);
  });

  it('writes it byte for byte', () => {
    const { decode, encode } = thriftCodec(types.Sample, { protocol });
    expect(Buffer.from(encode(decode(bytes))).toString('hex')).toBe(vectors[protocol]);
  });

  it('writes plain objects that the class takes', () => {
    const { encode } = thriftCodec(types.Sample, { protocol });
    const plain = { ...expected, line: { sku: 'a', quantity: 1 } };
    expect(Buffer.from(encode(plain as never)).toString('hex')).toBe(vectors[protocol]);
  });

  it('stops at the end of the struct, or refuses what follows', () => {
    const trailing = Buffer.concat([bytes, Buffer.from([1])]);
    expect(thriftCodec(types.Sample, { protocol, long: 'bigint' }).decode(trailing)).toEqual(expected);
    expect(() => thriftCodec(types.Sample, { protocol, trailingBytes: 'refuse' }).decode(trailing)).toThrow(
      expect.objectContaining({ code: 'TRAILING_BYTES', failure: 'poison' }),
    );
  });

  it('passes over fields it does not know', () => {
    const { decode } = thriftCodec(types.Line, { protocol });
    expect(
      decode(
        thriftCodec(types.Sample, { protocol }).encode(
          new types.Sample({ lines: [], text: 'x', counts: {}, flag: true, closed: false }),
        ),
      ),
    ).toEqual({ sku: null, quantity: 1, parts: null });
    expect(decode(bytes)).toMatchObject({ sku: null, quantity: 1 });
  });
});

describe('i64', () => {
  const { encode } = thriftCodec(newer.Sample);
  const large = (value: unknown): string =>
    Buffer.from(encode({ large: value } as never))
      .toString('hex')
      .slice(6, 22);

  it.each<[unknown, string]>([
    [-2n, 'fffffffffffffffe'],
    [-2, 'fffffffffffffffe'],
    ['-2', 'fffffffffffffffe'],
    [new thrift.Int64(-2), 'fffffffffffffffe'],
    [new thrift.Int64(Buffer.from('ff0020000000000001', 'hex'), 1), '0020000000000001'],
    [2n ** 63n - 1n, '7fffffffffffffff'],
  ])('is written from row %#', (value, digits) => {
    expect(large(value)).toBe(digits);
  });

  it('is read in the form that is asked for', () => {
    const bytes = encode({ large: 5n, counts: { a: -1n } } as never);
    const read = (long: 'int64' | 'bigint' | 'number' | 'string') =>
      thriftCodec(newer.Sample, { long }).decode(bytes);
    expect(read('bigint')).toMatchObject({ large: 5n, counts: { a: -1n } });
    expect(read('number')).toMatchObject({ large: 5, counts: { a: -1 } });
    expect(read('string')).toMatchObject({ large: '5', counts: { a: '-1' } });
    expect(read('int64').large).toBeInstanceOf(thrift.Int64);
    expect(Number(read('int64').large)).toBe(5);
  });

  it('beyond 2^53 is no number, and is exact as the key of a map', () => {
    const bytes = encode({ flags: { '9007199254740993': true, '-9223372036854775808': false } });
    const unsafe = encode({ large: 2n ** 53n } as never);
    expect(() => thriftCodec(newer.Sample, { long: 'number' }).decode(unsafe)).toThrow(
      expect.objectContaining({ code: 'VALUE_UNREPRESENTABLE', failure: 'poison' }),
    );
    for (const long of ['int64', 'bigint', 'string'] as const) {
      expect(thriftCodec(newer.Sample, { long }).decode(bytes).flags).toEqual({
        '9007199254740993': true,
        '-9223372036854775808': false,
      });
    }
  });
});

describe('the library of Thrift and we', () => {
  const line: fc.Arbitrary<unknown> = fc.letrec<{ line: unknown }>((tie) => ({
    line: fc.record({
      sku: fc.string({ unit: 'binary', maxLength: 20 }),
      quantity: fc.integer(),
      parts: fc.option(fc.array(tie('line'), { maxLength: 2 }), { nil: null }),
    }),
  })).line;
  const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  const key = fc.string({ unit: 'binary', maxLength: 10 }).filter((name) => name !== '__proto__');
  const sample = fc.record(
    {
      flag: fc.boolean(),
      tiny: fc.integer({ min: -128, max: 127 }),
      small: fc.integer({ min: -32768, max: 32767 }),
      medium: fc.integer(),
      large: long,
      ratio: fc.double({ noNaN: true }),
      text: fc.string({ unit: 'binary' }),
      raw: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      size: fc.constantFrom(1, 7),
      line,
      lines: fc.array(line, { maxLength: 3 }),
      tags: fc.uniqueArray(key, { maxLength: 20 }),
      counts: fc.dictionary(key, long, { noNullPrototype: true, maxKeys: 5 }),
      // Keys beyond 2^53 it calls Infinity.
      flags: fc.dictionary(fc.maxSafeInteger().map(String), fc.boolean(), {
        noNullPrototype: true,
        maxKeys: 5,
      }),
      bools: fc.array(fc.boolean(), { maxLength: 20 }),
      id: fc.uuid(),
      grid: fc.array(fc.array(fc.integer(), { maxLength: 20 }), { maxLength: 3 }),
      closed: fc.boolean(),
    },
    { requiredKeys: [] },
  );

  /** Members that are not set are null in a struct. */
  const set = (value: object): unknown =>
    Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));

  it.each(protocols)('agree in the %s protocol', (protocol) => {
    const codec = thriftCodec(newer.Sample, { protocol, long: 'bigint' });
    const Protocol = protocol === 'binary' ? thrift.TBinaryProtocol : thrift.TCompactProtocol;
    fc.assert(
      fc.property(sample, (value) => {
        const ours = Buffer.from(codec.encode(value as never));
        expect(set(codec.decode(ours))).toEqual(value);
        // In the compact protocol its reader calls every boolean of a container false.
        // Its types name none of its members.
        const transport = new thrift.TBufferedTransport(
          undefined,
          () => undefined,
        ) as thrift.TBufferedTransport & {
          inBuf: Buffer;
          writeCursor: number;
        };
        const { bools: _bools, flags: _flags, ...rest } = value;
        const plain = protocol === 'compact' ? rest : value;
        transport.inBuf = Buffer.from(codec.encode(plain as never));
        transport.writeCursor = transport.inBuf.length;
        const theirs = new newer.Sample();
        (theirs as never as Record<symbol, (input: unknown) => void>)[Symbol.for('read')]?.(
          new Protocol(transport),
        );
        expect(Buffer.from(codec.encode(theirs)).equals(codec.encode(plain as never))).toBe(true);
      }),
      { numRuns: cases(100) },
    );
  });
});

describe('a producer and a consumer', () => {
  it('pass structs as they are', async () => {
    const serializer = thriftSerializer(newer.Line, { protocol: 'compact' });
    const deserializer = thriftDeserializer(newer.Line, { protocol: 'compact' });
    expectTypeOf(serializer).toEqualTypeOf<RichSerializer<newer.Line>>();
    expectTypeOf(deserializer).toEqualTypeOf<Deserializer<newer.Line>>();
    const bytes = await serializeValue(serializer, new newer.Line({ sku: 'x' }), context);
    expect(Buffer.from(bytes ?? []).toString('hex')).toBe('18017815' + '0200');
    expect(await deserializeValue(deserializer, bytes, context)).toEqual({
      sku: 'x',
      quantity: 1,
      parts: null,
    });
    expect(await deserializeValue(deserializer, null, context)).toBeNull();
    // @ts-expect-error: a line has a number for its quantity
    await expect(serializeValue(serializer, { sku: 'x', quantity: 'y' }, context)).rejects.toMatchObject({
      topic: 'orders',
      isKey: false,
    });
  });

  it('leave no byte of a value that does not fit', () => {
    const writer = new ByteWriter();
    writer.writeInt8(9);
    expect(() =>
      thriftSerializer(newer.Line).serializeInto({ sku: 'x', quantity: 1.5 }, writer, context),
    ).toThrow();
    expect(Buffer.from(writer.toBytes()).toString('hex')).toBe('09');
  });

  it.each<[string, () => unknown, string]>([
    ['no class', () => thriftSerializer({} as never), 'STRUCT_INVALID'],
    ['another class', () => thriftDeserializer(Date as never), 'STRUCT_INVALID'],
    [
      'an unknown protocol',
      () => thriftSerializer(newer.Line, { protocol: 'json' as never }),
      'OPTION_INVALID',
    ],
    [
      'an unknown option',
      () => thriftDeserializer(newer.Line, { protocoll: 'binary' } as never),
      'UNKNOWN_OPTION',
    ],
  ])('say at once what is wrong with %s', (_name, make, code) => {
    expect(make).toThrow(expect.objectContaining({ name: 'ConfigError', code }));
  });
});

describe('the thrift package', () => {
  const run = promisify(execFile);
  const program = `import { registerHooks } from 'node:module';
    const asked = [];
    registerHooks({ resolve(specifier, context, next) {
      if (specifier !== 'thrift') return next(specifier, context);
      asked.push(specifier);
      throw Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });
    } });
    const { thriftDeserializer } = await import(${JSON.stringify(new URL('index.ts', import.meta.url).href)});
    class Empty { read(input) { input.readStructBegin(); input.readFieldBegin(); input.readStructEnd(); } write() {} }
    const context = { topic: 't', isKey: false, headers: [] };
    const empty = thriftDeserializer(Empty, { long: 'bigint' }).deserialize(new Uint8Array(1), context);
    console.log(empty instanceof Empty, asked.length);
    try { thriftDeserializer(Empty); } catch (error) { console.log(error.name, error.code, error.message); }`;

  it('is needed for Int64 only, and asked for by name when it is not there', async () => {
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program]);
    expect(stdout).toMatch(/^true 0\nConfigError PEER_MISSING .*npm install thrift.*long: 'bigint'\n$/);
  });
});
