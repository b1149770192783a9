/**
 * Schemas made to do harm, drawn by a seed: what their texts and names can do to modules, paths and programs is nothing.
 * Those that name each trick stand in packages/codegen/src/hostile-schemas.test.ts; rows 77 to 80 are about disks and
 * registries, and stand with the commands.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generate, type GenerateOptions, type GeneratedFile } from '@ottla/codegen';
import { seededRandom, type Random } from '@ottla/kernel';
import { parseSchema, schemaText, SchemaError } from '@ottla/schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomSchemaText } from '../../packages/schema/testing/random-schema.ts';
import { cases } from '../../packages/serializers/testing/case-count.ts';
import { hostileName, hostileText, withTexts } from './codegen-hostile-pieces.ts';
import { commentsOf, statementsOf, syntaxOf } from './codegen-syntax.ts';
import { Workplace } from './codegen-workplace.ts';

const run = promisify(execFile);
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

const STYLES: readonly GenerateOptions[] = [
  { layout: 'type' },
  { layout: 'namespace', enums: 'const' },
  { layout: 'single', enums: 'enum' },
  { layout: 'type', enums: 'const', codecs: 'none' },
];

/** A random schema whose texts are all drawn by `text`; its shape follows from the seed alone. */
function schemaWith(seed: number, text: () => string): string {
  const plain = randomSchemaText(seededRandom(seed), { defaults: 'plain', root: 'record', namespace: 'n' });
  return JSON.stringify(withTexts(JSON.parse(plain), text, seededRandom(seed)));
}

function hostileSchema(seed: number): string {
  const random = seededRandom(seed + 1);
  // Keys must not meet each other.
  let count = 0;
  return schemaWith(seed, () => `${hostileText(random)}${count++}`);
}

function calmSchema(seed: number): string {
  let count = 0;
  return schemaWith(seed, () => `calm${count++}`);
}

describe('texts of any schema (reliability 73, 75, 76)', () => {
  it('change nothing in a module but what its literals and comments say', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(...STYLES), (seed, style) => {
        const name = hostileText(seededRandom(seed + 2));
        const made = (text: string, source: string): readonly GeneratedFile[] =>
          generate([{ file: 'x.avsc', text, source }], style).files;
        const hostile = made(hostileSchema(seed), `dir/${name}.avsc`);
        const calm = made(calmSchema(seed), 'dir/calm.avsc');
        expect(hostile.map(({ path }) => path)).toEqual(calm.map(({ path }) => path));
        for (const [index, { text }] of hostile.entries()) {
          expect(syntaxOf(text)).toBe(syntaxOf(calm[index]?.text ?? ''));
          for (const comment of commentsOf(text)) expect(comment).not.toMatch(ORDERS);
        }
      }),
      { numRuns: cases(150) },
    );
  });

  it('become no statement where compiled codecs write defaults', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const made = (text: string): readonly (readonly string[])[] =>
          generate([{ file: 'x.avsc', text }], { codecs: 'compiled', layout: 'type' }).files.map((file) =>
            statementsOf(file.text),
          );
        expect(made(hostileSchema(seed))).toEqual(made(calmSchema(seed)));
      }),
      { numRuns: cases(60) },
    );
  });
});

/** What a compiler, an engine or a tool obeys when it stands in a comment. */
const ORDERS =
  /(^|[^\\])(@ts-|<reference|<\/script)|[/*][#@]\s*source|[\p{Bidi_Control}\p{Surrogate}\p{Zl}\p{Zp}]/u;

describe('names of any schema (reliability 71, 72, 74, 76)', () => {
  it('are refused with their place, or make the same statements as plain ones, in files that lie within', () => {
    const verdicts = { refused: 0, taken: 0 };
    fc.assert(
      fc.property(seeds, fc.constantFrom(...STYLES), (seed, style) => {
        const text = JSON.stringify(namedSchemas(hostileNames(seededRandom(seed))));
        const files = generatedOr(text, style);
        verdicts[files === null ? 'refused' : 'taken']++;
        if (files === null) return;
        expectSafePaths(files);
        const plain = generatedOr(JSON.stringify(namedSchemas(plainNames(seededRandom(seed)))), style) ?? [];
        expect(kindsOf(files)).toEqual(kindsOf(plain));
      }),
      { numRuns: cases(200) },
    );
    expect(verdicts.refused).toBeGreaterThan(30);
    expect(verdicts.taken).toBeGreaterThan(30);
  });

  it('that differ in case or punctuation alone keep files of their own', () => {
    const long = 'L'.repeat(300);
    const twins = [
      'a',
      'A',
      'user_event',
      'UserEvent',
      'USER_EVENT',
      'userEvent',
      'con',
      'CON',
      long,
      `${long}l`,
    ];
    const drawn = fc.constantFrom(...twins);
    const fullName = fc
      .tuple(fc.option(drawn), fc.option(drawn), drawn)
      .map((parts) => parts.filter(Boolean).join('.'));
    const fullNames = fc.uniqueArray(fullName, { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(fullNames, fc.constantFrom(...STYLES), (names, style) => {
        const schema = names.map((name) => ({ type: 'fixed', name, size: 1 }));
        const { files } = generate([{ file: 'x.avsc', text: JSON.stringify(schema) }], style);
        expectSafePaths(files);
      }),
      { numRuns: cases(100) },
    );
  });

  it('of files make names and paths of their own', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(...STYLES), (seed, style) => {
        const random = seededRandom(seed);
        const draw = (): string => (random() < 0.5 ? hostileName(random) : hostileText(random));
        const names = [...new Set(Array.from({ length: 5 }, () => `${draw()}/${draw()}.avsc`))];
        const made = (given: readonly string[]): readonly GeneratedFile[] =>
          generate(
            given.map((file) => ({ file, text: '["null", "int"]' })),
            style,
          ).files;
        expectSafePaths(made(names));
        expect(kindsOf(made(names))).toEqual(
          kindsOf(made(names.map((_name, index) => `dir/f${index}.avsc`))),
        );
      }),
      { numRuns: cases(100) },
    );
  });
});

describe('a program with modules of hostile schemas (reliability 73-76)', () => {
  it('finds nothing changed by loading them, and the schemas as they were', async () => {
    await using workplace = await Workplace.make();
    const calm = generate([{ file: 'calm.avsc', text: calmSchema(0) }], LOADED).files;
    const expected: { path: string; schema: string }[] = [];
    for (let seed = 0; seed < 40; seed++) {
      const text = hostileSchema(seed);
      const { files } = generate([{ file: `dir/${hostileText(seededRandom(seed))}.avsc`, text }], LOADED);
      await workplace.write(files.map((file) => ({ path: `s${seed}/${file.path}`, text: file.text })));
      expected.push({ path: `./s${seed}/schemas.ts`, schema: schemaText(parseSchema(text)) });
    }
    await workplace.write([
      { path: 'expected.json', text: JSON.stringify(expected) },
      { path: 'main.ts', text: LOADING },
      ...calm.map(({ path, text }) => ({ path: `calm/${path}`, text })),
    ]);
    const { stdout } = await run(process.execPath, [join(workplace.folder, 'main.ts')]);
    expect(JSON.parse(stdout)).toEqual({ changed: [], loaded: 40, differing: [] });
  });
});

const LOADED: GenerateOptions = { layout: 'single', codecs: 'compiled', importExtension: '.ts' };

/** Loads the modules behind a calm one; says which globals are new since, and which schemas are not those expected. */
const LOADING = `
import { readFileSync } from 'node:fs';
import { parseSchema, schemaText } from '@ottla/schema';

await import('./calm/schemas.ts');

const objects = [globalThis, Object, Object.prototype, Array.prototype, Function.prototype, String.prototype, process.env];
const members = () => objects.flatMap((object, index) =>
  Reflect.ownKeys(object).map((key) => \`\${index} \${String(key)} \${typeof Reflect.getOwnPropertyDescriptor(object, key)?.value}\`));
// Asking makes Node load what it puts off.
members();
const before = new Set(members());
let loaded = 0;
const differing = [];
for (const { path, schema } of JSON.parse(readFileSync(new URL('expected.json', import.meta.url), 'utf8'))) {
  const module = await import(path);
  const constants = Object.values(module).filter((value) => typeof value === 'object' && 'fingerprint' in value);
  if (!constants.some((constant) => schemaText(parseSchema(constant.schema)) === schema)) differing.push(path);
  loaded++;
}
const changed = members().filter((member) => !before.has(member));
console.log(JSON.stringify({ changed, loaded, differing }));
`;

/** Null when they are refused with file, line and column. */
function generatedOr(text: string, style: GenerateOptions): readonly GeneratedFile[] | null {
  try {
    return generate([{ file: 'x.avsc', text }], style).files;
  } catch (error) {
    expect(error).toBeInstanceOf(SchemaError);
    expect(String(error)).toMatch(/x\.avsc:1:\d+/);
    return null;
  }
}

/** What they declare, whatever is imported for it and in whatever modules and order it comes. */
function kindsOf(files: readonly GeneratedFile[]): readonly string[] {
  return files
    .flatMap(({ text }) => statementsOf(text))
    .filter((kind) => kind !== 'ImportDeclaration' && kind !== 'ExportNamedDeclaration')
    .toSorted();
}

interface Names {
  readonly types: readonly string[];
  readonly namespaces: readonly string[];
  readonly fields: readonly string[];
  readonly symbols: readonly string[];
}

function hostileNames(random: Random): Names {
  const some = (count: number): readonly string[] => Array.from({ length: count }, () => hostileName(random));
  const distinct = (count: number): readonly string[] => [...new Set(some(count))];
  return {
    types: some(5),
    namespaces: some(5).map((name) => (random() < 0.5 ? name : `${name}.${hostileName(random)}`)),
    fields: distinct(4),
    // Of these TypeScript has no members: such an enum becomes an object.
    symbols: distinct(3).filter((name) => !/^(__proto__|NaN|Infinity)$/.test(name)),
  };
}

/** As many of each as hostile ones of the same seed. */
function plainNames(random: Random): Names {
  const { types, namespaces, fields, symbols } = hostileNames(random);
  const calm = (letter: string, names: readonly string[]): readonly string[] =>
    names.map((_name, index) => `${letter}${index}`);
  return {
    types: calm('Type', types),
    namespaces: calm('n', namespaces),
    fields: calm('field', fields),
    symbols: calm('SYMBOL', symbols),
  };
}

/** Three records, an enum and a fixed, in a union. */
function namedSchemas({ types, namespaces, fields, symbols }: Names): unknown {
  const at = (names: readonly string[], index: number): string => names[index % names.length] ?? '';
  const head = (index: number): object => ({
    name: at(types, index),
    // Whatever is drawn, no two are one type.
    namespace: `${at(namespaces, index)}.t${index}`,
    aliases: [at(types, index + 1)],
  });
  const records = [0, 1, 2].map((index) => ({
    type: 'record',
    ...head(index),
    fields: fields.map((name) => ({ name, type: ['null', 'string'], aliases: [`old${at(types, index)}`] })),
  }));
  return [...records, { type: 'enum', ...head(3), symbols }, { type: 'fixed', ...head(4), size: 2 }];
}

/** Within the folder, each one file on every system. */
function expectSafePaths(files: readonly GeneratedFile[]): void {
  const paths = files.map(({ path }) => path);
  expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
  for (const path of paths) {
    expect(path.length).toBeLessThan(1000);
    for (const segment of path.split('/')) {
      expect(segment).toMatch(/^[A-Za-z0-9_-]+(\.ts)?$/);
      expect(segment.length).toBeLessThanOrEqual(255);
      expect(segment).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d|node_modules)(\.ts)?$/i);
    }
  }
}
