/** That the list of edits is complete, ignores layout, and stays cheap. */
import { seededRandom } from '@ottla/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withinCpu } from '../../../kernel/testing/cpu-time.ts';
import { evolved } from '../../testing/schema-evolution.ts';
import { SketchBook } from '../../testing/schema-sketch.ts';
import { sketchText } from '../../testing/sketch-text.ts';
import { sameSchema } from '../identity/same-schema.ts';
import { parseSchema } from '../parse/schema-parser.ts';
import type { Schema } from '../schema.ts';
import { schemaText } from '../schema-text.ts';
import { diffSchemas } from './schema-diff.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const DOCS = ['', 'One.', 'Other.'];

/** Attributes that a sketch lacks, drawn for every object of its text. */
function decorated(json: Json, draw: () => number): Json {
  if (Array.isArray(json)) return json.map((item) => decorated(item, draw));
  if (typeof json !== 'object' || json === null) return json;
  const entries = Object.entries(json).map(([key, value]): [string, Json] => [
    key,
    key === 'default' ? value : decorated(value, draw),
  ]);
  if (draw() < 0.2) entries.push(['doc', DOCS[Math.floor(draw() * 3)] ?? '']);
  if (draw() < 0.1) entries.push(['owner', draw() < 0.5 ? 1 : 2]);
  if ('size' in json && draw() < 0.3)
    entries.push(['logicalType', 'decimal'], ['precision', draw() < 0.5 ? 1 : 2]);
  if (!('size' in json) && !('symbols' in json) && !('fields' in json) && 'name' in json && draw() < 0.2) {
    entries.push(['order', draw() < 0.5 ? 'ignore' : 'ascending']);
  }
  return Object.fromEntries(entries);
}

/** Two versions that differ little, or in nothing but layout. */
function versions(seed: number): readonly [Schema, Schema] {
  const random = seededRandom(seed);
  const sketch = new SketchBook(random).sketch();
  const next = random() < 0.4 ? sketch : evolved(sketch, random);
  const adornment = Math.floor(random() * 1000);
  const other = random() < 0.6 ? adornment : adornment + 1;
  // The printer's own JSON.
  const [before, after] = [sketch, next].map((each) => JSON.parse(sketchText(each)) as Json);
  return [
    parseSchema(JSON.stringify(decorated(before ?? null, seededRandom(adornment)))),
    parseSchema(JSON.stringify(decorated(after ?? null, seededRandom(other)), null, 2)),
  ];
}

describe('the list of edits', () => {
  it('is empty exactly when the schemas are the same', () => {
    const seen = { same: 0, different: 0 };
    fc.assert(
      fc.property(seeds, (seed) => {
        const [before, after] = versions(seed);
        const same = sameSchema(before, after);
        seen[same ? 'same' : 'different']++;
        expect(diffSchemas(before, after).length === 0).toBe(same);
      }),
      { numRuns: 3000 },
    );
    expect(Math.min(seen.same, seen.different)).toBeGreaterThan(300);
  });

  it('is empty for a schema and its reprint', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const [schema] = versions(seed);
        expect(diffSchemas(schema, schema)).toEqual([]);
        expect(diffSchemas(schema, parseSchema(schemaText(schema), { lenient: true }))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('tells no difference twice', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const edits = diffSchemas(...versions(seed));
        const keys = edits.map((edit) =>
          JSON.stringify([
            edit.kind,
            edit.element,
            edit.path,
            edit.before,
            edit.after,
            'attribute' in edit ? [edit.owner, edit.attribute] : null,
          ]),
        );
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('large schemas', { timeout: 60_000 }, () => {
  const LIMIT_MS = 2000;

  function timed(before: Json, after: Json): number {
    const [old, now] = [parseSchema(JSON.stringify(before)), parseSchema(JSON.stringify(after))];
    return withinCpu(LIMIT_MS, () => diffSchemas(old, now).length);
  }

  function range<T>(count: number, each: (index: number) => T): T[] {
    return Array.from({ length: count }, (_, index) => each(index));
  }

  it('a record of 10,000 fields, all renamed, or all moved', () => {
    const fields = (prefix: string): Json[] =>
      range(10_000, (index) => ({ name: `${prefix}${index}`, type: 'string' }));
    const record = (of: Json[]): Json => ({ type: 'record', name: 'R', fields: of });
    expect(timed(record(fields('some_name')), record(fields('otherName')))).toBe(20_000);
    expect(timed(record(fields('some_name')), record(fields('someName')))).toBe(10_000);
    expect(timed(record(fields('a')), record(fields('a').toReversed()))).toBe(9999);
  });

  it('a union of 5,000 records, turned round, and of others', () => {
    const branches = (prefix: string): Json[] =>
      range(5000, (index) => ({ type: 'record', name: `${prefix}${index}`, fields: [] }));
    expect(timed(branches('A'), branches('A').toReversed())).toBe(4999);
    expect(timed(branches('A'), branches('Bc'))).toBe(20_000);
  });

  it('13,000 types in a chain, with one change each, and all renamed', () => {
    const chain = (prefix: string, type: string): Json =>
      range(13_000, (index): Json => ({
        type: 'record',
        name: `${prefix}${index}`,
        fields: [
          { name: 'id', type },
          ...(index === 0 ? [] : [{ name: 'next', type: `${prefix}${index - 1}` }]),
        ],
      }));
    expect(timed(chain('T', 'int'), chain('T', 'long'))).toBe(13_000);
    expect(timed(chain('T', 'int'), chain('Ux', 'int'))).toBeGreaterThan(13_000);
  });
});
