import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOfDays, daysOfDate } from './calendar-date.ts';
import { bytesOfUnscaled, decimalText, unscaledOf, unscaledOfBytes } from './decimal-text.ts';
import { bytesOfDuration, durationOfBytes, isDuration } from './duration.ts';
import { bytesOfUuid, isUuid, uuidOfBytes } from './uuid.ts';
import { longOfZigzag, zigzagBytes } from './zigzag.ts';

describe('dates', () => {
  it.each<[string, number]>([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2000-02-29', 11016],
    ['2026-11-21', 20778],
    ['0000-03-01', -719468],
    ['9999-12-31', 2932896],
    ['+010000-01-01', 2932897],
    ['-000001-12-31', -719529],
    ['+5881580-07-11', 2147483647],
    ['-5877641-06-23', -2147483648],
  ])('%s is day %i', (text, days) => {
    expect(daysOfDate(text)).toBe(days);
    expect(dateOfDays(days)).toBe(text);
  });

  it('agree with Date wherever Date reaches', () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999_999, max: 99_999_999 }), (days) => {
        const text = dateOfDays(days);
        expect(text).toBe(new Date(days * 86_400_000).toISOString().replace(/T.*/, ''));
        expect(daysOfDate(text)).toBe(days);
      }),
    );
  });

  it.each([
    '',
    '2026-2-1',
    '2026-02-30',
    '2025-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-01-01T00:00',
    '+5881580-07-12',
    '-5877641-06-22',
  ])('%j is no date', (text) => {
    expect(daysOfDate(text)).toBeUndefined();
  });
});

describe('decimals', () => {
  it.each<[string, bigint, string, number]>([
    ['0', 0n, '00', 0],
    ['0.00', 0n, '00', 2],
    ['1.27', 127n, '7f', 2],
    ['1.28', 128n, '0080', 2],
    ['-1.28', -128n, '80', 2],
    ['-1.29', -129n, 'ff7f', 2],
    ['-0.01', -1n, 'ff', 2],
    ['2.56', 256n, '0100', 2],
    [
      '123456789012345678901234567890.12',
      12345678901234567890123456789012n,
      '009bd30a3c645943dd1690a03a14',
      2,
    ],
  ])('%s is %s in bytes %s', (text, unscaled, hex, scale) => {
    expect(unscaledOf(text, { precision: 40, scale })).toBe(unscaled);
    expect(bytesOfUnscaled(unscaled).toString('hex')).toBe(hex);
    expect(unscaledOfBytes(Buffer.from(hex, 'hex'), 40)).toBe(unscaled);
    expect(decimalText(unscaled, scale)).toBe(text);
  });

  it('survive bytes of any width', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(1n << 100n), max: 1n << 100n }),
        fc.integer({ min: 13, max: 20 }),
        (unscaled, size) => {
          expect(unscaledOfBytes(bytesOfUnscaled(unscaled), 31)).toBe(unscaled);
          expect(bytesOfUnscaled(unscaled, size)).toHaveLength(size);
          expect(unscaledOfBytes(bytesOfUnscaled(unscaled, size), 31)).toBe(unscaled);
          expect(unscaledOf(decimalText(unscaled, 5), { precision: 40, scale: 5 })).toBe(unscaled);
        },
      ),
    );
  });

  it.each<[string, string]>([
    ['12.5', '12.50'],
    ['12', '12.00'],
    ['007.500', '7.50'],
    ['-0', '0.00'],
    ['99999999.99', '99999999.99'],
  ])('%s with two digits is %s', (text, written) => {
    expect(decimalText(unscaledOf(text, { precision: 10, scale: 2 }) as bigint, 2)).toBe(written);
  });

  it.each(['', '.5', '5.', '1e3', '+1', ' 1', '0x10', 'NaN', '1.234', '123456789', '1,5'])(
    '%j does not fit decimal(10, 2)',
    (text) => {
      expect(unscaledOf(text, { precision: 10, scale: 2 })).toBeTypeOf('string');
    },
  );

  it('refuse no bytes, and more bytes than the precision can mean', () => {
    expect(unscaledOfBytes(new Uint8Array(0), 10)).toBeUndefined();
    expect(unscaledOfBytes(new Uint8Array(1 << 20), 10)).toBeUndefined();
  });
});

describe('longs', () => {
  it.each<[bigint, string]>([
    [0n, '00'],
    [-1n, '01'],
    [1n, '02'],
    [-64n, '7f'],
    [64n, '8001'],
    [(1n << 63n) - 1n, 'feffffffffffffffff01'],
    [-(1n << 63n), 'ffffffffffffffffff01'],
  ])('%s is %s', (value, hex) => {
    expect(zigzagBytes(value).toString('hex')).toBe(hex);
    expect(longOfZigzag(Buffer.from(hex, 'hex'))).toBe(value);
  });

  it('survive, all 64 bits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), fc.nat(63), (wide, shift) => {
        const value = wide >> BigInt(shift);
        expect(longOfZigzag(zigzagBytes(value))).toBe(value);
      }),
      { numRuns: 1000 },
    );
  });

  it('are no longs with more than 64 bits or no bytes', () => {
    for (const hex of ['', 'ffffffffffffffffff02', 'ffffffffffffffffffff01']) {
      expect(longOfZigzag(Buffer.from(hex, 'hex'))).toBeUndefined();
    }
  });
});

describe('durations and uuids', () => {
  it('are three little-endian integers, and sixteen bytes in order', () => {
    const duration = { months: 1, days: 258, milliseconds: 4294967295 };
    expect(bytesOfDuration(duration).toString('hex')).toBe('0100000002010000ffffffff');
    expect(durationOfBytes(bytesOfDuration(duration))).toEqual(duration);
    const uuid = '123e4567-e89b-12d3-a456-426614174000';
    expect(bytesOfUuid(uuid).toString('hex')).toBe('123e4567e89b12d3a456426614174000');
    expect(uuidOfBytes(bytesOfUuid(uuid.toUpperCase()))).toBe(uuid);
  });

  it.each([
    { months: -1, days: 0, milliseconds: 0 },
    { months: 1, days: 0 },
    { months: 1, days: 0, milliseconds: 2 ** 32 },
    { months: 1, days: 0, milliseconds: 0, years: 1 },
    'P1M',
  ])('%j is no duration', (value) => {
    expect(isDuration(value)).toBe(false);
  });

  it.each(['', '123e4567e89b12d3a456426614174000', '123e4567-e89b-12d3-a456-42661417400g', 5])(
    '%j is no uuid',
    (value) => {
      expect(isUuid(value)).toBe(false);
    },
  );
});
