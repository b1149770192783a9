/** Schemas that nobody writes by accident: a typed error or a schema, in bounded time, never an overflow. */
import { readFileSync } from 'node:fs';
import { seededRandom } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { cpuMilliseconds } from '../../kernel/testing/cpu-time.ts';
import { canonicalForm } from './identity/canonical-form.ts';
import { fingerprint } from './identity/fingerprint.ts';
import { checkCompatibility } from './compatibility/compatibility.ts';
import { SchemaLibrary } from './parse/schema-library.ts';
import { parseSchema, parseSchemas } from './parse/schema-parser.ts';
import { representationOf } from './representation.ts';
import { namedTypesOf, type Schema } from './schema.ts';
import { SchemaError } from './schema-error.ts';
import { schemaText } from './schema-text.ts';

/** Anything but a SchemaError fails the test. */
function parsedOrRefused(text: string): Schema | undefined {
  try {
    return parseSchema(text, { file: 'hostile.avsc' });
  } catch (error) {
    if (error instanceof SchemaError) return undefined;
    throw error;
  }
}

function sample(path: string): string {
  return readFileSync(new URL(`../../../schemas/${path}`, import.meta.url), 'utf8');
}

const ORDER = sample('orders/order.v1.avsc');
const CUSTOMER = sample('customers/customer.v1.avsc');

/** The whole of what this package does with a schema that parses. */
function exercise(schema: Schema): void {
  const text = schemaText(schema);
  expect(schemaText(parseSchema(text))).toBe(text);
  expect(canonicalForm(parseSchema(canonicalForm(schema)))).toBe(canonicalForm(schema));
  expect(fingerprint(schema)).toMatch(/^[0-9a-f]{16}$/);
  expect(checkCompatibility(schema, schema)).toEqual([]);
  representationOf(schema);
}

describe('damaged text', { timeout: 60_000 }, () => {
  it('cut at every character is refused', () => {
    const whole = ORDER.trimEnd();
    for (let end = 0; end < whole.length; end += 1) {
      expect(parsedOrRefused(whole.slice(0, end))).toBeUndefined();
    }
  });

  it('with flipped bits is a schema or a SchemaError', () => {
    const random = seededRandom(20261121);
    let parsed = 0;
    for (const text of [ORDER, CUSTOMER, CUSTOMER]) {
      for (let round = 0; round < 700; round++) {
        const bytes = Buffer.from(text, 'utf8');
        for (let flips = 1 + Math.floor(random() * 3); flips > 0; flips--) {
          const at = Math.floor(random() * bytes.length);
          bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
        }
        const schema = parsedOrRefused(bytes.toString('utf8'));
        if (schema === undefined) continue;
        parsed++;
        exercise(schema);
      }
    }
    expect(parsed).toBeGreaterThan(50);
  });

  it('with shuffled pieces is a schema or a SchemaError', () => {
    const random = seededRandom(7);
    const tokens = ORDER.match(/"[^"]*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
    for (let round = 0; round < 500; round++) {
      const from = Math.floor(random() * tokens.length);
      const to = Math.floor(random() * tokens.length);
      const swapped = [...tokens];
      [swapped[from], swapped[to]] = [tokens[to] ?? '', tokens[from] ?? ''];
      const schema = parsedOrRefused(swapped.join(' '));
      if (schema !== undefined) exercise(schema);
    }
  });
});

describe('depth', () => {
  it.each([
    ['arrays', '{"type":"array","items":'],
    ['maps', '{"type":"map","values":'],
    ['unions', '['],
    ['records', '{"type":"record","name":"R","fields":[{"name":"f","type":'],
    ['types of types', '{"type":'],
    ['defaults', '{"type":"record","name":"R","fields":[{"name":"f","type":"int","default":'],
  ])('of 200,000 %s is an error with a place', (_, opening) => {
    const text = opening.repeat(200_000);
    expect(() => parseSchema(text)).toThrow(
      /^line 1, column \d+: the JSON is nested deeper than 1000 levels/,
    );
  });

  it('just below the bound works', () => {
    const depth = 240;
    const open = Array.from({ length: depth }, (_, level) => {
      return `{"type":"record","name":"R${level}","fields":[{"name":"f","type":["null",`;
    });
    const schema = parseSchema(`${open.join('')}"int"${']}]}'.repeat(depth)}`);
    expect(namedTypesOf(schema)).toHaveLength(depth);
    exercise(schema);
  });
});

/** Heavy for a machine that does much else. */
const HEAVY = { timeout: 60_000 };

describe('many', HEAVY, () => {
  /** Milliseconds of CPU for a schema of `count` types; the better of two, for machines are noisy. */
  function timeFor(count: number, use: (text: string) => void): number {
    const fields = Array.from({ length: count }, (_, index) => {
      const inner = `{"type":"record","name":"T${index}","namespace":"com.acme.n${index % 7}","fields":[{"name":"a","type":["null","string"],"default":null},{"name":"up","type":["null","com.acme.n${index % 7}.T${index}"]}]}`;
      return `{"name":"f${index}","type":${inner}}`;
    });
    const text = `{"type":"record","name":"Root","fields":[${fields.join(',')}]}`;
    const round = (): number => cpuMilliseconds(() => use(text));
    return Math.min(round(), round());
  }

  it.each<[string, (text: string) => void]>([
    ['parse', (text) => void parseSchema(text)],
    [
      'all that follows',
      (text) => {
        const schema = parseSchema(text);
        schemaText(schema);
        fingerprint(schema);
        representationOf(schema);
        checkCompatibility(schema, parseSchema(text));
        parseSchema(text, { references: [schema] });
      },
    ],
  ])('types: the time to %s grows with their number, not with its square', (_, use) => {
    use('"int"');
    const small = timeFor(1500, use);
    const large = timeFor(15_000, use);
    // Ten times the types; the square would be a hundred times the work.
    expect(large).toBeLessThan(40 * Math.max(small, 20));
  });

  it('symbols, a million of them', () => {
    const symbols = Array.from({ length: 1_000_000 }, (_, index) => `"S${index}"`);
    const text = `{"type":"enum","name":"E","symbols":[${symbols.join(',')}],"default":"S999999"}`;
    const schema = parseSchema(text);
    expect(schema.type === 'enum' && schema.symbols.length).toBe(1_000_000);
    expect(checkCompatibility(schema, schema)).toEqual([]);
  });

  it('symbols with as many defaults', () => {
    const symbols = Array.from({ length: 20_000 }, (_, index) => `"S${index}"`).join(',');
    const text = `{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"array","items":{"type":"enum","name":"E","symbols":[${symbols}]}},"default":[${symbols}]}]}`;
    expect(parsedOrRefused(text)).toBeDefined();
  });

  it('branches: a union of 5,000 records, and one twice', () => {
    const branches = Array.from(
      { length: 5000 },
      (_, index) => `{"type":"record","name":"R${index}","fields":[]}`,
    );
    exercise(parseSchema(`[${branches.join(',')}]`));
    expect(() => parseSchema(`[${branches.join(',')},"R4999"]`)).toThrow(/'R4999' stands twice/);
  });

  it('files that hold each other', () => {
    const files = Array.from({ length: 5000 }, (_, index) => ({
      file: `${index}.avsc`,
      text: `{"type":"record","name":"a.R${index}","fields":[{"name":"next","type":"R${(index + 1) % 5000}"}]}`,
    }));
    const { types } = parseSchemas(files);
    expect(types.size).toBe(5000);
    const first = types.get('a.R0');
    if (first === undefined) throw new Error('a.R0 is missing');
    // Nested deeper than text may be: printing still works, reading it back is refused.
    expect(namedTypesOf(first)).toHaveLength(5000);
    expect(() => parseSchema(schemaText(first))).toThrow(/nested deeper/);
    expect(representationOf(first).kind).toBe('record');
  });

  it('types that each hold the next, by name', () => {
    const count = 200_000;
    const types = Array.from(
      { length: count },
      (_, index) =>
        `{"type":"record","name":"R${index}","fields":[{"name":"next","type":["null","R${(index + 1) % count}"]}]}`,
    );
    const schema = parseSchema(`[${types.join(',')}]`);
    expect(namedTypesOf(schema)).toHaveLength(count);
    expect(schemaText(schema).length).toBeGreaterThan(count);
  });

  it('defaults that each lean on the next', () => {
    const count = 50_000;
    const types = (last: string): string =>
      `[${Array.from({ length: count }, (_, index) => {
        const type = index + 1 < count ? `"R${index + 1}","default":{}` : last;
        return `{"type":"record","name":"R${index}","fields":[{"name":"next","type":${type}}]}`;
      }).join(',')}]`;
    expect(parsedOrRefused(types('"int","default":1'))).toBeDefined();
    expect(() => parseSchema(types('"R0","default":{}'))).toThrow(/leads back to itself and never ends/);
  });

  it('defaults that all lean on one wide record', () => {
    const fields = (type: string, value: string): string =>
      Array.from({ length: 10_000 }, (_, at) => `{"name":"f${at}","type":${type},"default":${value}}`).join(
        ',',
      );
    const leaf = '{"type":"record","name":"Leaf","fields":[{"name":"n","type":"int","default":1}]}';
    const wide = `{"type":"record","name":"Wide","fields":[${fields('"Leaf"', '{}')}]}`;
    const user = `{"type":"record","name":"User","fields":[${fields('"Wide"', '{"f0":{}}')}]}`;
    expect(parsedOrRefused(`[${user},${leaf},${wide}]`)).toBeDefined();
  });

  it('keys of one object, one of them twice', () => {
    const keys = Array.from({ length: 300_000 }, (_, index) => `"k${index}":1`).join(',');
    expect(parsedOrRefused(`{"type":"int",${keys}}`)).toBeDefined();
    expect(() => parseSchema(`{"type":"int",${keys},"k7":2}`)).toThrow(/'k7' stands twice/);
  });

  it('wrong names among as many right ones', () => {
    const files = Array.from({ length: 5000 }, (_, index) => ({
      file: `${index}.avsc`,
      text: `{"type":"record","name":"a.Right${index}","fields":[{"name":"x","type":"Rihgt${index}"}]}`,
    }));
    const library = new SchemaLibrary(files);
    expect(library.parsed('0.avsc').error?.message).toMatch(/did you mean 'a\.Right/);
    expect(files.every(({ file }) => library.parsed(file).error?.code === 'TYPE_UNKNOWN')).toBe(true);
  });

  it('broken files that need each other', () => {
    const files = Array.from({ length: 10_000 }, (_, index) => ({
      file: `${index}.avsc`,
      text: `{"type":"record","name":"a.R${index}","fields":[{"name":"x","type":"R${index + 1}"}]}`,
    }));
    const library = new SchemaLibrary([...files, { file: 'last.avsc', text: '{"name":"a.R10000"' }]);
    const { error } = library.parsed('0.avsc');
    expect(error?.message).toContain('a file it needs is broken: last.avsc:1:19');
    expect(error?.message.length).toBeLessThan(400);
  });

  it('unknown long names', () => {
    const types = Array.from(
      { length: 20_000 },
      (_, index) => `{"type":"fixed","name":"Name${index}","size":1}`,
    );
    expect(() => parseSchema(`[${types.join(',')},"Nam20001"]`)).toThrow(/did you mean/);
    expect(() => parseSchema(`[${types.join(',')},"${'N'.repeat(100_000)}"]`)).toThrow(/unknown type/);
  });
});

describe('numbers, aliases and layout at their limits', () => {
  it.each([
    ['-1', false],
    ['0', true],
    ['2147483647', true],
    ['2147483648', false],
    ['1e9', false],
    ['9'.repeat(100_000), false],
  ])('a fixed of %s bytes', (size, accepted) => {
    expect(parsedOrRefused(`{"type":"fixed","name":"F","size":${size}}`) !== undefined).toBe(accepted);
  });

  it.each([
    ['"precision":1000000000,"scale":999999999', { name: 'decimal', precision: 1e9, scale: 999_999_999 }],
    [`"precision":${'9'.repeat(100_000)}`, null],
    ['"precision":4,"scale":5', null],
    ['"precision":4,"scale":-1', null],
  ])('a decimal with %s', (attributes, logical) => {
    expect(parseSchema(`{"type":"bytes","logicalType":"decimal",${attributes}}`)).toMatchObject({ logical });
  });

  it('aliases that shadow other types and each other in a circle', () => {
    const text =
      '[{"type":"record","name":"A","aliases":["B","A"],"fields":[{"name":"b","type":["null","B"],"aliases":["b","c"]},{"name":"c","type":"int"}]},{"type":"record","name":"B","aliases":["A"],"fields":[]}]';
    const schema = parseSchema(text);
    const [a, b] = schema.type === 'union' ? schema.branches : [];
    const inner = a?.type === 'record' ? a.fields[0]?.schema : undefined;
    expect(inner?.type === 'union' && inner.branches[1]).toBe(b);
    expect(schemaText(schema)).toContain('"aliases":["B","A"]');
  });

  it.each([
    ['a byte order mark', '\ufeff"int"', true],
    ['a byte order mark within', ' \ufeff"int"', false],
    ['something behind', '"int" "int"', false],
    ['two schemas', '{"type":"int"}{"type":"int"}', false],
    ['nothing', '', false],
    ['a million comments', '/**/'.repeat(1_000_000) + '"int"', true],
    ['an open comment', '"int" /*', false],
    ['a number of a million digits', `{"type":"int","x":${'1'.repeat(1_000_000)}}`, true],
  ])('%s', (_, text, accepted) => {
    expect(parsedOrRefused(text) !== undefined).toBe(accepted);
  });
});

describe('names of Object.prototype', () => {
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'])(
    '%s is a name like any',
    (name) => {
      const text = `{"type":"record","name":"${name}","namespace":"${name}","doc":"d","fields":[{"name":"${name}","type":["null",{"type":"enum","name":"E","symbols":["${name}"],"default":"${name}"},{"type":"map","values":"${name}"}],"default":"${name}"},{"name":"m","type":{"type":"map","values":"int"},"default":{"${name}":1}}]}`;
      exercise(parseSchema(text));
      expect(schemaText(parseSchema(text))).toBe(text);
      expect(({} as { E?: unknown }).E).toBeUndefined();
    },
  );
});
