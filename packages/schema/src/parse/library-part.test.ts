import { describe, expect, it } from 'vitest';
import { SchemaLibrary } from './schema-library.ts';
import type { SchemaFile } from './schema-source.ts';

const record = (name: string, ...types: readonly string[]): string =>
  JSON.stringify({
    type: 'record',
    name,
    fields: types.map((type, index) => ({ name: `f${index}`, type })),
  });

const TEXTS: Readonly<Record<string, string>> = {
  'order.avsc': record('acme.Order', 'Money', 'Address'),
  'money.avsc': record('acme.Money', 'Currency'),
  'currency.avsc': record('acme.Currency'),
  'address.avsc': record('Address'),
  'invoice.v1.avsc': record('acme.Invoice', 'string'),
  'invoice.v2.avsc': record('acme.Invoice', 'Money'),
  'return.avdl': 'namespace acme; schema Return; import schema "order.avsc"; record Return { Currency c; }',
};

const filesOf = (texts: Readonly<Record<string, string>>, ref = ''): SchemaFile[] =>
  Object.entries(texts).map(([file, text]) => ({ file: ref + file, text }));

/** Which files of `main:` are read for some of them, when the working tree has `now`. */
function readFor(wanted: readonly string[], now: Readonly<Record<string, string>>): readonly string[] {
  const own = new SchemaLibrary(filesOf(now));
  const names = Object.entries(TEXTS).flatMap(([file, text]) => {
    const known = now[file] === text ? own.namesOf(file) : undefined;
    return known === undefined ? [] : [[`main:${file}`, known] as const];
  });
  const part = { wanted: wanted.map((file) => `main:${file}`), names: new Map(names) };
  return new SchemaLibrary(filesOf(TEXTS, 'main:'), { part }).files.map((file) => file.slice('main:'.length));
}

describe('a part of a library', () => {
  it.each([
    ['nothing', [], []],
    ['a file that needs no other', ['currency.avsc'], ['currency.avsc']],
    [
      'what a file uses, through others, and by a name without namespace',
      ['order.avsc'],
      ['order.avsc', 'money.avsc', 'currency.avsc', 'address.avsc'],
    ],
    [
      'the other definitions of a name',
      ['invoice.v1.avsc'],
      ['money.avsc', 'currency.avsc', 'invoice.v1.avsc', 'invoice.v2.avsc'],
    ],
    [
      'what a file imports',
      ['return.avdl'],
      ['order.avsc', 'money.avsc', 'currency.avsc', 'address.avsc', 'return.avdl'],
    ],
  ])('has %s', (_what, wanted, read) => {
    expect(readFor(wanted, TEXTS)).toEqual(read);
  });

  it('has every file of which nothing is known, and what these use', () => {
    expect(readFor([], { ...TEXTS, 'money.avsc': record('acme.Money') })).toEqual([
      'money.avsc',
      'currency.avsc',
    ]);
    expect(readFor([], { ...TEXTS, 'money.avsc': '{' })).toEqual(['money.avsc', 'currency.avsc']);
    expect(readFor([], {})).toEqual(Object.keys(TEXTS));
  });

  it('knows the files it read, and refuses the others', () => {
    const texts = { 'a.avsc': record('A'), 'b.avsc': record('B') };
    const known = new SchemaLibrary(filesOf(texts)).namesOf('a.avsc');
    const names = new Map(known === undefined ? [] : [['a.avsc', known]]);
    const library = new SchemaLibrary(filesOf(texts), { part: { wanted: ['b.avsc'], names } });
    expect([library.has('a.avsc'), library.has('b.avsc')]).toEqual([false, true]);
    expect(() => library.parsed('a.avsc')).toThrow("the file 'a.avsc' is not in the library");
  });
});
