/** Values that do not fit and bytes that are no struct: typed errors, in bounded time and memory. */
import { SerializationError } from '@ottla/kernel';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withinCpu } from '../../../kernel/testing/cpu-time.ts';
import { cases } from '../../testing/case-count.ts';
import types from '../../testing/generated/sample-types.cjs';
import { thriftCodec } from './index.ts';

const LIMIT_MS = 2000;
const SECRET = 'hunter2';
const vectors = JSON.parse(
  readFileSync(new URL('../../vectors/thrift/sample.json', import.meta.url), 'utf8'),
) as Readonly<Record<'binary' | 'compact', string>>; // our own file of vectors
const protocols = ['binary', 'compact'] as const;
const codecs = {
  binary: thriftCodec(types.Sample, { protocol: 'binary', long: 'bigint' }),
  compact: thriftCodec(types.Sample, { protocol: 'compact', long: 'bigint' }),
};

describe.each(protocols)('a value that does not fit, in the %s protocol', (protocol) => {
  const line = { sku: 'x' };

  it.each<[unknown, string, RegExp]>([
    [null, '', /^a Sample|^a struct|, or an object/],
    [[], '', /object/],
    [SECRET, '', /object/],
    [{ flag: 1 }, 'flag', /^bool/],
    [{ tiny: 128 }, 'tiny', /^i8/],
    [{ tiny: -129 }, 'tiny', /^i8/],
    [{ small: 32768 }, 'small', /^i16/],
    [{ medium: 2 ** 31 }, 'medium', /^i32/],
    [{ medium: SECRET }, 'medium', /^i32/],
    [{ medium: '1' }, 'medium', /^i32/],
    [{ medium: NaN }, 'medium', /^i32/],
    [{ large: 2n ** 63n }, 'large', /^i64/],
    [{ large: 1.5 }, 'large', /^i64/],
    [{ large: {} }, 'large', /^i64/],
    [{ large: SECRET }, 'large', /^i64/],
    [{ ratio: '1' }, 'ratio', /^double/],
    [{ text: 1 }, 'text', /^string/],
    [{ text: `${SECRET}\ud800` }, 'text', /^string/],
    [{ raw: SECRET }, 'raw', /^binary/],
    [{ raw: [1] }, 'raw', /^binary/],
    [{ size: 'SMALL' }, 'size', /^i32/],
    [{ id: SECRET }, 'id', /^uuid/],
    [{ line: { sku: 1 } }, 'line.sku', /^string/],
    [{ lines: [line, { sku: 'x', quantity: '' }] }, 'lines[1].quantity', /^i32/],
    [
      { lines: [{ sku: 'x', parts: [{ sku: 'y', parts: [{ sku: 2 }] }] }] },
      'lines[0].parts[0].parts[0].sku',
      /^string/,
    ],
    [{ tags: ['x', 1] }, 'tags[1]', /^string/],
    [{ counts: { 'a b': SECRET } }, 'counts["a b"]', /^i64/],
    [{ flags: { x: true } }, 'flags["x"]', /^i64/],
    [{ flags: { 1: 'true' } }, 'flags["1"]', /^bool/],
    [{ bools: [true, null] }, 'bools[1]', /^bool/],
    [{ grid: [[1], [2, '']] }, 'grid[1][1]', /^i32/],
  ])('row %# is refused with its path', (value, path, expected) => {
    const refusal = (): unknown => {
      try {
        return codecs[protocol].encode(value as never);
      } catch (error) {
        return error;
      }
    };
    const error = refusal();
    expect(error).toBeInstanceOf(SerializationError);
    expect(error).toMatchObject({
      code: 'VALUE_MISFIT',
      failure: 'poison',
      path,
      expected: expect.stringMatching(expected) as string,
    });
    expect(JSON.stringify([(error as Error).message, error])).not.toContain(SECRET);
  });

  it('has holes: a list would announce more than follows', () => {
    const holes: number[] = [1];
    holes[2] = 3;
    const struct = new types.Sample();
    struct.grid = [holes];
    expect(() => codecs[protocol].encode(struct)).toThrow(
      expect.objectContaining({ code: 'VALUE_MISFIT', found: '2 members where 3 were announced' }),
    );
  });

  it('is part of itself', () => {
    const struct = new types.Line({ sku: 'x' });
    struct.parts = [struct];
    expect(() => thriftCodec(types.Line, { protocol }).encode(struct)).toThrow(
      expect.objectContaining({ code: 'VALUE_MISFIT', expected: 'at most 128 levels deep' }),
    );
  });

  it('misses what is required, or breaks the generated code', () => {
    expect(() => codecs[protocol].encode({ line: {} } as never)).toThrow(
      expect.objectContaining({
        code: 'SERIALIZATION_FAILED',
        message: expect.stringMatching(/Required field sku/) as string,
      }),
    );
    const struct = new types.Sample();
    struct.lines = [null as never];
    expect(() => codecs[protocol].encode(struct)).toThrow(
      expect.objectContaining({
        code: 'SERIALIZATION_FAILED',
        message: expect.stringMatching(/at 'lines/) as string,
      }),
    );
  });
});

/** The code of the refusal; undefined when it was read. */
function outcome(protocol: 'binary' | 'compact', bytes: Uint8Array): string | undefined {
  try {
    withinCpu(LIMIT_MS, () => codecs[protocol].decode(bytes));
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(SerializationError);
    expect(error).toMatchObject({ failure: 'poison' });
    return (error as SerializationError).code; // as was expected above
  }
}

const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex');

describe('bytes that are no struct', () => {
  it.each<[string, 'binary' | 'compact', string]>([
    ['nothing', 'binary', ''],
    ['nothing', 'compact', ''],
    ['no end', 'binary', '020001 01'],
    ['no end', 'compact', '11'],
    ['a type there is not', 'binary', '050001 00'],
    ['a type there is not', 'binary', '7f0001 00'],
    ['a type there is not', 'compact', '1e'],
    ['a string of 2 GiB', 'binary', '0b0007 7fffffff 00'],
    ['a string of -1 byte', 'binary', '0b0007 ffffffff 00'],
    ['a string of 4 GiB', 'compact', '78 ffffffff0f 00'],
    ['a length of six bytes', 'compact', '78 808080808000 00'],
    ['a length beyond 32 bits', 'compact', '78 ffffffff7f 00'],
    ['2^31 - 1 structs', 'binary', '0f000b 0c 7fffffff 00'],
    ['-1 structs', 'binary', '0f000b 0c ffffffff 00'],
    ['2^32 - 1 structs', 'compact', 'b9 fc ffffffff0f 00'],
    ['2^32 - 1 booleans', 'compact', 'f9 f1 ffffffff0f 01'],
    ['2^31 - 1 entries', 'binary', '0d000d 0b0a 7fffffff 00'],
    ['2^32 - 1 entries', 'compact', 'db ffffffff0f 86 00'],
    ['a list of no type', 'binary', '0f000b 00 00000001 00'],
    ['a list of no type', 'compact', 'b9 10 00'],
    ['a map of no type', 'binary', '0d000d 0b00 00000001 00000000 00'],
    ['an unknown list of 2^31 - 1', 'binary', '0f0063 02 7fffffff 00'],
    ['text that is not UTF-8', 'binary', '0b0007 00000002 c328 00'],
    ['text that is not UTF-8', 'compact', '78 02 c328 00'],
    [
      'a key __proto__',
      'binary',
      `0d000d 0b0a 00000001 00000009 ${Buffer.from('__proto__').toString('hex')} 0000000000000001 00`,
    ],
    ['a key __proto__', 'compact', `db01 86 09 ${Buffer.from('__proto__').toString('hex')} 02 00`],
    ['an i16 of 32 bits', 'compact', '34 80808001 00'],
    ['an i32 of six bytes', 'compact', '45 808080808000 00'],
    ['an i64 of eleven bytes', 'compact', '56 8080808080808080808000 00'],
    ['a field number beyond 2^15', 'compact', '05 ffffffff0f 00'],
    ['a uuid cut off', 'binary', '100010 00112233'],
  ])('%s (%s)', (_name, protocol, digits) => {
    expect(outcome(protocol, hex(digits))).toBe('BYTES_MALFORMED');
  });

  it.each<['binary' | 'compact', string, string]>([
    ['binary', '0c0063', '00'],
    ['binary', '0f0063 0f00000001', ''],
    ['compact', 'fc', '00'],
    ['compact', 'f9 19', '00'],
  ])('levels without end (%s %s)', (protocol, level) => {
    expect(outcome(protocol, Buffer.alloc(3_000_000, hex(level)))).toBe('BYTES_MALFORMED');
  });

  it('are read 128 levels deep, and no deeper', () => {
    const nested = (depth: number): Buffer =>
      Buffer.concat([Buffer.alloc(depth, 0x1c), Buffer.alloc(depth + 1, 0)]);
    // Field 10 is the struct of the first level; within it all are unknown.
    const deep = (depth: number): Buffer => Buffer.concat([hex('fc'), nested(depth)]);
    expect(outcome('compact', Buffer.concat([deep(126), hex('00')]))).toBeUndefined();
    expect(outcome('compact', Buffer.concat([deep(127), hex('00')]))).toBe('BYTES_MALFORMED');
  });

  it('of more structs than a reader should make', () => {
    const head = { binary: hex('0f000b 0c 000f4240'), compact: hex('b9 fc c0843d') };
    for (const protocol of protocols) {
      expect(outcome(protocol, Buffer.concat([head[protocol], Buffer.alloc(1_000_001)]))).toBe(
        'BYTES_TOO_LARGE',
      );
    }
  });

  it('booleans of a list may be 1, 2, or 0 for false', () => {
    expect(codecs.compact.decode(hex('f931 010200 00')).bools).toEqual([true, false, false]);
    expect(codecs.compact.decode(hex('f932 010200 00')).bools).toEqual([true, false, false]);
  });
});

describe.each(protocols)('damaged bytes in the %s protocol', (protocol) => {
  const whole = hex(vectors[protocol]);
  const known = [undefined, 'BYTES_MALFORMED'];

  it('cut off at every byte', () => {
    for (let length = 0; length < whole.length; length++) {
      expect(outcome(protocol, whole.subarray(0, length))).toBe('BYTES_MALFORMED');
    }
  });

  it('with every bit flipped', () => {
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const damaged = Buffer.from(whole);
      damaged.writeUInt8(damaged.readUInt8(bit >>> 3) ^ (1 << (bit & 7)), bit >>> 3);
      expect(known).toContain(outcome(protocol, damaged));
    }
  });

  it('of no sense at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(known).toContain(outcome(protocol, bytes));
      }),
      { numRuns: cases(1000) },
    );
  });

  it('give values that share nothing with them', () => {
    const bytes = Buffer.from(whole);
    const value = codecs[protocol].decode(bytes);
    bytes.fill(0);
    expect(value).toMatchObject({ raw: Buffer.from([0, 255, 128]), text: 'Grüße 🙂' });
  });
});
