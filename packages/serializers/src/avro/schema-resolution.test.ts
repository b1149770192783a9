import { ByteWriter } from '@ottla/kernel';
import { parseSchema, type RepresentationChoices } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { avroCodec } from './avro-codec.ts';

/** Writes with one schema and reads with another. */
function readAs(reader: unknown, writer: unknown, value: unknown, choices?: RepresentationChoices): unknown {
  const writerSchema = parseSchema(JSON.stringify(writer), { lenient: true });
  const bytes = new ByteWriter();
  avroCodec(writerSchema).encodeInto(value, bytes);
  return avroCodec(parseSchema(JSON.stringify(reader)), { choices }).decode(bytes.toBytes(), writerSchema);
}

const logical = (type: string, logicalType: string, more: object = {}): object => ({
  type,
  logicalType,
  ...more,
});
const decimal = (scale: number): object => logical('bytes', 'decimal', { precision: 9, scale });
const decimalFixed = (scale: number): object =>
  logical('fixed', 'decimal', { name: 'D', size: 4, precision: 9, scale });
const record = (name: string, fields: Record<string, unknown>, more: object = {}): object => ({
  type: 'record',
  name,
  fields: Object.entries(fields).map(([field, type]) => ({
    name: field,
    ...(isField(type) ? type : { type }),
  })),
  ...more,
});
const isField = (type: unknown): type is object =>
  typeof type === 'object' && type !== null && 'default' in type;
const suit = (symbols: string[], more: object = {}): object => ({
  type: 'enum',
  name: 'Suit',
  symbols,
  ...more,
});

describe('what was written is read as', () => {
  it.each<[string, unknown, unknown, unknown, unknown, RepresentationChoices?]>([
    ['int to long', 'long', 'int', 7, 7],
    ['int to a bigint', 'long', 'int', 7, 7n, { long: 'bigint' }],
    ['int to float', 'float', 'int', 16777217, 16777216],
    ['int to double', 'double', 'int', 7, 7],
    ['long to double', 'double', 'long', 2 ** 53 - 1, 2 ** 53 - 1],
    ['long to float', 'float', 'long', -(2 ** 53) + 1, -(2 ** 53)],
    ['float to double', 'double', 'float', 1.5, 1.5],
    ['string to bytes', 'bytes', 'string', 'é', new Uint8Array([0xc3, 0xa9])],
    ['bytes to string', 'string', 'bytes', Buffer.from('é'), 'é'],
    ['int to a Date', logical('long', 'timestamp-millis'), 'int', 5, new Date(5)],
    ['a plain long to a Date', logical('long', 'timestamp-millis'), 'long', 5, new Date(5)],
    [
      'millis to micros',
      logical('long', 'timestamp-micros'),
      logical('long', 'timestamp-millis'),
      new Date(5),
      5000n,
    ],
    [
      'nanos to millis',
      logical('long', 'timestamp-millis'),
      logical('long', 'timestamp-nanos'),
      5000000n,
      new Date(5),
    ],
    ['time-millis to time-micros', logical('long', 'time-micros'), logical('int', 'time-millis'), 5, 5000],
    ['a decimal to a wider scale', decimal(4), decimal(2), '1.25', '1.2500'],
    ['a decimal to a narrower scale, if exact', decimal(1), decimal(2), '1.50', '1.5'],
    ['a symbol both know', suit(['A', 'B']), suit(['B', 'C']), 'B', 'B'],
    ['an unknown symbol to the default', suit(['A', 'B'], { default: 'A' }), suit(['B', 'C']), 'C', 'A'],
    ['a list', { type: 'array', items: 'long' }, { type: 'array', items: 'int' }, [1, 2], [1, 2]],
    ['a map', { type: 'map', values: 'double' }, { type: 'map', values: 'int' }, { a: 1 }, { a: 1 }],
    ['a branch to a plain type', 'string', ['null', 'string'], 'a', 'a'],
    ['a plain type to a branch', ['null', 'string'], 'string', 'a', 'a'],
    ['the exact branch before a promotion', ['null', 'bytes', 'string'], 'string', 'a', 'a'],
    ['a promoted branch', ['null', 'double', 'long'], 'int', 1, 1],
    ['a branch for each branch', ['null', 'long', 'string'], ['string', 'int', 'null'], 5, 5],
    [
      'a record into a union of two',
      [record('a.A', { x: 'int' }), record('a.B', { x: 'int' })],
      record('a.B', { x: 'int' }),
      { x: 1 },
      { $type: 'a.B', x: 1 },
    ],
    [
      'one of two records into a plain one',
      record('A', { x: 'int' }, { aliases: ['B'] }),
      [record('A', { x: 'int' }), record('B', { x: 'int' })],
      { $type: 'B', x: 1 },
      { x: 1 },
    ],
    [
      'a map beside a record',
      [record('A', { x: 'int' }), { type: 'map', values: 'int' }],
      { type: 'map', values: 'int' },
      { a: 1 },
      { $type: 'map', value: { a: 1 } },
    ],
    ['another namespace', record('new.A', { x: 'int' }), record('old.A', { x: 'int' }), { x: 1 }, { x: 1 }],
    [
      'another name by alias',
      record('a.New', { x: 'int' }, { aliases: ['b.Old'] }),
      record('b.Old', { x: 'int' }),
      { x: 1 },
      { x: 1 },
    ],
    [
      'a record of another name, for its fields, in a union',
      ['null', record('n.New', { y: 'int' }), record('n.Other', { x: 'int' })],
      ['null', record('o.Old', { x: 'int' })],
      { x: 1 },
      { $type: 'n.Other', x: 1 },
    ],
    [
      'rather the record of the same short name than the first whose fields match',
      [record('n.B', { x: 'int' }), record('n.A', { x: 'int' })],
      record('o.A', { x: 'int' }),
      { x: 1 },
      { $type: 'n.A', x: 1 },
    ],
    [
      'the branch at the same place, of unions that differ in namespaces only',
      [record('n.A', { x: 'int' }), record('m.A', { x: 'int' })],
      [record('o.A', { x: 'int' }), record('p.A', { x: 'int' })],
      { $type: 'o.A', x: 1 },
      { $type: 'n.A', x: 1 },
    ],
    [
      'a branch by its alias before its fields',
      [record('A', { x: 'int' }), record('B', { x: 'int' }, { aliases: ['o.Old'] })],
      record('o.Old', { x: 'int' }),
      { x: 1 },
      { $type: 'B', x: 1 },
    ],
    [
      'an enum of another namespace in a union',
      ['null', suit(['A'])],
      suit(['A'], { namespace: 'o' }),
      'A',
      'A',
    ],
    ['decimals of a fixed to another scale', decimalFixed(3), decimalFixed(1), '-1.5', '-1.500'],
    [
      'a fixed in another namespace',
      { type: 'fixed', name: 'n.F', size: 1 },
      { type: 'fixed', name: 'o.F', size: 1 },
      new Uint8Array([7]),
      new Uint8Array([7]),
    ],
  ])('%s', (_name, reader, writer, value, expected, choices) => {
    expect(readAs(reader, writer, value, choices)).toStrictEqual(expected);
  });
});

describe('fields', () => {
  const writer = record('A', { a: 'int', b: { type: 'array', items: 'string' }, c: ['null', 'long'] });
  const value = { a: 1, b: ['x'], c: 5 };

  it.each<[string, object, unknown]>([
    ['in another order', record('A', { c: ['null', 'long'], a: 'long' }), { c: 5, a: 1 }],
    ['left out, the last as well', record('A', { b: { type: 'array', items: 'string' } }), { b: ['x'] }],
    ['all left out', record('A', {}), {}],
    ['with another name by alias', record('A', { z: { type: 'int', default: 9, aliases: ['a'] } }), { z: 1 }],
    [
      'new, with a default',
      record('A', { a: 'int', n: { type: ['null', 'int'], default: null } }),
      { a: 1, n: null },
    ],
    [
      'new, named like a member of Object',
      record('A', { toString: { type: 'int', default: 3 }, a: 'int' }),
      { toString: 3, a: 1 },
    ],
  ])('%s', (_name, reader, expected) => {
    expect(readAs(reader, writer, value)).toStrictEqual(expected);
  });

  it('go to whom names them as an alias, even beside one of that name', () => {
    const reader = record('A', {
      z: { type: 'int', default: 1, aliases: ['a'] },
      a: { type: 'int', default: 2 },
    });
    expect(readAs(reader, record('A', { a: 'int' }), { a: 7 })).toStrictEqual({ z: 7, a: 2 });
    const strict = record('A', { z: { type: 'int', default: 1, aliases: ['a'] }, a: 'int' });
    expect(readAs(strict, record('A', { a: 'int' }), { a: 7 })).toStrictEqual({ z: 1, a: 7 });
  });

  it('take defaults of every kind, as if they had been written', () => {
    const reader = record('A', {
      money: { type: decimal(2), default: '\u0001\u0000' },
      day: { type: logical('int', 'date'), default: 1 },
      at: { type: logical('long', 'timestamp-micros'), default: 5 },
      either: { type: [record('B', {}), record('C', { n: { type: 'int', default: 3 } })], default: { n: 4 } },
      later: { type: ['null', 'string'], default: 'x' },
    });
    expect(readAs(reader, record('A', {}), {})).toStrictEqual({
      money: '2.56',
      day: '1970-01-02',
      at: 5n,
      either: { $type: 'B' },
      later: 'x',
    });
  });

  it('give a default of their own to each record', () => {
    const reader = record('A', { list: { type: { type: 'array', items: 'int' }, default: [] } });
    const schema = parseSchema(JSON.stringify(record('A', {})));
    const codec = avroCodec<{ list: number[] }>(parseSchema(JSON.stringify(reader)));
    const first = codec.decode(new Uint8Array(0), schema);
    first.list.push(1);
    expect(codec.decode(new Uint8Array(0), schema)).toEqual({ list: [] });
  });

  it('of recursive records evolve at every depth', () => {
    const node = (more: object): object => record('Node', { next: ['null', 'Node'], ...more });
    expect(
      readAs(node({ extra: { type: 'string', default: 'd' } }), node({ old: 'int' }), {
        next: { next: null, old: 2 },
        old: 1,
      }),
    ).toStrictEqual({
      next: { next: null, extra: 'd' },
      extra: 'd',
    });
  });

  it('are skipped with all they contain, whatever the reader could hold', () => {
    const old = record('Old', { big: 'long', m: { type: 'map', values: ['null', 'long', 'Old'] } });
    const nested = { big: -(2 ** 53) + 1, m: { k: { big: 1, m: {} }, n: null, o: 5 } };
    expect(
      readAs(record('A', { z: 'int' }), record('A', { a: old, z: 'int' }), { a: nested, z: 7 }),
    ).toStrictEqual({ z: 7 });
  });
});

describe('what cannot be read fails when it is met, and only then', () => {
  it.each<[string, unknown, unknown, unknown, unknown, RegExp]>([
    ['a branch', 'string', ['null', 'string'], 'ok', null, /null cannot be read as string/],
    ['a branch of neither', ['null', 'string'], ['null', 'int'], null, 5, /no branch for int/],
    ['a symbol', suit(['A']), suit(['A', 'B']), 'A', 'B', /lacks the symbol/],
    [
      'a nested field',
      record('A', { n: ['null', record('N', { x: 'int' })] }),
      record('A', { n: ['null', record('N', {})] }),
      { n: null },
      { n: {} },
      /no field 'x'/,
    ],
    ['a decimal that would be rounded', decimal(1), decimal(2), '1.50', '1.55', /finer units/],
    [
      'micros that a Date would lose',
      logical('long', 'timestamp-millis'),
      logical('long', 'timestamp-micros'),
      1000n,
      1001n,
      /finer units/,
    ],
    [
      'a value of too many digits for the unit',
      logical('long', 'timestamp-nanos'),
      logical('long', 'timestamp-millis'),
      new Date(0),
      new Date(8.64e15),
      /more than 64 bits/,
    ],
    [
      'a decimal too large for its fixed at the other scale',
      decimalFixed(6),
      decimalFixed(0),
      '7',
      '9999',
      /more bytes/,
    ],
  ])('%s', (_name, reader, writer, good, bad, message) => {
    expect(() => readAs(reader, writer, good)).not.toThrow();
    expect(() => readAs(reader, writer, bad)).toThrow(
      expect.objectContaining({
        name: 'SerializationError',
        message: expect.stringMatching(message) as string,
      }),
    );
  });

  it.each<[string, unknown, unknown, unknown, RegExp]>([
    [
      'another name',
      record('A', { x: 'int' }),
      record('B', { x: 'int' }),
      { x: 1 },
      /record B cannot be read as record A/,
    ],
    [
      'a missing field without default',
      record('A', { x: 'int', y: 'int' }),
      record('A', { x: 'int' }),
      { x: 1 },
      /no field 'y', which has no default/,
    ],
    [
      'another size',
      { type: 'fixed', name: 'F', size: 2 },
      { type: 'fixed', name: 'F', size: 1 },
      new Uint8Array(1),
      /fixed F cannot be read/,
    ],
    ['no promotion', 'int', 'long', 1, /long cannot be read as int/],
    ['text for a symbol', suit(['A']), 'string', 'A', /string cannot be read as enum Suit/],
  ])('%s', (_name, reader, writer, value, message) => {
    expect(() => readAs(reader, writer, value)).toThrow(
      expect.objectContaining({
        code: 'SCHEMAS_UNRESOLVABLE',
        message: expect.stringMatching(message) as string,
      }),
    );
  });

  it('names the field and the option for a long beyond 2^53', () => {
    const bytes = new ByteWriter();
    avroCodec(parseSchema('"long"'), { choices: { long: 'bigint' } }).encodeInto(2n ** 63n - 1n, bytes);
    const schema = parseSchema(JSON.stringify(record('com.acme.A', { big: 'long' })));
    expect(() => avroCodec(schema).decode(bytes.toBytes())).toThrow(
      expect.objectContaining({
        code: 'VALUE_UNREPRESENTABLE',
        path: 'com.acme.A.big',
        message: expect.stringMatching(/com\.acme\.A\.big: .*choose long: 'bigint'/) as string,
      }),
    );
    expect(avroCodec(schema, { choices: { long: 'bigint' } }).decode(bytes.toBytes())).toEqual({
      big: 2n ** 63n - 1n,
    });
  });
});
