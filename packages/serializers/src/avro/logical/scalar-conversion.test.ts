import { ConfigError } from '@ottla/kernel';
import { parseSchema, representationOf, type RepresentationChoices } from '@ottla/schema';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill/full';
import { describe, expect, it } from 'vitest';
import { cases } from '../../../testing/case-count.ts';
import { MISFIT } from '../write/misfit-signal.ts';
import { scalarFit, scalarMisfit } from '../write/scalar-check.ts';
import { conversionOf, type ConvertedRepresentation, type ScalarConversion } from './scalar-conversion.ts';

const logical = (type: string, name: string): string => `{"type":"${type}","logicalType":"${name}"}`;
const long = (name: string): string => logical('long', name);
const DECIMAL = '{"type":"bytes","logicalType":"decimal","precision":6,"scale":2}';
const FIXED_DECIMAL = '{"type":"fixed","name":"P","size":4,"logicalType":"decimal","precision":6,"scale":2}';
const BIG = logical('bytes', 'big-decimal');
const DURATION = '{"type":"fixed","name":"D","size":12,"logicalType":"duration"}';
const UUID16 = '{"type":"fixed","name":"U","size":16,"logicalType":"uuid"}';
const UUID = '123e4567-e89b-12d3-a456-426614174000';

function scalar(text: string, choices: RepresentationChoices = {}): ConvertedRepresentation {
  const representation = representationOf(parseSchema(text), choices);
  const { kind } = representation;
  if (kind === 'record' || kind === 'array' || kind === 'map' || kind === 'union' || kind === 'enum') {
    throw new Error('no scalar');
  }
  return representation;
}

function converted(text: string, choices: RepresentationChoices = {}): ScalarConversion {
  return conversionOf(scalar(text, choices), {}, () => Temporal);
}

const MIDNIGHT = new Date('2026-11-21T00:00:00Z');
const NOON = new Date('2026-11-21T12:00:00.123Z');
const NOON_MS = NOON.getTime();
const instant = (text: string): Temporal.Instant => Temporal.Instant.from(text);

describe('what users hold without a conversion is what the wire holds', () => {
  it.each<[string, RepresentationChoices, string, number | null]>([
    ['"null"', {}, 'null', null],
    ['"boolean"', {}, 'boolean', null],
    ['"int"', {}, 'int', null],
    ['"long"', {}, 'long', null],
    ['"long"', { long: 'bigint' }, 'bigintLong', null],
    ['"float"', {}, 'float', null],
    ['"double"', {}, 'double', null],
    ['"string"', {}, 'string', null],
    ['"bytes"', {}, 'bytes', null],
    ['{"type":"fixed","name":"F","size":3}', {}, 'fixed', 3],
    [logical('int', 'date'), { date: 'number' }, 'int', null],
    [logical('int', 'time-millis'), {}, 'int', null],
    [long('time-micros'), {}, 'long', null],
    [long('local-timestamp-micros'), { 'local-timestamp-micros': 'number' }, 'long', null],
  ])('%s %j', (text, choices, wire, size) => {
    expect(converted(text, choices)).toEqual({ wire, size, conversion: null });
  });
});

/** Schema, choices, value, what the wire holds (bytes in hex), what is read back when it is another value. */
type Row = [string, RepresentationChoices, value: unknown, wire: unknown, back?: unknown];

const ROWS: readonly Row[] = [
  [DECIMAL, {}, '-1.28', '80'],
  [DECIMAL, {}, '1234.5', '01e23a', '1234.50'],
  [DECIMAL, {}, 12n, '04b0', '12.00'],
  [DECIMAL, {}, 0.1, '0a', '0.10'],
  [DECIMAL, {}, -0, '00', '0.00'],
  [DECIMAL, {}, -1.28, '80', '-1.28'],
  [FIXED_DECIMAL, {}, '-1.28', 'ffffff80'],
  [DECIMAL, { decimal: 'unscaled' }, { unscaled: -128n, scale: 2 }, '80'],
  [DECIMAL, { decimal: 'unscaled' }, { unscaled: 12n, scale: 0 }, '04b0', { unscaled: 1200n, scale: 2 }],
  [DECIMAL, { decimal: 'unscaled' }, { unscaled: 12000n, scale: 3 }, '04b0', { unscaled: 1200n, scale: 2 }],
  [DECIMAL, { decimal: 'unscaled' }, { unscaled: 3n, scale: -3 }, '0493e0', { unscaled: 300000n, scale: 2 }],
  [DECIMAL, { decimal: 'unscaled' }, { unscaled: 0n, scale: 2147483647 }, '00', { unscaled: 0n, scale: 2 }],
  [FIXED_DECIMAL, { decimal: 'unscaled' }, { unscaled: 1n, scale: 2 }, '00000001'],
  [BIG, {}, '1.50', '04009604', '1.50'],
  [BIG, {}, '-0.001', '02ff06'],
  [BIG, {}, '0.00', '020004'],
  [BIG, {}, 15n, '020f00', '15'],
  [BIG, {}, 1e-7, '02010e', '0.0000001'],
  [BIG, {}, 1e21, '123635c9adc5dea0000000', '1000000000000000000000'],
  [BIG, { 'big-decimal': 'unscaled' }, { unscaled: 15n, scale: -5 }, '020f09'],
  [BIG, { 'big-decimal': 'unscaled' }, { unscaled: 1n, scale: 2147483647 }, '0201feffffff0f'],
  [BIG, { 'big-decimal': 'unscaled' }, { unscaled: 1n, scale: -2147483648 }, '0201ffffffff0f'],
  [logical('string', 'uuid'), {}, UUID, UUID],
  [logical('string', 'uuid'), {}, UUID.toUpperCase(), UUID.toUpperCase()],
  [UUID16, {}, UUID.toUpperCase(), UUID.replaceAll('-', ''), UUID],
  [DURATION, {}, { months: 1, days: 2, milliseconds: 3 }, '010000000200000003000000'],
  [logical('int', 'date'), {}, '2026-11-21', 20778],
  [logical('int', 'date'), {}, '-5877641-06-23', -2147483648],
  [logical('int', 'date'), {}, MIDNIGHT, 20778, '2026-11-21'],
  [logical('int', 'date'), { date: 'temporal' }, Temporal.PlainDate.from('2026-11-21'), 20778],
  [
    logical('int', 'date'),
    { date: 'temporal' },
    Temporal.PlainDate.from('2026-11-21[u-ca=buddhist]'),
    20778,
    Temporal.PlainDate.from('2026-11-21'),
  ],
  [
    logical('int', 'time-millis'),
    { 'time-millis': 'temporal' },
    Temporal.PlainTime.from('23:59:59.999'),
    86399999,
  ],
  [long('time-micros'), { 'time-micros': 'bigint' }, 86399999999n, 86399999999n],
  [long('time-micros'), { 'time-micros': 'temporal' }, Temporal.PlainTime.from('00:00:00.000001'), 1],
  [long('timestamp-millis'), {}, NOON, NOON_MS],
  [long('timestamp-millis'), {}, NOON_MS, NOON_MS, NOON],
  [long('timestamp-millis'), { 'timestamp-millis': 'number' }, NOON_MS, NOON_MS],
  [long('timestamp-millis'), { 'timestamp-millis': 'number' }, NOON, NOON_MS, NOON_MS],
  [long('timestamp-millis'), { 'timestamp-millis': 'bigint' }, -1n, -1n],
  [long('timestamp-millis'), { 'timestamp-millis': 'bigint' }, NOON, BigInt(NOON_MS), BigInt(NOON_MS)],
  [long('timestamp-millis'), { 'timestamp-millis': 'temporal' }, instant('1969-12-31T23:59:59.999Z'), -1n],
  [long('timestamp-micros'), {}, 5n, 5n],
  [long('timestamp-micros'), {}, NOON, BigInt(NOON_MS) * 1000n, BigInt(NOON_MS) * 1000n],
  [long('timestamp-micros'), { 'timestamp-micros': 'number' }, NOON, NOON_MS * 1000, NOON_MS * 1000],
  [long('timestamp-micros'), { 'timestamp-micros': 'temporal' }, instant('1970-01-01T00:00:00.000005Z'), 5n],
  [long('timestamp-nanos'), {}, NOON, BigInt(NOON_MS) * 1_000_000n, BigInt(NOON_MS) * 1_000_000n],
  [
    long('timestamp-nanos'),
    { 'timestamp-nanos': 'temporal' },
    instant('1677-09-21T00:12:43.145224192Z'),
    -(1n << 63n),
  ],
  [
    long('timestamp-nanos'),
    { 'timestamp-nanos': 'temporal' },
    NOON,
    BigInt(NOON_MS) * 1_000_000n,
    Temporal.Instant.fromEpochMilliseconds(NOON_MS),
  ],
  [long('local-timestamp-millis'), {}, -1n, -1n],
  ...(['millis', 'micros', 'nanos'] as const).map(
    (unit, index) =>
      [
        long(`local-timestamp-${unit}`),
        { [`local-timestamp-${unit}`]: 'temporal' },
        Temporal.PlainDateTime.from('1969-12-31T23:59:59.999'),
        -(10n ** BigInt(3 * index)),
      ] satisfies Row,
  ),
];

describe('a conversion', () => {
  it.each<Row>(ROWS)('%s %j: %s', (text, choices, value, wire, back = value) => {
    const { conversion } = converted(text, choices);
    const written = conversion?.toWire(value);
    const bytes = written instanceof Uint8Array ? Buffer.from(written).toString('hex') : written;
    expect(bytes).toEqual(wire);
    const read = conversion?.fromWire(written, 'a.b');
    // Temporal objects hold nothing that `toEqual` sees.
    expect(String(read)).toBe(String(back));
    expect(read).toEqual(back);
    expect(scalarMisfit(scalar(text, choices), value)).toBeUndefined();
  });

  it.each<Row>(ROWS)('%s %j refuses what is of no kind it takes', (text, choices) => {
    const representation = scalar(text, choices);
    const { conversion } = converted(text, choices);
    const strange = [
      undefined,
      null,
      true,
      Symbol('x'),
      [],
      {},
      new Map(),
      () => 0,
      Number.NaN,
      Infinity,
      'x',
      '',
    ];
    for (const value of [
      ...strange,
      new Date(Number.NaN),
      { unscaled: 1, scale: 1 },
      { unscaled: 1n, scale: 0.5 },
    ]) {
      expect(scalarMisfit(representation, value)).toMatchObject({ found: expect.any(String) });
      if (representation.kind !== 'number') expect(() => conversion?.toWire(value)).toThrow(MISFIT);
    }
  });
});

describe('what cannot be written exactly', () => {
  const TEMPORAL = {
    'timestamp-millis': 'temporal',
    'timestamp-micros': 'temporal',
    date: 'temporal',
  } as const;
  it.each<[string, RepresentationChoices, unknown, string | RegExp]>([
    [DECIMAL, {}, '1.234', 'a number with 3 digits after the point'],
    [DECIMAL, {}, '12345', 'a number with 5 digits before the point'],
    [DECIMAL, {}, 12345n, 'a bigint of more than 4 digits'],
    [DECIMAL, {}, 0.1 + 0.2, 'a number with 17 digits after the point'],
    [DECIMAL, {}, 1e300, 'a number with 301 digits before the point'],
    [DECIMAL, {}, 5e-324, 'a number with 324 digits after the point'],
    [DECIMAL, {}, `0.${'0'.repeat(100_000)}`, 'a string of 100002 characters'],
    [DECIMAL, {}, { unscaled: 1n, scale: 2 }, 'an object'],
    [
      DECIMAL,
      { decimal: 'unscaled' },
      { unscaled: 123n, scale: 3 },
      /scale 3, whose last digits would be lost/,
    ],
    [DECIMAL, { decimal: 'unscaled' }, { unscaled: 1n, scale: 2147483647 }, /last digits would be lost/],
    [DECIMAL, { decimal: 'unscaled' }, { unscaled: 1n, scale: -2147483648 }, /more than 6 digits/],
    [DECIMAL, { decimal: 'unscaled' }, { unscaled: 1n, scale: -4 }, /more than 6 digits/],
    [DECIMAL, { decimal: 'unscaled' }, { unscaled: 1n, scale: 2 ** 31 }, 'an object'],
    [DECIMAL, { decimal: 'unscaled' }, { unscaled: 1n, scale: 0, more: 1 }, 'an object'],
    [DECIMAL, { decimal: 'unscaled' }, 1n, 'a bigint'],
    [BIG, {}, 10n ** 10_000n, 'a bigint of more than 10000 digits'],
    [BIG, {}, `1.${'1'.repeat(10_000)}`, /digits/],
    [BIG, { 'big-decimal': 'unscaled' }, { unscaled: 10n ** 10_000n, scale: 0 }, /more than 10000 digits/],
    [logical('string', 'uuid'), {}, UUID.slice(1), 'a string that is no uuid'],
    [UUID16, {}, `${UUID}0`, 'a string that is no uuid'],
    [DURATION, {}, { months: 1, days: 2, milliseconds: 2 ** 32 }, 'an object'],
    [DURATION, {}, { months: 1, days: 2 }, 'an object'],
    [logical('int', 'date'), {}, NOON, 'a Date that is not midnight UTC'],
    [logical('int', 'date'), {}, 20778, 'an integer'],
    [logical('int', 'date'), {}, '+5881580-07-12', 'a string that is no such date'],
    [logical('int', 'date'), { date: 'number' }, 2 ** 31, 'an integer beyond 32 bits'],
    [logical('int', 'date'), { date: 'number' }, MIDNIGHT, 'a Date'],
    [logical('int', 'date'), TEMPORAL, Temporal.PlainDateTime.from('2026-11-21T00:00'), 'an object'],
    [long('timestamp-millis'), {}, 8.64e15 + 1, 'an integer beyond what a Date can hold'],
    [long('timestamp-millis'), {}, 0.5, 'a number with a fraction'],
    [long('timestamp-millis'), {}, 5n, 'a bigint'],
    [
      long('timestamp-millis'),
      TEMPORAL,
      instant('1970-01-01T00:00:00.000001Z'),
      'a time finer than milliseconds',
    ],
    [long('timestamp-millis'), TEMPORAL, NOON_MS, 'an integer'],
    [long('timestamp-micros'), {}, NOON_MS, 'an integer'],
    [long('timestamp-micros'), {}, 1n << 63n, 'a bigint beyond 64 bits'],
    [long('timestamp-micros'), { 'timestamp-micros': 'number' }, new Date(8.64e15), 'an integer beyond 2^53'],
    [
      long('timestamp-micros'),
      TEMPORAL,
      instant('1970-01-01T00:00:00.000000001Z'),
      'a time finer than microseconds',
    ],
    [long('timestamp-nanos'), {}, new Date(8.64e15), 'a Date beyond 64 bits of nanoseconds'],
    [
      long('timestamp-nanos'),
      { 'timestamp-nanos': 'temporal' },
      instant('2262-04-11T23:47:16.854775808Z'),
      'a time beyond 64 bits of nanoseconds',
    ],
    [long('local-timestamp-millis'), {}, NOON, 'a Date'],
    [long('local-timestamp-millis'), {}, NOON_MS, 'an integer'],
    [long('local-timestamp-millis'), { 'local-timestamp-millis': 'number' }, NOON, 'a Date'],
    [
      long('local-timestamp-millis'),
      { 'local-timestamp-millis': 'temporal' },
      instant('1970-01-01T00:00Z'),
      'an object',
    ],
    [long('time-micros'), { 'time-micros': 'bigint' }, 5, 'an integer'],
    ['"int"', {}, 5n, 'a bigint'],
    ['"int"', {}, 2 ** 31, 'an integer beyond 32 bits'],
    ['"long"', {}, 2 ** 53, 'an integer beyond 2^53'],
    ['"long"', {}, 1n << 53n, 'an integer beyond 2^53'],
    ['"long"', { long: 'bigint' }, 2 ** 53, 'an integer beyond 2^53'],
    ['"long"', { long: 'bigint' }, 1n << 63n, 'a bigint beyond 64 bits'],
  ])('%s %j: %s is %s', (text, choices, value, found) => {
    const representation = scalar(text, choices);
    expect(scalarMisfit(representation, value)?.found).toMatch(found);
    expect(scalarFit(representation, value)).toBe('none');
    const { conversion } = converted(text, choices);
    if (conversion !== null) {
      // Numbers and bigints of a count go through to the wire, which judges their size.
      const isCount = representation.kind === 'bigint' && representation.of.startsWith('timestamp-');
      const judgedByWire = typeof value === 'bigint' && isCount;
      if (!judgedByWire) expect(() => conversion.toWire(value)).toThrow(MISFIT);
    }
  });
});

describe('how a value stands to a representation', () => {
  it.each<[string, RepresentationChoices, unknown, string]>([
    ['"float"', {}, 0.5, 'natural'],
    ['"float"', {}, Number.NaN, 'natural'],
    ['"float"', {}, 0.1, 'inexact'],
    ['"double"', {}, -0, 'natural'],
    ['"int"', {}, -0, 'inexact'],
    ['"long"', {}, 5, 'natural'],
    ['"long"', {}, 5n, 'wide'],
    ['"long"', { long: 'bigint' }, 5, 'wide'],
    [DECIMAL, {}, '1', 'natural'],
    [DECIMAL, {}, 1, 'wide'],
    [long('timestamp-micros'), {}, NOON, 'wide'],
    [long('timestamp-millis'), {}, NOON, 'natural'],
    [long('timestamp-millis'), { 'timestamp-millis': 'temporal' }, NOON, 'wide'],
    [long('timestamp-millis'), { 'timestamp-millis': 'temporal' }, instant('1970-01-01T00:00Z'), 'natural'],
    [logical('int', 'date'), {}, MIDNIGHT, 'wide'],
    [DURATION, {}, { months: 0, days: 0, milliseconds: 0 }, 'natural'],
    ['"bytes"', {}, Buffer.of(1), 'natural'],
    ['"null"', {}, null, 'natural'],
    ['"boolean"', {}, false, 'natural'],
    ['"string"', {}, 'x', 'natural'],
    ['"string"', {}, 1, 'none'],
  ])('%s %j: %s', (text, choices, value, fit) => {
    expect(scalarFit(scalar(text, choices), value)).toBe(fit);
  });
});

describe('Temporal', () => {
  it('is asked of the runtime when a conversion is made, and missed in words', () => {
    const wrong = (): unknown =>
      conversionOf(scalar(long('timestamp-nanos'), { 'timestamp-nanos': 'temporal' }), {}, () => undefined);
    expect(wrong).toThrow(ConfigError);
    expect(wrong).toThrow(expect.objectContaining({ code: 'TEMPORAL_MISSING' }));
    expect(wrong).toThrow(/--harmony-temporal|temporal-polyfill/);
  });

  it.each<[string, string, unknown, string]>([
    ['timestamp-millis', 'long', 1n << 62n, 'Instant'],
    ['timestamp-micros', 'long', (1n << 63n) - 1n, 'Instant'],
    ['local-timestamp-micros', 'long', -(1n << 63n), 'PlainDateTime'],
    ['date', 'int', 2 ** 31 - 1, 'PlainDate'],
    ['time-millis', 'int', 86_400_000, 'PlainTime'],
    ['time-micros', 'long', -1, 'PlainTime'],
  ])('cannot hold every count of %s', (name, type, count, temporal) => {
    const { conversion } = converted(logical(type, name), { [name]: 'temporal' });
    expect(() => conversion?.fromWire(count, 'a.b')).toThrow(
      expect.objectContaining({
        code: 'VALUE_UNREPRESENTABLE',
        path: 'a.b',
        message: `a.b: the value is beyond what a Temporal.${temporal} can hold`,
      }),
    );
  });

  it('counts a local time as Temporal itself does at UTC, to its last days', () => {
    const { conversion } = converted(long('local-timestamp-nanos'), { 'local-timestamp-nanos': 'temporal' });
    fc.assert(
      fc.property(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), (count) => {
        const local = conversion?.fromWire(count, '');
        const inUtc = Temporal.Instant.fromEpochNanoseconds(count).toZonedDateTimeISO('UTC');
        expect(String(local)).toBe(inUtc.toPlainDateTime().toString());
        expect(conversion?.toWire(local)).toBe(count);
      }),
      { numRuns: cases(500) },
    );
    const millis = converted(long('local-timestamp-millis'), { 'local-timestamp-millis': 'temporal' });
    for (const text of ['-271821-04-19T00:00:00.001', '+275760-09-13T23:59:59.999']) {
      const edge = Temporal.PlainDateTime.from(text);
      expect(String(millis.conversion?.fromWire(millis.conversion.toWire(edge), ''))).toBe(edge.toString());
    }
  });
});

it('the words and the conversion agree on every value', () => {
  const representations = ROWS.map(([text, choices]) => ({
    representation: scalar(text, choices),
    conversion: converted(text, choices).conversion,
  }));
  const value = fc.oneof(
    fc.anything({ withBigInt: true, withDate: true }),
    fc.bigInt({ min: -(1n << 70n), max: 1n << 70n }),
    fc.date({ noInvalidDate: false }),
    fc.integer({ min: -20_000, max: 20_000 }).map((days) => new Date(days * 86_400_000)),
    fc.stringMatching(/^-?\d{1,6}(\.\d{1,4})?$/),
    fc.record({ unscaled: fc.bigInt(), scale: fc.integer() }),
    fc.record({ months: fc.nat(), days: fc.nat(), milliseconds: fc.nat() }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...representations), value, ({ representation, conversion }, given) => {
      // Counts that are numbers or bigints already are judged by the wire.
      const isCount = typeof given === 'number' || typeof given === 'bigint';
      fc.pre(conversion !== null && !(isCount && ['number', 'bigint'].includes(representation.kind)));
      fc.pre(representation.kind !== 'number' || given instanceof Date);
      const fits = scalarMisfit(representation, given) === undefined;
      if (fits) {
        const back = conversion.fromWire(conversion.toWire(given), '');
        expect(scalarFit(representation, back)).toBe('natural');
      } else expect(() => conversion.toWire(given)).toThrow(MISFIT);
    }),
    { numRuns: cases(2000) },
  );
});
