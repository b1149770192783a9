import { seededRandom } from '@ottla/kernel';
import { parseSchema, type Schema } from '@ottla/schema';
import { datumOfJson } from '@ottla/serializers/avro';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../../serializers/testing/case-count.ts';
import { randomSchemaText } from '../../../schema/testing/random-schema.ts';
import { CliError } from '../cli-error.ts';
import { SampleLines, type SampleOptions } from './sample-lines.ts';

const schemaOf = (json: unknown): Schema => parseSchema(JSON.stringify(json));
const record = (name: string, fields: object): object => ({
  type: 'record',
  name,
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
});

function draw(
  schema: Schema,
  count: number,
  options: Partial<SampleOptions> & { readonly seed?: number } = {},
): string[] {
  const { seed = 1, ...others } = options;
  const lines = new SampleLines(schema, {
    random: seededRandom(seed),
    edges: false,
    json: 'plain',
    ...others,
  });
  return Array.from({ length: count }, () => lines.next());
}

describe('samples', () => {
  it('of any schema are read as values of it, edges too', () => {
    const property = fc.property(fc.integer({ min: 1 }), fc.boolean(), (seed, edges) => {
      const schema = parseSchema(randomSchemaText(seededRandom(seed)));
      for (const line of draw(schema, 5, { seed, edges })) datumOfJson(line, schema);
      for (const line of draw(schema, 2, { seed, edges, json: 'avro' })) {
        datumOfJson(line, schema, { encoding: 'avro' });
      }
    });
    fc.assert(property, { numRuns: cases(150) });
  });

  it('are the same for the same seed, and others for another', () => {
    const schema = schemaOf(
      record('R', { name: 'string', at: { type: 'long', logicalType: 'timestamp-millis' } }),
    );
    expect(draw(schema, 20, { seed: 7 })).toEqual(draw(schema, 20, { seed: 7 }));
    expect(draw(schema, 20, { seed: 7 })).not.toEqual(draw(schema, 20, { seed: 8 }));
  });

  it('show every branch, every symbol, and every size of collections within as many lines', () => {
    const symbols = ['A', 'B', 'C', 'D', 'E'];
    const schema = schemaOf(
      record('R', {
        kind: { type: 'enum', name: 'Kind', symbols },
        tags: { type: 'array', items: 'int' },
        any: ['null', 'int', 'long', 'string', 'bytes', record('A', {}), record('B', {})],
      }),
    );
    const values = draw(schema, 7).map(
      (line) => JSON.parse(line) as { kind: string; tags: []; any: unknown },
    );
    expect(new Set(values.map(({ kind }) => kind))).toEqual(new Set(symbols));
    expect(new Set(values.map(({ tags }) => tags.length))).toEqual(new Set([0, 1, 2, 3]));
    const branches = values.map(({ any }) => Object(any ?? { $type: 'null' }).$type ?? typeof any);
    expect(new Set(branches)).toEqual(new Set(['A', 'B', 'bytes', 'long', 'null', 'number', 'string']));
  });

  it('end, however a schema refers to itself', () => {
    const node = { name: 'next', type: ['null', 'Node'] };
    const many = { name: 'all', type: { type: 'array', items: 'Node' } };
    const schema = schemaOf({
      type: 'record',
      name: 'Node',
      fields: [node, many, { name: 'by', type: { type: 'map', values: 'Node' } }],
    });
    for (const line of draw(schema, 50)) expect(line.length).toBeLessThan(20_000);
  });

  it('hold nothing that a terminal obeys', () => {
    const schema = schemaOf(
      record('R', { text: 'string', bytes: 'bytes', by: { type: 'map', values: 'string' } }),
    );
    for (const line of draw(schema, 200, { edges: true })) {
      expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
      datumOfJson(line, schema);
    }
  });

  it('of edges reach the least and the greatest', () => {
    const lines = draw(schemaOf('long'), 200, { edges: true });
    expect(lines).toEqual(
      expect.arrayContaining(['9223372036854775807', '-9223372036854775808', '9007199254740993']),
    );
    expect(draw(schemaOf('double'), 200, { edges: true })).toEqual(
      expect.arrayContaining(['"NaN"', '-0.0', '5e-324']),
    );
  });

  it('of an array of what has no values are empty', () => {
    const endless = { type: 'record', name: 'E', fields: [{ name: 'e', type: 'E' }] };
    expect(draw(schemaOf({ type: 'array', items: endless }), 3)).toEqual(['[]', '[]', '[]']);
    expect(draw(schemaOf(['null', endless]), 2)).toEqual(['null', 'null']);
  });
});

/** Each level has ten of the one below it. */
function tower(level: number): object {
  if (level === 0) return record('L0', {});
  const others = Array.from({ length: 9 }, (_, index) => [`f${index + 1}`, `L${level - 1}`] as const);
  return record(`L${level}`, { f0: tower(level - 1), ...Object.fromEntries(others) });
}

describe('a schema without samples', () => {
  it.each<[string, unknown, string]>([
    [
      'needs itself',
      { type: 'record', name: 'a.Node', fields: [{ name: 'next', type: 'Node' }] },
      'a.Node.next needs another a.Node, without end',
    ],
    [
      'needs itself on a detour',
      record('A', { b: record('B', { a: ['A'] }) }),
      'B.a needs another A, without end',
    ],
    ['is an empty union', [], 'union is a union without branches'],
    [
      'has more bytes than a line',
      { type: 'fixed', name: 'Huge', size: 2_000_000_000 },
      'Huge has 2000000000 bytes, more than 1048576',
    ],
    [
      'has a decimal of too many digits',
      { type: 'bytes', logicalType: 'decimal', precision: 30_000, scale: 20_000 },
      'bytes is a decimal of more digits than are written',
    ],
    ['multiplies', tower(8), 'L6.f0 needs more than 100000 parts'],
  ])('%s', (_what, json, words) => {
    let failure: unknown;
    try {
      draw(schemaOf(json), 1);
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(CliError);
    expect(failure).toMatchObject({ message: `no value fits the schema: ${words}`, exitCode: 4 });
  });
});
