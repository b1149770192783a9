import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32c, crc32cCombine } from './crc32c.ts';
import { murmur2, partitionForKey } from './murmur2.ts';

/** One bit at a time, by the definition. */
function slowCrc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

const ascending = Uint8Array.from({ length: 32 }, (_, index) => index);

describe('crc32c', () => {
  it.each([
    ['the check value', Buffer.from('123456789'), 0xe3069283],
    ['nothing', new Uint8Array(0), 0],
    ['32 zeros (RFC 3720 B.4)', new Uint8Array(32), 0x8a9136aa],
    ['32 ones (RFC 3720 B.4)', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['32 rising bytes (RFC 3720 B.4)', ascending, 0x46dd794e],
    ['32 falling bytes (RFC 3720 B.4)', ascending.toReversed(), 0x113fdb5c],
  ])('of %s', (_name, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });

  it('agrees with the definition for every length and alignment', () => {
    const bytes = Uint8Array.from({ length: 300 }, (_, index) => (index * 197 + 31) & 0xff);
    for (let start = 0; start < 20; start++) {
      for (let end = start; end <= bytes.length; end += 7) {
        expect(crc32c(bytes, start, end)).toBe(slowCrc32c(bytes.subarray(start, end)));
        expect(crc32c(bytes.subarray(start, end))).toBe(slowCrc32c(bytes.subarray(start, end)));
      }
    }
  });

  it('goes on from a seed', () => {
    const pieces = fc.tuple(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }));
    fc.assert(
      fc.property(pieces, ([left, right]) => {
        const joined = Buffer.concat([left, right]);
        expect(crc32c(right, 0, right.length, crc32c(left))).toBe(crc32c(joined));
        expect(crc32cCombine(crc32c(left), crc32c(right), right.length)).toBe(crc32c(joined));
      }),
    );
  });

  it('is combined for long pieces too', () => {
    const left = new Uint8Array(1000).fill(3);
    const right = new Uint8Array(3_000_001).fill(5);
    expect(crc32cCombine(crc32c(left), crc32c(right), right.length)).toBe(
      crc32c(right, 0, right.length, crc32c(left)),
    );
  });
});

describe('murmur2', () => {
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['abc', 479470107],
    ['', 0x106e08d9],
    ['kafka', 0xd067cf64 | 0],
    ['hejsan', 0x5ec19395],
  ])('of %j is what Java gives', (text, expected) => {
    expect(murmur2(Buffer.from(text))).toBe(expected);
  });

  it('hashes a range as it hashes the bytes alone', () => {
    const bytes = Buffer.from('..kafka..');
    expect(murmur2(bytes, 2, 7)).toBe(0xd067cf64 | 0);
  });

  it('takes bytes above 127 as unsigned, in words and in the tail', () => {
    // From Java: Utils.murmur2(new byte[] {-1, -2, -3, -4, -5, -6, -7}) and its prefixes.
    const bytes = Uint8Array.of(255, 254, 253, 252, 251, 250, 249);
    expect([4, 5, 6, 7].map((end) => murmur2(bytes, 0, end))).toEqual([
      2136149935, 524068735, -1374838545, -166236347,
    ]);
  });
});

describe('partitionForKey', () => {
  it('is the positive hash modulo the number of partitions', () => {
    const key = Buffer.from('foobar');
    expect(partitionForKey(key, 0, key.length, 10)).toBe((-790332482 & 0x7fffffff) % 10);
    expect(partitionForKey(key, 0, key.length, 1)).toBe(0);
  });

  it('stays inside the topic for any key', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 5000 }), (key, count) => {
        const partition = partitionForKey(key, 0, key.length, count);
        expect(partition >= 0 && partition < count && Number.isInteger(partition)).toBe(true);
      }),
    );
  });
});
