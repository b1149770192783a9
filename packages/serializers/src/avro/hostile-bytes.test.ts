/** Bytes and schemas made to hurt: a typed error, in bounded time and memory. Numbers are those of our list of hostile input. */
import { parseSchema, representationOf, type Representation, type Schema } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { withinCpu } from '../../../kernel/testing/cpu-time.ts';
import { avroCodec } from './avro-codec.ts';
import { zigzagBytes } from './logical/zigzag.ts';
import { DatumReading } from './read/datum-reading.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const long = (value: number): string => Buffer.from(zigzagBytes(BigInt(value))).toString('hex');
const decode = (schema: unknown, bytes: Buffer): unknown =>
  avroCodec(parseSchema(JSON.stringify(schema))).decode(bytes);

const LIMIT_MS = 2000;

/** Runs within the limit, and gives the code of the error. */
function refusal(schema: unknown, bytes: Buffer): unknown {
  try {
    withinCpu(LIMIT_MS, () => decode(schema, bytes));
  } catch (error) {
    expect(error).toMatchObject({ name: 'SerializationError', action: 'usage' });
    return (error as { code: string }).code;
  }
  return expect.unreachable('it was read');
}

const array = (items: unknown): object => ({ type: 'array', items });
const map = (values: unknown): object => ({ type: 'map', values });
const record = (name: string, fields: Record<string, unknown>): object => ({
  type: 'record',
  name,
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
});
const empty = { type: 'record', name: 'Empty', fields: [] };
const list = { type: 'record', name: 'List', fields: [{ name: 'next', type: ['null', 'List'] }] };
const endless = { type: 'record', name: 'Endless', fields: [{ name: 'self', type: 'Endless' }] };

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

describe('counts', () => {
  it.each<[string, unknown, string, string]>([
    ['10^8 nulls (56)', array('null'), `${long(1e8)}00`, 'BYTES_TOO_LARGE'],
    ['10^8 empty records (56)', array(empty), `${long(1e8)}00`, 'BYTES_TOO_LARGE'],
    [
      '10^8 fixed of no bytes (56)',
      array({ type: 'fixed', name: 'F', size: 0 }),
      `${long(1e8)}00`,
      'BYTES_TOO_LARGE',
    ],
    ['many blocks of nulls', array('null'), `${long(65_000)}${long(65_000)}00`, 'BYTES_TOO_LARGE'],
    ['10^8 strings in four bytes', array('string'), `${long(1e8)}`, 'BYTES_MALFORMED'],
    ['2^33 strings', array('string'), `${long(2 ** 33)}00`, 'BYTES_MALFORMED'],
    ['2^62 strings', array('string'), 'feffffffffffffff7f', 'BYTES_MALFORMED'],
    ['a few doubles too many', array('double'), `${long(3)}${'00'.repeat(20)}`, 'BYTES_MALFORMED'],
    ['map entries', map('null'), `${long(1e8)}00`, 'BYTES_MALFORMED'],
    ['a block of size 2^40 (57)', array('int'), `${long(-1)}${long(2 ** 40)}0200`, 'BYTES_MALFORMED'],
    ['a block of negative size', array('int'), `${long(-1)}${long(-5)}0200`, 'BYTES_MALFORMED'],
    ['the smallest long as a count', array('int'), 'ffffffffffffffffff01 00', 'BYTES_MALFORMED'],
    ['a nest of records without bytes (58)', nest, '', 'BYTES_TOO_LARGE'],
    ['an array of such nests', array(nest), `${long(1)}00`, 'BYTES_TOO_LARGE'],
  ])('%s', (_name, schema, bytes, code) => {
    expect(refusal(schema, hex(bytes))).toBe(code);
  });

  it('a block of size 0 that holds items all the same is read, as its size is for skipping', () => {
    expect(decode(array('int'), hex(`${long(-1)}${long(0)}0200`))).toEqual([1]);
  });

  it('are judged by the least an item takes, also where records contain each other', () => {
    const inner = { type: 'record', name: 'B', fields: [{ name: 'a', type: 'A' }] };
    const outer = { type: 'record', name: 'A', fields: [{ name: 'x', type: ['null', inner] }] };
    expect(decode(array(outer), hex(`${long(2)}00020000`))).toEqual([{ x: null }, { x: { a: { x: null } } }]);
    expect(refusal(array(outer), hex(`${long(3)}0000`))).toBe('BYTES_MALFORMED');
  });

  it('a reasonable number of nulls is read', () => {
    expect(decode(array('null'), hex(`${long(1000)}00`))).toHaveLength(1000);
  });
});

describe('depth (59)', () => {
  it('of 200,000 levels is refused', () => {
    expect(refusal(list, Buffer.alloc(200_000, 2))).toBe('BYTES_TOO_LARGE');
    expect(refusal(array(list), Buffer.concat([hex('02'), Buffer.alloc(200_000, 2)]))).toBe(
      'BYTES_TOO_LARGE',
    );
  });

  it('of a record without end is refused', () => {
    expect(refusal(endless, Buffer.alloc(10))).toBe('BYTES_TOO_LARGE');
    expect(refusal(array(endless), hex('0200'))).toBe('BYTES_MALFORMED');
  });

  it('of 900 levels is read', () => {
    let depth = 0;
    for (let node = decode(list, Buffer.concat([Buffer.alloc(900, 2), hex('00')])); node !== null; depth++) {
      node = (node as { next: unknown }).next;
    }
    expect(depth).toBe(901);
  });
});

describe('numbers', () => {
  it.each<[string, unknown, string, string]>([
    ['a varint of eleven bytes', 'long', 'ffffffffffffffffffff01', 'BYTES_MALFORMED'],
    ['a varint of 65 bits', 'long', 'ffffffffffffffffff02', 'BYTES_MALFORMED'],
    ['a megabyte of varint', 'long', 'ff'.repeat(1 << 20), 'BYTES_MALFORMED'],
    ['2^40 as an int (61)', 'int', long(2 ** 40), 'BYTES_MALFORMED'],
    ['2^31 as an int', 'int', long(2 ** 31), 'BYTES_MALFORMED'],
    ['2^63-1 as a number (61)', 'long', 'feffffffffffffffff01', 'VALUE_UNREPRESENTABLE'],
    ['-2^63 as a number (61)', 'long', 'ffffffffffffffffff01', 'VALUE_UNREPRESENTABLE'],
    ['a negative length', 'string', long(-1), 'BYTES_MALFORMED'],
    ['a length beyond the end', 'bytes', `${long(2 ** 31)}00`, 'BYTES_MALFORMED'],
    ['a branch that is not there', ['null', 'int'], '04', 'BYTES_MALFORMED'],
    ['a negative branch', ['null', 'int'], '01', 'BYTES_MALFORMED'],
    ['a symbol that is not there', { type: 'enum', name: 'E', symbols: ['A'] }, '02', 'BYTES_MALFORMED'],
    [
      'a timestamp that no Date holds (65)',
      { type: 'long', logicalType: 'timestamp-millis' },
      'feffffffffffffffff01',
      'VALUE_UNREPRESENTABLE',
    ],
    [
      'a decimal of no bytes (64)',
      { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 1 },
      '00',
      'VALUE_UNREPRESENTABLE',
    ],
    [
      'a decimal of a megabyte',
      { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 1 },
      `${long(1 << 20)}${'7f'.repeat(1 << 20)}`,
      'VALUE_UNREPRESENTABLE',
    ],
  ])('%s', (_name, schema, bytes, code) => {
    expect(refusal(schema, hex(bytes))).toBe(code);
  });

  it('that are no numbers survive (62)', () => {
    for (const value of [Number.NaN, -0, Number.NEGATIVE_INFINITY, 5e-324]) {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleLE(value);
      expect(decode('double', bytes)).toBe(value);
    }
  });
});

describe('map keys (60)', () => {
  const key = (name: string, value: string): string =>
    `${long(name.length)}${Buffer.from(name).toString('hex')}${value}`;

  it('named like members of Object are keys', () => {
    const bytes = hex(`${long(3)}${key('__proto__', '02')}${key('constructor', '04')}${key('a', '06')}00`);
    const read = decode(map('int'), bytes) as object;
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(Object.entries(read)).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
      ['a', 3],
    ]);
  });

  it('cannot give an object another prototype', () => {
    const admin = { type: 'record', name: 'A', fields: [{ name: 'isAdmin', type: 'boolean' }] };
    const read = decode(map(admin), hex(`${long(1)}${key('__proto__', '01')}00`)) as { isAdmin?: unknown };
    expect(read.isAdmin).toBeUndefined();
    expect(Object.hasOwn(read, '__proto__')).toBe(true);
    expect('isAdmin' in {}).toBe(false);
  });

  it('in their hundreds of thousands take time that grows with them, however they collide', () => {
    const draws: ((index: number) => string)[] = [
      (index) => `k${index}`,
      (index) => String(index * 4096),
      (index) => String(2 ** 32 + index * 2 ** 18),
      (index) => `k${index % 3}`,
      () => '__proto__',
    ];
    for (const draw of draws) {
      const entries = Array.from({ length: 200_000 }, (_unused, index) => key(draw(index), '02')).join('');
      const bytes = hex(`${long(200_000)}${entries}00`);
      const read = withinCpu(LIMIT_MS, () => decode(map('int'), bytes)) as object;
      expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    }
  });

  it('given twice count once, the last time', () => {
    expect(decode(map('int'), hex(`${long(2)}${key('a', '02')}${key('a', '04')}00`))).toEqual({ a: 2 });
  });
});

describe('text that is not UTF-8 (63)', () => {
  it.each(['ff', 'c080', 'eda080', 'f0808080'])(
    '%s is read with replacement characters, as in Java',
    (bytes) => {
      expect(decode('string', hex(`${long(bytes.length / 2)}${bytes}`))).toMatch(/^\ufffd+$/);
    },
  );
});

describe('schemas', () => {
  it('of hundreds of records are used in time that grows with them (68)', () => {
    const union = Array.from({ length: 500 }, (_unused, index) => ({
      type: 'record',
      name: `U${index}`,
      fields: index === 0 ? [] : [{ name: 'before', type: ['null', `U${index - 1}`] }],
    }));
    const read = withinCpu(LIMIT_MS, () => decode(union, hex(`${long(499)}00`)));
    expect(read).toEqual({ $type: 'U499', before: null });
  });

  it('that form a long chain of names are refused, not a crash (59)', () => {
    const chain = Array.from({ length: 20_000 }, (_unused, index) => ({
      type: 'record',
      name: `C${index}`,
      fields: index === 0 ? [] : [{ name: 'next', type: `C${index - 1}` }],
    }));
    const schema = parseSchema(JSON.stringify(chain.reverse()));
    const tooDeep = expect.objectContaining({ code: 'SCHEMA_TOO_DEEP' }) as unknown;
    expect(() => avroCodec(schema)).toThrow(tooDeep);
    const outermost = schema.type === 'union' ? schema.branches[0] : undefined;
    if (outermost === undefined) return expect.unreachable('it is a union');
    expect(() => new DatumReading(outermost, representationOf(outermost))).toThrow(tooDeep);
    const wrapped = parseSchema(JSON.stringify(record('W', { unread: chain[0], others: chain.slice(1) })));
    const reader = representationOf(parseSchema(JSON.stringify(record('W', {}))));
    expect(() => new DatumReading(wrapped, reader).read(hex('00'), 0)).toThrow(tooDeep);
    const other = representationOf(parseSchema('"int"'));
    expect(() => new DatumReading(outermost, other).read(hex(''), 0)).toThrow(
      expect.objectContaining({ code: 'SCHEMAS_UNRESOLVABLE' }),
    );
  });

  it('with a pair of endless growth resolve in bounded time (70)', () => {
    const text = JSON.stringify(array(nest));
    const read = (): unknown => avroCodec(parseSchema(text)).decode(hex('00'), parseSchema(text));
    expect(withinCpu(LIMIT_MS, read)).toEqual([]);
  });

  it('of 5,000 branches read those of 5,000 others, whatever they are called (68)', () => {
    const branches = (namespace: string, letter: string): Schema =>
      parseSchema(
        JSON.stringify(
          Array.from({ length: 5000 }, (_unused, index) =>
            record(`${namespace}.${letter}${index}`, { [`f${index}`]: 'int' }),
          ),
        ),
      );
    const bytes = hex(`${long(4999)}0e`);
    const readerOf = (schema: Schema): Representation => representationOf(schema);
    const writer = branches('w', 'A');
    const reading = (reader: Schema): DatumReading => new DatumReading(writer, readerOf(reader));
    withinCpu(2 * LIMIT_MS, () => {
      expect(reading(branches('r', 'A')).read(bytes, 0)).toEqual({ $type: 'r.A4999', f4999: 7 });
      expect(reading(branches('r', 'B')).read(bytes, 0)).toEqual({ $type: 'r.B4999', f4999: 7 });
    });
  });

  it('whose pairs are far more than their types are resolved as far as data meets them (70)', () => {
    // Every record holds every record: 300 types, 90,000 pairs, and as many ways between them as one likes.
    const names = Array.from({ length: 300 }, (_unused, index) => `P${index}`);
    const meshed = (more: object): Schema =>
      parseSchema(
        JSON.stringify(
          names.map((name, index) => ({
            ...record(name, { next: ['null', ...(index === 0 ? names.slice(0, 1) : names.slice(0, index))] }),
            ...more,
          })),
        ),
      );
    const read = withinCpu(LIMIT_MS, () => {
      const reading = new DatumReading(meshed({}), representationOf(meshed({ doc: 'another' })));
      return reading.read(hex(`${long(299)}${long(299)}00`), 0);
    });
    expect(read).toEqual({ $type: 'P299', next: { $type: 'P298', next: null } });
  });

  it('with a million symbols are read (67)', () => {
    const symbols = Array.from({ length: 1_000_000 }, (_unused, index) => `S${index}`);
    const schema = parseSchema(JSON.stringify({ type: 'enum', name: 'E', symbols }), { lenient: true });
    // Parsing such a text has bounds of its own.
    withinCpu(LIMIT_MS, () => {
      const reading = new DatumReading(schema, representationOf(schema));
      expect(reading.read(hex(long(999_999)), 0)).toBe('S999999');
      expect(() => reading.read(hex(long(1_000_000)), 0)).toThrow(
        expect.objectContaining({ code: 'BYTES_MALFORMED' }),
      );
    });
  });

  it('with defaults that do not fit, or contain themselves, fail where a default is needed (69)', () => {
    const field = (type: unknown, value: unknown): object => ({
      type: 'record',
      name: 'R',
      fields: [{ name: 'f', type, default: value }],
    });
    const selfish = field('R', {});
    for (const reader of [field('int', 'x'), field(['null', 'int'], 'x'), field(array('int'), {}), selfish]) {
      const schema = parseSchema(JSON.stringify(reader), { lenient: true });
      const reading = new DatumReading(
        parseSchema(JSON.stringify(record('R', {}))),
        representationOf(schema),
      );
      expect(() => reading.read(hex(''), 0)).toThrow(expect.objectContaining({ code: 'DEFAULT_INVALID' }));
    }
  });
});

describe('what is skipped', () => {
  const skipping = (unread: unknown): DatumReading =>
    new DatumReading(
      parseSchema(JSON.stringify(record('R', { unread, after: 'int' })), { lenient: true }),
      representationOf(parseSchema(JSON.stringify(record('R', { after: 'int' })))),
    );

  it.each<[string, unknown, string, string]>([
    ['10^8 nulls', array('null'), `${long(1e8)}0002`, 'BYTES_TOO_LARGE'],
    ['10^8 strings', array('string'), `${long(1e8)}0002`, 'BYTES_MALFORMED'],
    ['a block of size 2^40', array('int'), `${long(-1)}${long(2 ** 40)}020002`, 'BYTES_MALFORMED'],
    ['a block of negative size', map('int'), `${long(-1)}${long(-5)}020002`, 'BYTES_MALFORMED'],
    ['a nest of records without bytes', nest, '02', 'BYTES_TOO_LARGE'],
    ['a record without end', endless, '02', 'BYTES_TOO_LARGE'],
    ['200,000 levels', list, '02'.repeat(200_000), 'BYTES_TOO_LARGE'],
    ['an int of 33 bits', 'int', `${long(2 ** 32)}02`, 'BYTES_MALFORMED'],
    ['a varint of eleven bytes', 'long', 'ffffffffffffffffffff0102', 'BYTES_MALFORMED'],
    ['a branch that is not there', ['null', 'int'], '0402', 'BYTES_MALFORMED'],
    ['a string beyond the end', 'string', `${long(1000)}02`, 'BYTES_MALFORMED'],
  ])('is judged all the same: %s', (_name, schema, bytes, code) => {
    const skip = (): unknown => withinCpu(LIMIT_MS, () => skipping(schema).read(hex(bytes), 0));
    expect(skip).toThrow(expect.objectContaining({ code }));
  });

  it('is jumped over where a block says its size', () => {
    const items = Buffer.alloc(1_000_000, 0xff);
    const bytes = Buffer.concat([hex(`${long(-7)}${long(items.length)}`), items, hex('0006')]);
    expect(skipping(array('int')).read(bytes, 0)).toEqual({ after: 3 });
  });
});
