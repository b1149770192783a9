import { ByteWriter, SerializationError } from '@ottla/kernel';
import { parseSchema } from '@ottla/schema';
import fc from 'fast-check';
import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readContainer, readContainerStream, type ReadContainerOptions } from './read-container.ts';
import { writeContainer } from './write-container.ts';

const SYNC = Uint8Array.from({ length: 16 }, (_, index) => 0xf0 ^ index);
const HUGE = 2 ** 53 - 2;

type Piece = number | string | Uint8Array;

/** Numbers as zigzag varints, text as it is. */
function bytesOf(...pieces: readonly Piece[]): Buffer {
  const writer = new ByteWriter();
  for (const piece of pieces) {
    if (typeof piece === 'number') writer.writeVarlong(piece);
    else writer.writeBytes(typeof piece === 'string' ? Buffer.from(piece) : piece);
  }
  return Buffer.from(writer.toBytes());
}

const entry = (key: string, value: string): Buffer => bytesOf(key.length, key, value.length, value);
const MAGIC = 'Obj\u0001';
const header = (schema: string, codec = 'null'): Buffer =>
  bytesOf(MAGIC, 2, entry('avro.schema', schema), entry('avro.codec', codec), 0, SYNC);
const block = (count: number, content: Uint8Array): Buffer => bytesOf(count, content.length, content, SYNC);

function valuesOf(bytes: Uint8Array, options: ReadContainerOptions = {}): unknown[] {
  return [...readContainer(bytes, options).values()];
}

function failureOf(read: () => unknown): SerializationError {
  try {
    read();
  } catch (error) {
    if (error instanceof SerializationError) return error;
    throw error;
  }
  throw new Error('it was read');
}

async function* single(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield bytes;
}

const LONGS = header('"long"');

describe('a header', () => {
  it.each<[string, Buffer, string]>([
    ['of no bytes', Buffer.alloc(0), 'it is empty'],
    ['of another kind of file', Buffer.from('PK\u0003\u0004'), 'does not begin with "Obj"'],
    ['of version 0', Buffer.from('Obj\u0000'), 'version 0'],
    ['without a schema', bytesOf(MAGIC, 1, entry('avro.codec', 'null'), 0, SYNC), 'no avro.schema'],
    ['without metadata', bytesOf(MAGIC, 0, SYNC), 'no avro.schema'],
    ['with a negative length', bytesOf(MAGIC, 1, -5, 'x'), 'negative'],
    ['with a number without end', bytesOf(MAGIC, new Uint8Array(11).fill(0xff)), '64 bits'],
  ])('%s', (_words, bytes, words) => {
    const failure = failureOf(() => readContainer(bytes));
    expect(failure.code).toBe('BYTES_MALFORMED');
    expect(failure.message).toContain(words);
  });

  it('with a schema that is none', () => {
    expect(failureOf(() => readContainer(header('{"type":"recrod"}'))).code).toBe('SCHEMA_UNUSABLE');
  });

  it('with metadata that announces more than there is', () => {
    for (const count of [HUGE, -HUGE]) {
      expect(failureOf(() => readContainer(bytesOf(MAGIC, count, HUGE, 'x'))).code).toMatch(
        /TRUNCATED|TOO_LARGE/,
      );
    }
    expect(failureOf(() => readContainer(bytesOf(MAGIC, 1, HUGE, 'x'))).code).toBe('BYTES_TOO_LARGE');
  });

  it('with metadata in several blocks, with and without sizes, and a key twice', () => {
    const first = entry('note', 'old');
    const bytes = bytesOf(
      MAGIC,
      -1,
      first.length,
      first,
      1,
      entry('avro.schema', '"int"'),
      1,
      entry('note', 'new'),
    );
    const file = readContainer(bytesOf(bytes, 0, SYNC, block(1, bytesOf(7))));
    expect([...file.values()]).toEqual([7]);
    expect(Buffer.from(file.metadata.get('note') ?? []).toString()).toBe('new');
    expect(file.codec).toBe('null');
  });

  it.each(['snappy', 'zstandard', 'bzip2', 'xz', '', '__proto__', 'x'.repeat(1000)])(
    'with codec %s',
    (codec) => {
      const { code, message } = failureOf(() => readContainer(header('"int"', codec)));
      expect(code).toBe('CODEC_UNKNOWN');
      expect(message).toContain(JSON.stringify(codec.slice(0, 40)));
      expect(message.length).toBeLessThan(200);
    },
  );
});

describe('a block', () => {
  it.each<[string, Buffer, string]>([
    ['of a negative count', bytesOf(-1, 1, 'x', SYNC), 'has -1 values in 1 bytes'],
    ['of a negative size', bytesOf(1, -1, 'x', SYNC), 'has 1 values in -1 bytes'],
    ['with another marker', bytesOf(1, 1, bytesOf(1), new Uint8Array(16)), "file's marker"],
    ['that is a file joined to this one', LONGS, 'has -40 values'],
    ['of fewer values than it has', block(1, bytesOf(1, 2)), 'has 1 bytes after the last of its 1 values'],
    ['of no values and some bytes', block(0, bytesOf(1)), 'has 1 bytes after the last of its 0 values'],
    ['of more values than it has', block(3, bytesOf(1, 2)), 'value 2 of the block'],
    ['of a huge count', block(HUGE, bytesOf(1, 2)), 'value 2 of the block'],
  ])('%s', (_words, bytes, words) => {
    const failure = failureOf(() => valuesOf(Buffer.concat([LONGS, bytes])));
    expect(failure.code).toBe('BYTES_MALFORMED');
    expect(failure.message).toContain(words);
  });

  it('gives what stands before the wrong place', () => {
    const values = readContainer(Buffer.concat([LONGS, block(3, bytesOf(1, 2))])).values();
    expect([values.next().value, values.next().value]).toEqual([1, 2]);
    expect(() => values.next()).toThrow(SerializationError);
  });

  it('may be empty', () => {
    const bytes = Buffer.concat([LONGS, block(0, Buffer.alloc(0)), block(1, bytesOf(5))]);
    expect(valuesOf(bytes)).toEqual([5]);
  });

  it('of more bytes than allowed', () => {
    const bytes = Buffer.concat([LONGS, block(20, bytesOf(...Array.from({ length: 20 }, () => 1)))]);
    expect(failureOf(() => valuesOf(bytes, { maxBlockBytes: 19 })).code).toBe('BYTES_TOO_LARGE');
    expect(valuesOf(bytes, { maxBlockBytes: 20 })).toHaveLength(20);
    expect(failureOf(() => valuesOf(Buffer.concat([LONGS, bytesOf(1, HUGE)]))).code).toBe('BYTES_TOO_LARGE');
  });

  it('in a stream is not waited for when it is too large', async () => {
    const file = await readContainerStream(single(Buffer.concat([LONGS, bytesOf(1, 2 ** 31)])));
    await expect(file.values().next()).rejects.toMatchObject({ code: 'BYTES_TOO_LARGE' });
  });

  it.each(['"null"', '{"type":"record","name":"E","fields":[]}', '{"type":"fixed","name":"F","size":0}'])(
    'of values without bytes: %s',
    (schema) => {
      const read = (count: number): number => {
        let values = 0;
        const bytes = Buffer.concat([header(schema), block(count, Buffer.alloc(0))]);
        for (const _value of readContainer(bytes).values()) values++;
        return values;
      };
      expect(read(1000)).toBe(1000);
      expect(failureOf(() => read(HUGE)).code).toBe('BYTES_TOO_LARGE');
    },
  );

  it('whose values nest or count without end', () => {
    const nested = header('{"type":"record","name":"N","fields":[{"name":"n","type":["null","N"]}]}');
    const deep = Buffer.concat([nested, block(1, new Uint8Array(100_000).fill(2))]);
    expect(failureOf(() => valuesOf(deep)).code).toMatch(/BYTES_(TOO_LARGE|MALFORMED)/);
    const nulls = Buffer.concat([header('{"type":"array","items":"null"}'), block(1, bytesOf(HUGE, 0))]);
    expect(failureOf(() => valuesOf(nulls)).code).toBe('BYTES_TOO_LARGE');
  });
});

const MEBIBYTE = 1024 * 1024;

describe('a deflated block', () => {
  const DEFLATED = header('"string"', 'deflate');
  const text = bytesOf(5000, 'a'.repeat(5000));

  it('is read with what Python leaves behind it', () => {
    // The last byte but three of a checksum stays when two bytes in front and one behind are cut off.
    const zlib = deflateSync(text);
    expect(valuesOf(Buffer.concat([DEFLATED, block(1, zlib.subarray(2, -1))]))).toEqual(['a'.repeat(5000)]);
  });

  it('that inflates to more than allowed', () => {
    const zeros = deflateRawSync(Buffer.alloc(MEBIBYTE), { finishFlush: constants.Z_FULL_FLUSH });
    const gibibyte = Buffer.concat([...Array.from({ length: 1024 }, () => zeros), deflateRawSync('')]);
    const bomb = Buffer.concat([DEFLATED, block(1, gibibyte)]);
    const before = process.memoryUsage.rss();
    expect(failureOf(() => valuesOf(bomb, { maxBlockBytes: 100_000 })).code).toBe('BYTES_TOO_LARGE');
    // Not closely: the collector may take some of its own meanwhile.
    expect(process.memoryUsage.rss() - before).toBeLessThan(256 * MEBIBYTE);
    expect(
      valuesOf(Buffer.concat([DEFLATED, block(1, deflateRawSync(text))]), { maxBlockBytes: 5003 }),
    ).toHaveLength(1);
  });

  it.each<[string, Buffer]>([
    ['that is not deflated', text],
    ['that has the wrapping of zlib', deflateSync(text)],
    ['that is cut off', deflateRawSync(text).subarray(0, -4)],
    ['of no bytes at all', Buffer.alloc(0)],
  ])('%s', (_words, content) => {
    const failure = failureOf(() => valuesOf(Buffer.concat([DEFLATED, block(1, content)])));
    expect(failure.code).toBe('BYTES_MALFORMED');
    expect(failure.message).toContain('not deflated');
  });
});

describe.each(['null', 'deflate'] as const)('a file of codec %s', (codec) => {
  const schema = parseSchema('{"type":"array","items":["null","string","double"]}');
  const values = [['a', null, 1.5], [], ['long enough', -2], [null]];
  const options = { schema, codec, sync: SYNC };
  const oneBlock = writeContainer(values, options);
  const bytes = writeContainer(values, { ...options, blockBytes: 32 });

  it('cut off at every byte is cut off, or its first blocks', async () => {
    let whole = 0;
    for (let length = 0; length < bytes.length; length++) {
      const part = bytes.subarray(0, length);
      const read = await tried(() => valuesOf(part));
      expect(await tried(() => streamed(part))).toEqual(read);
      if (Array.isArray(read)) {
        whole++;
        expect(values.slice(0, read.length)).toEqual(read);
      } else {
        expect(read).toBe(length === 0 ? 'BYTES_MALFORMED' : 'CONTAINER_TRUNCATED');
      }
      const lenient = await tried(() => valuesOf(part, { truncatedEnd: 'ignore' }));
      if (Array.isArray(lenient)) expect(values.slice(0, lenient.length)).toEqual(lenient);
      else expect(read).toBe(lenient);
    }
    // The header alone, and the end of each block but the last.
    expect(whole).toBe(2);
  });

  it('with any bit flipped is a typed error or values', () => {
    for (let bit = 0; bit < oneBlock.length * 8; bit++) {
      const flipped = new Uint8Array(oneBlock);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      try {
        valuesOf(flipped);
      } catch (error) {
        expect(error).toBeInstanceOf(SerializationError);
      }
    }
  });

  it('with random bytes in it is a typed error or values', () => {
    const property = fc.property(
      fc.nat(bytes.length - 1),
      fc.uint8Array({ maxLength: 24 }),
      (place, random) => {
        try {
          valuesOf(Buffer.concat([bytes.subarray(0, place), random, bytes.subarray(place)]), {
            maxBlockBytes: 1_000_000,
          });
        } catch (error) {
          expect(error).toBeInstanceOf(SerializationError);
        }
      },
    );
    fc.assert(property, { numRuns: 1000 });
  });
});

async function streamed(bytes: Uint8Array): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of (await readContainerStream(single(bytes))).values()) values.push(value);
  return values;
}

/** The values, or the code of the error. */
async function tried(read: () => unknown[] | Promise<unknown[]>): Promise<unknown> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof SerializationError) return error.code;
    throw error;
  }
}
