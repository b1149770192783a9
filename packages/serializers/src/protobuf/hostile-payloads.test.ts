/** Bytes made to hurt: a typed error or a value, in bounded time and memory. */
import { SerializationError } from '@ottla/kernel';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withinCpu } from '../../../kernel/testing/cpu-time.ts';
import { cases } from '../../testing/case-count.ts';
import { protoPair, protoSchema } from '../../testing/protobuf-schema.ts';

const LIMIT_MS = 2000;
const folder = new URL('../../vectors/protobuf/', import.meta.url);
const text = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
// Our own file of vectors.
const vectors = JSON.parse(text('payloads.json')) as readonly {
  file: string;
  message: string;
  hex: string;
}[];
const pairOf = (file: string, messageType: string) =>
  protoPair(protoSchema(text(file), { 'money.proto': text('money.proto') }), { messageType });

/** The code of the refusal; undefined when it was read. */
function outcome(pair: { decode(bytes: Uint8Array): unknown }, bytes: Uint8Array): string | undefined {
  try {
    withinCpu(LIMIT_MS, () => pair.decode(bytes));
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(SerializationError);
    expect(error).toMatchObject({ failure: 'poison' });
    return (error as SerializationError).code;
  }
}

const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex');
const recursive = protoPair(
  protoSchema(
    'syntax = "proto3"; message M { M self = 1; repeated M many = 2; map<string, M> named = 3; string s = 4; repeated int64 longs = 5; repeated fixed64 fixed = 6; bytes raw = 7; map<string, int32> counts = 8; }',
  ),
);

/** Wraps bytes as a field behind its length, again and again. */
function nested(tag: number, depth: number): Buffer {
  const parts: Buffer[] = [];
  let size = 0;
  for (let level = 0; level < depth; level++) {
    const length: number[] = [];
    for (let rest = size; ; rest >>>= 7) {
      length.push(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
      if (rest <= 0x7f) break;
    }
    const head = Buffer.from([tag, ...length]);
    parts.push(head);
    size += head.length;
  }
  return Buffer.concat(parts.toReversed());
}

describe('bytes that are no message', () => {
  it.each<[string, string]>([
    ['a tag cut off', '80'],
    ['a tag of eleven bytes', '8080808080808080808001'],
    ['a number cut off', '28ff'],
    ['a number of eleven bytes', '28ffffffffffffffffffff01'],
    ['field number 0', '0000'],
    ['a field number beyond 2^29', 'f8ffffff1f00'],
    ['wire type 6', '0e'],
    ['wire type 7', '0f'],
    ['a length beyond the end', '2205616263'],
    ['a length of 4 GiB', '22ffffffff0f'],
    ['a length of a list beyond the end', '2a8080808008'],
    ['a list that ends within a number', '2a02 8080'],
    ['a fixed list that ends within a number', '3204 00000000'],
    ['a message that is longer than the one around', '0a02 0a05 0000000000'],
    ['text that is not UTF-8', '2202c328'],
    ['text of surrogates', '2203eda080'],
    ['long text that is not UTF-8', `2220${'61'.repeat(31)}ff`],
    ['a key that is not UTF-8', '42030a01ff'],
    ['an end of a group that was not begun', '0c'],
    ['an unknown group that is not ended', 'a306'],
    ['an unknown group with another end', 'a306ac06'],
    ['an unknown group that ends behind the message around', '0a02 a306 a406'],
    ['a fixed number cut off', 'a5060000'],
  ])('%s', (_name, digits) => {
    expect(outcome(recursive, hex(digits))).toBe('BYTES_MALFORMED');
  });

  it('groups and required fields of proto2', () => {
    const legacy = pairOf('legacy.proto', 'Part');
    expect(outcome(legacy, hex('0a016e 1b0801'))).toBe('BYTES_MALFORMED');
    expect(outcome(legacy, hex('0a016e 1b0801 24'))).toBe('BYTES_MALFORMED');
    expect(outcome(legacy, hex('0a016e 1b1c'))).toBe('BYTES_MALFORMED');
    expect(outcome(legacy, hex(''))).toBe('BYTES_MALFORMED');
    expect(outcome(legacy, hex('0a016e 1b08011c'))).toBeUndefined();
  });
});

describe('bytes that promise too much', () => {
  it('go as deep as all implementations go, and no deeper', () => {
    expect(outcome(recursive, nested(0x0a, 99))).toBeUndefined();
    expect(outcome(recursive, nested(0x0a, 100))).toBe('BYTES_MALFORMED');
    expect(outcome(recursive, nested(0x0a, 200_000))).toBe('BYTES_MALFORMED');
    expect(outcome(recursive, nested(0x12, 200_000))).toBe('BYTES_MALFORMED');
  });

  it('unknown groups within each other are bounded too', () => {
    expect(
      outcome(recursive, Buffer.concat([Buffer.alloc(99, 0x7b), Buffer.alloc(99, 0x7c)])),
    ).toBeUndefined();
    expect(
      outcome(recursive, Buffer.concat([Buffer.alloc(1_000_000, 0x7b), Buffer.alloc(1_000_000, 0x7c)])),
    ).toBe('BYTES_MALFORMED');
  });

  it('empty messages of many fields are counted before they are made', () => {
    const fields = Array.from(
      { length: 500 },
      (_, index) => `repeated string f${index} = ${index + 1};`,
    ).join(' ');
    const wide = protoPair(
      protoSchema(`syntax = "proto3"; message M { repeated Wide wide = 1; } message Wide { ${fields} }`),
    );
    expect(outcome(wide, Buffer.alloc(2_000_000, hex('0a00')))).toBe('BYTES_TOO_LARGE');
    expect(outcome(wide, Buffer.alloc(200, hex('0a00')))).toBeUndefined();
  });

  it('a list of a million numbers is read in time', () => {
    const head = Buffer.from([0x2a, 0xc0, 0x84, 0x3d]);
    expect(outcome(recursive, Buffer.concat([head, Buffer.alloc(1_000_000, 1)]))).toBeUndefined();
  });
});

describe('keys and names', () => {
  it('of objects are keys like any other', () => {
    const value = {
      counts: JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3, "": 4}') as unknown,
    };
    const back = recursive.decode(recursive.encode(value)) as { counts: object };
    expect(Object.entries(back.counts)).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
      ['toString', 3],
      ['', 4],
    ]);
    expect(Object.getPrototypeOf(back.counts)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['1']).toBeUndefined();
  });

  it('of messages are their own members, never inherited ones', () => {
    const { decode } = protoPair(
      protoSchema(
        'syntax = "proto3"; message M { M constructor = 1; M to_string = 2; optional int32 value_of = 3; }',
      ),
    );
    const value = decode(hex('0a0218010a00')) as Readonly<Record<string, object>>; // a message
    expect(Object.entries(value)).toEqual([['constructor', { valueOf: 1 }]]);
  });

  it('equal keys: the last one counts', () => {
    expect(recursive.decode(hex('42050a01611001 42050a01611002'))).toMatchObject({ counts: { a: 2 } });
    expect(recursive.decode(hex('4200'))).toMatchObject({ counts: { '': 0 } });
  });
});

describe('memory', () => {
  it('of a value is its own', () => {
    const payload = hex('3a03010203 2201 78');
    const value = recursive.decode(payload) as { raw: Uint8Array };
    payload.fill(0);
    expect(value.raw).toStrictEqual(new Uint8Array([1, 2, 3]));
    expect(value.raw.buffer.byteLength).toBe(3);
    expect(Buffer.isBuffer(value.raw)).toBe(false);
  });
});

describe('damaged payloads', () => {
  it.each(vectors)('of $message, cut off at every byte', ({ file, message, hex: digits }) => {
    const pair = pairOf(file, message);
    const whole = hex(digits);
    for (let length = 0; length < whole.length; length++) {
      expect([undefined, 'BYTES_MALFORMED']).toContain(outcome(pair, whole.subarray(0, length)));
    }
  });

  it.each(vectors)('of $message, with every bit flipped', ({ file, message, hex: digits }) => {
    const pair = pairOf(file, message);
    const whole = hex(digits);
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const damaged = Buffer.from(whole);
      damaged.writeUInt8(damaged.readUInt8(bit >>> 3) ^ (1 << (bit & 7)), bit >>> 3);
      expect([undefined, 'BYTES_MALFORMED']).toContain(outcome(pair, damaged));
    }
  });

  it('of no sense at all', () => {
    const order = pairOf('order.proto', 'Order');
    const legacy = pairOf('legacy.proto', 'Part');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const pair of [order, legacy, recursive]) {
          expect([undefined, 'BYTES_MALFORMED', 'BYTES_TOO_LARGE']).toContain(outcome(pair, bytes));
        }
      }),
      { numRuns: cases(1000) },
    );
  });
});
