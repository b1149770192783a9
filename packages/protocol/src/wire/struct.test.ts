import { ByteReader, InvariantError, MalformedBytesError } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import type { Fields } from './field.ts';
import { MessageWriter } from './message-writer.ts';
import { resolveStruct } from './struct.ts';
import { array, int16, int32, int64, int8, records, string, struct } from './types.ts';

function encode(table: Fields, version: number, value: Record<string, unknown>): string {
  const writer = new MessageWriter();
  writer.beginFrame();
  resolveStruct(table, { version, flexible: version >= 2 }).write(writer, value);
  return Buffer.concat(writer.toFrame().chunks).subarray(4).toString('hex');
}

function decode(table: Fields, version: number, hex: string): Record<string, unknown> {
  const reader = new ByteReader(Buffer.from(hex, 'hex'));
  const value = resolveStruct(table, { version, flexible: version >= 2 }).read(reader);
  reader.expectEnd('the struct');
  return value;
}

describe('a field since a version', () => {
  const table = { a: int8, b: int8.since(1, -1) };

  it('is on the wire from that version on', () => {
    expect(encode(table, 1, { a: 1, b: 2 })).toBe('0102');
    expect(encode(table, 0, { a: 1, b: -1 })).toBe('01');
  });

  it('reads as its silence before', () => {
    expect(decode(table, 0, '01')).toEqual({ a: 1, b: -1 });
  });

  it('cannot carry another value before', () => {
    expect(() => encode(table, 0, { a: 1, b: 2 })).toThrow(
      expect.objectContaining({ code: 'FIELD_NOT_IN_VERSION', path: 'b' }),
    );
  });

  it('may be left out before, not after', () => {
    expect(encode(table, 0, { a: 1 })).toBe('01');
    expect(() => encode(table, 1, { a: 1 })).toThrow(
      expect.objectContaining({ code: 'FIELD_MISSING', path: 'b' }),
    );
  });

  it('is dropped before when it is ignorable', () => {
    expect(encode({ a: int8, b: int8.since(1, -1).ignorable() }, 0, { a: 1, b: 2 })).toBe('01');
  });
});

describe('a field until a version', () => {
  const table = { a: int8, b: string.until(0, '') };

  it('is on the wire up to that version', () => {
    expect(encode(table, 0, { a: 1, b: 'x' })).toBe('01000178');
    expect(decode(table, 1, '01')).toEqual({ a: 1, b: '' });
    expect(() => encode(table, 1, { a: 1, b: 'x' })).toThrow(/versions 0 to 0 do/);
  });
});

describe('a default', () => {
  it('stands in for what is left out', () => {
    expect(encode({ a: int8.default(5), b: array(int8).default([]) }, 0, {})).toBe('0500000000');
  });

  it('does not stand in for null', () => {
    expect(() => encode({ a: int8.default(5) }, 0, { a: null })).toThrow(
      expect.objectContaining({ code: 'FIELD_INVALID' }),
    );
  });

  it('is frozen, for readers share it', () => {
    const table = { a: array(int8).tagged(0, 2).default([]) };
    const value = decode(table, 2, '00');
    expect(Object.isFrozen(value['a'])).toBe(true);
  });
});

describe('null', () => {
  const table = { a: string.nullable(1) };

  it('is allowed from the version that allows it', () => {
    expect(encode(table, 1, { a: null })).toBe('ffff');
    expect(() => encode(table, 0, { a: null })).toThrow(/a: may not be null/);
    expect(() => decode(table, 0, 'ffff')).toThrow(expect.objectContaining({ code: 'UNEXPECTED_NULL' }));
  });
});

describe('an error', () => {
  it('names the path to the field', () => {
    const table = { topics: array(struct({ partitions: array(struct({ index: int32 })) })) };
    const value = { topics: [{ partitions: [] }, { partitions: [{ index: 1 }, { index: 'x' }] }] };
    expect(() => encode(table, 0, value)).toThrow(
      'topics[1].partitions[1].index: must be an integer from -2147483648 to 2147483647 (int32), got a string',
    );
  });

  it('never shows the value', () => {
    expect(() => encode({ a: int8 }, 0, { a: 'secret' })).toThrow(expect.not.stringContaining('secret'));
  });
});

describe('a declaration', () => {
  it('must say what absence means', () => {
    expect(() => resolveStruct({ a: int8.since(3) }, { version: 1, flexible: false })).toThrow(
      InvariantError,
    );
    expect(() => resolveStruct({ a: int8.tagged(0, 2) }, { version: 2, flexible: true })).toThrow(
      InvariantError,
    );
  });
});

describe('tagged fields', () => {
  const table = {
    a: int8,
    late: int16.tagged(5, 2).default(-1),
    early: struct({ id: int32.default(-1), epoch: int64.default(-1n) })
      .tagged(1, 2)
      .default({ id: -1, epoch: -1n }),
    list: array(int8).tagged(2, 3).default([]),
  };
  const silent = { late: -1, early: { id: -1, epoch: -1n }, list: [] };
  const early = '010d00000007000000000000000900';

  it('are left out when they say nothing', () => {
    expect(encode(table, 2, { a: 1 })).toBe('0100');
    expect(encode(table, 2, { a: 1, ...silent })).toBe('0100');
    expect(encode(table, 2, { a: 1, early: { id: -1 } })).toBe('0100');
    expect(decode(table, 2, '0100')).toEqual({ a: 1, ...silent });
  });

  it('are written by rising tag, with their size', () => {
    const value = { a: 1, late: 3, early: { id: 7, epoch: 9n } };
    expect(encode(table, 2, value)).toBe(`0102${early}05020003`);
    expect(decode(table, 2, `0102${early}05020003`)).toEqual({ ...silent, ...value });
  });

  it('are written from the version that knows them', () => {
    expect(encode(table, 3, { a: 1, list: [4] })).toBe('010102020204');
    expect(() => encode(table, 2, { a: 1, list: [4] })).toThrow(
      expect.objectContaining({ code: 'FIELD_NOT_IN_VERSION', path: 'list' }),
    );
    expect(() => encode(table, 1, { a: 1, late: 3 })).toThrow(
      expect.objectContaining({ code: 'FIELD_NOT_IN_VERSION', path: 'late' }),
    );
  });

  it('are skipped when they are unknown', () => {
    expect(decode(table, 2, '01020403aabbcc05020003')).toEqual({ a: 1, ...silent, late: 3 });
    expect(decode(table, 2, '0101020102')).toEqual({ a: 1, ...silent });
  });

  it.each([
    ['a tag twice', '01020502000305020003', 'TAG_ORDER'],
    ['an unknown tag twice', '010209000900', 'TAG_ORDER'],
    ['tags that fall', `010205020003${early}`, 'TAG_ORDER'],
    ['a size past the end', '010105040003', 'TRUNCATED'],
    ['a size of 2^32 - 1', '01010affffffff0f', 'TRUNCATED'],
    ['a value shorter than its size', '01010503000300', 'TRAILING_BYTES'],
    ['a value longer than its size', '0101050100', 'TRUNCATED'],
    ['2^31 entries', '01808080800800', 'COUNT_TOO_LARGE'],
    ['a count and nothing behind it', '0101', 'COUNT_TOO_LARGE'],
    ['a tag of six bytes', '0101ffffffffff0100', 'VARINT_TOO_LONG'],
  ])('refuse %s', (_name, hex, code) => {
    expect(() => decode(table, 2, hex)).toThrow(expect.objectContaining({ code }));
  });

  it('are refused when cut off at any byte', () => {
    const whole = `0102${early}05020003`;
    for (let length = 0; length < whole.length / 2; length++) {
      expect(() => decode(table, 2, whole.slice(0, length * 2))).toThrow(MalformedBytesError);
    }
  });

  it('cannot hold records, which are never copied', () => {
    const wrong = { r: records.nullable().tagged(0, 2).default(null) };
    expect(() => encode(wrong, 2, { r: Buffer.from([1]) })).toThrow(InvariantError);
  });
});
