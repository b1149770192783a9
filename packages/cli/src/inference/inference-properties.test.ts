import { seededRandom } from '@ottla/kernel';
import { parseSchema, type Schema } from '@ottla/schema';
import { datumOfJson, fromPlainJson, toPlainJson } from '@ottla/serializers/avro';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../../serializers/testing/case-count.ts';
import { randomSchemaText } from '../../../schema/testing/random-schema.ts';
import { inferred } from '../../testing/inferred-lines.ts';
import { SampleLines } from '../samples/sample-lines.ts';

const CHOICES = { choices: { long: 'bigint' } } as const;
const OPTIONS = [{}, { ints: true, logical: true, mostSymbols: 3 }, { mostKeys: 2 }];

const NUMBERS = [
  '0',
  '-1',
  '7',
  '2147483648',
  '9007199254740991',
  '-9223372036854775808',
  '1.5',
  '1e3',
  '-0.0',
];
const TEXTS = [
  '',
  'A',
  'B',
  'x y',
  '2026-11-21',
  '2026-11-21T10:00:00Z',
  '0f8fad5b-d9cb-469f-a165-70867728950e',
  '😀\0',
];
/** Names, and a few keys that are none. */
const KEYS = ['a', 'b', 'c', 'd_e', 'value', 'map', 'string', '1', '22', 'a-b'];

const { value: jsonText } = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('null', 'true', 'false', ...NUMBERS),
    fc.constantFrom(...TEXTS).map((text) => JSON.stringify(text)),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
    tie('object'),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 4, noNullPrototype: true }).map(
    (members) =>
      `{${Object.entries(members)
        .map(([key, text]) => `${JSON.stringify(key)}:${text}`)
        .join(', ')}}`,
  ),
}));
const jsonLines = fc.array(jsonText, { minLength: 1, maxLength: 6 });

/** What a value says, whatever branch, default or spelling it is written with. */
function meaning(value: unknown): unknown {
  if (typeof value === 'string')
    return Number.isNaN(Date.parse(value)) || !value.includes('T') ? value : Date.parse(value);
  if (typeof value === 'number') return value === 0 ? 0 : value;
  if (Array.isArray(value)) return value.map(meaning);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([key, member]) => key !== '$type' && member !== null);
  if ('$type' in value && 'value' in value && members.length === 1) return meaning(value.value);
  return new Map(members.map(([key, member]) => [key, meaning(member)]));
}

/** Numbers as their digits, since JSON.parse would round them. */
function exactly(text: string): unknown {
  return JSON.parse(text.replaceAll(/(?<=[[:,]|^)-?\d{17,}(?=[\],}]|$)/g, '"$&"'));
}

function roundTrip(line: string, schema: Schema): string {
  return toPlainJson(fromPlainJson(line, schema, CHOICES), schema, CHOICES);
}

describe('the schema of some lines', () => {
  it('takes each of them, and changes nothing', () => {
    let schemas = 0;
    const property = fc.property(jsonLines, fc.constantFrom(...OPTIONS), (lines, options) => {
      const found = inferred(lines, options);
      if (found.text === null || found.changes.length > 0) return;
      schemas++;
      const schema = parseSchema(found.text);
      for (const line of lines) {
        expect(meaning(exactly(roundTrip(line, schema)))).toEqual(
          meaning(exactly(line.replaceAll(', ', ','))),
        );
      }
    });
    fc.assert(property, { numRuns: cases(400) });
    expect(schemas).toBeGreaterThan(cases(400) / 4);
  });

  it('is the same in whatever order they come', () => {
    const shuffled = jsonLines.chain((lines) => {
      return fc.tuple(
        fc.constant(lines),
        fc.shuffledSubarray(lines, { minLength: lines.length }),
        fc.constantFrom(...OPTIONS),
      );
    });
    const property = fc.property(shuffled, ([lines, others, options]) => {
      expect(inferred(others, options).text).toBe(inferred(lines, options).text);
    });
    fc.assert(property, { numRuns: cases(400) });
  });

  it('takes them when they are samples of another, unless it says why there is none', () => {
    let refused = 0;
    const property = fc.property(fc.integer({ min: 1 }), (seed) => {
      const schema = parseSchema(randomSchemaText(seededRandom(seed)));
      const samples = new SampleLines(schema, { random: seededRandom(seed), edges: false, json: 'plain' });
      const lines = Array.from({ length: 20 }, () => samples.next());
      const { text } = inferred(lines);
      if (text === null) {
        refused++;
        return;
      }
      const again = parseSchema(text);
      for (const line of lines) datumOfJson(line, again);
    });
    fc.assert(property, { numRuns: cases(60) });
    expect(refused).toBeLessThan(cases(60) / 10);
  });
});
