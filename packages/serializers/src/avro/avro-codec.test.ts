import { ByteWriter } from '@ottla/kernel';
import { parseSchema, type RepresentationChoices } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { avroCodec, type AvroCodec } from './avro-codec.ts';
import { defineAvroSchema } from './avro-schema.ts';

const codecOf = (schema: unknown, choices?: RepresentationChoices): AvroCodec<unknown> =>
  avroCodec(parseSchema(JSON.stringify(schema)), { choices });

function hexOf(codec: AvroCodec<unknown>, value: unknown): string {
  const writer = new ByteWriter(1);
  codec.encodeInto(value, writer);
  return writer.view().toString('hex');
}

const logical = (type: string, logicalType: string, more: object = {}): object => ({
  type,
  logicalType,
  ...more,
});
const fixed = (size: number, more: object = {}): object => ({ type: 'fixed', name: 'acme.F', size, ...more });

describe('each type', () => {
  it.each<[string, unknown, unknown, string, RepresentationChoices?]>([
    ['null', 'null', null, ''],
    ['boolean', 'boolean', true, '01'],
    ['int', 'int', -65, '8101'],
    ['long', 'long', 2 ** 53 - 1, 'feffffffffffff1f'],
    ['the smallest safe long', 'long', 1 - 2 ** 53, 'fdffffffffffff1f'],
    ['a long below -2^52', 'long', -(2 ** 52) - 1, '8180808080808010'],
    ['long as bigint', 'long', 2n ** 63n - 1n, 'feffffffffffffffff01', { long: 'bigint' }],
    ['float', 'float', 1.5, '0000c03f'],
    ['double', 'double', -0, '0000000000000080'],
    ['string', 'string', 'é', '04c3a9'],
    ['bytes', 'bytes', new Uint8Array([1, 2]), '040102'],
    ['fixed', fixed(2), new Uint8Array([1, 2]), '0102'],
    ['fixed of no bytes', fixed(0), new Uint8Array(0), ''],
    ['enum', { type: 'enum', name: 'E', symbols: ['A', 'toString'] }, 'toString', '02'],
    ['array', { type: 'array', items: 'int' }, [1, 2], '04020400'],
    ['empty array', { type: 'array', items: 'int' }, [], '00'],
    ['map', { type: 'map', values: 'int' }, { a: 1 }, '0202610200'],
    ['record', { type: 'record', name: 'R', fields: [{ name: 'a', type: 'int' }] }, { a: 1 }, '02'],
    ['empty record', { type: 'record', name: 'R', fields: [] }, {}, ''],
    ['date', logical('int', 'date'), '1970-01-02', '02'],
    ['time-millis', logical('int', 'time-millis'), 1, '02'],
    ['time-micros', logical('long', 'time-micros'), 1, '02'],
    ['timestamp-millis', logical('long', 'timestamp-millis'), new Date(1), '02'],
    ['timestamp-micros', logical('long', 'timestamp-micros'), 1n, '02'],
    ['timestamp-nanos', logical('long', 'timestamp-nanos'), -1n, '01'],
    ['local-timestamp-millis', logical('long', 'local-timestamp-millis'), 1n, '02'],
    [
      'uuid',
      logical('string', 'uuid'),
      '123e4567-e89b-12d3-a456-426614174000',
      `48${Buffer.from('123e4567-e89b-12d3-a456-426614174000').toString('hex')}`,
    ],
    [
      'uuid on fixed',
      fixed(16, { logicalType: 'uuid' }),
      '123e4567-e89b-12d3-a456-426614174000',
      '123e4567e89b12d3a456426614174000',
    ],
    [
      'duration',
      fixed(12, { logicalType: 'duration' }),
      { months: 1, days: 2, milliseconds: 3 },
      '010000000200000003000000',
    ],
    ['decimal', logical('bytes', 'decimal', { precision: 9, scale: 2 }), '-1.29', '04ff7f'],
    ['decimal on fixed', fixed(4, { logicalType: 'decimal', precision: 9, scale: 2 }), '-1.29', 'ffffff7f'],
    ['an unknown logical type', logical('int', 'roman-numeral'), 4, '08'],
  ])('%s', (_name, schema, value, hex, choices) => {
    const codec = codecOf(schema, choices);
    expect(hexOf(codec, value)).toBe(hex);
    expect(codec.decode(Buffer.from(hex, 'hex'))).toStrictEqual(value);
  });
});

describe('unions', () => {
  const record = (name: string): object => ({
    type: 'record',
    name: `acme.${name}`,
    fields: [{ name: 'x', type: 'int' }],
  });
  const map = { type: 'map', values: 'int' };
  const suit = { type: 'enum', name: 'Suit', symbols: ['SPADES'] };

  it.each<[string, unknown, unknown, string, unknown?]>([
    ['null of a nullable', ['null', 'string'], null, '00'],
    ['the other of a nullable', ['null', 'string'], 'a', '020261'],
    ['the other way round', ['string', 'null'], null, '02'],
    ['a nullable long', ['null', 'long'], -(2 ** 53) + 1, '02fdffffffffffff1f'],
    ['a nullable Date', ['null', logical('long', 'timestamp-millis')], new Date(5), '020a'],
    ['a nullable enum', ['null', suit], 'SPADES', '0200'],
    ['a nullable record', ['null', record('A')], { x: 1 }, '0202'],
    ['an integer in int or double', ['int', 'double'], 1, '0002'],
    ['a fraction in int or double', ['int', 'double'], 1.5, '02000000000000f83f'],
    ['-0 in int or double', ['int', 'double'], -0, '020000000000000080'],
    ['a large integer in int or long', ['int', 'long'], 2 ** 31, '028080808010'],
    ['what float holds in float or double', ['float', 'double'], 0.5, '000000003f'],
    ['what it does not', ['float', 'double'], 0.1, '029a9999999999b93f'],
    ['NaN in float or double', ['float', 'double'], Number.NaN, '000000c07f'],
    ['a string before an enum', ['string', suit], 'SPADES', '000c535041444553'],
    ['a symbol before strings', [suit, 'string'], 'SPADES', '0000'],
    ['no symbol', [suit, 'string'], 'x', '020278'],
    ['bytes that fill a fixed', [fixed(2), 'bytes'], new Uint8Array(2), '000000'],
    ['bytes that do not', [fixed(2), 'bytes'], new Uint8Array(1), '020200'],
    ['a lone map', ['null', map], { a: 1 }, '020202610200'],
    ['a map beside a record', [record('A'), map], { $type: 'map', value: { a: 1 } }, '020202610200'],
    ['a record beside a map', [record('A'), map], { x: 1 }, '0002'],
    ['two records', [record('A'), record('B')], { $type: 'acme.B', x: 1 }, '0202'],
    ['a decimal', ['null', logical('bytes', 'decimal', { precision: 4, scale: 1 })], '1.5', '02020f'],
    ['a forced branch', ['int', 'long'], { $type: 'long', value: 1 }, '0202', 1],
    ['a forced branch of a nullable', ['null', 'string'], { $type: 'string', value: 'a' }, '020261', 'a'],
    [
      'a forced map beside nothing',
      ['null', map],
      { $type: 'map', value: { a: 1 } },
      '020202610200',
      { a: 1 },
    ],
    ['a bigint in a nullable long of numbers', ['null', 'long'], 5n, '020a', 5],
    ['a bigint before the long that takes it', ['int', 'double', 'long'], 5n, '040a', 5],
    [
      'a number that is a time for want of another',
      ['int', logical('long', 'timestamp-millis')],
      2 ** 40,
      '02808080808040',
      new Date(2 ** 40),
    ],
    ['a number that is no time, since int takes it', ['int', logical('long', 'timestamp-millis')], 5, '000a'],
    ['a forced null', ['null', record('A')], { $type: 'null', value: null }, '00', null],
    ['a tag that nobody asked for', ['null', record('A')], { $type: 'acme.A', x: 1 }, '0202', { x: 1 }],
    [
      'a map with a key $type',
      ['null', { type: 'map', values: 'string' }],
      { $type: 'a' },
      '02020a247479706502610 0'.replace(' ', ''),
    ],
  ])('%s', (_name, schema, value, hex, read = value) => {
    const codec = codecOf(schema);
    expect(hexOf(codec, value)).toBe(hex);
    expect(codec.decode(Buffer.from(hex, 'hex'))).toStrictEqual(read);
  });
});

describe('records', () => {
  const list = {
    type: 'record',
    name: 'List',
    fields: [
      { name: 'head', type: 'int' },
      { name: 'tail', type: ['null', 'List'], default: null },
    ],
  };

  it('may contain themselves', () => {
    const codec = codecOf(list);
    const value = { head: 1, tail: { head: 2, tail: { head: 3, tail: null } } };
    expect(hexOf(codec, value)).toBe('020204020600');
    expect(codec.decode(Buffer.from('020204020600', 'hex'))).toStrictEqual(value);
  });

  it('take defaults for what is left out, at every depth', () => {
    expect(hexOf(codecOf(list), { head: 1, tail: { head: 2 } })).toBe('02020400');
    expect(hexOf(codecOf(list), { head: 1, tail: undefined })).toBe('0200');
  });

  it.each<[unknown, unknown, string]>([
    ['int', 7, '0e'],
    ['string', 'a', '0261'],
    ['bytes', '\u00ff', '02ff'],
    [fixed(1), '\u0001', '01'],
    ['double', 'NaN', '000000000000f87f'],
    ['float', '-Infinity', '000080ff'],
    ['long', 1, '02'],
    [logical('long', 'timestamp-millis'), 1, '02'],
    [logical('int', 'date'), 1, '02'],
    [logical('bytes', 'decimal', { precision: 4, scale: 2 }), '\u0080', '0280'],
    [{ type: 'array', items: 'int' }, [1], '020200'],
    [{ type: 'map', values: 'int' }, { a: 1 }, '0202610200'],
    [['null', 'int'], null, '00'],
    [['null', 'int'], 7, '020e'],
    [{ type: 'enum', name: 'E', symbols: ['A', 'B'] }, 'B', '02'],
    [
      {
        type: 'record',
        name: 'I',
        fields: [
          { name: 'a', type: 'int' },
          { name: 'b', type: 'int', default: 2 },
        ],
      },
      { a: 1 },
      '0204',
    ],
  ])('of type %j have a default %j, %s', (type, defaultValue, hex) => {
    // Lenient, since a default of a later branch is new in Avro 1.12.
    const text = JSON.stringify({
      type: 'record',
      name: 'R',
      fields: [{ name: 'f', type, default: defaultValue }],
    });
    const codec = avroCodec(parseSchema(text, { lenient: true }));
    expect(hexOf(codec, {})).toBe(hex);
  });

  it('say so when a stored default fits nothing', () => {
    const text = JSON.stringify({
      type: 'record',
      name: 'R',
      fields: [{ name: 'f', type: 'int', default: 'x' }],
    });
    const codec = avroCodec(parseSchema(text, { lenient: true }));
    expect(() => hexOf(codec, {})).toThrow(expect.objectContaining({ code: 'DEFAULT_INVALID' }));
    expect(hexOf(codec, { f: 1 })).toBe('02');
  });

  it('may be instances with getters, and are read as plain objects of their own', () => {
    class Order {
      get id(): number {
        return 5;
      }
    }
    const codec = codecOf({ type: 'record', name: 'Order', fields: [{ name: 'id', type: 'int' }] });
    expect(hexOf(codec, new Order())).toBe('0a');
    const read = codec.decode(Buffer.from('0a', 'hex'));
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(structuredClone(read)).toStrictEqual({ id: 5 });
  });
});

describe('a codec', () => {
  it.each<[string, unknown, string]>([
    ['text', '"string"', 'a string'],
    ['JSON that is not parsed', { type: 'string' }, 'an object'],
    ['nothing', undefined, 'nothing'],
  ])('is not made of %s', (_what, schema, found) => {
    const error = expect.objectContaining({
      code: 'SCHEMA_SOURCE_INVALID',
      message: `avroCodec: give a generated constant or a parsed schema, such as parseSchema(text) of @ottla/schema; got ${found}`,
    });
    expect(() => avroCodec(schema as never)).toThrow(error);
  });

  it('appends at the position of the writer and grows it as needed', () => {
    const writer = new ByteWriter(1);
    writer.writeInt8(9);
    codecOf('string').encodeInto('x'.repeat(5000), writer);
    expect(writer.position).toBe(1 + 2 + 5000);
    expect(writer.view().subarray(0, 4).toString('hex')).toBe('09904e78');
  });

  it('leaves the position alone when a value does not fit or there is no room', () => {
    const writer = new ByteWriter(4, 8);
    writer.writeInt8(9);
    expect(() => codecOf('string').encodeInto('x'.repeat(50), writer)).toThrow(
      expect.objectContaining({ code: 'TOO_LARGE' }),
    );
    expect(() => codecOf('string').encodeInto(5, writer)).toThrow(
      expect.objectContaining({ code: 'VALUE_MISFIT' }),
    );
    expect(writer.view().toString('hex')).toBe('09');
  });

  it('gives bytes of their own and reads any Uint8Array', () => {
    const read = codecOf('bytes').decode(new Uint8Array([4, 1, 2])) as Uint8Array;
    expect(read.buffer.byteLength).toBe(2);
    expect(Buffer.isBuffer(read)).toBe(false);
  });

  it('ignores what follows the datum', () => {
    expect(codecOf('int').decode(new Uint8Array([2, 99]))).toBe(1);
  });

  it('comes from a constant of generated code with the choices stored in it, and is made once', () => {
    const schema = defineAvroSchema<bigint>({
      fullName: 'long',
      schema: '"long"',
      fingerprint: '',
      choices: { long: 'bigint' },
    });
    expect(avroCodec(schema).decode(new Uint8Array([2]))).toBe(1n);
    expect(avroCodec(schema)).toBe(avroCodec(schema));
  });

  it('holds each long as chosen for its field, its record or the run, writing and reading', () => {
    const longs = (...names: string[]): object[] => names.map((name) => ({ name, type: 'long' }));
    const line = { type: 'record', name: 'Line', fields: longs('a') };
    const order = {
      type: 'record',
      name: 'Order',
      fields: [...longs('b', 'c'), { name: 'line', type: line }],
    };
    const choices = { overrides: { 'Order.c': { long: 'bigint' }, Line: { long: 'bigint' } } } as const;
    const codec = codecOf(order, choices);
    const writer = new ByteWriter();
    codec.encodeInto({ b: 1, c: 2n, line: { a: 3n } }, writer);
    expect(codec.decode(writer.toBytes())).toStrictEqual({ b: 1, c: 2n, line: { a: 3n } });
    const older = parseSchema(JSON.stringify({ type: 'record', name: 'Order', fields: longs('c', 'b') }));
    const reader = codecOf(
      { ...order, fields: longs('b', 'c') },
      { overrides: { 'Order.c': { long: 'bigint' } } },
    );
    expect(reader.decode(new Uint8Array([4, 2]), older)).toStrictEqual({ b: 1, c: 2n });
    expect(() => codecOf(order, { overrides: { 'Order.d': {} } })).toThrow(/did you mean 'Order\.b'/);
  });
});
