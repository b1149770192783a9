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
    ['varlong -2^31 - 1', (w) => w.writeVarlong(-2147483649), '8180808010'],
    ['varlong below -2^52', (w) => w.writeVarlong(-(2 ** 52) - 1), '8180808080808010'],
    ['varlong of the smallest safe integer', (w) => w.writeVarlong(1 - 2 ** 53), 'fdffffffffffff1f'],
    ['varlong of a bigint 2^31', (w) => w.writeVarlongBigint(2147483648n), '8080808010'],
    ['varlong of the largest int64', (w) => w.writeVarlongBigint((1n << 63n) - 1n), 'feffffffffffffffff01'],
    ['float32 LE 1.5', (w) => w.writeFloat32LE(1.5), '0000c03f'],
    ['float64 LE -0', (w) => w.writeFloat64LE(-0), '0000000000000080'],
    ['text with its length', (w) => w.writePrefixedUtf8('Ada'), '06416461'],
    ['no text with its length', (w) => w.writePrefixedUtf8(''), '00'],
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

  it.each([0, 1, 20, 21, 24, 25, 31, 32, 63, 64, 2730, 2731, 4096, 8191, 8192, 1048575, 1048576])(
    'writes the length of a text of %i characters in as many bytes as it needs, whatever the room',
    (length) => {
      for (const character of ['a', 'é', '€', '😀']) {
        const text = character.repeat(length / character.length);
        const expected = new ByteWriter(16);
        expected.writeVarlong(Buffer.byteLength(text));
        expected.writeUtf8(text);
        for (const room of [1, length + 1, 4 * length + 16]) {
          const writer = new ByteWriter(room);
          writer.writePrefixedUtf8(text);
          expect(writer.view().equals(expected.view())).toBe(true);
        }
      }
    },
  );

  it('writes a text that fits its maximum to the byte, and refuses one that does not', () => {
    for (const text of ['a'.repeat(11), 'é'.repeat(20), 'a'.repeat(100)]) {
      const needed = Buffer.byteLength(text) + (Buffer.byteLength(text) < 64 ? 1 : 2);
      new ByteWriter(1, needed).writePrefixedUtf8(text);
      expect(() => new ByteWriter(1, needed - 1).writePrefixedUtf8(text)).toThrow(
        expect.objectContaining({ code: 'TOO_LARGE' }),
      );
    }
  });

  it('writes a safe integer as it writes the same bigint', () => {
    const edges = [0, 31, 32, 52].flatMap((bits) =>
      [-1, 0, 1].flatMap((by) => [2 ** bits + by, -(2 ** bits) - by]),
    );
    const integers = fc.oneof(fc.maxSafeInteger(), fc.constantFrom(...edges), fc.integer());
    fc.assert(
      fc.property(integers, (value) => {
        expect(written((w) => w.writeVarlong(value))).toBe(
          written((w) => w.writeVarlongBigint(BigInt(value))),
        );
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
