/** Rows 61, 62 and 65 of the list of bad input, through a whole codec: numbers at their edges, and times and uuids. */
import { ByteWriter, SerializationError } from '@ottla/kernel';
import { parseSchema, type RepresentationChoices } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { avroCodec, type AvroCodec } from './avro-codec.ts';

function codec(type: string, choices: RepresentationChoices = {}): AvroCodec<unknown> {
  return avroCodec(parseSchema(type), { choices });
}

function bytesOf(made: AvroCodec<unknown>, value: unknown): Buffer {
  const writer = new ByteWriter();
  made.encodeInto(value, writer);
  return Buffer.from(writer.toBytes());
}

function failureOf(act: () => unknown): SerializationError {
  try {
    act();
  } catch (error) {
    if (error instanceof SerializationError) return error;
    throw error;
  }
  throw new Error('nothing failed');
}

const LARGEST = (1n << 63n) - 1n;
const SMALLEST = -(1n << 63n);
const LARGEST_BYTES = 'feffffffffffffffff01';
const SMALLEST_BYTES = 'ffffffffffffffffff01';

describe('longs', () => {
  it.each([
    [LARGEST, LARGEST_BYTES],
    [SMALLEST, SMALLEST_BYTES],
  ])('of all 64 bits pass as bigints: %s', (long, hex) => {
    const made = codec('"long"', { long: 'bigint' });
    expect(bytesOf(made, long).toString('hex')).toBe(hex);
    expect(made.decode(Buffer.from(hex, 'hex'))).toBe(long);
  });

  it.each([LARGEST_BYTES, SMALLEST_BYTES])(
    'of all 64 bits are an error as numbers, never rounded: %s',
    (hex) => {
      const error = failureOf(() => codec('"long"').decode(Buffer.from(hex, 'hex')));
      expect(error).toMatchObject({ code: 'VALUE_UNREPRESENTABLE', failure: 'poison' });
      expect(error.message).toContain("long: 'bigint'");
    },
  );

  it.each([LARGEST + 1n, SMALLEST - 1n, 2 ** 53, -(2 ** 53), 2 ** 63, 0.5])('never take %s', (long) => {
    for (const choice of ['number', 'bigint'] as const) {
      const error = failureOf(() => bytesOf(codec('"long"', { long: choice }), long));
      expect(error).toMatchObject({ code: 'VALUE_MISFIT', failure: 'poison' });
    }
  });

  it.each([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 31, -(2 ** 31) - 1, 0])(
    'that are safe pass as numbers: %d',
    (long) => {
      expect(codec('"long"').decode(bytesOf(codec('"long"'), long))).toBe(long);
      expect(bytesOf(codec('"long"', { long: 'bigint' }), long)).toEqual(
        bytesOf(codec('"long"'), BigInt(long)),
      );
    },
  );
});

describe('ints', () => {
  it.each([2 ** 31, -(2 ** 31) - 1, 2 ** 32, 1n, 0.5, Number.NaN])('never take %s', (int) => {
    expect(failureOf(() => bytesOf(codec('"int"'), int)).code).toBe('VALUE_MISFIT');
  });

  it('of more than 32 bits are malformed', () => {
    const bytes = bytesOf(codec('"long"'), 2 ** 31);
    expect(failureOf(() => codec('"int"').decode(bytes)).code).toBe('BYTES_MALFORMED');
  });
});

describe('floats and doubles', () => {
  it.each([
    [Number.NaN, '000000000000f87f'],
    [-0, '0000000000000080'],
    [Infinity, '000000000000f07f'],
    [-Infinity, '000000000000f0ff'],
    [5e-324, '0100000000000000'],
    [2.2250738585072009e-308, 'ffffffffffff0f00'],
    [Number.MAX_VALUE, 'ffffffffffffef7f'],
  ])('a double keeps %d', (double, hex) => {
    const bytes = bytesOf(codec('"double"'), double);
    expect(bytes.toString('hex')).toBe(hex);
    expect(codec('"double"').decode(bytes)).toBe(double);
  });

  it.each([
    [Number.NaN, '0000c07f'],
    [-0, '00000080'],
    [Infinity, '0000807f'],
    [2 ** -149, '01000000'],
    [0.1, 'cdcccc3d'],
  ])('a float keeps %d as Math.fround has it', (float, hex) => {
    const bytes = bytesOf(codec('"float"'), float);
    expect(bytes.toString('hex')).toBe(hex);
    expect(codec('"float"').decode(bytes)).toBe(Math.fround(float));
  });

  it('an int takes -0 for 0, and leaves it to a double beside it', () => {
    expect(bytesOf(codec('"int"'), -0).toString('hex')).toBe('00');
    const either = codec('["int","double"]');
    expect(either.decode(bytesOf(either, -0))).toBe(-0);
    expect(bytesOf(either, 0).toString('hex')).toBe('0000');
  });

  it.each(['"int"', '"long"'])('%s takes nothing that is not finite', (type) => {
    for (const value of [Number.NaN, Infinity, -Infinity, 5e-324]) {
      expect(failureOf(() => bytesOf(codec(type), value)).code).toBe('VALUE_MISFIT');
    }
  });

  it('a union takes the first branch that holds a number exactly', () => {
    const union = codec('["float","int","double"]');
    const branchOf = (value: number): number => (bytesOf(union, value)[0] ?? 0) >> 1;
    expect([0.5, Number.NaN, -0, 16_777_217, 0.1, 1e300, 5e-324].map(branchOf)).toEqual([
      0, 0, 0, 1, 2, 2, 2,
    ]);
  });
});

describe('times and uuids', () => {
  const logical = (type: string, name: string): string => `{"type":"${type}","logicalType":"${name}"}`;

  it.each([LARGEST_BYTES, SMALLEST_BYTES])('a timestamp of 64 bits is no Date: %s', (hex) => {
    const bytes = Buffer.from(hex, 'hex');
    expect(failureOf(() => codec(logical('long', 'timestamp-millis')).decode(bytes))).toMatchObject({
      code: 'VALUE_UNREPRESENTABLE',
      failure: 'poison',
    });
    expect(codec(logical('long', 'timestamp-micros')).decode(bytes)).toBeTypeOf('bigint');
  });

  it('a date of 2^31 days is malformed, since it is no int', () => {
    const bytes = bytesOf(codec('"long"'), 2 ** 31);
    expect(failureOf(() => codec(logical('int', 'date')).decode(bytes)).code).toBe('BYTES_MALFORMED');
  });

  it('a uuid that was written malformed is read as it stands, and cannot be sent on', () => {
    const bytes = bytesOf(codec('"string"'), 'no uuid');
    const uuids = codec(logical('string', 'uuid'));
    expect(uuids.decode(bytes)).toBe('no uuid');
    expect(failureOf(() => bytesOf(uuids, 'no uuid'))).toMatchObject({
      code: 'VALUE_MISFIT',
      found: 'a string that is no uuid',
    });
  });

  it('a fixed that ends early is malformed', () => {
    const duration = codec('{"type":"fixed","name":"D","size":12,"logicalType":"duration"}');
    expect(failureOf(() => duration.decode(new Uint8Array(11))).code).toBe('BYTES_MALFORMED');
  });
});
