/**
 * Hostile Avro, row by row: schemas and their types at the edge of what exists (64 to 70).
 *
 * Each case says what must come of it: a value, or the code of a typed error. Row numbers are those of the
 * project's list of bad inputs.
 */
import {
  array,
  fixed,
  hex,
  logical,
  prepared,
  read,
  readAs,
  record,
  varlongs,
  write,
  type HostileCase,
} from './avro-case.ts';
import { parseSchema } from '@ottla/schema';
import { ByteWriter } from '@ottla/kernel';
import { avroCodec } from '@ottla/serializers/avro';

function millionSymbols(): string {
  const symbols = Array.from({ length: 1_000_000 }, (_, index) => `S${index}`);
  return JSON.stringify({ type: 'enum', name: 'E', symbols });
}

/** Two schemas whose records refer to two of the next level each: pairs without end, unless they are remembered. */
function braid(letter: string, levels: number): object {
  let inner: unknown = record(`${letter}0`, ['v', 'int']);
  for (let level = 1; level <= levels; level++) {
    const below = `${letter}${level - 1}`;
    inner = record(`${letter}${level}`, ['a', ['null', inner]], ['b', ['null', below]], ['c', array(below)]);
  }
  return inner as object;
}

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
    prepared({
      name: 'the text of an enum of a million symbols',
      expected: 1_000_000,
      prepare: millionSymbols,
      run: (text) => {
        const schema = parseSchema(text);
        return schema.type === 'enum' && schema.symbols.length;
      },
    }),
    prepared({
      name: 'a datum of an enum of a million symbols',
      expected: 'S999999',
      prepare: () => parseSchema(millionSymbols()),
      run: (schema) => avroCodec<unknown>(schema).decode(varlongs(999_999)),
    }),
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
