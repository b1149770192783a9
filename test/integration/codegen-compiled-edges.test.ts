/** Values and bytes at the edges of what compiled codecs take, next to the closures of the same schema. */
import { join } from 'node:path';
import { generate } from '@ottla/codegen';
import { ByteWriter } from '@ottla/kernel';
import { parseSchema, schemaText } from '@ottla/schema';
import { avroCodec, type AvroCodec, type AvroSchema } from '@ottla/serializers/avro';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiledWrite } from '../../packages/serializers/src/avro/compiled/compiled-codec.ts';
import { DatumReader } from '../../packages/serializers/src/avro/read/datum-reader.ts';
import { Workplace } from './codegen-workplace.ts';

let workplace: Workplace;
let folders = 0;
beforeAll(async () => {
  workplace = await Workplace.make();
});
afterAll(() => workplace[Symbol.asyncDispose]());

interface Pair {
  readonly constant: AvroSchema<unknown>;
  readonly compiled: AvroCodec<unknown>;
  readonly closures: AvroCodec<unknown>;
}

/** The generated constant of the root of a schema, and the closures of it. */
async function pairOf(schema: unknown): Promise<Pair> {
  const text = JSON.stringify(schema);
  const folder = `src/e${folders++}`;
  const { files } = generate([{ file: 'root.avsc', text }], {
    codecs: 'compiled',
    importExtension: '.ts',
    layout: 'single',
  });
  await workplace.write(files.map((file) => ({ path: `${folder}/${file.path}`, text: file.text })));
  // The exports of a module by name.
  const exported = (await import(join(workplace.folder, folder, 'schemas.ts'))) as Record<string, unknown>;
  const own = schemaText(parseSchema(text));
  const constant = Object.values(exported)
    .filter(isConstant)
    .find((each) => each.schema === own);
  if (constant === undefined) throw new Error('no constant was generated');
  return { constant, compiled: avroCodec(constant), closures: avroCodec(parseSchema(text)) };
}

function isConstant(value: unknown): value is AvroSchema<unknown> {
  return typeof value === 'object' && value !== null && 'compiled' in value;
}

function verdict(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return String(error);
  }
}

function encoded(codec: AvroCodec<unknown>, value: unknown): unknown {
  return verdict(() => {
    const writer = new ByteWriter(16);
    codec.encodeInto(value, writer);
    return Buffer.from(writer.view()).toString('hex');
  });
}

/** Whether the printed code itself takes a value. */
function takes({ constant }: Pair, value: unknown): boolean {
  if (constant.compiled === undefined) throw new Error('nothing was compiled');
  return compiledWrite(constant.compiled.write, value, new ByteWriter());
}

/** Whether the printed code itself reads these bytes. */
function reads({ constant }: Pair, bytes: Buffer): boolean {
  const datum = new DatumReader();
  datum.start(bytes, 0);
  return typeof verdict(() => constant.compiled?.read(datum)) !== 'string';
}

const list = {
  type: 'record',
  name: 'List',
  fields: [{ name: 'next', type: ['null', 'List'], default: null }],
};
const chain = (length: number): object =>
  Array.from({ length }).reduce<object | null>((next) => ({ next }), null) ?? {};

describe('values within values', () => {
  it('are written as deep as the closures write them', async () => {
    const pair = await pairOf(list);
    for (const [depth, isTaken] of [
      [999, true],
      [1000, true],
      [1001, false],
      [5000, false],
    ] as const) {
      expect(encoded(pair.compiled, chain(depth))).toEqual(encoded(pair.closures, chain(depth)));
      expect(takes(pair, chain(depth))).toBe(isTaken);
    }
    const circle: { next?: unknown } = {};
    circle.next = { next: circle };
    expect(encoded(pair.compiled, circle)).toEqual(encoded(pair.closures, circle));
  });

  it('are read as deep as the closures read them', async () => {
    const pair = await pairOf(list);
    for (const depth of [1, 998, 999, 1000, 200_000]) {
      const bytes = Buffer.concat([Buffer.alloc(depth, 2), Buffer.from([0])]);
      expect(verdict(() => pair.compiled.decode(bytes))).toEqual(verdict(() => pair.closures.decode(bytes)));
      expect(reads(pair, bytes)).toBe(depth < 1000);
    }
  });

  it('in arrays and maps count as deep as they stand', async () => {
    const tree = {
      type: 'record',
      name: 'Tree',
      fields: [{ name: 'parts', type: { type: 'array', items: { type: 'map', values: 'Tree' } } }],
    };
    const pair = await pairOf(tree);
    const nested = (depth: number): object =>
      Array.from({ length: depth }).reduce<object>((inner) => ({ parts: [{ a: inner }] }), { parts: [] });
    const bytes = (depth: number): Buffer =>
      Buffer.from(`${'02020261'.repeat(depth)}00${'0000'.repeat(depth)}`, 'hex');
    for (const depth of [300, 333, 334, 999, 1000, 1001]) {
      const value = nested(depth);
      expect(encoded(pair.compiled, value)).toEqual(encoded(pair.closures, value));
      const read = (codec: AvroCodec<unknown>): unknown => verdict(() => codec.decode(bytes(depth)));
      expect(read(pair.compiled)).toEqual(read(pair.closures));
    }
    expect(reads(pair, bytes(332))).toBe(true);
  });
});

/** R0 is empty, each next one holds two of the one before: 2^40 values in no byte. */
const nest = Array.from({ length: 40 }).reduce<object>(
  (inner, _unused, index) => ({
    type: 'record',
    name: `R${index + 1}`,
    fields: [
      { name: 'a', type: inner },
      { name: 'b', type: (inner as { name: string }).name },
    ],
  }),
  { type: 'record', name: 'R0', fields: [] },
);

describe('values that take no bytes', () => {
  const array = (items: unknown): object => ({ type: 'array', items });
  const hollow = { type: 'record', name: 'Hollow', fields: [{ name: 'n', type: 'null' }] };
  it.each<[string, unknown, string, boolean]>([
    ['10^8 nulls', array('null'), '8084af5f00', false],
    ['a thousand nulls', array('null'), 'd00f00', true],
    ['10^8 records', array(hollow), '8084af5f00', false],
    ['three records', array(hollow), '0600', true],
    ['10^8 fixed', array({ type: 'fixed', name: 'F', size: 0 }), '8084af5f00', false],
    ['a nest of records', nest, '', false],
    ['an array of nests', array(nest), '0200', false],
    ['records in a map', { type: 'map', values: hollow }, '040261026200', true],
    ['10^8 strings in four bytes', array('string'), '8084af5f', false],
    ['a record without end', { type: 'record', name: 'E', fields: [{ name: 'e', type: 'E' }] }, '', false],
  ])('%s', async (_what, schema, hex, isRead) => {
    const pair = await pairOf(schema);
    const bytes = Buffer.from(hex, 'hex');
    const start = performance.now();
    expect(verdict(() => pair.compiled.decode(bytes))).toEqual(verdict(() => pair.closures.decode(bytes)));
    expect(reads(pair, bytes)).toBe(isRead);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('unions', () => {
  const numbers = ['int', 'long', 'float', 'double', 'bigint'];
  const card = { type: 'record', name: 'Card', fields: [{ name: 'number', type: 'string' }] };
  const cash = { type: 'record', name: 'Cash', fields: [{ name: 'till', type: 'int' }] };
  const suit = { type: 'enum', name: 'Suit', symbols: ['SPADES', 'HEARTS'] };
  const two = { type: 'fixed', name: 'Two', size: 2 };
  it.each<[string, unknown, readonly unknown[], readonly unknown[]]>([
    ['of numbers', numbers.slice(0, 4), [1, -0, 2 ** 31, 2 ** 53, 0.5, 0.1, Number.NaN], [5n, '1', null]],
    ['of texts', [suit, 'string'], ['SPADES', 'CLUBS', ''], [1, { $type: 'string', value: 'SPADES' }]],
    ['of bytes', [two, 'bytes'], [Uint8Array.of(1, 2), Uint8Array.of(1)], ['\u0001\u0002']],
    [
      'of records',
      ['null', card, cash, { type: 'map', values: 'int' }],
      [null, { $type: 'Card', number: '1' }, { $type: 'Cash', till: 1 }, { $type: 'map', value: { a: 1 } }],
      [{ number: '1' }, { $type: 'map', value: {}, more: 1 }, { $type: 'Card' }, [], new Date(0), undefined],
    ],
    [
      'of a record and more',
      [card, 'string', { type: 'array', items: 'long' }, { type: 'long', logicalType: 'timestamp-millis' }],
      [{ number: '1' }, 'x', [1], new Date(5)],
      [{ $type: 'Card', number: '1' }, 5, new Date(Number.NaN), { number: 1 }],
    ],
    [
      'of many',
      Array.from({ length: 70 }, (_, index) => ({ ...cash, name: `Cash${index}` })),
      [],
      [{ till: 1 }],
    ],
    [
      'of a map and a text',
      [{ type: 'map', values: 'string' }, 'string'],
      [{ a: 'x' }, 'x', {}],
      [{ $type: 'string', value: 'x' }, { $type: 'map', value: {} }, { $type: 'x' }, [], new Map()],
    ],
    [
      'of a decimal and a text',
      [{ type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 }, 'string'],
      ['1.00', 'x'],
      [1],
    ],
  ])('%s', async (_what, schema, natural, others) => {
    const pair = await pairOf({ type: 'record', name: 'Holder', fields: [{ name: 'it', type: schema }] });
    for (const value of [...natural, ...others]) {
      const holder = { it: value };
      expect(encoded(pair.compiled, holder)).toEqual(encoded(pair.closures, holder));
    }
    expect(natural.filter((value) => !takes(pair, { it: value }))).toEqual([]);
  });

  it('of seventy records take each by its name', async () => {
    const records = Array.from({ length: 70 }, (_, index) => ({ ...cash, name: `Cash${index}` }));
    const pair = await pairOf(['null', ...records]);
    for (const index of [0, 61, 62, 63, 69]) {
      const value = { $type: `Cash${index}`, till: index };
      expect(takes(pair, value)).toBe(true);
      const bytes = Buffer.from(String(encoded(pair.compiled, value)), 'hex');
      expect(encoded(pair.compiled, value)).toEqual(encoded(pair.closures, value));
      expect(reads(pair, bytes)).toBe(true);
      expect(pair.compiled.decode(bytes)).toEqual(value);
    }
  });
});
