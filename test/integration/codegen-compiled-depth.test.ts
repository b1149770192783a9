/** How deep values are written and read: compiled code next to the closures, which allow 1,000 levels. */
import { ByteWriter } from '@ottla/kernel';
import type { AvroCodec } from '@ottla/serializers/avro';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CodecPairs, encoded, reads, takes, verdict, type CodecPair } from './codegen-compiled-pair.ts';

let pairs: CodecPairs;
beforeAll(async () => {
  pairs = await CodecPairs.make();
});
afterAll(() => pairs[Symbol.asyncDispose]());

const list = {
  type: 'record',
  name: 'List',
  fields: [{ name: 'next', type: ['null', 'List'], default: null }],
};
const chain = (length: number): object =>
  Array.from({ length }).reduce<object | null>((next) => ({ next }), null) ?? {};

describe('values within values', () => {
  it('are written as deep as the closures write them', async () => {
    const pair = await pairs.of(list);
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
    const pair = await pairs.of(list);
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
    const pair = await pairs.of(tree);
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

/** Says how a record holds the next: the type of its field, a value of it, and the hex of what stands around. */
interface Link {
  readonly type: (inner: string) => unknown;
  readonly value: (inner: unknown) => unknown;
  readonly before: string;
  readonly after: string;
  /** Levels that reading counts besides the record. */
  readonly levels: number;
}

const links: Readonly<Record<string, Link>> = {
  'in each other': { type: (inner) => inner, value: (inner) => inner, before: '', after: '', levels: 0 },
  'in arrays': {
    type: (items) => ({ type: 'array', items }),
    value: (inner) => [inner],
    before: '02',
    after: '00',
    levels: 1,
  },
  'in maps': {
    type: (values) => ({ type: 'map', values }),
    value: (inner) => ({ a: inner }),
    before: '020261',
    after: '00',
    levels: 1,
  },
  'in unions': {
    type: (inner) => ['null', inner],
    value: (inner) => inner,
    before: '02',
    after: '',
    levels: 0,
  },
  'in unions of several': {
    type: (inner) => ['string', inner, 'null'],
    value: (inner) => inner,
    before: '02',
    after: '',
    levels: 0,
  },
  'in maps of arrays': {
    type: (items) => ({ type: 'map', values: { type: 'array', items } }),
    value: (inner) => ({ a: [inner] }),
    before: '02026102',
    after: '0000',
    levels: 2,
  },
};

/**
 * So many records of different types in each other, with an int in the last. Each is defined before the one that holds
 * it, since JSON may not nest as deep.
 */
class Chain {
  readonly types: readonly object[];
  readonly value: object;
  readonly hex: string;

  constructor(records: number, { type, value, before, after }: Link) {
    const types: object[] = [{ type: 'record', name: `C${records}`, fields: [{ name: 'n', type: 'int' }] }];
    let whole: object = { n: 5 };
    for (let index = records - 1; index > 0; index--) {
      const fields = [{ name: 'f', type: type(`C${index + 1}`) }];
      types.push({ type: 'record', name: `C${index}`, fields });
      whole = { f: value(whole) };
    }
    this.types = types;
    this.value = whole;
    this.hex = `${before.repeat(records - 1)}0a${after.repeat(records - 1)}`;
  }
}

/** A root that holds one of these, beside which stands another record, so that each says its type. */
function holderOf(types: readonly object[]): object {
  const other = { type: 'record', name: 'Other', fields: [{ name: 'o', type: 'int' }] };
  return { type: 'record', name: 'Holder', fields: [{ name: 'it', type: [other, ...types] }] };
}

/** Of the last of so many types in it. */
function branchHex(types: number): string {
  const writer = new ByteWriter();
  writer.writeVarint(types);
  return Buffer.from(writer.view()).toString('hex');
}

/** What both say of a value and of bytes, and whether the printed code reads those. */
function judge(pair: CodecPair, value: unknown, hex: string): boolean {
  const written = encoded(pair.closures, value);
  expect(encoded(pair.compiled, value)).toEqual(written);
  const bytes = Buffer.from(hex, 'hex');
  const read = verdict(() => pair.closures.decode(bytes));
  expect(verdict(() => pair.compiled.decode(bytes))).toEqual(read);
  const isRead = reads(pair, bytes);
  // What the closures refuse must not come out of printed code.
  if (isRead) expect(read).toBeTypeOf('object');
  return isRead;
}

async function judgeChain(records: number, link: Link): Promise<void> {
  const { types, value, hex } = new Chain(records, link);
  const pair = await pairs.of(holderOf(types));
  const held = { it: { $type: 'C1', ...value } };
  const isRead = judge(pair, held, branchHex(records) + hex);
  // The last record holds nothing; the holder is one more.
  const isWithin = records * (1 + link.levels) - link.levels + 1 <= 1000;
  expect([records, isRead]).toEqual([records, isWithin]);
  expect([records, takes(pair, held)]).toEqual([records, records < 1000]);
}

describe('records of many types', () => {
  it.each(Object.entries(links))(
    '%s',
    async (_how, link) => {
      for (const records of [1, 2, 30, 31, 32, 33, 100]) await judgeChain(records, link);
    },
    60_000,
  );

  it.each<readonly [string, number]>([
    ['in each other', 999],
    ['in maps of arrays', 333],
  ])(
    '%s up to the limit',
    async (how, most) => {
      const link = links[how];
      if (link === undefined) throw new Error('no such link');
      await judgeChain(most, link);
      await judgeChain(most + 1, link);
    },
    60_000,
  );

  it.each(Object.entries(links))(
    '%s, at the end of a list',
    async (_how, link) => {
      for (const records of [1, 2, 34]) {
        const { types, value, hex } = new Chain(records, link);
        const list = {
          type: 'record',
          name: 'List',
          fields: [
            { name: 'next', type: ['null', 'List'], default: null },
            { name: 'end', type: ['null', { type: 'array', items: 'C1' }], default: null },
          ],
        };
        const pair = await pairs.of(holderOf([...types, list]));
        const listed = (depth: number): object =>
          Array.from({ length: depth }).reduce<object>((next) => ({ next }), { end: [value] });
        const bytes = (depth: number): string =>
          `${branchHex(records + 1)}${'02'.repeat(depth)}000202${hex}00${'00'.repeat(depth)}`;
        // The holder, the last of the list, and the array.
        const most = 1000 - 3 - records - (records - 1) * link.levels;
        for (const depth of [0, most, most + 1, most + records]) {
          const isRead = judge(pair, { it: { $type: 'List', ...listed(depth) } }, bytes(depth));
          expect([records, depth, isRead]).toEqual([records, depth, depth <= most]);
        }
      }
    },
    60_000,
  );
});
