/**
 * Hostile Avro, row by row: bytes and values that ask for more than they are (56 to 63).
 *
 * Each case says what must come of it: a value, or the code of a typed error. Row numbers are those of the
 * project's list of bad inputs.
 */
import { array, fixed, hex, map, read, record, varlongs, write, type HostileCase } from './avro-case.ts';
import { parseSchema } from '@ottla/schema';

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

export const hostileByteRows: Readonly<Record<number, readonly HostileCase[]>> = {
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
