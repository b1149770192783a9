import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

const hex = (writer: ByteWriter): string => Buffer.from(writer.toBytes()).toString('hex');

function written(write: (writer: ByteWriter) => void): string {
  const writer = new ByteWriter(1);
  write(writer);
  return hex(writer);
}

describe('ByteWriter', () => {
  it.each<[string, (writer: ByteWriter) => void, string]>([
    ['int8 -1', (w) => w.writeInt8(-1), 'ff'],
    ['int16 258', (w) => w.writeInt16(258), '0102'],
    ['int32 -2', (w) => w.writeInt32(-2), 'fffffffe'],
    ['int64 2^40', (w) => w.writeInt64(1n << 40n), '0000010000000000'],
    ['int64 of the number -1', (w) => w.writeInt64Number(-1), 'ffffffffffffffff'],
    ['int64 of the number 2^53-1', (w) => w.writeInt64Number(Number.MAX_SAFE_INTEGER), '001fffffffffffff'],
    ['float64 1', (w) => w.writeFloat64(1), '3ff0000000000000'],
    ['unsigned varint 300', (w) => w.writeUnsignedVarint(300), 'ac02'],
    ['unsigned varint of the largest uint32', (w) => w.writeUnsignedVarint(0xffffffff), 'ffffffff0f'],
    ['varint -1', (w) => w.writeVarint(-1), '01'],
    ['varint of the smallest int32', (w) => w.writeVarint(-2147483648), 'ffffffff0f'],
    ['varlong 2^31', (w) => w.writeVarlong(2147483648), '8080808010'],
    ['varlong of the smallest int64', (w) => w.writeVarlongBigint(-(1n << 63n)), 'ffffffffffffffffff01'],
    ['short text', (w) => w.writeUtf8('Ada'), '416461'],
    ['text beyond ASCII', (w) => w.writeUtf8('é€😀'), 'c3a9e282acf09f9880'],
    ['a lone surrogate', (w) => w.writeUtf8('\ud800'), 'efbfbd'],
  ])('writes %s', (_name, write, expected) => {
    expect(written(write)).toBe(expected);
  });

  it('writes the text that Buffer writes, short or long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const writer = new ByteWriter(4);
        expect(writer.writeUtf8(text)).toBe(Buffer.byteLength(text));
        expect(writer.view().equals(Buffer.from(text))).toBe(true);
      }),
    );
  });

  it('keeps what stands before it when it grows', () => {
    const writer = new ByteWriter(2);
    writer.writeInt16(0x0102);
    writer.writeBytes(new Uint8Array(5000).fill(7));
    expect(writer.view().subarray(0, 3)).toEqual(Buffer.from([1, 2, 7]));
    expect(writer.position).toBe(5002);
  });

  it('forgets what stands after a truncation', () => {
    const writer = new ByteWriter();
    writer.writeInt16(0x0102);
    writer.writeInt16(0x0304);
    writer.truncate(2);
    expect(hex(writer)).toBe('0102');
  });

  it('refuses to grow beyond its maximum and keeps what it has', () => {
    const writer = new ByteWriter(4, 8);
    writer.writeInt32(1);
    expect(() => writer.writeBytes(new Uint8Array(5))).toThrow(
      expect.objectContaining({ code: 'TOO_LARGE', action: 'usage' }),
    );
    expect(hex(writer)).toBe('00000001');
  });
});

describe('ByteReader', () => {
  it('reads back every integer that ByteWriter writes', () => {
    fc.assert(
      fc.property(fc.integer(), fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), (small, large) => {
        const writer = new ByteWriter();
        writer.writeInt32(small);
        writer.writeVarint(small);
        writer.writeUnsignedVarint(small);
        writer.writeVarlong(small);
        writer.writeInt64Number(small);
        writer.writeInt64(large);
        writer.writeVarlongBigint(large);
        const reader = new ByteReader(writer.toBytes());
        expect(reader.readInt32()).toBe(small);
        expect(reader.readVarint()).toBe(small);
        expect(reader.readUnsignedVarint()).toBe(small >>> 0);
        expect(reader.readVarlong()).toBe(BigInt(small));
        expect(reader.readInt64()).toBe(BigInt(small));
        expect(reader.readInt64()).toBe(large);
        expect(reader.readVarlong()).toBe(large);
        reader.expectEnd('the integers');
      }),
    );
  });

  it.each<[string, string, (reader: ByteReader) => unknown, string]>([
    ['an int32 in three bytes', '000000', (r) => r.readInt32(), 'TRUNCATED'],
    ['a text longer than what remains', '4142', (r) => r.readUtf8(3), 'TRUNCATED'],
    ['a negative length', '4142', (r) => r.readBytes(-1), 'TRUNCATED'],
    ['a varint of six bytes', 'ffffffffff01', (r) => r.readUnsignedVarint(), 'VARINT_TOO_LONG'],
    ['a varint of 36 bits', 'ffffffff7f', (r) => r.readUnsignedVarint(), 'VARINT_TOO_LONG'],
    ['a varlong of eleven bytes', 'ffffffffffffffffffff01', (r) => r.readVarlong(), 'VARINT_TOO_LONG'],
    ['a varint without an end', 'ffff', (r) => r.readVarint(), 'TRUNCATED'],
    ['a count beyond the end', '0102', (r) => r.checkCount(3), 'COUNT_TOO_LARGE'],
    ['a negative count', '0102', (r) => r.checkCount(-2), 'COUNT_TOO_LARGE'],
    ['bytes left over', '01', (r) => r.expectEnd('nothing'), 'TRAILING_BYTES'],
  ])('refuses %s', (_name, bytes, read, code) => {
    const reader = new ByteReader(Buffer.from(bytes, 'hex'));
    expect(() => read(reader)).toThrow(expect.objectContaining({ code, action: 'usage' }));
  });
});
