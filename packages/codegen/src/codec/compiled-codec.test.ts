import { describe, expect, it } from 'vitest';
import { generate } from '../generate.ts';
import type { GenerateOptions } from '../generate-options.ts';

const record = (name: string, fields: Readonly<Record<string, unknown>>): object => ({
  type: 'record',
  name,
  fields: Object.entries(fields).map(([field, type]) =>
    isField(type) ? { name: field, ...type } : { name: field, type },
  ),
});
const isField = (type: unknown): type is object =>
  typeof type === 'object' && type !== null && 'default' in type;

/** Everything behind the factories: the functions and what they need. */
function functions(schema: unknown, options: GenerateOptions = {}): string {
  const { files } = generate([{ file: 'root.avsc', text: JSON.stringify(schema) }], {
    codecs: 'compiled',
    layout: 'single',
    ...options,
  });
  const text = files.find(({ path }) => path === 'schemas.ts')?.text ?? '';
  return text.slice(text.indexOf('/** Writes one'));
}

/** The lines of the function that writes the root. */
function writing(schema: unknown, options: GenerateOptions = {}): string {
  const text = functions(schema, options);
  const start = text.indexOf('export function writeRoot(');
  return text.slice(text.indexOf('{\n', start) + 2, text.indexOf('\n}\n', start));
}

describe('a record', () => {
  it('is written and read field by field', () => {
    const customer = record('com.acme.Customer', {
      id: 'long',
      name: 'string',
      email: { type: ['null', 'string'], default: null },
      balance: 'double',
      active: 'boolean',
    });
    expect(functions(customer))
      .toBe(`/** Writes one Customer; what it refuses, the plan of the schema judges. */
export function writeCustomer(
  value: CustomerInput,
  writer: ByteWriter,
  at: number,
  depth: number,
): number {
  expectRecord(value, customerFields, depth);
  room(writer, at, 10);
  at = putLong(writer, at, value.id);
  at = putString(writer, at, value.name);
  at =
    value.email == null
      ? putByte(writer, at, 0)
      : putString(writer, putByte(writer, at, 2), value.email);
  at = putDouble(writer, at, value.balance);
  return putBoolean(writer, at, value.active);
}

/** Reads one Customer. */
export function readCustomer(datum: DatumReader): Customer {
  return {
    id: readLong(datum),
    name: datum.string(),
    email: readBranch(datum, 2) === 0 ? null : datum.string(),
    balance: datum.double(),
    active: datum.boolean(),
  };
}

const customerFields = fieldNames('com.acme.Customer', [
  'id',
  'name',
  'email',
  'balance',
  'active',
]);
`);
  });

  it('that can contain itself counts how deep it stands', () => {
    expect(functions(record('List', { next: ['null', 'List'] }))).toContain(`  datum.enter();
  const value: List = { next: readBranch(datum, 2) === 0 ? null : readList(datum) };
  datum.leave();
  return value;
`);
  });

  it('that can contain itself sees to what does not count within it', () => {
    const leaf = record('Leaf', { it: record('Inner', { n: 'int' }) });
    const text = functions(
      record('Tree', { next: ['null', 'Tree'], leaves: { type: 'array', items: leaf } }),
    );
    expect(text).toContain('  datum.enter(3);\n  const value: Tree = {');
    expect(text.match(/datum\.enter/g)).toHaveLength(1);
  });

  it('that takes no bytes counts its values', () => {
    expect(functions(record('Hollow', { a: 'null', b: 'null' })))
      .toContain(`  const isCounted = datum.countRecord(3);
  const value: Hollow = { a: null, b: null };
  if (isCounted) datum.isEmptyInside = false;
`);
    expect(functions({ type: 'array', items: record('Hollow', { a: 'null' }) })).toContain(
      'readArray(datum, readHollow, 2)',
    );
  });

  it('asks for names that every object inherits', () => {
    const text = functions(record('R', { constructor: 'int', ['__proto__']: record('S', {}) }));
    expect(text).toContain(
      `  const own = memberOf(value, 'constructor');
  const own2 = memberOf(value, '__proto__');
  room(writer, at, 5);
  at = own === undefined ? refuse() : putInt(writer, at, own);
`.replace("  const own2 = memberOf(value, '__proto__');\n", ''),
    );
    expect(text).toContain('return own2 === undefined ? refuse() : writeS(own2, writer, at, depth + 1);');
    expect(text).toContain("return { constructor: datum.int(), ['__proto__']: readS(datum) };");
  });
});

describe('a field that is left out', () => {
  it.each<[string, unknown, unknown, string]>([
    ['a boolean', 'boolean', true, 'putBoolean(writer, at, true)'],
    ['an int', 'int', -5, 'putInt(writer, at, -5)'],
    ['a double', 'double', 'NaN', 'putDouble(writer, at, NaN)'],
    ['a text', 'string', "it's */", "putString(writer, at, 'it\\'s */')"],
    ['bytes', 'bytes', '\u00ff\u0000', 'putBytes(writer, at, Uint8Array.of(255, 0))'],
    ['a symbol', { type: 'enum', name: 'E', symbols: ['A', 'B'] }, 'B', 'putSymbol(writer, at, 1)'],
    ['an empty array', { type: 'array', items: 'int' }, [], 'putByte(writer, at, 0)'],
    ['a full array', { type: 'array', items: 'int' }, [1], 'refuse()'],
    ['a record', record('R', { a: 'int' }), { a: 1 }, 'refuse()'],
    [
      'the first branch that fits',
      ['int', 'double', 'null'],
      0.5,
      'putDouble(writer, putByte(writer, at, 2), 0.5)',
    ],
    [
      'a decimal',
      { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 },
      '\u0001',
      'putBytes(writer, at, Uint8Array.of(1))',
    ],
    ['a very long text', 'string', 'x'.repeat(300), 'refuse()'],
  ])('gets its default: %s', (_what, type, json, put) => {
    const lines = writing(record('Root', { f: { type, default: json } })).replaceAll(/\s+/g, ' ');
    expect(lines).toContain(`value.f === undefined ? ${put} : `);
  });
});

describe('a union', () => {
  it('is told by the kind of its value', () => {
    const card = record('Card', { number: 'string' });
    expect(
      functions(record('Root', { it: ['null', 'string', { type: 'array', items: 'int' }, card] })),
    ).toContain(
      `function writeRootIt(
  value: RootInput['it'],
  writer: ByteWriter,
  at: number,
  depth: number,
): number {
  room(writer, at, 1);
  if (value === null) return putByte(writer, at, 0);
  if (typeof value === 'string') return putString(writer, putByte(writer, at, 2), value);
  if (isList(value)) return putArray(writer, putByte(writer, at, 4), value, writeRootIt2, depth);
  if (typeof value === 'object' && !('$type' in value)) {
    return writeCard(value, writer, putByte(writer, at, 6), depth);
  }
  return refuse();
}
`,
    );
  });

  it('of records is told by their names', () => {
    const text = functions(record('Root', { it: [record('A', {}), record('B', {})] }));
    expect(text).toContain(`    switch (value.$type) {
      case 'A':
        return writeA(value, writer, putByte(writer, at, 0), depth);
`);
    expect(text).toContain(`  switch (readBranch(datum, 2)) {
    case 0:
      return tagged(readA(datum), 'A');
    default:
      return tagged(readB(datum), 'B');
  }
`);
  });

  it('of scalars that only a plan tells apart is a part of it', () => {
    const text = functions(record('Root', { it: ['string', { type: 'bytes', logicalType: 'big-decimal' }] }));
    expect(text).toContain('  return rootItPlan.write(value.it, writer, at, depth + 1);\n');
    expect(text).toContain(`const rootItPlan = planned<Root['it'], RootInput['it']>(`);
  });
});

describe('parts run by the plan', () => {
  const decimal = { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 };

  it('are made once for each type and choice', () => {
    const text = functions(
      record('Root', {
        a: decimal,
        b: { type: 'array', items: decimal },
        c: { type: 'string', logicalType: 'uuid' },
      }),
    );
    expect(text.match(/planned</g)).toHaveLength(2);
    expect(text).toContain('putArray(writer, at, value.b, rootAPlan.write, depth + 1)');
    expect(text).toContain(
      'const rootCPlan = planned<string>(\'{"type":"string","logicalType":"uuid"}\', {});',
    );
  });

  it('carry the choice of their place', () => {
    const choices = { overrides: { 'Root.a': { decimal: 'unscaled' } } } as const;
    const text = functions(record('Root', { a: decimal, b: decimal }), { choices });
    expect(text).toContain("  { decimal: 'unscaled' },\n);");
    expect(text.match(/planned</g)).toHaveLength(2);
  });

  it('carry the codecs they need', () => {
    const text = functions(record('Root', { a: ['null', decimal] }), {
      choices: { decimal: { codec: 'Money' } },
      valueCodecs: { Money: { import: './money.js', type: 'Money', codec: 'moneyCodec' } },
    });
    expect(text).toContain("  { decimal: { codec: 'Money' } },\n  { Money: moneyCodec },\n);");
  });
});

describe('names', () => {
  it('of enums come from the list there is', () => {
    const text = functions({ type: 'enum', name: 'Suit', symbols: ['A', 'B'] });
    expect(text).toContain('const suitPositions = symbols(suitSymbols);');
    expect(text).toContain(
      'export function writeSuit(value: Suit, writer: ByteWriter, at: number, _depth: number): number {',
    );
  });

  it('of local functions do not clash with types', () => {
    const text = functions(
      record('Root', { it: { type: 'array', items: ['int', 'string'] }, other: record('RootIt', {}) }),
    );
    expect(text).toContain('export function writeRootIt(');
    expect(text).toContain('function writeRootIt2(');
  });
});

it('arrays within arrays beyond any use are left to the closures', () => {
  const deep = Array.from({ length: 40 }).reduce<unknown>((items) => ({ type: 'array', items }), 'int');
  const text = functions(record('Root', { it: deep }));
  expect(text).toContain('refuse, depth)');
  expect(text.match(/\nfunction write/g)).toHaveLength(16);
});
