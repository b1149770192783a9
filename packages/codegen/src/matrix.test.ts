/**
 * One spec for each thing that generators of TypeScript from Avro get wrong, by the text that is made. That the texts
 * compile and fit what the codec gives and takes is specified in test/integration/codegen-types.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { generate } from './generate.ts';
import type { GenerateOptions } from './generate-options.ts';

type Schemas = Readonly<Record<string, unknown>>;

const field = (name: string, type: unknown, more: object = {}): object => ({ name, type, ...more });
const record = (name: string, fields: readonly object[] = [], more: object = {}): object => ({
  type: 'record',
  name,
  fields,
  ...more,
});
const suit = { type: 'enum', name: 'Suit', symbols: ['SPADES', 'HEARTS'], default: 'SPADES' };

function modules(schemas: Schemas, options?: GenerateOptions): Record<string, string> {
  const inputs = Object.entries(schemas).map(([file, schema]) => ({ file, text: JSON.stringify(schema) }));
  return Object.fromEntries(generate(inputs, options).files.map(({ path, text }) => [path, text]));
}

describe('named types', () => {
  it('are declared once and referred to at each further use', () => {
    const fields = [field('a', record('Inner')), field('b', 'Inner'), field('c', ['null', 'Inner'])];
    expect(modules({ 'x.avsc': record('Outer', fields) })['outer.ts']).toContain(
      '{\n  a: Inner;\n  b: Inner;\n  c: null | Inner;\n}',
    );
  });

  it('are found by short and full name, with and without namespace, in one file', () => {
    const fields = [
      field('a', { type: 'fixed', name: 'a.b.Full', size: 1 }),
      field('b', { type: 'fixed', name: 'Bare', namespace: '', size: 1 }),
      field('c', 'a.b.Full'),
      field('d', 'Bare'),
    ];
    const text = modules({ 'x.avsc': record('R', fields, { namespace: 'n' }) })['n/r.ts'];
    expect(text).toContain("import type { Full, FullInput } from '../a/b/full.js';");
    expect(text).toContain("import type { Bare, BareInput } from '../bare.js';");
    expect(text).toContain('  c: Full;\n  d: Bare;\n');
  });

  it('are found across files, by short name in the same namespace, in whatever order these come', () => {
    const made = modules({
      'a.avsc': record('n.User', [field('at', 'Address')]),
      'b.avsc': record('n.Address'),
    });
    expect(made['n/user.ts']).toContain("import type { Address, AddressInput } from './address.js';");
  });

  it('may refer to each other in a circle', () => {
    const made = modules({
      'a.avsc': record('Left', [field('right', ['null', 'Right'])]),
      'b.avsc': record('Right', [field('left', ['null', 'Left'])]),
    });
    expect(made['left.ts']).toContain("import type { Right, RightInput } from './right.js';");
    expect(made['right.ts']).toContain("import type { Left, LeftInput } from './left.js';");
    expect(made['left.ts']).not.toMatch(/^import \{[^}]*Right/m);
  });

  it('carry a schema text that needs no other', () => {
    const made = modules({ 'a.avsc': record('A', [field('b', 'B')]), 'b.avsc': record('B') });
    expect(made['a.ts']).toContain('"type":{"type":"record","name":"B","fields":[]}');
  });
});

it.each(['value', 'options'])('a type called %s is not hidden by a parameter', (name) => {
  const text = modules({ 'x.avsc': record(name) })[`${name}.ts`] ?? '';
  expect(text).toMatch(new RegExp(`\\(${name === 'value' ? 'given' : 'value'}: unknown\\): \\w+ is`));
  const parameter = name === 'options' ? 'given' : 'options';
  expect(text).toContain(`return avroSerializer(${name}, ${parameter});`);
  expect(text).toContain(`return avroDeserializer(${name}, ${parameter});`);
});

describe('an enum', () => {
  const enumModule = (options: GenerateOptions): string =>
    modules({ 'x.avsc': record('R', [field('s', suit)]) }, options)['suit.ts'] ?? '';

  it('is a union of strings, with the list of its symbols and a guard', () => {
    const text = enumModule({});
    expect(text).toContain("export type Suit = 'SPADES' | 'HEARTS';\n");
    expect(text).toContain("suitSymbols: readonly Suit[] = Object.freeze<Suit[]>(['SPADES', 'HEARTS']);");
    expect(text).toContain('export function isSuit(value: unknown): value is Suit {');
    expect(text).toContain('A symbol that is not known is read as SPADES.');
  });

  it('is a frozen object besides, where that is asked for', () => {
    const text = enumModule({ enums: 'const' });
    expect(text).toContain(
      "export const Suit: {\n  readonly SPADES: 'SPADES';\n  readonly HEARTS: 'HEARTS';\n} = " +
        "Object.freeze({\n  SPADES: 'SPADES',\n  HEARTS: 'HEARTS',\n} as const);\n",
    );
    expect(text).toContain("export type Suit = 'SPADES' | 'HEARTS';\n");
  });

  it('is an enum of TypeScript with strings, never numbers, and sending takes the strings, too', () => {
    const text = enumModule({ enums: 'enum' });
    expect(text).toContain("export enum Suit {\n  SPADES = 'SPADES',\n  HEARTS = 'HEARTS',\n}\n");
    expect(text).toContain('export type SuitInput = Suit | `${Suit}`;');
    expect(text).toContain('Object.freeze<Suit[]>([Suit.SPADES, Suit.HEARTS])');
  });

  it.each([[['__proto__', 'A']], [['NaN']], [['Infinity']], [[]]])(
    'of symbols that TypeScript has no members for is an object: %j',
    (symbols) => {
      const text = modules({ 'x.avsc': { ...suit, symbols, default: undefined } }, { enums: 'enum' });
      expect(text['suit.ts']).not.toContain('export enum');
      expect(text['suit.ts']).toContain('export const Suit: {');
    },
  );

  it('without symbols is an object of which nothing can be asked', () => {
    const text = modules({ 'x.avsc': { ...suit, symbols: [], default: undefined } }, { enums: 'const' });
    expect(text['suit.ts']).toContain(
      'export const Suit: { readonly [symbol: string]: never } = Object.freeze({});\n',
    );
  });

  it('at the root keeps its name for the symbols, and the schema has another', () => {
    const text = modules({ 'x.avsc': suit }, { enums: 'const' })['suit.ts'];
    expect(text).toContain('export const SuitSchema: AvroSchema<Suit> = defineAvroSchema<Suit>({');
    expect(text).toContain('return avroSerializer(SuitSchema, options);');
    expect(modules({ 'x.avsc': suit })['suit.ts']).toContain('export const Suit: AvroSchema<Suit>');
  });
});

it('a record without fields has one member, the `$type` it may carry: everything would fit an interface without any', () => {
  const made = modules({ 'x.avsc': record('n.Ping') })['n/ping.ts'];
  expect(made).toContain("export interface Ping {\n  /** There are no fields. */\n  $type?: 'n.Ping';\n}\n");
  expect(made).toContain(
    "export interface PingInput {\n  /** There are no fields. */\n  $type?: 'n.Ping' | undefined;\n}\n",
  );
});

it('a record that needs no more than a length is not to be taken for a text or an array', () => {
  const guard = '  /** No text and no array. */\n  readonly [Symbol.iterator]?: never;\n}';
  const made = (...fields: object[]): string => modules({ 'x.avsc': record('R', fields) })['r.ts'] ?? '';
  const length = field('length', 'int');
  const width = field('width', 'int', { default: 1 });
  expect(made(length)).toContain(`export interface R {\n  length: number;\n${guard}`);
  expect(made(length, width).split(guard)).toHaveLength(2);
  expect(made(field('length', 'int', { default: 0 }), width).split(guard)).toHaveLength(2);
  expect(made(length, field('b', 'int'))).not.toContain(guard);
  expect(made(width)).not.toContain(guard);
});

it('a fixed has its size in its type, also where it is used again, and is sent as any bytes', () => {
  const hash = { type: 'fixed', name: 'Md5', size: 16 };
  const made = modules({ 'x.avsc': record('R', [field('a', hash), field('b', 'Md5')]) });
  expect(made['md5.ts']).toContain('export type Md5 = Uint8Array & { readonly length: 16 };');
  expect(made['md5.ts']).toContain('export type Md5Input = Uint8Array;');
  expect(made['r.ts']).toContain('  a: Md5;\n  b: Md5;\n');
});

describe('docs, defaults and aliases', () => {
  it('of another kind than Avro wants are refused with their place or stay harmless', () => {
    const generated = (doc: unknown): unknown => modules({ 'x.avsc': record('R', [], { doc }) })['r.ts'];
    expect(generated(null)).toContain('export interface R {\n');
    expect(() => generated({ a: 1 })).not.toThrow();
  });

  it('become TSDoc; one pass gives what is read and what is sent', () => {
    const fields = [field('a', 'int', { doc: 'How many.', default: 3, aliases: ['count'] })];
    const text = modules({ 'x.avsc': record('n.R', fields, { doc: 'Things.', aliases: ['Old'] }) });
    expect(text['n/r.ts']).toContain(
      '/**\n * Things.\n *\n * Was called n.Old.\n */\nexport interface R {\n',
    );
    expect(text['n/r.ts']).toContain(
      '  /**\n   * How many.\n   *\n   * Was called count.\n   */\n  a: number;\n}',
    );
    expect(text['n/r.ts']).toMatch(/@defaultValue 3\n {3}\*\/\n {2}a\?: number \| undefined;\n\}/);
  });
});

describe('the schema at the top of a file', () => {
  it.each<[string, unknown, string]>([
    ['an enum', suit, 'suit.ts'],
    ['a fixed', { type: 'fixed', name: 'F', size: 2 }, 'f.ts'],
    ['an error', { ...record('Failed'), type: 'error' }, 'failed.ts'],
    ['a union', ['null', 'int'], 'payload.ts'],
    ['an array', { type: 'array', items: 'string' }, 'payload.ts'],
    ['a map', { type: 'map', values: 'string' }, 'payload.ts'],
    ['a primitive', 'double', 'payload.ts'],
    ['a logical type', { type: 'int', logicalType: 'date' }, 'payload.ts'],
  ])('may be %s: it has a type, a constant, a guard and serializers', (_name, schema, path) => {
    const text = modules({ 'payload.avsc': schema })[path] ?? '';
    expect(text).toMatch(/^export (type|interface) \w+/m);
    expect(text).toMatch(/^export const \w+: AvroSchema</m);
    expect(text).toMatch(/^export function is\w+\(value: unknown\): value is/m);
    expect(text).toMatch(/^export function \w+Serializer\(/m);
    expect(text).toMatch(/^export function \w+Deserializer\(/m);
  });

  it('has its fingerprints in the constant', () => {
    const text = modules({ 'n.avsc': 'null' })['n.ts'];
    expect(text).toContain("fingerprint: '63dd24e7cc258f8a'");
    expect(text).toContain("md5: '9b41ef67651c18488a8b08bb67c75699'");
    expect(text).toContain("sha256: 'f072cbec3bf8841871d4284230c5e983dc211a56837aed862487148f947d1a1f'");
  });

  it('has none of these where types are all that is asked for', () => {
    const made = modules({ 'a.avsc': record('A', [field('s', suit)]) }, { codecs: 'none' });
    for (const text of Object.values(made)) expect(text).not.toMatch(/^export (const|function)|from '@/m);
    expect(made['a.ts']).toContain("import type { Suit } from './suit.js';");
  });
});

describe('layouts', () => {
  const schemas = {
    'a.avsc': record('com.acme.Order', [field('by', 'com.Person'), field('s', suit)]),
    'b.avsc': record('com.Person', [field('last', ['null', 'com.acme.Order'])]),
    'c.avsc': { type: 'array', items: 'com.Person' },
  };

  it('are one module for each type, each namespace, or all', () => {
    expect(Object.keys(modules(schemas))).toEqual([
      'c.ts',
      'com/acme/order.ts',
      'com/acme/suit.ts',
      'com/person.ts',
      'index.ts',
    ]);
    const spaces = modules(schemas, { layout: 'namespace' });
    expect(Object.keys(spaces)).toEqual(['com.ts', 'com/acme.ts', 'index.ts', 'root.ts']);
    expect(spaces['com/acme.ts']).toContain("import type { Person, PersonInput } from '../com.js';");
    expect(Object.keys(modules(schemas, { layout: 'single' }))).toEqual(['index.ts', 'schemas.ts']);
  });

  it('end imports as asked', () => {
    expect(modules(schemas, { importExtension: 'none' })['com/person.ts']).toContain("from './acme/order';");
    expect(modules(schemas, { importExtension: '.ts' })['index.ts']).toContain("from './com/person.ts';");
  });

  it.each(['namespace', 'single'] as const)(
    'keep types apart from what is generated for others, whatever the order: %s',
    (layout) => {
      const names = [
        'Customer',
        'CustomerInput',
        'isCustomer',
        'customerSerializer',
        'readCustomer',
        'customer',
      ];
      const twice = ['a', ...(layout === 'single' ? ['b'] : [])];
      const all = twice.flatMap((space) => names.map((name) => record(`${space}.${name}`)));
      const path = layout === 'single' ? 'schemas.ts' : 'a.ts';
      const made = (list: readonly object[]): string =>
        modules(Object.fromEntries(list.map((each, i) => [`f${i}.avsc`, each])), { layout })[path] ?? '';
      const text = made(all);
      const types = [...text.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name]) => name);
      const values = [...text.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
      expect(types).toHaveLength(all.length * 2);
      expect(new Set(types).size).toBe(types.length);
      expect(values).toHaveLength(all.length * 4);
      expect(new Set(values).size).toBe(values.length);
      // One among types and one among values may share a name only where they are one thing.
      const shared = types.filter((name) => values.includes(name));
      expect(shared).toHaveLength(all.length);
      const body = (whole: string): string => whole.split('\n').slice(2).join('\n');
      expect(body(made(all.toReversed()))).toBe(body(text));
    },
  );
});
