import { ConfigError } from '@ottla/kernel';
import { parseSchema, schemaText } from '@ottla/schema';
import avsc from 'avsc';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { RandomSchemas } from '../../../testing/random-values.ts';
import { defineAvroSchema } from '../avro-schema.ts';
import type { ContainerCodec } from './block-codec.ts';
import { ContainerWriter, type WriteContainerOptions } from './container-writer.ts';
import { readContainer, readContainerStream, type ReadContainerOptions } from './read-container.ts';
import { appendToContainer, writeContainer, writeContainerStream } from './write-container.ts';

const SCHEMA = parseSchema(
  '{"type":"record","name":"acme.Pair","fields":[{"name":"id","type":"long"},{"name":"name","type":"string"}]}',
);
const SYNC = Uint8Array.from({ length: 16 }, (_, index) => index);
const PAIRS = Array.from({ length: 20 }, (_, id) => ({ id, name: `name ${id}`.repeat(3) }));

type Options = Partial<WriteContainerOptions>;
const written = (values: Iterable<unknown>, options: Options = {}): Uint8Array =>
  writeContainer(values, { schema: SCHEMA, sync: SYNC, ...options });
const valuesOf = (bytes: Uint8Array, options: ReadContainerOptions = {}): unknown[] => [
  ...readContainer(bytes, options).values(),
];
const vector = (name: string): Buffer =>
  readFileSync(new URL(`../../../vectors/avro/${name}`, import.meta.url));

const avscType = (schema: unknown): avsc.Type =>
  avsc.Type.forSchema((typeof schema === 'string' ? JSON.parse(schema) : schema) as avsc.Schema, {
    wrapUnions: 'always',
  });

async function collected<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) {
    await Promise.resolve();
    yield bytes.subarray(start, start + size);
  }
}

describe('a file of ours', () => {
  it.each<[string, Options, number]>([
    ['as it is', {}, 1],
    ['deflated', { codec: 'deflate' }, 1],
    ['in several blocks', { blockBytes: 100 }, 4],
    ['in several blocks, deflated', { blockBytes: 100, codec: 'deflate' }, 4],
  ])('%s', (_words, options, blocks) => {
    const bytes = Buffer.from(written(PAIRS, options));
    const file = readContainer(bytes);
    expect([...file.values()]).toEqual(PAIRS);
    expect([...file.values()]).toEqual(PAIRS);
    expect(file.codec).toBe(options.codec ?? 'null');
    expect(file.schema).toMatchObject({ fullName: 'acme.Pair' });
    expect(bytes.toString('latin1').split(Buffer.from(SYNC).toString('latin1'))).toHaveLength(blocks + 2);
  });

  it('takes and gives the types of a constant', () => {
    const Pair = defineAvroSchema<{ id: number; name: string }, { id: number | bigint; name: string }>({
      fullName: 'acme.Pair',
      schema: schemaText(SCHEMA),
      fingerprint: '0000000000000000',
      choices: {},
    });
    const bytes = writeContainer([{ id: 1n, name: 'one' }], { schema: Pair });
    expectTypeOf(new ContainerWriter({ schema: Pair })).toEqualTypeOf<
      ContainerWriter<{ id: number | bigint; name: string }>
    >();
    // @ts-expect-error -- no such value
    expect(() => writeContainer([{ id: 'one', name: '' }], { schema: Pair })).toThrow(/id/);
    const [pair] = readContainer(bytes, { schema: Pair }).values();
    expectTypeOf(pair).toEqualTypeOf<{ id: number; name: string } | undefined>();
    expect(pair).toEqual({ id: 1, name: 'one' });
  });

  it('is read from bytes, not from the name of a file', () => {
    expect(() => readContainer('customers.avro' as never)).toThrow(
      expect.objectContaining({
        code: 'OPTION_INVALID',
        message:
          "readContainer: give the bytes of a file, such as readFileSync('customers.avro'), got a string",
      }),
    );
  });

  it('is these bytes', () => {
    const bytes = writeContainer(['a', ''], { schema: parseSchema('"string"'), sync: SYNC });
    const text = [
      '4f626a01 04 16 6176726f2e736368656d61 10 22737472696e6722',
      '14 6176726f2e636f646563 08 6e756c6c 00 000102030405060708090a0b0c0d0e0f',
      '04 06 0261 00 000102030405060708090a0b0c0d0e0f',
    ];
    expect(Buffer.from(bytes).toString('hex')).toBe(text.join('').replaceAll(' ', ''));
  });

  it('without values is a header', () => {
    expect(valuesOf(written([]))).toEqual([]);
  });

  it('keeps metadata', () => {
    const { metadata } = readContainer(written([], { metadata: { 'acme.by': 'Zoë', raw: SYNC } }));
    expect([...metadata.keys()]).toEqual(['avro.schema', 'avro.codec', 'acme.by', 'raw']);
    expect(Buffer.from(metadata.get('acme.by') ?? []).toString()).toBe('Zoë');
    expect(metadata.get('raw')).toEqual(SYNC);
  });

  it('takes its marker from a source of random bytes', () => {
    const random = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(7);
    const bytes = writeContainer([1], { schema: parseSchema('"int"'), random });
    expect(bytes.subarray(-16)).toEqual(random(16));
    const [one, other] = [written([], { sync: undefined }), written([], { sync: undefined })];
    expect(one).not.toEqual(other);
  });

  it('has no trace of a value that does not fit', () => {
    const writer = new ContainerWriter({ schema: SCHEMA, sync: SYNC });
    writer.append(PAIRS[0]);
    expect(() => writer.append({ id: 1, name: 2 })).toThrow(
      expect.objectContaining({ code: 'VALUE_MISFIT' }),
    );
    writer.append(PAIRS[1]);
    expect(writer.finish()).toEqual(written(PAIRS.slice(0, 2)));
    expect(() => writer.append(PAIRS[2])).toThrow(ConfigError);
  });

  it('comes in pieces from a writer', () => {
    const writer = new ContainerWriter({ schema: SCHEMA, sync: SYNC });
    const pieces = [writer.take()];
    for (const pair of PAIRS) {
      writer.append(pair);
      if (pair.id % 8 === 7) pieces.push(writer.flush());
    }
    pieces.push(writer.finish(), writer.finish());
    expect(pieces.map((piece) => piece.length > 0)).toEqual([true, true, true, true, false]);
    expect(valuesOf(Buffer.concat(pieces))).toEqual(PAIRS);
  });

  it('grows by blocks of the same codec and marker', () => {
    const file = written(PAIRS.slice(0, 5), { codec: 'deflate' });
    const header = file.subarray(0, 200);
    const more = appendToContainer(header, PAIRS.slice(5), { schema: SCHEMA, blockBytes: 100 });
    expect(valuesOf(Buffer.concat([file, more]))).toEqual(PAIRS);
  });

  it('does not grow by values of another schema', () => {
    expect(() => appendToContainer(written([]), [1], { schema: parseSchema('"int"') })).toThrow(
      expect.objectContaining({ code: 'SCHEMA_DIFFERENT' }),
    );
  });

  it.each<[string, object]>([
    ['a codec that cannot be written', { codec: 'snappy' }],
    ['blocks of no bytes', { blockBytes: 0 }],
    ['a marker of 15 bytes', { sync: SYNC.subarray(1) }],
    ["metadata under Avro's own names", { metadata: { 'avro.codec': 'deflate' } }],
  ])('refuses %s', (_words, options) => {
    expect(() => written(PAIRS, options)).toThrow(ConfigError);
  });
});

describe('a stream', () => {
  it.each([1, 2, 7, 64, 10_000])('arrives in chunks of %i bytes', async (size) => {
    const bytes = written(PAIRS, { codec: 'deflate', blockBytes: 100, metadata: { note: 'x'.repeat(300) } });
    const file = await readContainerStream(inChunks(bytes, size));
    expect(await collected(file.values())).toEqual(PAIRS);
  });

  it('is written in chunks', async () => {
    const names = Array.from({ length: 20_000 }, (_, id) => ({ id, name: 'a name that is long enough' }));
    const chunks = await collected(writeContainerStream(names, { schema: SCHEMA, sync: SYNC }));
    expect(chunks.length).toBeGreaterThan(2);
    expect(Buffer.concat(chunks).equals(written(names))).toBe(true);
  });

  it('ends its chunks when nobody asks for more, or when they are wrong', async () => {
    let ended = 0;
    async function* watched(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
      try {
        yield* inChunks(bytes, 10);
      } finally {
        ended++;
      }
    }
    const file = await readContainerStream(watched(written(PAIRS, { blockBytes: 40 })));
    for await (const _value of file.values()) break;
    expect(ended).toBe(1);
    await expect(readContainerStream(watched(Buffer.from('Object?'.repeat(9))))).rejects.toThrow('malformed');
    expect(ended).toBe(2);
  });
});

describe("a reader's schema", () => {
  it('gives its own shape', () => {
    const schema = parseSchema(
      '{"type":"record","name":"acme.Pair","fields":[{"name":"title","type":"string","aliases":["name"]},' +
        '{"name":"id","type":"double"},{"name":"more","type":["null","int"],"default":null}]}',
    );
    expect(valuesOf(written(PAIRS.slice(0, 1)), { schema })).toEqual([
      { title: PAIRS[0]?.name, id: 0, more: null },
    ]);
    expect(valuesOf(written(PAIRS.slice(1, 2)), { choices: { long: 'bigint' } })).toEqual([
      { id: 1n, name: PAIRS[1]?.name },
    ]);
  });

  it('that does not fit names block and value', () => {
    const schema = parseSchema(
      '{"type":"record","name":"acme.Pair","fields":[{"name":"id","type":"string"}]}',
    );
    expect(() => valuesOf(written(PAIRS), { schema })).toThrow(/^value 0 of the block at byte \d+: /);
  });
});

/** avsc refuses or mistakes names that every object has. */
const hasHazard = (schema: string): boolean =>
  /"(toString|constructor|__proto__|hasOwnProperty)"/.test(schema);

describe('avsc', () => {
  const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });

  it('writes what we read, and reads what we write', async () => {
    const codecs = fc.constantFrom<ContainerCodec>('null', 'deflate');
    const property = fc.asyncProperty(seeds, codecs, async (seed, codec) => {
      const drawn = new RandomSchemas(seed).type();
      // Streams of objects cannot carry null, so each value stands in a record.
      const fields = [{ name: 'held', type: drawn.schema }];
      const text = JSON.stringify({ type: 'record', name: 'acme.Held', fields });
      fc.pre(!hasHazard(text));
      const pairs = Array.from({ length: 5 }, drawn.pair);
      const ours = pairs.map((pair) => ({ held: pair.ours }));
      const theirs = pairs.map((pair) => ({ held: pair.theirs }));

      const encoder = new avsc.streams.BlockEncoder(avscType(text), { codec });
      for (const value of theirs) encoder.write(value);
      encoder.end();
      expect(isDeepStrictEqual(valuesOf(Buffer.concat(await collected<Uint8Array>(encoder))), ours)).toBe(
        true,
      );

      // avsc loses entries of this key.
      if (JSON.stringify(ours).includes('"__proto__":')) return;
      const decoder = new avsc.streams.BlockDecoder({ parseHook: avscType });
      decoder.end(written(ours, { schema: parseSchema(text), codec }));
      const type = avscType(text);
      const read = await collected<unknown>(decoder);
      expect(read.map((value) => type.toBuffer(value))).toEqual(theirs.map((value) => type.toBuffer(value)));
    });
    await fc.assert(property, { numRuns: 100 });
  });
});

describe('files of Apache Avro', () => {
  const weather = vector('weather.jsonl')
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { station: string; time: number; temp: number });

  it.each(['weather.avro', 'weather-deflate.avro'])('%s', (name) => {
    expect(valuesOf(vector(name))).toEqual(weather);
  });

  it('weather-sorted.avro', () => {
    const byTime = weather.toSorted((one, other) => one.time - other.time);
    expect(valuesOf(vector('weather-sorted.avro'))).toEqual(byTime);
  });

  it.each([
    ['weather-snappy.avro', 'snappy'],
    ['weather-zstd.avro', 'zstandard'],
  ])('%s is refused by the name of its codec', (name, codec) => {
    expect(() => readContainer(vector(name))).toThrow(
      expect.objectContaining({ code: 'CODEC_UNKNOWN', message: expect.stringContaining(`"${codec}"`) }),
    );
  });

  it('of the version before 1 are refused by their version', () => {
    expect(() => readContainer(vector('test.avro12'))).toThrow(/version 0/);
  });

  it('simple.avro and with-union.avro', () => {
    expect(valuesOf(vector('simple.avro'))).toEqual(
      ['hello', 'bonjour', 'guten tag'].map((text) => ({ text })),
    );
    expect(valuesOf(vector('with-union.avro'))).toEqual([
      { data1: 'textValue', data2: null },
      { data1: 123, data2: { d1: false } },
      { data1: 3, data2: { d1: 'text value' } },
    ]);
  });

  it('syncInMeta.avro, whose metadata holds the marker too', () => {
    const file = readContainer(vector('syncInMeta.avro'));
    const values = [...file.values()];
    expect(values).toHaveLength(6001);
    expect(values[1]).toEqual({ ID: 2, First: 'Randal', Last: 'Graves', Phone: '(555) 123-5678', Age: 30 });
    expect(file.metadata.get('avro.sync')).toHaveLength(16);
  });
});
