/**
 * Hostile Avro, row by row: schemas, bytes and values that ask for more than they are, or for nothing that exists.
 *
 * Each case says what must come of it: a value, or the code of a typed error. Row numbers are those of the
 * project's list of bad inputs; frames are row 52, Avro's data and schemas 56 to 70.
 */
import { ByteWriter } from '@ottla/kernel';
import { parseSchema, type RepresentationChoices, type Schema } from '@ottla/schema';
import { avroCodec } from '@ottla/serializers/avro';

export interface HostileCase {
  readonly name: string;
  /** The code of an error, or what the run must give. */
  readonly expected: unknown;
  readonly run: () => unknown;
}

const schemaOf = (schema: unknown): Schema =>
  parseSchema(typeof schema === 'string' && schema.startsWith('{') ? schema : JSON.stringify(schema), {
    lenient: true,
  });

function read(schema: unknown, bytes: Uint8Array, choices: RepresentationChoices = {}): unknown {
  return avroCodec<unknown>(schemaOf(schema), { choices }).decode(bytes);
}

function write(schema: unknown, value: unknown, choices: RepresentationChoices = {}): string {
  const writer = new ByteWriter();
  avroCodec<unknown>(schemaOf(schema), { choices }).encodeInto(value, writer);
  return Buffer.from(writer.toBytes()).toString('hex');
}

function readAs(reader: unknown, writer: unknown, bytes: Uint8Array): unknown {
  return avroCodec<unknown>(schemaOf(reader)).decode(bytes, schemaOf(writer));
}

function varlongs(...values: readonly (number | bigint)[]): Uint8Array {
  const writer = new ByteWriter();
  for (const value of values) writer.writeVarlongBigint(BigInt(value));
  return writer.toBytes();
}

const hex = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');
const record = (name: string, ...fields: readonly (readonly [string, unknown])[]): object => ({
  type: 'record',
  name,
  fields: fields.map(([field, type]) => ({ name: field, type })),
});
const array = (items: unknown): object => ({ type: 'array', items });
const map = (values: unknown): object => ({ type: 'map', values });
const fixed = (name: string, size: number): object => ({ type: 'fixed', name, size });
const logical = (type: string, logicalType: string, more: object = {}): object => ({
  type,
  logicalType,
  ...more,
});

/** R1 of two R0, R2 of two R1…: 2^levels values, not one byte. */
function nest(levels: number): object {
  let inner: unknown = record('R0');
  for (let level = 1; level <= levels; level++) {
    inner = record(`R${level}`, ['a', inner], ['b', `R${level - 1}`]);
  }
  return inner as object;
}

const list = record('Node', ['next', ['null', 'Node']]);
const endless = record('Endless', ['self', 'Endless']);
const emptyCounts: readonly (readonly [string, unknown])[] = [
  ['null', 'null'],
  ['an empty record', record('Empty')],
  ['a fixed of no bytes', fixed('None', 0)],
];

/** Two schemas whose records refer to two of the next level each: pairs without end, unless they are remembered. */
function braid(letter: string, levels: number): object {
  let inner: unknown = record(`${letter}0`, ['v', 'int']);
  for (let level = 1; level <= levels; level++) {
    const below = `${letter}${level - 1}`;
    inner = record(`${letter}${level}`, ['a', ['null', inner]], ['b', ['null', below]], ['c', array(below)]);
  }
  return inner as object;
}

export const hostileRows: Readonly<Record<number, readonly HostileCase[]>> = {
  56: emptyCounts.map(([name, items]) => ({
    name: `an array of 10^8 times ${name}`,
    expected: 'BYTES_TOO_LARGE',
    run: () => read(array(items), varlongs(100_000_000, 0)),
  })),
  57: [
    {
      name: 'a negative count with a block of 2^40 bytes',
      expected: 'BYTES_MALFORMED',
      run: () => read(array('int'), varlongs(-1, 2 ** 40)),
    },
    {
      name: 'a negative count with a block of no bytes',
      expected: 'BYTES_MALFORMED',
      run: () => read(array('int'), varlongs(-1, 0)),
    },
    {
      name: 'a negative count with a block of negative size',
      expected: 'BYTES_MALFORMED',
      run: () => read(array('int'), varlongs(-1, -1, 2, 0)),
    },
    {
      name: 'the count -2^63',
      expected: 'BYTES_MALFORMED',
      run: () => read(array('string'), varlongs(-(2n ** 63n), 1, 0)),
    },
    {
      name: 'a negative count that is sound',
      expected: [7],
      run: () => read(array('int'), varlongs(-1, 1, 7, 0)),
    },
  ],
  58: [
    {
      name: 'an array of one record of 2^30 empty records',
      expected: 'BYTES_TOO_LARGE',
      run: () => read(array(nest(30)), varlongs(1, 0)),
    },
    {
      name: 'many arrays of such records, each within the bound',
      expected: 'BYTES_TOO_LARGE',
      run: () =>
        read(
          array(array(nest(4))),
          varlongs(5000, ...Array.from({ length: 5000 }, () => [100, 0]).flat(), 0),
        ),
    },
  ],
  59: [
    {
      name: 'a record that contains itself without end',
      expected: 'BYTES_TOO_LARGE',
      run: () => read(endless, new Uint8Array(1_000_000)),
    },
    {
      name: 'a list of 200,000 nodes',
      expected: 'BYTES_TOO_LARGE',
      run: () => read(list, new Uint8Array(200_000).fill(2)),
    },
    {
      name: 'a schema nested 200,000 levels deep',
      expected: 'JSON_TOO_DEEP',
      run: () => parseSchema(`${'{"type":"array","items":'.repeat(200_000)}"int"${'}'.repeat(200_000)}`),
    },
    {
      name: 'a value that contains itself',
      expected: 'VALUE_MISFIT',
      run: () => {
        const value: Record<string, unknown> = {};
        value['next'] = value;
        return write(list, value);
      },
    },
  ],
  60: [
    {
      name: 'the keys __proto__ and constructor',
      expected: ['__proto__', 'constructor'],
      run: () => {
        const value = read(
          map('int'),
          hex(
            `04 12${Buffer.from('__proto__').toString('hex')}02 16${Buffer.from('constructor').toString('hex')}04 00`,
          ),
        );
        return Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null
          ? Object.keys(value as object)
          : 'another prototype';
      },
    },
    {
      name: 'a million keys, of which ten are distinct',
      expected: 10,
      run: () => {
        const entry = (index: number): number[] => [2, 0x30 + (index % 10), 2];
        const count = varlongs(1_000_000);
        const bytes = new Uint8Array(count.length + 3_000_001);
        bytes.set(count);
        for (let index = 0; index < 1_000_000; index++) bytes.set(entry(index), count.length + index * 3);
        return Object.keys(read(map('int'), bytes) as object).length;
      },
    },
    {
      name: '300,000 keys that are numbers far apart',
      expected: 300_000,
      run: () => {
        const value = Object.fromEntries(
          Array.from({ length: 300_000 }, (_, index) => [String(index * 7919), 1]),
        );
        return Object.keys(read(map('int'), hex(write(map('int'), value))) as object).length;
      },
    },
  ],
  61: [
    {
      name: '2^63 - 1 into a number',
      expected: 'VALUE_UNREPRESENTABLE',
      run: () => read('long', varlongs(2n ** 63n - 1n)),
    },
    {
      name: '-2^63 into a number',
      expected: 'VALUE_UNREPRESENTABLE',
      run: () => read('long', varlongs(-(2n ** 63n))),
    },
    {
      name: '2^63 - 1 into a bigint',
      expected: '9223372036854775807',
      run: () => String(read('long', varlongs(2n ** 63n - 1n), { long: 'bigint' })),
    },
    {
      name: '-2^63 into a bigint',
      expected: '-9223372036854775808',
      run: () => String(read('long', varlongs(-(2n ** 63n)), { long: 'bigint' })),
    },
    {
      name: '2^63 as a value',
      expected: 'VALUE_MISFIT',
      run: () => write('long', 2n ** 63n, { long: 'bigint' }),
    },
    { name: '2^53 as a number', expected: 'VALUE_MISFIT', run: () => write('long', 2 ** 53) },
    {
      name: 'an int of 33 bits in the bytes',
      expected: 'BYTES_MALFORMED',
      run: () => read('int', varlongs(2 ** 32)),
    },
    { name: 'an int of 2^31 as a value', expected: 'VALUE_MISFIT', run: () => write('int', 2 ** 31) },
    {
      name: 'a varint of eleven bytes',
      expected: 'BYTES_MALFORMED',
      run: () => read('long', hex(`${'ff'.repeat(10)}01`)),
    },
  ],
  62: [
    ...[Number.NaN, Number.POSITIVE_INFINITY, -0, 5e-324].map((value) => ({
      name: `the double ${Object.is(value, -0) ? '-0' : value}`,
      expected: true,
      run: () => Object.is(read('double', hex(write('double', value))), value),
    })),
    { name: 'NaN for an int', expected: 'VALUE_MISFIT', run: () => write('int', Number.NaN) },
    {
      name: 'an infinite long',
      expected: 'VALUE_MISFIT',
      run: () => write('long', Number.POSITIVE_INFINITY),
    },
    { name: 'a subnormal float', expected: true, run: () => read('float', hex('01000000')) === 2 ** -149 },
  ],
  63: [
    { name: 'a lone byte of a sequence', expected: '\ufffd', run: () => read('string', hex('02 c3')) },
    { name: 'an overlong slash', expected: '\ufffd\ufffd', run: () => read('string', hex('04 c0af')) },
    {
      name: 'a surrogate in UTF-8',
      expected: '\ufffd\ufffd\ufffd',
      run: () => read('string', hex('06 eda080')),
    },
    { name: 'a lone surrogate as a value', expected: '06efbfbd', run: () => write('string', '\ud800') },
    {
      name: 'a length beyond the bytes',
      expected: 'BYTES_MALFORMED',
      run: () => read('string', varlongs(2 ** 31)),
    },
    { name: 'a negative length', expected: 'BYTES_MALFORMED', run: () => read('string', varlongs(-1)) },
  ],
};

export const hostileTypeRows: Readonly<Record<number, readonly HostileCase[]>> = {
  64: [
    {
      name: 'a scale beyond the precision, which is then no decimal',
      expected: '0201',
      run: () => write(logical('bytes', 'decimal', { precision: 2, scale: 3 }), new Uint8Array([1])),
    },
    {
      name: 'a precision of 10^9',
      expected: '1.00',
      run: () => read(logical('bytes', 'decimal', { precision: 1_000_000_000, scale: 2 }), hex('02 64')),
    },
    {
      name: 'a scale of 10^9',
      expected: 'VALUE_UNREPRESENTABLE',
      run: () =>
        read(logical('bytes', 'decimal', { precision: 1_000_000_000, scale: 1_000_000_000 }), hex('02 64')),
    },
    {
      name: 'a megabyte of digits in the bytes',
      expected: 'VALUE_UNREPRESENTABLE',
      run: () => {
        const writer = new ByteWriter();
        writer.writeVarlong(1 << 20);
        writer.writeBytes(new Uint8Array(1 << 20).fill(0x77));
        return read(logical('bytes', 'decimal', { precision: 10, scale: 2 }), writer.toBytes());
      },
    },
    {
      name: 'a megabyte of digits as a value',
      expected: 'VALUE_MISFIT',
      run: () => write(logical('bytes', 'decimal', { precision: 10, scale: 2 }), '9'.repeat(1 << 20)),
    },
    {
      name: 'no bytes',
      expected: 'VALUE_UNREPRESENTABLE',
      run: () => read(logical('bytes', 'decimal', { precision: 10 }), hex('00')),
    },
    {
      name: 'a fixed too small for the precision, which is then no decimal',
      expected: '01',
      run: () => write({ ...fixed('F', 1), logicalType: 'decimal', precision: 9 }, new Uint8Array([1])),
    },
    {
      name: 'a big-decimal with a scale of 2^31 - 1',
      expected: 'VALUE_UNREPRESENTABLE',
      run: () => read(logical('bytes', 'big-decimal'), hex('0e 02 01 feffffff0f')),
    },
  ],
  65: [
    {
      name: 'the timestamp 2^63 - 1',
      expected: 'VALUE_UNREPRESENTABLE',
      run: () => read(logical('long', 'timestamp-millis'), varlongs(2n ** 63n - 1n)),
    },
    {
      name: 'the timestamp -2^63',
      expected: 'VALUE_UNREPRESENTABLE',
      run: () => read(logical('long', 'timestamp-millis'), varlongs(-(2n ** 63n))),
    },
    {
      name: 'an invalid Date',
      expected: 'VALUE_MISFIT',
      run: () => write(logical('long', 'timestamp-millis'), new Date(Number.NaN)),
    },
    {
      name: 'the day 2^31 - 1',
      expected: '+5881580-07-11',
      run: () => read(logical('int', 'date'), varlongs(2 ** 31 - 1)),
    },
    {
      name: 'the day 2^31',
      expected: 'BYTES_MALFORMED',
      run: () => read(logical('int', 'date'), varlongs(2 ** 31)),
    },
    {
      name: 'a duration of eleven bytes, which is then a fixed',
      expected: '00'.repeat(11),
      run: () => write({ ...fixed('D', 11), logicalType: 'duration' }, new Uint8Array(11)),
    },
    {
      name: 'a malformed uuid',
      expected: 'VALUE_MISFIT',
      run: () => write(logical('string', 'uuid'), 'not-a-uuid'),
    },
  ],
  66: [
    { name: 'a fixed of no bytes', expected: '', run: () => write(fixed('F', 0), new Uint8Array(0)) },
    {
      name: 'a fixed of 2^31 bytes, of which none came',
      expected: 'SIZE_INVALID',
      run: () => read(fixed('F', 2 ** 31), new Uint8Array(8)),
    },
    {
      name: 'a fixed of -1 bytes',
      expected: 'SIZE_INVALID',
      run: () => parseSchema(JSON.stringify(fixed('F', -1))),
    },
  ],
  67: [
    {
      name: 'an enum of a million symbols',
      expected: 'S999999',
      run: () => {
        const symbols = Array.from({ length: 1_000_000 }, (_, index) => `S${index}`);
        return read({ type: 'enum', name: 'E', symbols }, varlongs(999_999));
      },
    },
    {
      name: 'a symbol twice',
      expected: 'SYMBOL_DUPLICATE',
      run: () => parseSchema('{"type":"enum","name":"E","symbols":["A","A"]}'),
    },
    {
      name: 'a default that is no symbol',
      expected: 'DEFAULT_INVALID',
      run: () => parseSchema('{"type":"enum","name":"E","symbols":["A"],"default":"B"}'),
    },
    {
      name: 'a symbol beyond the last',
      expected: 'BYTES_MALFORMED',
      run: () => read({ type: 'enum', name: 'E', symbols: ['A'] }, varlongs(1)),
    },
    {
      name: 'a negative symbol',
      expected: 'BYTES_MALFORMED',
      run: () => read({ type: 'enum', name: 'E', symbols: ['A'] }, varlongs(-1)),
    },
    {
      name: 'the name of a member of every object',
      expected: 'VALUE_MISFIT',
      run: () => write({ type: 'enum', name: 'E', symbols: ['A'] }, 'toString'),
    },
  ],
  68: [
    {
      name: 'a union of 5,000 records',
      expected: { $type: 'R4999', v: 7 },
      run: () => {
        const branches = Array.from({ length: 5000 }, (_, index) => record(`R${index}`, ['v', 'int']));
        return read(branches, hex(write(branches, { $type: 'R4999', v: 7 })));
      },
    },
    { name: 'a branch twice', expected: 'BRANCH_DUPLICATE', run: () => parseSchema('["int","int"]') },
    { name: 'a union in a union', expected: 'UNION_NESTED', run: () => parseSchema('["int",["string"]]') },
    {
      name: 'a branch beyond the last',
      expected: 'BYTES_MALFORMED',
      run: () => read(['null', 'int'], varlongs(2, 1)),
    },
    { name: 'no branches, and a value', expected: 'VALUE_MISFIT', run: () => write([], null) },
  ],
  69: [
    {
      name: 'a default of the wrong type, which nobody needs',
      expected: '02',
      run: () =>
        write({ type: 'record', name: 'R', fields: [{ name: 'a', type: 'int', default: 'x' }] }, { a: 1 }),
    },
    {
      name: 'a default of the wrong type, which is needed',
      expected: 'DEFAULT_INVALID',
      run: () => write({ type: 'record', name: 'R', fields: [{ name: 'a', type: 'int', default: 'x' }] }, {}),
    },
    {
      name: 'a default that contains itself',
      expected: 'DEFAULT_INVALID',
      run: () => write({ type: 'record', name: 'R', fields: [{ name: 'self', type: 'R', default: {} }] }, {}),
    },
    {
      name: 'an alias that is the name of another field',
      expected: { a: 1, b: 2 },
      run: () =>
        readAs(
          {
            type: 'record',
            name: 'R',
            fields: [
              { name: 'a', type: 'int' },
              { name: 'b', type: 'int', aliases: ['a'], default: 2 },
            ],
          },
          record('R', ['a', 'int']),
          varlongs(1),
        ),
    },
    {
      name: 'types that are aliases of one another',
      expected: 'value',
      run: () => {
        const one = {
          ...record('A', ['b', { ...record('B', ['a', ['null', 'A']]), aliases: ['A'] }]),
          aliases: ['B'],
        };
        readAs(one, one, varlongs(0));
        return 'value';
      },
    },
  ],
  70: [
    {
      name: 'a reader and a writer with 2^40 pairs of paths',
      expected: 'value',
      run: () => {
        readAs(braid('R', 40), braid('R', 40), varlongs(0, 0, 0));
        return 'value';
      },
    },
    {
      name: 'unions of 300 records each',
      expected: { $type: 'R299', v: 3 },
      run: () => {
        const branches = Array.from({ length: 300 }, (_, index) => record(`R${index}`, ['v', 'int']));
        return readAs(branches, branches, varlongs(299, 3));
      },
    },
  ],
};
