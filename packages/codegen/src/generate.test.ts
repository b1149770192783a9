import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { generate } from './generate.ts';
import type { GenerateOptions } from './generate-options.ts';

/** Modules by path. */
function modules(schemas: Record<string, unknown>, options?: GenerateOptions): Record<string, string> {
  const inputs = Object.entries(schemas).map(([file, schema]) => ({ file, text: JSON.stringify(schema) }));
  return Object.fromEntries(generate(inputs, options).files.map(({ path, text }) => [path, text]));
}

/** The module of a record `R` with one field `f` of this type. */
function recordWith(type: unknown, options?: GenerateOptions): string {
  const record = { type: 'record', name: 'R', fields: [{ name: 'f', type }] };
  return modules({ 'r.avsc': record }, options)['r.ts'] ?? '';
}

const logical = (type: string, logicalType: string, more = {}): object => ({ type, logicalType, ...more });
const record = (name: string, ...fields: object[]): object => ({ type: 'record', name, fields });

describe('the type of a field', () => {
  it.each<[unknown, string, string?]>([
    ['null', 'null'],
    ['boolean', 'boolean'],
    ['int', 'number'],
    ['long', 'number', 'number | bigint'],
    ['double', 'number'],
    ['string', 'string'],
    ['bytes', 'Uint8Array'],
    [logical('int', 'date'), 'string', 'string | Date'],
    [logical('long', 'timestamp-millis'), 'Date', 'Date | number'],
    [logical('long', 'timestamp-micros'), 'bigint', 'bigint | Date'],
    [logical('long', 'local-timestamp-millis'), 'bigint'],
    [logical('int', 'time-millis'), 'number'],
    [logical('bytes', 'decimal', { precision: 9, scale: 2 }), 'string', 'string | bigint | number'],
    [logical('string', 'uuid'), 'string'],
    [logical('long', 'constructor'), 'number', 'number | bigint'],
    [{ type: 'array', items: 'string' }, 'string[]', 'readonly string[]'],
    [{ type: 'array', items: ['null', 'string'] }, '(null | string)[]', 'readonly (null | string)[]'],
    [
      { type: 'array', items: { type: 'array', items: 'int' } },
      'number[][]',
      'readonly (readonly number[])[]',
    ],
    [
      { type: 'array', items: [{ type: 'array', items: 'int' }] },
      'number[][]',
      'readonly (readonly number[])[]',
    ],
    [
      { type: 'map', values: ['null', 'long'] },
      '{ [key: string]: null | number }',
      '{ readonly [key: string]: null | number | bigint }',
    ],
    [['null', 'string'], 'null | string'],
    [
      ['int', 'double', 'string'],
      'number | string',
      "number | string | { $type: 'int'; value: number } | { $type: 'double'; value: number }",
    ],
    [
      [logical('long', 'timestamp-millis'), 'string', 'bytes'],
      'Date | string | Uint8Array',
      'Date | number | string | Uint8Array',
    ],
    [[], 'never'],
    [['null', record('A')], 'null | A', 'null | AInput'],
    [['null', 'R'], 'null | R', 'null | RInput'],
    [
      [record('A'), record('B')],
      "({ $type: 'A' } & A) | ({ $type: 'B' } & B)",
      "({ $type: 'A' } & AInput) | ({ $type: 'B' } & BInput)",
    ],
    [
      [record('A'), { type: 'map', values: 'int' }],
      "A | { $type: 'map'; value: { [key: string]: number } }",
      "AInput | { $type: 'map'; value: { readonly [key: string]: number } }",
    ],
  ])('%j is %s', (type, value, input = value) => {
    const [, valueSide = '', inputSide = ''] = recordWith(type).split('export interface ');
    expect(valueSide).toContain(`  f: ${value};\n`);
    expect(inputSide).toContain(`  f: ${input};\n`);
  });

  it('is bigint for a long when that is chosen, and the constant says so', () => {
    const text = recordWith('long', { choices: { long: 'bigint' } });
    expect(text).toContain('  f: bigint;\n');
    expect(text).toContain("choices: { long: 'bigint' }");
  });

  it('is by record and field where that is chosen, and each constant says what concerns it', () => {
    const long = (name: string): object => ({ name, type: 'long' });
    const inner = { ...record('Inner'), fields: [long('c')] };
    const outer = { ...record('Outer'), fields: [long('a'), long('b'), { name: 'i', type: inner }] };
    const made = modules(
      { 'outer.avsc': outer, 'other.avsc': { ...record('__proto__'), fields: [long('d')] } },
      {
        choices: {
          overrides: {
            'Outer.b': { long: 'bigint' },
            Inner: { long: 'bigint' },
            ['__proto__']: { long: 'bigint' },
          },
        },
      },
    );
    const [outerText = '', innerText = ''] = [made['outer.ts'], made['inner.ts']];
    const otherText = Object.values(made).find((text) => text.includes("fullName: '__proto__'"));
    expect(outerText).toContain('  a: number;\n  b: bigint;\n');
    expect(innerText).toContain('  c: bigint;\n');
    expect(outerText).toContain(
      "  choices: {\n    long: 'number',\n    overrides: {\n      Inner: { long: 'bigint' },\n      'Outer.b': { long: 'bigint' },\n    },\n  },\n",
    );
    expect(otherText).toContain("    overrides: {\n      ['__proto__']: { long: 'bigint' },\n    },\n");
  });

  it('takes one line for each alternative of a long union', () => {
    const symbols = Array.from({ length: 12 }, (_, index) => `SYMBOL_${index}`);
    const text = modules({ 'e.avsc': { type: 'enum', name: 'E', symbols } })['e.ts'];
    expect(text).toContain("export type E =\n  | 'SYMBOL_0'\n  | 'SYMBOL_1'\n");
  });
});

describe('the input of a record', () => {
  it('may leave out what has a default', () => {
    const schema = record('R', { name: 'a', type: 'int', default: 7 }, { name: 'b', type: 'int' });
    const text = modules({ 'r.avsc': schema })['r.ts'] ?? '';
    expect(text).toContain('export interface R {\n  a: number;\n  b: number;\n}');
    expect(text).toContain(
      'export interface RInput {\n  /** @defaultValue 7 */\n  a?: number | undefined;\n  b: number;\n}',
    );
  });

  it('must carry what every object inherits: TypeScript takes the inherited member for it', () => {
    const schema = record('R', { name: 'toString', type: 'string', default: '' });
    expect(modules({ 'r.avsc': schema })['r.ts']).toMatch(/RInput \{[^}]*  toString: string;\n\}/);
  });

  it('shows any default as a comment that cannot end early', () => {
    const schema = record('R', { name: 'a', type: 'string', default: '*/ evil() /* `${x}` \u2028' });
    expect(modules({ 'r.avsc': schema })['r.ts']).toContain(
      '/** @defaultValue "*\\/ evil() /* `${x}` \\u2028" */',
    );
  });
});

describe('modules', () => {
  it('are one for each named type, at its namespace and name', () => {
    const inner = { type: 'enum', name: 'Level', namespace: 'com.other', symbols: ['LOW'] };
    const fixed = { type: 'fixed', name: 'Md5', size: 16 };
    const fields = [
      { name: 'level', type: inner },
      { name: 'hash', type: fixed },
    ];
    const made = modules({ 'x.avsc': { type: 'record', name: 'UserEvent', namespace: 'com.acme', fields } });
    expect(Object.keys(made)).toEqual([
      'com/acme/md5.ts',
      'com/acme/user-event.ts',
      'com/other/level.ts',
      'index.ts',
    ]);
    expect(made['com/acme/user-event.ts']).toContain("import type { Level } from '../other/level.js';");
    expect(made['com/acme/user-event.ts']).toContain("import type { Md5, Md5Input } from './md5.js';");
    expect(made['com/acme/md5.ts']).toContain('export type Md5 = Uint8Array & { readonly length: 16 };');
    expect(made['com/acme/md5.ts']).toContain('export type Md5Input = Uint8Array;');
  });

  it('come from whatever holds named types: unions, arrays, maps', () => {
    const made = modules({
      'u.avsc': [record('A'), { type: 'array', items: record('B') }],
      'm.avsc': { type: 'map', values: record('C') },
      's.avsc': 'string',
    });
    expect(Object.keys(made)).toEqual(['a.ts', 'b.ts', 'c.ts', 'index.ts', 'm.ts', 's.ts', 'u.ts']);
  });

  it('carry schema and serializers for what a file is about, types alone for what is nested', () => {
    const made = modules({
      'u.avsc': [record('A', { name: 'b', type: record('B', { name: 'b', type: 'int' }) })],
      'c.avsc': record('C'),
    });
    expect(made['a.ts']).toContain('export const A: AvroSchema<A, AInput>');
    expect(made['c.ts']).toContain('export function cSerializer(');
    expect(made['b.ts']?.split('\n').slice(2).join('\n')).toBe(
      '\nexport interface B {\n  b: number;\n}\n\n/** What sending takes: fields with a default may be left out. */\n' +
        'export interface BInput {\n  b: number;\n}\n',
    );
    expect(
      modules({ 'b.avsc': 'B', 'u.avsc': record('A', { name: 'b', type: record('B') }) })['b.ts'],
    ).toContain('export const B:');
  });

  it('import with the extension asked for', () => {
    const text = recordWith(record('A'), { importExtension: '.ts' });
    expect(text).toContain("import type { A, AInput } from './a.ts';");
  });

  it('keep two types of one short name apart', () => {
    const fields = [
      { name: 'own', type: { type: 'record', name: 'Money', namespace: 'a', fields: [] } },
      { name: 'other', type: { type: 'record', name: 'Money', namespace: 'b.c', fields: [] } },
    ];
    const made = modules({ 'x.avsc': { type: 'record', name: 'Order', namespace: 'a', fields } });
    expect(made['a/order.ts']).toContain("import type { Money, MoneyInput } from './money.js';");
    expect(made['a/order.ts']).toContain(
      "import type { Money as CMoney, MoneyInput as CMoneyInput } from '../b/c/money.js';",
    );
    expect(made['a/order.ts']).toContain('  own: Money;\n  other: CMoney;\n');
  });

  it('step aside when a type takes a name they import', () => {
    const text = modules({ 'x.avsc': record('AvroSchema') })['avro-schema.ts'];
    expect(text).toContain('AvroSchema as ottlaAvroSchema');
    expect(text).toContain(
      'export const AvroSchema: ottlaAvroSchema<AvroSchema, AvroSchemaInput> = defineAvroSchema',
    );
  });

  it('rename on the TypeScript side only', () => {
    const text = modules({ 'x.avsc': { ...record('Date'), namespace: 'com.acme' } })['com/acme/date.ts'];
    expect(text).toContain('export interface DateRecord {\n');
    expect(text).toContain("fullName: 'com.acme.Date'");
    expect(text).toContain('export function dateRecordSerializer(');
  });

  it('carry schema text that parses alone, references included', () => {
    const made = modules({
      'a.avsc': { ...record('Order', { name: 'total', type: 'Money' }), namespace: 'com.acme' },
      'b.avsc': { type: 'fixed', name: 'com.acme.Money', size: 8 },
    });
    const text = /schema:\s+'(.*)',/.exec(made['com/acme/order.ts'] ?? '')?.[1] ?? '';
    expect(JSON.parse(text)).toMatchObject({ fields: [{ type: { type: 'fixed', size: 8 } }] });
  });

  it('name the file a type comes from, nested and referenced ones too', () => {
    const made = modules({ 'a.avsc': record('A', { name: 'b', type: 'B' }), 'b.avsc': record('B') });
    expect(made['a.ts']).toMatch(/^\/\/ Generated by ottla from a\.avsc\. Do not edit/);
    expect(made['b.ts']).toMatch(/^\/\/ Generated by ottla from b\.avsc\. Do not edit/);
  });

  it('are not broken by the name of the file', () => {
    const [file] = generate([
      { file: 'a\nprocess.exit()//*/.avsc', text: '{"type":"fixed","name":"A","size":1}' },
    ]).files;
    expect(file?.text.split('\n')[0]).toBe(
      '// Generated by ottla from a\\u000aprocess.exit()//*\\/.avsc. Do not edit: change the schema, then run `ottla gen`.',
    );
  });

  it('contain no any', () => {
    expect(recordWith([record('A'), 'null', { type: 'map', values: 'bytes' }])).not.toMatch(
      /\bany\b(?! compat)/,
    );
  });
});

describe('Avro IDL and protocols', () => {
  const idl = `namespace shop;
    import protocol "money.avpr";
    /** What is bought. */
    record Order { string? note = "none"; array<Line> lines; }
    record Line { shop.Money price; timestamp_ms at; }`;
  const protocol = '{"protocol":"Pay","namespace":"shop","types":[{"type":"fixed","name":"Money","size":8}]}';
  const texts = (order: string): Record<string, string> => {
    const inputs = [
      { file: 'order.avdl', text: order },
      { file: 'money.avpr', text: protocol },
    ];
    return Object.fromEntries(generate(inputs).files.map(({ path, text }) => [path, text]));
  };

  it('give the modules that the same schemas in JSON would', () => {
    const made = texts(idl);
    expect(Object.keys(made)).toEqual(['index.ts', 'shop/line.ts', 'shop/money.ts', 'shop/order.ts']);
    expect(made['shop/order.ts']).toContain('Generated by ottla from order.avdl');
    expect(made['shop/order.ts']).toContain('What is bought.');
    expect(made['shop/line.ts']).toContain('at: Date;');
    expect(made['shop/money.ts']).toContain('Generated by ottla from money.avpr');
  });

  it('carry serializers for every type, or for the main schema where one is declared', () => {
    expect(texts(idl)['shop/line.ts']).toContain('lineSerializer');
    const withMain = texts(idl.replace('import', 'schema Order; import'));
    expect(withMain['shop/order.ts']).toContain('orderSerializer');
    expect(withMain['shop/line.ts']).not.toContain('lineSerializer');
  });
});

describe('the result', () => {
  const inputs = [
    { file: 'order.avsc', text: '{"type":"record","name":"Order","fields":[{"name":"a","type":"Address"}]}' },
    { file: 'address.avsc', text: '{"type":"record","name":"Address","fields":[]}' },
    { file: 'user.avsc', text: '{"type":"enum","name":"user","symbols":[]}' },
    { file: 'User.avsc', text: '{"type":"enum","name":"User","symbols":[]}' },
  ];

  it('depends neither on the order of files nor on earlier runs', () => {
    const expected = generate(inputs);
    fc.assert(
      fc.property(fc.shuffledSubarray(inputs, { minLength: inputs.length }), (shuffled) => {
        expect(generate(shuffled)).toEqual(expected);
      }),
    );
  });
});

describe('generate refuses', () => {
  it('two definitions of one name, naming both places', () => {
    const texts = ['a.avsc', 'b.avsc'].map((file, size) => ({
      file,
      text: JSON.stringify({ type: 'fixed', name: 'A', size }),
    }));
    expect(() => generate(texts)).toThrow(/b\.avsc:1:\d+.*a\.avsc:1:\d+/);
  });

  it('unknown options and choices, naming them', () => {
    // Callers in JavaScript have no compiler to stop them.
    const wrong =
      (options: unknown): (() => unknown) =>
      () =>
        generate([], options as GenerateOptions);
    expect(wrong({ importExtention: '.ts' })).toThrow(/did you mean 'importExtension'/);
    expect(wrong({ importExtension: '.mjs' })).toThrow(/importExtension/);
    expect(wrong({ choices: { long: 'float' } })).toThrow(/long is 'float'; it can be 'number' or 'bigint'/);
    expect(wrong({ choices: { overrides: { A: { short: 'bigint' } } } })).toThrow(
      /'short' is nothing to choose/,
    );
    expect(wrong({ choices: { overrides: null } })).toThrow(/choices/);
    expect(wrong({ choices: { overrides: { 'com.acme.Nothing': { long: 'bigint' } } } })).toThrow(
      /'com\.acme\.Nothing', which is no type and no field/,
    );
  });
});

it('makes nothing of nothing', () => {
  expect(generate([]).files).toEqual([]);
});
