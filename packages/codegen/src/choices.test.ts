import { ConfigError } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { generate } from './generate.ts';
import type { GenerateOptions } from './generate-options.ts';

const logical = (type: string, logicalType: string, more = {}): object => ({ type, logicalType, ...more });
const DECIMAL = logical('bytes', 'decimal', { precision: 9, scale: 2 });
const PRICE = { type: 'fixed', name: 'Price', size: 8, logicalType: 'decimal', precision: 9, scale: 2 };
const record = (name: string, ...types: unknown[]): object => ({
  type: 'record',
  name,
  namespace: 'com.acme',
  fields: types.map((type, index) => ({ name: `f${index}`, type })),
});

const MONEY = { import: './money.js', type: 'Money', codec: 'moneyCodec' };

function modules(schema: unknown, options?: GenerateOptions): Readonly<Record<string, string>> {
  const { files } = generate([{ file: 'r.avsc', text: JSON.stringify(schema) }], options);
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

function moduleOf(schema: unknown, options?: GenerateOptions): string {
  return modules(schema, options)['com/acme/r.ts'] ?? '';
}

describe('the type of a chosen form', () => {
  it.each<[object, GenerateOptions['choices'], value: string, input?: string]>([
    [DECIMAL, { decimal: 'unscaled' }, '{ unscaled: bigint; scale: number }'],
    [logical('bytes', 'big-decimal'), {}, 'string', 'string | bigint | number'],
    [logical('bytes', 'big-decimal'), { 'big-decimal': 'unscaled' }, '{ unscaled: bigint; scale: number }'],
    [logical('int', 'date'), { date: 'number' }, 'number'],
    [logical('int', 'date'), { date: 'temporal' }, 'Temporal.PlainDate'],
    [logical('int', 'time-millis'), { 'time-millis': 'temporal' }, 'Temporal.PlainTime'],
    [logical('long', 'time-micros'), { 'time-micros': 'bigint' }, 'bigint'],
    [
      logical('long', 'timestamp-millis'),
      { 'timestamp-millis': 'number' },
      'number',
      'number | bigint | Date',
    ],
    [logical('long', 'timestamp-millis'), { 'timestamp-millis': 'bigint' }, 'bigint', 'bigint | Date'],
    [
      logical('long', 'timestamp-nanos'),
      { 'timestamp-nanos': 'temporal' },
      'Temporal.Instant',
      'Temporal.Instant | Date',
    ],
    [
      logical('long', 'local-timestamp-micros'),
      { 'local-timestamp-micros': 'temporal' },
      'Temporal.PlainDateTime',
    ],
    [DECIMAL, { decimal: { codec: 'Money' } }, 'Money'],
    [{ type: 'long' }, { long: 'bigint' }, 'bigint', 'bigint | number'],
  ])('%j by %j is %s', (type, choices, value, input = value) => {
    const text = moduleOf(record('R', type), { choices: choices ?? {}, valueCodecs: { Money: MONEY } });
    const [, valueSide = '', inputSide = ''] = text.split('export interface ');
    expect(valueSide).toContain(`  f0: ${value};\n`);
    expect(inputSide).toContain(`  f0: ${input};\n`);
  });

  it('names Temporal only where it is chosen', () => {
    const schema = record('R', logical('int', 'date'), logical('long', 'timestamp-nanos'));
    expect(moduleOf(schema)).not.toContain('Temporal');
    expect(moduleOf(schema, { choices: { date: 'temporal' } })).toContain('Temporal.PlainDate');
  });

  it('is told apart from a type of that name', () => {
    const made = modules(record('R', record('Temporal', logical('int', 'date'))), {
      choices: { date: 'temporal' },
    });
    expect(made['com/acme/r.ts']).toContain('f0: TemporalRecord;');
    expect(made['com/acme/temporal.ts']).toContain('f0: Temporal.PlainDate;');
  });

  it('of a fixed is one type with another for sending, where more is taken', () => {
    const made = modules(record('R', PRICE, { type: 'array', items: 'Price' }));
    expect(made['com/acme/price.ts']).toContain('export type Price = string;\n');
    expect(made['com/acme/price.ts']).toContain(
      '/** What sending takes. */\nexport type PriceInput = string | bigint | number;\n',
    );
    expect(made['com/acme/r.ts']).toContain('  f0: PriceInput;\n  f1: readonly PriceInput[];\n');
    const unscaled = modules(record('R', PRICE), { choices: { decimal: 'unscaled' } });
    expect(unscaled['com/acme/price.ts']).not.toContain('PriceInput');
  });
});

describe('a union for sending', () => {
  it.each<[readonly unknown[], string]>([
    [['null', 'long'], 'null | number | bigint'],
    [['null', DECIMAL], 'null | string | bigint | number'],
    // Either takes a number: it is a long, and `$type` can say otherwise.
    [
      ['long', logical('int', 'date'), DECIMAL],
      'number | bigint | string | Date | ' +
        "{ $type: 'long'; value: number | bigint } | { $type: 'int'; value: string | Date } | " +
        "{ $type: 'bytes'; value: string | bigint | number }",
    ],
    [
      [logical('long', 'timestamp-millis'), 'double'],
      "Date | number | { $type: 'long'; value: Date | number } | { $type: 'double'; value: number }",
    ],
    [['boolean', 'long', 'bytes'], 'boolean | number | bigint | Uint8Array'],
  ])('%j', (union, input) => {
    const text = moduleOf(record('R', union));
    const inputSide = text.split('export interface ')[2] ?? '';
    const spelled = /f0:([^]*?);\n\}/.exec(inputSide)?.[1] ?? '';
    expect(spelled.replaceAll(/\s+\|?\s*/g, ' ').trim()).toBe(input.replaceAll(/\s+\|?\s*/g, ' '));
  });
});

describe('the constant', () => {
  it('tells of the choices that concern its schema, in one order', () => {
    const choices = { duration: 'object', decimal: 'unscaled', date: 'temporal' } as const;
    const text = moduleOf(record('R', DECIMAL, logical('int', 'date')), { choices });
    expect(text).toContain("  choices: { long: 'number', decimal: 'unscaled', date: 'temporal' },\n");
    expect(moduleOf(record('R', 'string'), { choices })).toContain("  choices: { long: 'number' },\n");
  });

  it('tells of a choice for what is nested, and of overrides', () => {
    const inner = record('Inner', logical('long', 'timestamp-millis'), 'R');
    const text = moduleOf(record('R', ['null', { type: 'map', values: inner }]), {
      choices: {
        'timestamp-millis': 'number',
        overrides: {
          'com.acme.Inner': { 'timestamp-millis': 'bigint', long: 'bigint' },
          'com.acme.Inner.f0': { 'timestamp-millis': { codec: 'Money' } },
        },
      },
      valueCodecs: { Money: MONEY },
    });
    expect(text).toContain(
      "  choices: {\n    long: 'number',\n    'timestamp-millis': 'number',\n    overrides: {\n" +
        "      'com.acme.Inner': { long: 'bigint', 'timestamp-millis': 'bigint' },\n" +
        "      'com.acme.Inner.f0': { 'timestamp-millis': { codec: 'Money' } },\n    },\n  },\n",
    );
  });

  it('is laid out over lines when long', () => {
    const names = ['date', 'time-millis'].map((name) => logical('int', name));
    const longs = ['timestamp-millis', 'timestamp-micros'].map((name) => logical('long', name));
    const choices = {
      date: 'temporal',
      'time-millis': 'temporal',
      'timestamp-millis': 'temporal',
      'timestamp-micros': 'temporal',
    } as const;
    expect(moduleOf(record('R', ...names, ...longs), { choices })).toContain(
      "  choices: {\n    long: 'number',\n    date: 'temporal',\n",
    );
  });

  it('carries the codecs it needs, each held to its plain form', () => {
    const schema = record('R', DECIMAL, logical('string', 'uuid'), record('S', logical('int', 'date')));
    const made = modules(schema, {
      choices: {
        decimal: { codec: 'Money' },
        uuid: { codec: 'any name' },
        date: { codec: '__proto__' },
        duration: { codec: 'Money' },
      },
      valueCodecs: {
        Money: MONEY,
        'any name': { import: '@acme/ids', type: 'Id', codec: 'Id' },
        ['__proto__']: { import: '../days.ts', type: 'Day', codec: 'dayCodec' },
      },
    });
    const text = made['com/acme/r.ts'] ?? '';
    expect(text).toContain(
      '  codecs: {\n' +
        '    Money: moneyCodec satisfies ValueCodec<Money, { unscaled: bigint; scale: number }>,\n' +
        "    ['__proto__']: dayCodec satisfies ValueCodec<Day, number>,\n" +
        "    'any name': Id satisfies ValueCodec<Id, string>,\n" +
        '  },\n',
    );
    expect(text).toContain("import { Id } from '@acme/ids';\n");
    expect(text).toContain(
      "import { moneyCodec } from '../../money.js';\nimport type { Money } from '../../money.js';\n",
    );
    expect(text).toContain("import type { Day } from '../../../days.ts';\n");
    // Nested: a type, no constant, so no codec either.
    expect(made['com/acme/s.ts']).toContain("import type { Day } from '../../../days.ts';\n");
    expect(made['com/acme/s.ts']).not.toContain('dayCodec');
  });

  it('carries no codec that its schema does not need', () => {
    const options = { choices: { decimal: { codec: 'Money' } }, valueCodecs: { Money: MONEY } };
    const text = moduleOf(record('R', 'string'), options);
    expect(text).not.toContain('oney');
    expect(text).not.toContain('codecs');
  });

  it('steps aside for a type of the same name', () => {
    const options = {
      choices: { decimal: { codec: 'Money' } },
      valueCodecs: { Money: { ...MONEY, type: 'R' } },
    };
    const text = moduleOf(record('R', DECIMAL), options);
    expect(text).toContain("import type { R as userR } from '../../money.js';");
    expect(text).toContain('  f0: userR;\n');
  });

  it('hides no name of the language', () => {
    const options = {
      choices: { decimal: { codec: 'Money' } },
      valueCodecs: { Money: { ...MONEY, type: 'Date', codec: 'default' } },
    };
    const text = moduleOf(record('R', DECIMAL, logical('long', 'timestamp-millis')), options);
    expect(text).toContain("import { default as userdefault } from '../../money.js';");
    expect(text).toContain("import type { Date as userDate } from '../../money.js';");
    expect(text).toContain('  f0: userDate;\n  f1: Date;\n');
  });
});

describe('generate refuses', () => {
  it.each<[string, unknown, string]>([
    [
      'a codec that is not given',
      {},
      "name the codec 'Money', which is not among valueCodecs; say where it is",
    ],
    ['a codec given by another name', { Mony: MONEY }, "did you mean 'Mony'?"],
    ['codecs that are none', { Money: './money.js' }, 'valueCodecs'],
    ['a codec without a place', { Money: { ...MONEY, import: '' } }, 'valueCodecs'],
    ['a type that is no name', { Money: { ...MONEY, type: 'Money<string>' } }, 'valueCodecs'],
    ['a codec that is no name', { Money: { ...MONEY, codec: 'evil(); x' } }, 'valueCodecs'],
    ['a codec with more', { Money: { ...MONEY, more: 1 } }, 'valueCodecs'],
  ])('%s', (_name, valueCodecs, message) => {
    const wrong = (): unknown =>
      // What a program without types passes.
      moduleOf(record('R', DECIMAL), {
        choices: { decimal: { codec: 'Money' } },
        valueCodecs,
      } as GenerateOptions);
    expect(wrong).toThrow(ConfigError);
    expect(wrong).toThrow(message);
  });

  it('a codec that is missing for a field only', () => {
    const choices = { overrides: { 'com.acme.R.f0': { decimal: { codec: 'Money' } } } };
    expect(() => moduleOf(record('R', DECIMAL), { choices })).toThrow(
      expect.objectContaining({ code: 'CODEC_MISSING' }),
    );
  });

  it('lets no import path become code', () => {
    const options = {
      choices: { decimal: { codec: 'Money' } },
      valueCodecs: { Money: { ...MONEY, import: "x'; evil(); '\u2028" } },
    };
    expect(moduleOf(record('R', DECIMAL), options)).toContain("from 'x\\'; evil(); \\'\\u2028';");
  });
});
