import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../serializers/testing/case-count.ts';
import { generate } from './generate.ts';
import type { GenerateOptions } from './generate-options.ts';
import type { GeneratedFile } from './generation-run.ts';
import { Generator } from './generator.ts';
import type { SchemaInput } from './symbol-table.ts';

const record = (name: string, ...types: unknown[]): string =>
  JSON.stringify({ type: 'record', name, fields: types.map((type, i) => ({ name: `f${i}`, type })) });
const enumOf = (name: string, ...symbols: string[]): string =>
  JSON.stringify({ type: 'enum', name, symbols });
const withEnum = (name: string, symbols: string): string =>
  record(name, { type: 'enum', name: 'Suit', symbols: [symbols] });

/** What each file may say: good texts that use each other's types, renamed ones, equal and unequal doubles, broken ones. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  'a.avsc': [record('n.A', 'int'), record('n.A', 'n.B'), record('n.A', ['null', 'A']), record('n.Z'), '{'],
  'b.avsc': [record('n.B', 'long'), record('n.B', 'C', 'Suit'), record('B'), record('n.C')],
  'c.avsc': [record('n.C', 'string'), record('n.C', 'n.A'), withEnum('n.C', 'X'), withEnum('n.C', 'Y')],
  'd.avsc': [enumOf('n.Suit', 'X'), enumOf('n.Suit', 'Y'), withEnum('n.D', 'X'), '["null","n.A"]'],
  'e.avsc': ['{"type":"array","items":"n.B"}', '"n.C"', '"int"', record('n.E', 'n.D')],
  'f.avdl': ['namespace n; import schema "a.avsc"; record F { A a; }', 'namespace n; record F { B b; }'],
};
const FILES = Object.keys(TEXTS);

const outcome = (make: () => unknown): unknown => {
  try {
    return make();
  } catch (error) {
    return String(error);
  }
};
const inputsOf = (state: ReadonlyMap<string, string>): SchemaInput[] =>
  [...state].map(([file, text]) => ({ file, text }));

describe('a generator', () => {
  it.each<GenerateOptions>([
    { layout: 'type', codecs: 'compiled' },
    { layout: 'namespace', enums: 'const' },
    { layout: 'single', choices: { long: 'bigint' } },
  ])('gives what generate gives after any edits, errors included: %j', (options) => {
    const edit = fc.record({
      file: fc.constantFrom(...FILES),
      text: fc.option(fc.nat({ max: 4 }), { freq: 5 }),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 5, maxLength: 25 }), (edits) => {
        const generator = new Generator(options);
        const state = new Map(FILES.slice(0, 3).map((file) => [file, TEXTS[file]?.[0] ?? '']));
        for (const { file, text } of edits) {
          const texts = TEXTS[file] ?? [];
          if (text === null) state.delete(file);
          else state.set(file, texts[text % texts.length] ?? '');
          const inputs = inputsOf(state);
          const expected = outcome(() => generate(inputs, options));
          expect(outcome(() => generator.generate(inputs.toReversed()))).toEqual(expected);
        }
      }),
      { numRuns: cases(25) },
    );
  });

  it('prints nothing anew that did not change', () => {
    const first = { file: 'a.avsc', text: record('A', 'int') };
    const inputs = [first, { file: 'b.avsc', text: record('B', 'A') }, { file: 'c.avsc', text: record('C') }];
    const generator = new Generator();
    const texts = (): Map<string, string> =>
      new Map(generator.generate(inputs).files.map(({ path, text }) => [path, text]));
    const before = texts();
    inputs[0] = { ...first, text: record('A', 'string') };
    const after = texts();
    expect([...after.keys()].filter((path) => before.get(path) !== after.get(path))).toEqual([
      'a.ts',
      'b.ts',
    ]);
  });

  it('prints what a new file or a removed one concerns, and the barrel', () => {
    const generator = new Generator({ codecs: 'compiled' });
    let last = new Map<string, GeneratedFile>();
    const printed = (...files: (readonly [string, string])[]): readonly string[] => {
      const { files: made } = generator.generate(files.map(([file, text]) => ({ file, text })));
      const anew = made.filter(({ path, text }) => last.get(path)?.text !== text).map(({ path }) => path);
      last = new Map(made.map((file) => [file.path, file]));
      return anew;
    };
    const a = ['a.avsc', record('n.A', 'Money')] as const;
    const money = ['m.avsc', record('Money', 'int')] as const;
    expect(printed(a, money)).toEqual(['index.ts', 'money.ts', 'n/a.ts']);
    // `Money` of n now means another one.
    const nearer = ['z.avsc', record('n.Money', 'long')] as const;
    expect(printed(a, money, nearer)).toEqual(['index.ts', 'n/a.ts', 'n/money.ts']);
    expect(printed(a, money, nearer, ['x.avsc', record('n.X')])).toEqual(['index.ts', 'n/x.ts']);
    expect(printed(a, money, nearer)).toEqual(['index.ts']);
    expect(printed(a, money)).toEqual(['index.ts', 'n/a.ts']);
  });

  it('refuses options when it is made', () => {
    expect(() => new Generator({ layout: 'flat' as 'type' })).toThrow(/'layout' must be one of/);
  });
});
