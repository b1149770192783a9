import { ByteWriter, ConfigError, type SerializationError } from '@ottla/kernel';
import { parseSchema, schemaText } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { avroCodec } from '../avro-codec.ts';
import { defineAvroSchema } from '../avro-schema.ts';
import type { DatumReader } from '../read/datum-reader.ts';
import * as run from './index.ts';

/** Every kind of put and read once; what codegen prints looks like this. */
const schema = parseSchema(
  JSON.stringify({
    type: 'record',
    name: 'com.acme.Everything',
    fields: [
      { name: 'yes', type: 'boolean' },
      { name: 'int', type: 'int' },
      { name: 'long', type: 'long' },
      { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
      { name: 'micros', type: { type: 'long', logicalType: 'timestamp-micros' } },
      { name: 'float', type: 'float' },
      { name: 'double', type: 'double' },
      { name: 'text', type: 'string' },
      { name: 'bytes', type: 'bytes' },
      { name: 'pair', type: { type: 'fixed', name: 'Pair', size: 2 } },
      { name: 'suit', type: { type: 'enum', name: 'Suit', symbols: ['SPADES', 'HEARTS'] } },
      { name: 'tags', type: { type: 'array', items: 'string' } },
      { name: 'counts', type: { type: 'map', values: 'int' } },
      { name: 'note', type: ['null', 'string'], default: null },
      {
        name: 'price',
        type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 },
      },
      { name: 'next', type: ['null', 'Everything'], default: null },
    ],
  }),
);

const fields = run.fieldNames('com.acme.Everything', [
  ...['yes', 'int', 'long', 'at', 'micros', 'float', 'double', 'text', 'bytes', 'pair', 'suit', 'tags'],
  ...['counts', 'note', 'price', 'next'],
]);
const suits = run.symbols(['SPADES', 'HEARTS']);
const price = run.planned<string>('{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}', {});

interface Everything {
  yes: boolean;
  int: number;
  long: number;
  at: Date;
  micros: bigint;
  float: number;
  double: number;
  text: string;
  bytes: Uint8Array;
  pair: Uint8Array;
  suit: 'SPADES' | 'HEARTS';
  tags: string[];
  counts: Record<string, number>;
  note?: string | null | undefined;
  price: string;
  next?: Everything | null | undefined;
}

let written = 0;

const writeTag: run.DatumWrite<string> = (value, writer, at) => run.putString(writer, at, value);
const writeCount: run.DatumWrite<number> = (value, writer, at) => {
  run.room(writer, at, 5);
  return run.putInt(writer, at, value);
};

function writeEverything(value: Everything, writer: ByteWriter, at: number, depth: number): number {
  run.expectRecord(value, fields, depth);
  run.room(writer, at, 48);
  at = run.putBoolean(writer, at, value.yes);
  at = run.putInt(writer, at, value.int);
  at = run.putLong(writer, at, value.long);
  at = run.putDate(writer, at, value.at);
  at = run.putBigint(writer, at, value.micros);
  at = run.putFloat(writer, at, value.float);
  at = run.putDouble(writer, at, value.double);
  at = run.putString(writer, at, value.text);
  at = run.putBytes(writer, at, value.bytes);
  at = run.putFixed(writer, at, run.expectSize(value.pair, 2));
  at = run.putSymbol(writer, at, run.positionOf(suits, value.suit));
  at = run.putArray(writer, at, value.tags, writeTag, depth + 1);
  at = run.putMap(writer, at, value.counts, writeCount, depth + 1);
  if (value.note === null || value.note === undefined) at = run.putByte(writer, at, 0);
  else at = run.putString(writer, run.putByte(writer, at, 2), value.note);
  at = price.write(value.price, writer, at, depth);
  if (value.next === null || value.next === undefined) at = run.putByte(writer, at, 0);
  else at = writeEverything(value.next, writer, run.putByte(writer, at, 2), depth + 1);
  written++;
  return at;
}

function readEverything(datum: DatumReader): Everything {
  datum.enter();
  const value: Everything = {
    yes: datum.boolean(),
    int: datum.int(),
    long: run.readLong(datum),
    at: run.readDate(datum),
    micros: datum.bigint(),
    float: datum.float(),
    double: datum.double(),
    text: datum.string(),
    bytes: run.readBytes(datum),
    pair: run.readFixed(datum, 2),
    suit: run.readSymbol(datum, suits),
    tags: run.readArray(datum, (item) => item.string()),
    counts: run.readMap(datum, (item) => item.int()),
    note: run.readBranch(datum, 2) === 0 ? null : datum.string(),
    price: price.read(datum),
    next: run.readBranch(datum, 2) === 0 ? null : readEverything(datum),
  };
  datum.leave();
  return value;
}

const constant = defineAvroSchema<Everything, Everything>({
  fullName: 'com.acme.Everything',
  schema: schemaText(schema),
  fingerprint: '',
  choices: {},
  compiled: { write: writeEverything, read: readEverything },
});
const compiled = avroCodec(constant);
const closures = avroCodec<Everything>(schema);

const value: Everything = {
  yes: true,
  int: -65,
  long: 9_007_199_254_740_991,
  at: new Date(1_763_740_800_123),
  micros: -9_223_372_036_854_775_808n,
  float: 0.5,
  double: Math.PI,
  text: 'Ada',
  bytes: Uint8Array.of(1, 2, 3),
  pair: Uint8Array.of(4, 5),
  suit: 'HEARTS',
  tags: ['a', 'ü', ''],
  counts: { a: 1, b: -2_147_483_648 },
  note: 'n',
  price: '12.30',
  next: null,
};

function bytesBy(
  codec: typeof closures,
  given: unknown,
  writer = new ByteWriter(),
): Uint8Array | SerializationError {
  try {
    // Wrong ones on purpose.
    codec.encodeInto(given as Everything, writer);
    return writer.toBytes();
  } catch (error) {
    expect(writer.position).toBe(0);
    // What encodeInto throws.
    return error as SerializationError;
  }
}

const texts = [
  '',
  'x'.repeat(16),
  'x'.repeat(17),
  'x'.repeat(63),
  'x'.repeat(64),
  'é'.repeat(31),
  'é'.repeat(32),
  '\ud800',
  '😀'.repeat(2048),
  'x'.repeat(8191),
  'x'.repeat(70_000),
];
const many = Object.fromEntries(Array.from({ length: 8300 }, (_, index) => [`k${index}`, index]));

describe('compiled code writes', () => {
  it.each<readonly [string, unknown]>([
    ['a value', value],
    ['what is left out', { ...value, note: undefined, next: undefined }],
    [
      'without keys for what is left out',
      Object.fromEntries(
        Object.entries(value)
          .slice(0, 13)
          .concat([['price', '1.00']]),
      ),
    ],
    ['keys in another order', Object.fromEntries(Object.entries(value).toReversed())],
    ['nested values', { ...value, next: { ...value, next: value } }],
    ...[0, -0, 63, 64, -64, -65, 8191, 8192, 2_147_483_647, -2_147_483_648].map(
      (int) => [`the int ${int}`, { ...value, int }] as const,
    ),
    ...[2_147_483_648, -2_147_483_649, 2 ** 52, -(2 ** 53 - 1), 1_073_741_824, -0].map(
      (long) => [`the long ${long}`, { ...value, long }] as const,
    ),
    ...[0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 32n].map(
      (micros) => [`the bigint ${micros}`, { ...value, micros }] as const,
    ),
    ...texts.map((text) => [`a text of ${text.length} units`, { ...value, text, tags: texts }] as const),
    ['63 entries', { ...value, counts: Object.fromEntries(Object.entries(many).slice(0, 63)) }],
    ['64 entries', { ...value, counts: Object.fromEntries(Object.entries(many).slice(0, 64)) }],
    ['8,300 entries', { ...value, counts: many }],
    ['many bytes', { ...value, bytes: new Uint8Array(100_000) }],
    ['an object of a class', Object.assign(Object.create({ inherited: 1 }) as object, value)],
  ])('as the closures do: %s', (_what, given) => {
    const before = written;
    const bytes = bytesBy(compiled, given);
    expect(bytes).toEqual(bytesBy(closures, given));
    expect(written).toBeGreaterThan(before);
    // Wrong types were not given here.
    const read = closures.decode(bytes as Uint8Array);
    expect(compiled.decode(bytes as Uint8Array)).toStrictEqual(read);
  });

  it.each([16, 17, 64, 80, 111, 128, 200, 1000])('into a writer of %i bytes, which grows', (initialBytes) => {
    const given = { ...value, text: 'x'.repeat(300), tags: texts, next: { ...value, counts: many } };
    expect(bytesBy(compiled, given, new ByteWriter(initialBytes))).toEqual(bytesBy(closures, given));
  });

  it('up to the limit of its writer, where it asks for no more room than the closures', () => {
    const { length } = bytesBy(closures, value) as Uint8Array; // it fits
    for (let most = length - 2; most < length + 20; most++) {
      const judged = bytesBy(closures, value, new ByteWriter(16, most));
      if (most < length) expect(judged).toBeInstanceOf(ConfigError);
      expect(bytesBy(compiled, value, new ByteWriter(16, most))).toEqual(judged);
    }
  });

  it('behind what is there already', () => {
    const writer = new ByteWriter(8);
    writer.writeInt32(7);
    compiled.encodeInto(value, writer);
    expect(writer.toBytes(4)).toEqual(bytesBy(closures, value));
  });
});

const cyclic: Everything = { ...value };
cyclic.next = cyclic;

describe('what compiled code refuses, the closures judge', () => {
  it.each([
    ['a bigint for a long', { ...value, long: 5n }],
    ['a Date for a bigint', { ...value, micros: new Date(5) }],
    ['a number for a Date', { ...value, at: 5 }],
    ['a long beyond 2^53', { ...value, long: 2 ** 53 }],
    ['a bigint beyond 64 bits', { ...value, micros: 2n ** 63n }],
    ['an invalid Date', { ...value, at: new Date(Number.NaN) }],
    ['an int beyond 32 bits', { ...value, int: 2 ** 31 }],
    ['an undeclared field', { ...value, more: 1 }],
    ['an undeclared field in place of another', { ...value, text: undefined, more: 'x' }],
    ['a missing field', { ...value, text: undefined }],
    ['$type of its own', { $type: 'com.acme.Everything', ...value }],
    ['$type of another', { $type: 'com.acme.Other', ...value }],
    ['a fixed of another size', { ...value, pair: Uint8Array.of(1) }],
    ['a symbol that there is not', { ...value, suit: 'CLUBS' }],
    ['an array for a map', { ...value, counts: [1] }],
    ['a Map', { ...value, counts: new Map([['a', 1]]) }],
    ['an object for an array', { ...value, tags: { length: 0 } }],
    ['a hole in an array', { ...value, tags: new Array<string>(1) }],
    ['a decimal that is none', { ...value, price: 'x' }],
    ['null', null],
    ['an array', []],
    ['a text', 'Ada'],
    ['nothing', undefined],
    ['a value within itself', cyclic],
    ['a wrong value deep inside', { ...value, next: { ...value, tags: ['a', 1] } }],
  ])('%s', (_what, given) => {
    const judged = bytesBy(closures, given);
    const found = bytesBy(compiled, given);
    expect(found).toEqual(judged);
    if (judged instanceof Error) expect((found as SerializationError).message).toBe(judged.message);
  });

  it('what a getter throws, once it throws again', () => {
    const failing = {
      ...value,
      get text(): string {
        throw new Error('no');
      },
    };
    expect(bytesBy(compiled, failing)).toMatchObject({ code: 'ENCODING_FAILED' });
  });

  it('all undeclared fields, where these are ignored', () => {
    const lenient = avroCodec(constant, { undeclaredFields: 'ignore' });
    expect(bytesBy(lenient, { ...value, more: 1 })).toEqual(bytesBy(closures, value));
  });
});

describe('compiled code reads', () => {
  const bytes = bytesBy(closures, { ...value, next: value }) as Uint8Array; // it fits

  it('every truncation as the closures do', () => {
    for (let length = 0; length < bytes.length; length++) {
      const cut = bytes.subarray(0, length);
      expect(() => compiled.decode(cut)).toThrow(messageOf(() => closures.decode(cut)));
    }
  });

  it('every flipped bit as the closures do', () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Uint8Array.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(outcome(() => compiled.decode(flipped))).toEqual(outcome(() => closures.decode(flipped)));
    }
  });

  it('what was written by a schema with other bytes through the closures', () => {
    const writer = parseSchema(
      schemaText(schema).replace('"name":"int","type":"int"', '"name":"int","type":"int","aliases":["old"]'),
    );
    expect(compiled.decode(bytes, writer)).toEqual(closures.decode(bytes));
    const narrower = avroCodec<{ long: number }>(
      parseSchema('{"type":"record","name":"com.acme.Everything","fields":[{"name":"long","type":"int"}]}'),
    );
    const wide = parseSchema(schemaText(narrower.schema));
    expect(() => compiled.decode(Uint8Array.of(2), wide)).toThrow("has no field 'yes'");
  });
});

function messageOf(act: () => unknown): string {
  return String(outcome(act)).replace(/^\w*Error: /, '');
}

function outcome(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return String(error);
  }
}
