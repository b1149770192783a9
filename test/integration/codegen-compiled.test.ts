import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { generate } from '@ottla/codegen';
import { seededRandom } from '@ottla/kernel';
import { minifySync } from 'rolldown/experimental';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cases } from '../../packages/serializers/testing/case-count.ts';
import { seed } from '../seed.ts';
import { compiledCases } from './codegen-compiled-cases.ts';
import { nastyFiles } from './codegen-nasty-schemas.ts';
import { Workplace } from './codegen-workplace.ts';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('codegen-compiled-run.ts', import.meta.url));
const BOXES = readFileSync(new URL('codegen-boxes.ts', import.meta.url), 'utf8');

/** What the program prints. */
interface Report {
  readonly constants: number;
  readonly likeAvsc: number;
  readonly values: number;
  readonly written: number;
  readonly read: number;
  readonly broken: number;
  readonly brokenRead: number;
  readonly odd: number;
  readonly oddWritten: number;
  readonly differences: readonly string[];
}

let workplace: Workplace;
beforeEach(async () => {
  workplace = await Workplace.make({ lib: ['ES2023', 'ESNext.Disposable', 'ESNext.Temporal'] });
});
afterEach(() => workplace[Symbol.asyncDispose]());

describe('compiled codecs', () => {
  it(`do what the closures do, and write as avsc does: any schema, choice, value and bytes (seed ${seed})`, async () => {
    const given = ['--harmony-temporal', PROGRAM, workplace.folder, String(seed), String(cases(24)), '2'];
    const { stdout } = await run(process.execPath, given, { maxBuffer: 64 * 1024 * 1024 });
    const report = JSON.parse(stdout) as Report;
    expect(report.differences).toEqual([]);
    expect(report.constants).toBeGreaterThan(500);
    expect(report.likeAvsc).toBeGreaterThan(60);
    // Most natural values are written and read by the printed code: one that always refused would differ in nothing.
    expect(report.values).toBeGreaterThan(1500);
    expect(report.written / report.values).toBeGreaterThan(0.95);
    expect(report.read).toBeGreaterThan(700);
    // Both verdicts occur often.
    expect(report.brokenRead).toBeGreaterThan(10_000);
    expect(report.broken - report.brokenRead).toBeGreaterThan(10_000);
    expect(report.oddWritten).toBeGreaterThan(3000);
    expect(report.odd - report.oddWritten).toBeGreaterThan(5000);
  }, 300_000);

  it('compile under the strictest flags, and say any nowhere', async () => {
    const all = compiledCases(seededRandom(seed), cases(40)).flatMap(({ folder, inputs, options }) =>
      generate(inputs, { ...options, codecs: 'compiled', importExtension: '.ts' }).files.map((file) => ({
        path: `src/${folder}/${file.path}`,
        text: file.text,
      })),
    );
    expect(all.length).toBeGreaterThan(100);
    await workplace.write([...all, { path: 'src/boxes.ts', text: BOXES }]);
    expect(await workplace.check()).toEqual([]);
    const code = all
      .filter(({ path }) => !path.endsWith('/index.ts'))
      .map(({ text }) => text.replaceAll(/\/\*\*[\s\S]*?\*\/|'(?:[^'\\]|\\.)*'|^import [^;]*;/gm, ''))
      .join();
    // No casts either.
    expect(code.match(/[:<|([] *any\b| as (?!const\b)\w+/g)).toBeNull();
  }, 120_000);

  it('compile with TypeScript enums, one module for all', async () => {
    await using erased = await Workplace.make({ erasableSyntaxOnly: false });
    const { files } = generate(nastyFiles, { codecs: 'compiled', enums: 'enum', layout: 'single' });
    await erased.write(files.map(({ path, text }) => ({ path: `src/${path}`, text })));
    expect(await erased.check()).toEqual([]);
  }, 120_000);
});

const simple = JSON.stringify({
  type: 'record',
  name: 'com.acme.Customer',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'name', type: 'string' },
    { name: 'email', type: ['null', 'string'], default: null },
    { name: 'balance', type: 'double' },
    { name: 'active', type: 'boolean' },
  ],
});

it('adds less than a kilobyte to a simple record, minified', () => {
  const minified = (codecs: 'interpreted' | 'compiled'): number => {
    const { files } = generate([{ file: 'customer.avsc', text: simple }], { codecs });
    const text = files.find(({ path }) => path.endsWith('customer.ts'))?.text ?? '';
    return minifySync('customer.js', stripTypeScriptTypes(text), { module: true }).code.length;
  };
  const interpreted = minified('interpreted');
  expect(interpreted).toBeGreaterThan(200);
  expect(minified('compiled') - interpreted).toBeLessThan(1024);
});

it('prints what values are nested in, once: text grows with the schema', () => {
  const size = (schema: unknown): number =>
    generate([{ file: 'root.avsc', text: JSON.stringify(schema) }], { codecs: 'compiled', layout: 'single' })
      .files.map(({ text }) => text.length)
      .reduce((sum, length) => sum + length, 0);
  const fields = (count: number): object => ({
    type: 'record',
    name: 'Wide',
    fields: Array.from({ length: count }, (_, index) => ({
      name: `f${1000 + index}`,
      type: ['null', 'long'],
    })),
  });
  const nested = (depth: number): object =>
    Array.from({ length: depth }).reduce<object>((items) => ({ type: 'array', items }), {
      type: 'map',
      values: 'int',
    });
  const symbols = (count: number): object => ({
    type: 'enum',
    name: 'Many',
    symbols: Array.from({ length: count }, (_, index) => `S${10_000 + index}`),
  });
  const growth = (make: (size: number) => object, small: number): number =>
    (size(make(small * 4)) - size(make(0))) / (size(make(small)) - size(make(0)));
  expect(growth(fields, 200)).toBeLessThan(4.5);
  expect(growth(symbols, 1000)).toBeLessThan(4.5);
  // Types of arrays within arrays are spelled as often as they are deep, up to where the closures take over.
  expect(growth(nested, 100)).toBeLessThan(5);
});
