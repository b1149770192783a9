/** Rows 64 and 65 of the list of bad input: what schemas and bytes may claim about decimals, times and sizes. */
import { SerializationError } from '@ottla/kernel';
import { parseSchema, representationOf, type RepresentationChoices } from '@ottla/schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withinCpu } from '../../../../kernel/testing/cpu-time.ts';
import { cases } from '../../../testing/case-count.ts';
import { scalarMisfit } from '../write/scalar-check.ts';
import { bytesOfBigDecimal } from './big-decimal.ts';
import type { Conversion } from './conversion.ts';
import { MOST_BYTES, MOST_DIGITS } from './decimal-text.ts';
import { conversionOf, type ConvertedRepresentation } from './scalar-conversion.ts';

const decimal = (precision: number, scale: number, type = '"bytes"'): string =>
  `{"type":${type},"logicalType":"decimal","precision":${precision},"scale":${scale}}`;
const fixedDecimal = (size: number, precision: number): string =>
  `{"type":"fixed","name":"F","size":${size},"logicalType":"decimal","precision":${precision},"scale":0}`;
const BIG = '{"type":"bytes","logicalType":"big-decimal"}';
const BILLION = 1_000_000_000;

function scalar(text: string, choices?: RepresentationChoices): ConvertedRepresentation {
  // Every schema of this file is a scalar.
  return representationOf(parseSchema(text), choices) as ConvertedRepresentation;
}

function conversion(text: string, choices?: RepresentationChoices): Conversion {
  const found = conversionOf(scalar(text, choices)).conversion;
  if (found === null) throw new Error('no conversion');
  return found;
}

/** What reading these bytes fails with. */
function failure(made: Conversion, bytes: unknown): SerializationError {
  try {
    made.fromWire(bytes, 'a.b');
  } catch (error) {
    if (error instanceof SerializationError) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('decimals', () => {
  it.each([
    ['a scale beyond the precision', decimal(2, 3)],
    ['a precision that a fixed is too small for', fixedDecimal(2, 5)],
    ['a precision of nothing', decimal(0, 0)],
  ])('with %s are plain bytes, as the specification asks', (_name, text) => {
    expect(scalar(text).kind).toMatch(/^(bytes|fixedBytes)$/);
    expect(conversionOf(scalar(text)).conversion).toBeNull();
  });

  it.each<[string, RepresentationChoices]>([
    ['as text', {}],
    ['unscaled', { decimal: 'unscaled' }],
  ])('of no bytes are none, %s', (_name, choices) => {
    const error = failure(conversion(decimal(6, 2), choices), new Uint8Array(0));
    expect(error).toMatchObject({ code: 'VALUE_UNREPRESENTABLE', failure: 'poison', path: 'a.b' });
  });

  it('of a precision of 10^9 take what is of a sensible size, at once', () => {
    const made = conversion(decimal(BILLION, 2));
    const text = `${'9'.repeat(MOST_DIGITS - 2)}.99`;
    withinCpu(1000, () => {
      expect(made.fromWire(made.toWire(text), '')).toBe(text);
    });
    expect(scalarMisfit(scalar(decimal(BILLION, 2)), `1${text}`)?.found).toMatch(/digits before the point/);
    const long = 10n ** 1_000_000n;
    withinCpu(1000, () => {
      expect(scalarMisfit(scalar(decimal(BILLION, 2)), long)?.found).toMatch(/more than 9998 digits/);
    });
  });

  it.each([MOST_BYTES + 1, 50_000_000])('of a precision of 10^9 refuse %i bytes, at once', (length) => {
    for (const choices of [{}, { decimal: 'unscaled' } as const]) {
      const made = conversion(decimal(BILLION, 0), choices);
      const bytes = new Uint8Array(length).fill(0x7f);
      expect(withinCpu(1000, () => failure(made, bytes)).code).toBe('VALUE_UNREPRESENTABLE');
    }
  });

  it('of a scale of 10^9 are not made into text, but read as pairs', () => {
    const text = decimal(BILLION, BILLION);
    const error = withinCpu(1000, () => failure(conversion(text), Buffer.of(1)));
    expect(error.message).toMatch(/keeps 1000000000 digits.*choose decimal: 'unscaled'/);
    for (const value of ['1', 0.5, 1n, '0.5']) {
      expect(withinCpu(1000, () => scalarMisfit(scalar(text), value))?.found).toMatch(
        /keeps 1000000000 digits/,
      );
    }
    const pairs = conversion(text, { decimal: 'unscaled' });
    const pair = { unscaled: 1n, scale: BILLION };
    expect(pairs.fromWire(pairs.toWire(pair), '')).toEqual(pair);
    expect(
      withinCpu(1000, () => scalarMisfit(scalar(text, { decimal: 'unscaled' }), { unscaled: 1n, scale: 0 })),
    ).toEqual({ found: "a number of more than 10000 digits at the schema's scale" });
  });

  it('of more bytes than their precision needs stay readable, within reason', () => {
    const made = conversion(decimal(2, 1));
    expect(made.fromWire(Buffer.from('00000001', 'hex'), '')).toBe('0.1');
    expect(made.fromWire(Buffer.from('0fffff', 'hex'), '')).toBe('104857.5');
    expect(failure(made, new Uint8Array(257)).code).toBe('VALUE_UNREPRESENTABLE');
  });
});

describe('big-decimals', () => {
  it.each([
    ['nothing', ''],
    ['a length and no more', '02'],
    ['no scale', '0201'],
    ['an unending scale', '0201ff'],
    ['a scale of 33 bits', '0201feffffff1f'],
    ['bytes after the scale', '02010000'],
    ['no digits', '0000'],
    ['a negative length', '0101'],
    ['a length beyond the end', '0a0102'],
    ['a length of 2^62', 'feffffffffffffffff0101'],
    ['a length of no end', 'ffffffffffffffffffffffff'],
  ])('of %s are none', (_name, hex) => {
    for (const choices of [{}, { 'big-decimal': 'unscaled' } as const]) {
      expect(failure(conversion(BIG, choices), Buffer.from(hex, 'hex'))).toMatchObject({
        code: 'VALUE_UNREPRESENTABLE',
        failure: 'poison',
      });
    }
  });

  it.each([10_001, -10_001, 2_147_483_647, -2_147_483_648])(
    'of scale %i are not made into text, but read as pairs',
    (scale) => {
      const bytes = bytesOfBigDecimal({ unscaled: 7n, scale });
      const error = withinCpu(1000, () => failure(conversion(BIG), bytes));
      expect(error.message).toMatch(/scale beyond 10000; choose 'big-decimal': 'unscaled'/);
      expect(conversion(BIG, { 'big-decimal': 'unscaled' }).fromWire(bytes, '')).toEqual({
        unscaled: 7n,
        scale,
      });
    },
  );

  it('of a negative scale are whole numbers as text', () => {
    const text = conversion(BIG);
    expect(text.fromWire(bytesOfBigDecimal({ unscaled: -15n, scale: -5 }), '')).toBe('-1500000');
    expect(text.fromWire(bytesOfBigDecimal({ unscaled: 0n, scale: -5 }), '')).toBe('0');
  });

  it('survive as pairs, any', () => {
    const pairs = conversion(BIG, { 'big-decimal': 'unscaled' });
    const pair = fc.record({
      unscaled: fc.bigInt({ min: -(1n << 200n), max: 1n << 200n }),
      scale: fc.integer(),
    });
    fc.assert(
      fc.property(pair, (given) => {
        expect(pairs.fromWire(pairs.toWire(given), '')).toEqual(given);
      }),
      { numRuns: cases(500) },
    );
  });

  it('are read from any bytes as a number or an error, and written back as they were', () => {
    const pairs = conversion(BIG, { 'big-decimal': 'unscaled' });
    const text = conversion(BIG);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 16 }), (bytes) => {
        let value: unknown;
        try {
          value = pairs.fromWire(bytes, '');
        } catch (error) {
          expect(error).toBeInstanceOf(SerializationError);
          return;
        }
        const again = pairs.toWire(value);
        expect(pairs.fromWire(again, '')).toEqual(value);
        if (Math.abs((value as { readonly scale: number }).scale) > MOST_DIGITS) return;
        expect(text.fromWire(again, '')).toBeTypeOf('string');
      }),
      { numRuns: cases(2000) },
    );
  });
});

describe('times', () => {
  const long = (name: string): string => `{"type":"long","logicalType":"${name}"}`;

  it('of all 64 bits are read as bigints, and as Dates only where a Date reaches', () => {
    for (const count of [(1n << 63n) - 1n, -(1n << 63n)]) {
      expect(conversion(long('timestamp-micros')).fromWire(count, '')).toBe(count);
      expect(conversion(long('timestamp-nanos')).toWire(count)).toBe(count);
    }
    const dates = conversion(long('timestamp-millis'));
    expect(dates.fromWire(8.64e15, '')).toEqual(new Date(8.64e15));
    for (const count of [8.64e15 + 1, -8.64e15 - 1, Number.MAX_SAFE_INTEGER]) {
      expect(failure(dates, count)).toMatchObject({ code: 'VALUE_UNREPRESENTABLE', path: 'a.b' });
    }
  });

  it('in days are read to the last of an int, and none is written beyond', () => {
    const dates = conversion('{"type":"int","logicalType":"date"}');
    expect(dates.fromWire(2 ** 31 - 1, '')).toBe('+5881580-07-11');
    expect(dates.fromWire(-(2 ** 31), '')).toBe('-5877641-06-23');
    expect(scalarMisfit(scalar('{"type":"int","logicalType":"date"}'), '+5881580-07-12')?.found).toBe(
      'a string that is no such date',
    );
  });
});

describe('sizes', () => {
  it.each([
    ['a duration of 11 bytes', '{"type":"fixed","name":"D","size":11,"logicalType":"duration"}'],
    ['a duration of 13 bytes', '{"type":"fixed","name":"D","size":13,"logicalType":"duration"}'],
    ['a duration on bytes', '{"type":"bytes","logicalType":"duration"}'],
    ['a uuid of 15 bytes', '{"type":"fixed","name":"U","size":15,"logicalType":"uuid"}'],
  ])('%s is plain bytes', (_name, text) => {
    expect(conversionOf(scalar(text)).conversion).toBeNull();
  });
});
