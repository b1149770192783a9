/**
 * Values at the edges of their types: least and most, not finite, empty, long, and text that is hard on others.
 */
import type { NumberRepresentation, ScalarRepresentation, TemporalLogicalName } from '@ottla/schema';

type Edges = readonly [unknown, ...unknown[]];

const MOST_INT = 0x7fffffff;
const MOST_LONG = 0x7fffffffffffffffn;
const MOST_DATE_MS = 8.64e15;
const DAY_MS = 86_400_000;
const MOST_PART = 0xffffffff;
/** What a decimal has before the point at most, here. */
const MOST_WHOLE_DIGITS = 60;
const LONG_TEXT = 1000;

export const EDGE_TEXTS: Edges = [
  '',
  ' ',
  'null',
  '0',
  '\0\t\r\n\u001b[31m',
  '"quoted" \\ \u2028 */ </script>',
  'é e\u0301 Å',
  '漢字 العربية עברית',
  '\u202eright to left',
  '👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  '\ufeff\ufffd\uffff',
  '__proto__',
  'x'.repeat(LONG_TEXT),
];
export const EDGE_KEYS: Edges = ['', '__proto__', 'constructor', 'two words', 'ключ', '😀', '1'];

const INTS: Edges = [0, -1, 1, 63, 64, -64, -65, MOST_INT, -MOST_INT - 1];
const LONGS: Edges = [0n, -1n, 1n << 31n, 1n << 53n, (1n << 53n) + 1n, MOST_LONG, -MOST_LONG - 1n];
const DOUBLES: Edges = [
  0,
  -0,
  0.1,
  1e21,
  Number.EPSILON,
  Number.MIN_VALUE,
  Number.MAX_VALUE,
  2 ** 53,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];
const FLOATS: Edges = [
  0,
  -0,
  Math.fround(0.1),
  16_777_217,
  2 ** -149,
  (2 - 2 ** -23) * 2 ** 127,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];
const DATES: Edges = [
  '1970-01-01',
  '1969-12-31',
  '2024-02-29',
  '0000-01-01',
  '9999-12-31',
  '+5881580-07-11',
  '-5877641-06-23',
];

/** Undefined for a type that has none. */
export function edgesOf(representation: ScalarRepresentation): Edges | undefined {
  switch (representation.kind) {
    case 'number':
      return numberEdges(representation.of);
    case 'bigint':
      return LONGS;
    case 'string':
      return representation.schema.logical === null
        ? EDGE_TEXTS
        : ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    case 'bytes':
      return [new Uint8Array(), Uint8Array.of(0), allBytes()];
    case 'fixedBytes':
      return [new Uint8Array(representation.size), new Uint8Array(representation.size).fill(0xff)];
    case 'timestamp':
      return [0, -1, MOST_DATE_MS, -MOST_DATE_MS].map((count) => new Date(count)) as [Date, ...Date[]]; // four
    case 'dateString':
      return DATES;
    case 'decimalString':
      return decimalEdges(representation.precision, representation.scale);
    case 'bigDecimalString':
      return ['0', '-0.1', `${'9'.repeat(MOST_WHOLE_DIGITS)}.${'9'.repeat(MOST_WHOLE_DIGITS)}`];
    case 'duration':
      return [
        { months: 0, days: 0, milliseconds: 0 },
        { months: MOST_PART, days: MOST_PART, milliseconds: MOST_PART },
      ];
    case 'null':
    case 'boolean':
    case 'enum':
    case 'temporal':
    case 'unscaledDecimal':
    case 'custom':
      return undefined;
  }
}

function numberEdges(of: NumberRepresentation['of']): Edges {
  if (of === 'double') return DOUBLES;
  if (of === 'float') return FLOATS;
  if (of === 'int') return INTS;
  return timeEdges(of);
}

/** Of counts that are kept as numbers, which are safe. */
function timeEdges(of: 'long' | TemporalLogicalName): Edges {
  if (of === 'time-millis') return [0, DAY_MS - 1];
  if (of === 'time-micros') return [0, DAY_MS * 1000 - 1];
  return of === 'date' ? INTS : [0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
}

/** As many digits as there may be, up to a bound. */
function decimalEdges(precision: number, scale: number): Edges {
  const whole = '9'.repeat(Math.min(Math.max(0, precision - scale), MOST_WHOLE_DIGITS)) || '0';
  const [zero, most] =
    scale === 0 ? ['0', whole] : [`0.${'0'.repeat(scale)}`, `${whole}.${'9'.repeat(scale)}`];
  return [zero, most, `-${most}`];
}

function allBytes(): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, index) => index);
}
