/** Avro IDL that nobody writes by accident: a typed error or schemas, in bounded time, never an overflow. */
import { seededRandom } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { attempt } from '../parse/linked-texts.ts';
import { SchemaLibrary } from '../parse/schema-library.ts';
import type { Schema } from '../schema.ts';
import type { SchemaError } from '../schema-error.ts';
import { schemaText } from '../schema-text.ts';

/** Anything but a SchemaError fails the test. */
function outcomeOf(text: string): { schemas: readonly Schema[]; error: SchemaError | null } {
  return new SchemaLibrary([{ file: 'x.avdl', text }]).parsed('x.avdl');
}

function many(count: number, text: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => text(index)).join(' ');
}

const HEAVY = { timeout: 60_000 };

describe('depth', () => {
  it.each([
    ['arrays', 'record R { ', 'array<'],
    ['maps', 'record R { ', 'map<'],
    ['unions', 'record R { ', 'union {'],
    ['annotated arrays', 'schema ', '@a(1) array<'],
    ['lists in a default', 'record R { int a = ', '['],
    ['objects in an annotation', '@a(', '{"a":'],
  ])('of 200,000 %s is an error with a place', (_, start, opening) => {
    const { error } = outcomeOf(start + opening.repeat(200_000));
    expect(error?.message).toMatch(/^x\.avdl:1:\d+: types and values are nested deeper than 1000 levels/);
  });

  it('just below the bound works', () => {
    const text = `record R { ${'array<'.repeat(300)}int${'>'.repeat(300)} a; }`;
    expect(outcomeOf(text).error).toBeNull();
  });
});

describe('many', HEAVY, () => {
  it.each([
    [
      'records that each hold the next',
      many(50_000, (at) => `record R${at} { R${(at + 1) % 50_000}? n; }`),
      50_000,
    ],
    ['fields', `record R { ${many(100_000, (at) => `int f${at};`)} }`, 1],
    ['annotations', `${many(50_000, (at) => `@a${at}(1)`)} record R { }`, 1],
    ['symbols', `enum E { ${many(300_000, (at) => `S${at},`)} LAST } = LAST;`, 1],
    ['comments', `${'/** a */ // b\n'.repeat(200_000)} record R { }`, 1],
    ['lines of one comment', `/**${' * a\n'.repeat(200_000)}*/ record R { }`, 1],
    ['spaces', `${' '.repeat(5_000_000)} record R { }`, 1],
    ['letters of a name', `record ${'x'.repeat(5_000_000)} { }`, 1],
    ['letters of a string', `record R { string s = "${'x'.repeat(5_000_000)}"; }`, 1],
    ['escapes', `record R { string s = "${'\\n'.repeat(500_000)}"; }`, 1],
    ['imports of itself', `${'import idl "x.avdl";'.repeat(50_000)} record R { }`, 1],
    [
      'branches',
      `${many(5000, (at) => `record R${at} { }`)} record U { union { ${many(4999, (at) => `R${at},`)} R4999 } u; }`,
      5001,
    ],
  ])('%s', (_, text, count) => {
    const { schemas, error } = outcomeOf(text);
    expect(error).toBeNull();
    expect(schemas).toHaveLength(count);
  });

  it.each([
    ['digits', `record R { int a = ${'1'.repeat(5_000_000)}; }`],
    ['slashes', '/'.repeat(1_000_000)],
    ['backticks', '`'.repeat(1_000_000)],
    ['dashes', `record ${'x-'.repeat(500_000)} { }`],
    ['quotes', 'import idl ' + '"'.repeat(1_000_001)],
  ])('%s are refused with a short message', (_, text) => {
    const { error } = outcomeOf(text);
    expect(error?.message.length).toBeLessThan(500);
  });
});

describe('damaged IDL', () => {
  const whole = `@namespace("a.b") protocol P {
    import idl "x.avdl";
    /** Doc. */ enum E { A, B } = A;
    @aliases(["Old"]) fixed F(16);
    record R { @x({"y": [1, 2.5]}) string? s = "t"; union { null, E, F } u = null; map<array<long>> m; decimal(9, 2) d; }
    error X { string why = "\\u0041"; }
    R f(R r, int n = 5) throws X;
    void g() oneway;
  }`;

  it('is whole to begin with', () => {
    expect(outcomeOf(whole).error).toBeNull();
  });

  it('cut at every character is refused', () => {
    for (let end = 0; end < whole.length; end++) expect(outcomeOf(whole.slice(0, end)).error).not.toBeNull();
  });

  it('with changed characters gives schemas that print, or a SchemaError', () => {
    const random = seededRandom(20261121);
    const characters = '{}()[]<>@=;,?"`/*\\ \n0aE.-';
    let parsed = 0;
    for (let round = 0; round < 2000; round++) {
      const at = Math.floor(random() * whole.length);
      const put = characters[Math.floor(random() * characters.length)] ?? '';
      const { schemas, error } = outcomeOf(whole.slice(0, at) + put + whole.slice(at + (round % 2)));
      if (error !== null) continue;
      parsed++;
      for (const schema of schemas) expect(attempt(() => schemaText(schema)).error).toBeNull();
    }
    expect(parsed).toBeGreaterThan(100);
  });
});
