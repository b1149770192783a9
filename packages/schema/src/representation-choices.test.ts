import { ConfigError } from '@ottla/kernel';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { parseSchema } from './parse/schema-parser.ts';
import type { RepresentationChoice, RepresentationChoices } from './representation-choices.ts';
import { inputKindsOf } from './representation-inputs.ts';
import type { Representation } from './representation-kinds.ts';
import { refuseInvalidChoices } from './representation-refusals.ts';
import { choiceNames, formsOf, takesCodec, type ChoiceName } from './representation-table.ts';
import { representationOf } from './representation.ts';

const TYPES: Readonly<Record<ChoiceName, string>> = {
  long: '"long"',
  decimal: '{"type":"bytes","logicalType":"decimal","precision":6,"scale":2}',
  'big-decimal': '{"type":"bytes","logicalType":"big-decimal"}',
  uuid: '{"type":"string","logicalType":"uuid"}',
  date: '{"type":"int","logicalType":"date"}',
  'time-millis': '{"type":"int","logicalType":"time-millis"}',
  'time-micros': '{"type":"long","logicalType":"time-micros"}',
  'timestamp-millis': '{"type":"long","logicalType":"timestamp-millis"}',
  'timestamp-micros': '{"type":"long","logicalType":"timestamp-micros"}',
  'timestamp-nanos': '{"type":"long","logicalType":"timestamp-nanos"}',
  'local-timestamp-millis': '{"type":"long","logicalType":"local-timestamp-millis"}',
  'local-timestamp-micros': '{"type":"long","logicalType":"local-timestamp-micros"}',
  'local-timestamp-nanos': '{"type":"long","logicalType":"local-timestamp-nanos"}',
  duration: '{"type":"fixed","name":"D","size":12,"logicalType":"duration"}',
};

type Row = readonly [ChoiceName, string, shape: object, wide: readonly string[]];

const counts = (name: ChoiceName, wideNumber: readonly string[], wideBigint: readonly string[]): Row[] => [
  [name, 'number', { kind: 'number', of: name }, wideNumber],
  [name, 'bigint', { kind: 'bigint', of: name }, wideBigint],
];
const temporal = (name: ChoiceName, wide: readonly string[] = []): Row => [
  name,
  'temporal',
  { kind: 'temporal', of: name },
  wide,
];

const ROWS: readonly Row[] = [
  ...counts('long', ['bigint'], ['number']),
  ['decimal', 'string', { kind: 'decimalString', precision: 6, scale: 2 }, ['bigint', 'number']],
  ['decimal', 'unscaled', { kind: 'unscaledDecimal', digits: { precision: 6, scale: 2 } }, []],
  ['big-decimal', 'string', { kind: 'bigDecimalString' }, ['bigint', 'number']],
  ['big-decimal', 'unscaled', { kind: 'unscaledDecimal', digits: null }, []],
  ['uuid', 'string', { kind: 'string' }, []],
  ['date', 'string', { kind: 'dateString' }, ['date']],
  ['date', 'number', { kind: 'number', of: 'date' }, []],
  temporal('date'),
  ['time-millis', 'number', { kind: 'number', of: 'time-millis' }, []],
  temporal('time-millis'),
  ...counts('time-micros', ['bigint'], []),
  temporal('time-micros'),
  ['timestamp-millis', 'date', { kind: 'timestamp' }, ['number']],
  ...counts('timestamp-millis', ['bigint', 'date'], ['date']),
  temporal('timestamp-millis', ['date']),
  ...counts('timestamp-micros', ['bigint', 'date'], ['date']),
  temporal('timestamp-micros', ['date']),
  ['timestamp-nanos', 'bigint', { kind: 'bigint', of: 'timestamp-nanos' }, ['date']],
  temporal('timestamp-nanos', ['date']),
  ...counts('local-timestamp-millis', ['bigint'], []),
  temporal('local-timestamp-millis'),
  ...counts('local-timestamp-micros', ['bigint'], []),
  temporal('local-timestamp-micros'),
  ['local-timestamp-nanos', 'bigint', { kind: 'bigint', of: 'local-timestamp-nanos' }, []],
  temporal('local-timestamp-nanos'),
  ['duration', 'object', { kind: 'duration' }, []],
];

const chosen = (name: string, form: unknown): RepresentationChoices => ({ [name]: form });

function withoutSchema({ schema: _schema, ...rest }: Representation): object {
  return rest;
}

describe('a choice', () => {
  it.each(ROWS)(
    'of %s as %s gives one representation, and what it takes besides',
    (name, form, shape, wide) => {
      const representation = representationOf(parseSchema(TYPES[name]), chosen(name, form));
      expect(withoutSchema(representation)).toEqual(shape);
      expect(inputKindsOf(representation).wide).toEqual(wide);
    },
  );

  it('is in the rows above, for every form there is', () => {
    const rows = ROWS.map(([name, form]) => `${name}: ${form}`).toSorted();
    expect(choiceNames.flatMap((name) => formsOf(name).map((form) => `${name}: ${form}`)).toSorted()).toEqual(
      rows,
    );
    expectTypeOf<keyof RepresentationChoice>().toEqualTypeOf<ChoiceName>();
  });

  it.each(choiceNames.map((name) => [name, formsOf(name)[0]]))('of %s is %s unless made', (name, form) => {
    const schema = parseSchema(TYPES[name]);
    expect(representationOf(schema)).toEqual(representationOf(schema, chosen(name, form)));
  });

  it.each<[ChoiceName, object]>([
    ['decimal', { kind: 'unscaledDecimal', digits: { precision: 6, scale: 2 } }],
    ['big-decimal', { kind: 'unscaledDecimal', digits: null }],
    ['uuid', { kind: 'string' }],
    ['date', { kind: 'number', of: 'date' }],
    ['time-millis', { kind: 'number', of: 'time-millis' }],
    ['time-micros', { kind: 'bigint', of: 'time-micros' }],
    ['timestamp-millis', { kind: 'bigint', of: 'timestamp-millis' }],
    ['timestamp-micros', { kind: 'bigint', of: 'timestamp-micros' }],
    ['timestamp-nanos', { kind: 'bigint', of: 'timestamp-nanos' }],
    ['local-timestamp-millis', { kind: 'bigint', of: 'local-timestamp-millis' }],
    ['local-timestamp-micros', { kind: 'bigint', of: 'local-timestamp-micros' }],
    ['local-timestamp-nanos', { kind: 'bigint', of: 'local-timestamp-nanos' }],
    ['duration', { kind: 'duration' }],
  ])('of a codec for %s stands on the plainest form', (name, base) => {
    const representation = representationOf(parseSchema(TYPES[name]), chosen(name, { codec: 'Mine' }));
    if (representation.kind !== 'custom') throw new Error('no codec');
    expect(representation.codec).toBe('Mine');
    expect(withoutSchema(representation.base)).toEqual(base);
    expect(inputKindsOf(representation)).toEqual({ natural: 'class', wide: [] });
    expect(takesCodec(name)).toBe(true);
  });

  it('says nothing of a type without its logical type, or with an unknown one', () => {
    const choices = { decimal: 'unscaled', date: 'temporal', uuid: { codec: 'Id' } } as const;
    for (const text of ['"bytes"', '"int"', '"string"', '{"type":"string","logicalType":"money"}']) {
      const schema = parseSchema(text);
      expect(representationOf(schema, choices)).toEqual(representationOf(schema));
    }
  });
});

describe('where a choice holds', () => {
  const price = `{"type":"fixed","name":"Price","size":8,"logicalType":"decimal","precision":6,"scale":2}`;
  const at = TYPES['timestamp-millis'];
  const schema = parseSchema(
    `{"type":"record","name":"com.acme.Order","fields":[{"name":"at","type":${at}},` +
      `{"name":"seen","type":["null",{"type":"array","items":{"type":"map","values":${at}}}]},` +
      `{"name":"price","type":${price}},{"name":"total","type":${TYPES.decimal}},` +
      `{"name":"line","type":{"type":"record","name":"Line","fields":[{"name":"at","type":${at}},{"name":"price","type":"Price"}]}}]}`,
  );

  /** Of Order: at, deep in seen, price, total; of Line: at, price. */
  function kindsOf(choices: RepresentationChoices): string {
    const order = representationOf(schema, choices);
    const fields = order.kind === 'record' ? order.fields.map(({ representation }) => representation) : [];
    const line = fields[4]?.kind === 'record' ? fields[4].fields.map((each) => each.representation) : [];
    return [fields[0], deepest(fields[1]), fields[2], fields[3], ...line].map((each) => each?.kind).join(' ');
  }

  function deepest(representation: Representation | undefined): Representation | undefined {
    if (representation?.kind === 'union') return deepest(representation.branches[1]?.representation);
    if (representation?.kind === 'array') return deepest(representation.items);
    return representation?.kind === 'map' ? deepest(representation.values) : representation;
  }

  const NONE = 'timestamp timestamp decimalString decimalString timestamp decimalString';

  it.each<[string, RepresentationChoices, string]>([
    ['nowhere', {}, NONE],
    [
      'for the run, everywhere',
      { 'timestamp-millis': 'number', decimal: 'unscaled' },
      'number number unscaledDecimal unscaledDecimal number unscaledDecimal',
    ],
    [
      'for a record, but not for what has a name of its own',
      { overrides: { 'com.acme.Order': { 'timestamp-millis': 'bigint', decimal: 'unscaled' } } },
      'bigint bigint decimalString unscaledDecimal timestamp decimalString',
    ],
    [
      'for a field, whatever stands around',
      { overrides: { 'com.acme.Order.seen': { 'timestamp-millis': 'temporal' } } },
      'timestamp temporal decimalString decimalString timestamp decimalString',
    ],
    [
      'for a fixed, wherever it is used',
      { overrides: { 'com.acme.Price': { decimal: { codec: 'Money' } } } },
      'timestamp timestamp custom decimalString timestamp custom',
    ],
    [
      'the most specific one, for each logical type by itself',
      {
        'timestamp-millis': 'number',
        decimal: 'unscaled',
        overrides: {
          'com.acme.Order': { 'timestamp-millis': 'bigint' },
          'com.acme.Order.at': { 'timestamp-millis': 'date' },
          'com.acme.Order.total': { decimal: 'string' },
        },
      },
      'timestamp bigint unscaledDecimal decimalString number unscaledDecimal',
    ],
  ])('%s', (_name, choices, kinds) => {
    expect(kindsOf(choices)).toBe(kinds);
  });

  it('is told when a field is of a fixed, which a choice for the field would miss', () => {
    const wrong = (): unknown =>
      representationOf(schema, { overrides: { 'com.acme.Line.price': { decimal: 'unscaled' } } });
    expect(wrong).toThrow(expect.objectContaining({ code: 'CHOICE_UNFIT' }));
    expect(wrong).toThrow("choose for 'com.acme.Price'");
  });
});

describe('what is no choice is refused', () => {
  it.each<[string, unknown, string]>([
    ['an unknown name', { lnog: 'bigint' }, "choices: 'lnog' is nothing to choose; did you mean 'long'?"],
    ['a near one', { 'timestamp-milis': 'date' }, "did you mean 'timestamp-millis'?"],
    ['a far one', { colour: 'red' }, 'there are long, decimal, big-decimal, uuid, date, time-millis'],
    ['an inherited one', { toString: 'bigint' }, "'toString' is nothing to choose"],
    ['an unknown form', { long: 'string' }, "long is 'string'; it can be 'number' or 'bigint'"],
    ['an inherited form', { long: 'constructor' }, "long is 'constructor'; it can be"],
    [
      'a form of another type',
      { 'local-timestamp-millis': 'date' },
      "it can be 'bigint', 'number', 'temporal' or { codec: 'a name' }",
    ],
    ['a codec where none may stand', { long: { codec: 'Mine' } }, 'long is something else; it can be'],
    ['a codec without a name', { decimal: { codec: '' } }, 'decimal is something else'],
    ['a codec with more', { decimal: { codec: 'M', scale: 2 } }, 'decimal is something else'],
    ['no form', { decimal: null }, 'decimal is something else'],
    ['no object', 'bigint', "choices must be an object such as { long: 'bigint' }"],
    ['a list', [], 'choices must be an object'],
    ['overrides that are none', { overrides: [] }, 'choices.overrides must be an object'],
    ['an override that is none', { overrides: { a: 'x' } }, "choices.overrides['a'] must be an object"],
    ['a wrong form in one', { overrides: { a: { date: 'days' } } }, "choices.overrides['a']: date is 'days'"],
    ['overrides within one', { overrides: { a: { overrides: {} } } }, "'overrides' is nothing to choose"],
    ['a long text', { long: 'x'.repeat(10_000) }, '(10000 characters)'],
  ])('%s', (_name, choices, message) => {
    // What a program without types passes.
    const wrong = (): unknown => representationOf(parseSchema('"int"'), choices as RepresentationChoices);
    expect(wrong).toThrow(ConfigError);
    expect(wrong).toThrow(expect.objectContaining({ code: 'CHOICE_INVALID', action: 'usage' }));
    expect(wrong).toThrow(message);
  });

  it('but not what is left undefined', () => {
    expect(() => refuseInvalidChoices({ long: undefined, overrides: undefined })).not.toThrow();
    expect(() => refuseInvalidChoices({ overrides: { a: { decimal: undefined } } })).not.toThrow();
  });
});

describe('unions with values of classes and pairs', () => {
  const record = '{"type":"record","name":"R","fields":[]}';
  const map = '{"type":"map","values":"int"}';

  it.each<[string, RepresentationChoices, readonly (readonly [string, string])[]]>([
    [
      `["null",${TYPES.decimal},${record}]`,
      { decimal: 'unscaled' },
      [
        ['none', 'null'],
        ['wrapped', 'object'],
        ['none', 'object'],
      ],
    ],
    [
      `[${TYPES['big-decimal']},${map}]`,
      { 'big-decimal': 'unscaled' },
      [
        ['wrapped', 'object'],
        ['none', 'object'],
      ],
    ],
    [
      `[${TYPES.decimal},${TYPES.duration}]`,
      { decimal: 'unscaled' },
      [
        ['none', 'object'],
        ['none', 'object'],
      ],
    ],
    [
      `[${TYPES['timestamp-nanos']},${record},${TYPES.duration}]`,
      { 'timestamp-nanos': 'temporal', duration: { codec: 'Span' } },
      [
        ['none', 'class'],
        ['none', 'object'],
        ['none', 'class'],
      ],
    ],
  ])('%s', (text, choices, expected) => {
    const union = representationOf(parseSchema(text), choices);
    if (union.kind !== 'union') throw new Error('not a union');
    expect(union.branches.map(({ tagging, jsKind }) => [tagging, jsKind])).toEqual(expected);
  });
});
