/** docs/concepts/evolution.md compared with the checker: who may read what, and which change is safe. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkCompatibility, parseSchema } from '@ottla/schema';
import { describe, expect, it } from 'vitest';

const page = readFileSync(
  fileURLToPath(new URL('../../docs/concepts/evolution.md', import.meta.url)),
  'utf8',
);

const PRIMITIVES = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];

/** The rows of the table whose head begins with this cell. */
function rowsOf(head: string): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${head} `));
  const end = lines.indexOf('', start);
  return lines.slice(start + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const reads = (reader: unknown, writer: unknown): boolean =>
  checkCompatibility(parseSchema(JSON.stringify(reader)), parseSchema(JSON.stringify(writer))).length === 0;

const record = (...fields: readonly object[]): object => ({ type: 'record', name: 'acme.R', fields });
const id = { name: 'id', type: 'int' };
const field = (type: unknown, more: object = {}): object => ({ name: 'f', type, ...more });
const symbols = (names: readonly string[], more: object = {}): object => ({
  type: 'enum',
  name: 'E',
  symbols: names,
  ...more,
});
const decimal = (scale: number): object => ({ type: 'bytes', logicalType: 'decimal', precision: 9, scale });
const fixed = (size: number): object => ({ type: 'fixed', name: 'F', size });

/** One change of the page: its schemas before and after. */
const changes: Readonly<Record<string, readonly (readonly [before: unknown, after: unknown])[]>> = {
  'add a field with a default': [[record(id), record(id, field('int', { default: 0 }))]],
  'add a field without one': [[record(id), record(id, field('int'))]],
  'remove a field that had a default': [[record(id, field('int', { default: 0 })), record(id)]],
  'remove a field that had none': [[record(id, field('int')), record(id)]],
  'rename a field, the old name as an alias': [
    [record(field('int')), record({ name: 'g', type: 'int', aliases: ['f'] })],
  ],
  '`int` to `long`, `float` to `double`': [
    ['int', 'long'],
    ['float', 'double'],
  ],
  '`string` to `bytes`, or back': [
    ['string', 'bytes'],
    ['bytes', 'string'],
  ],
  'a type to a union that holds it': [['int', ['null', 'int']]],
  'add a branch to a union': [
    [
      ['null', 'int'],
      ['null', 'int', 'string'],
    ],
  ],
  'change the size of a `fixed`': [[fixed(4), fixed(8)]],
  'change the namespace of a type': [[record(id), { ...record(id), name: 'other.R' }]],
  'change the scale of a decimal': [[decimal(2), decimal(3)]],
  'change a `default`, a `doc`, the order of fields': [
    [
      record(id, field('int', { default: 0, doc: 'old' })),
      record(field('int', { default: 1, doc: 'new' }), id),
    ],
  ],
};

/** Changes whose verdict hangs on the default of an enum: without, and with. */
const enumChanges: Readonly<Record<string, { readonly backward: boolean[]; readonly forward: boolean[] }>> = {
  'add a symbol to an enum': {
    backward: [reads(symbols(['A', 'B']), symbols(['A']))],
    forward: [
      reads(symbols(['A']), symbols(['A', 'B'])),
      reads(symbols(['A'], { default: 'A' }), symbols(['A', 'B'])),
    ],
  },
  'remove a symbol from an enum': {
    backward: [
      reads(symbols(['A']), symbols(['A', 'B'])),
      reads(symbols(['A'], { default: 'A' }), symbols(['A', 'B'])),
    ],
    forward: [reads(symbols(['A', 'B']), symbols(['A']))],
  },
};

describe('the page about evolution', () => {
  it('tells for every pair of primitive types what the checker tells', () => {
    const told = new Map(rowsOf('Written').map(([written = '', read = '']) => [written, read]));
    const isTold = (writer: string, reader: string): boolean => {
      if (writer === 'null' || writer === 'boolean') return reader === writer;
      return (told.get(`\`${writer}\``) ?? '').includes(`\`${reader}\``);
    };
    for (const writer of PRIMITIVES) {
      for (const reader of PRIMITIVES) {
        expect(`${writer} as ${reader}: ${isTold(writer, reader)}`).toBe(
          `${writer} as ${reader}: ${reads(reader, writer)}`,
        );
      }
    }
  });

  it.each(rowsOf('Change').filter(([change = '']) => enumChanges[change] === undefined))(
    '%s: backward %s, forward %s',
    (change = '', backward = '', forward = '') => {
      const pairs = changes[change];
      expect(pairs, `no schemas for '${change}'`).toBeDefined();
      for (const [before, after] of pairs ?? []) {
        expect(reads(after, before)).toBe(!backward.startsWith('no'));
        expect(reads(before, after)).toBe(!forward.startsWith('no'));
      }
    },
  );

  it('lets the default of an enum decide', () => {
    const rows = rowsOf('Change').filter(([change = '']) => enumChanges[change] !== undefined);
    expect(rows).toEqual([
      ['add a symbol to an enum', 'yes', 'if the old one has a `default`'],
      ['remove a symbol from an enum', 'if the new one has a `default`', 'yes'],
    ]);
    expect(enumChanges).toEqual({
      'add a symbol to an enum': { backward: [true], forward: [false, true] },
      'remove a symbol from an enum': { backward: [false, true], forward: [true] },
    });
  });
});
