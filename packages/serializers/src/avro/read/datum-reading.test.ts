import { parseSchema, representationOf, type RepresentationChoices } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { varint } from '../../../testing/random-datum.ts';
import { DatumReading, type DatumReadingOptions } from './datum-reading.ts';

function readingOf(
  schema: unknown,
  choices: RepresentationChoices = {},
  options: DatumReadingOptions = {},
): DatumReading {
  const parsed = parseSchema(JSON.stringify(schema));
  return new DatumReading(parsed, representationOf(parsed, choices), options);
}

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

describe('a reader of payloads', () => {
  it('begins where it is told and says where the datum ends', () => {
    const reading = readingOf('string');
    expect(reading.read(hex('ffff0461620a'), 2)).toBe('ab');
    expect(reading.end).toBe(5);
  });

  it('ignores what follows the datum, or refuses it', () => {
    expect(readingOf('int').read(hex('0200'), 0)).toBe(1);
    const strict = readingOf('int', {}, { trailingBytes: 'refuse' });
    expect(strict.read(hex('02'), 0)).toBe(1);
    expect(() => strict.read(hex('0200'), 0)).toThrow(
      expect.objectContaining({ code: 'TRAILING_BYTES', failure: 'poison' }),
    );
  });

  it('gives bytes that share no memory, with the payload or among themselves', () => {
    const fixed = { type: 'fixed', name: 'F', size: 30 };
    const schema = {
      type: 'record',
      name: 'R',
      fields: [
        { name: 'a', type: 'bytes' },
        { name: 'b', type: fixed },
      ],
    };
    const payload = Buffer.concat([hex('04aabb'), Buffer.alloc(30, 7)]);
    const { a, b } = readingOf(schema).read(payload, 0) as { a: Uint8Array; b: Uint8Array };
    payload.fill(0);
    expect([a, b]).toEqual([new Uint8Array([0xaa, 0xbb]), new Uint8Array(30).fill(7)]);
    expect([a.buffer.byteLength, b.buffer.byteLength]).toEqual([2, 30]);
  });

  it('reads on after a payload that was refused, at whatever depth', () => {
    const list = { type: 'record', name: 'L', fields: [{ name: 'next', type: ['null', 'L'] }] };
    const reading = readingOf(list);
    for (let turn = 0; turn < 3; turn++) {
      expect(() => reading.read(Buffer.alloc(5000, 2), 0)).toThrow(/levels deep/);
      expect(() => reading.read(Buffer.alloc(990, 2), 0)).toThrow(/they end/);
      expect(reading.read(hex('0200'), 0)).toEqual({ next: { next: null } });
    }
  });

  it('can be used by a codec that it calls', () => {
    const schema = {
      type: 'record',
      name: 'R',
      fields: [
        { name: 'a', type: { type: 'int', logicalType: 'date' } },
        { name: 'b', type: 'int' },
      ],
    };
    let inner: unknown = 'not read';
    const codecs = {
      day: {
        is: (value: unknown): value is number => typeof value === 'number',
        encode: (value: unknown) => value,
        decode: (value: unknown) => {
          if (value === 1) inner = reading.read(hex('1416'), 0);
          return value;
        },
      },
    };
    const reading = readingOf(schema, { date: { codec: 'day' } }, { codecs });
    expect(reading.read(hex('0204'), 0)).toEqual({ a: 1, b: 2 });
    expect(inner).toEqual({ a: 10, b: 11 });
  });

  it('refuses a choice that names no codec when it is made, also for what no datum may meet', () => {
    const schema = ['null', { type: 'array', items: { type: 'int', logicalType: 'date' } }];
    expect(() => readingOf(schema, { date: { codec: 'day' } })).toThrow(
      expect.objectContaining({ code: 'CODEC_MISSING' }),
    );
  });
});

describe('a long read as a float', () => {
  it.each([
    [2n ** 54n + 2n ** 30n + 1n, 2 ** 54 + 2 ** 31],
    [2n ** 54n + 2n ** 30n, 2 ** 54],
    [-(2n ** 54n) - 2n ** 30n - 1n, -(2 ** 54) - 2 ** 31],
    [2n ** 63n - 1n, 2 ** 63],
    [-(2n ** 63n), -(2 ** 63)],
    [5n, 5],
  ])('%s is rounded once, as in Java', (long, float) => {
    const reader = representationOf(parseSchema('"float"'));
    expect(new DatumReading(parseSchema('"long"'), reader).read(varint(long), 0)).toBe(float);
  });
});

describe('records', () => {
  const names = ['__proto__', 'constructor', 'a', 'toString', 'b', 'c', 'd', 'e', 'f'];
  const schema = { type: 'record', name: 'R', fields: names.map((name) => ({ name, type: 'int' })) };

  it('are plain, with their fields in order, before and after they get code of their own', () => {
    const reading = readingOf(schema);
    for (let turn = 0; turn < 300; turn++) {
      const record = reading.read(Buffer.from(names.map((_name, index) => 2 * index)), 0) as object;
      expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
      expect(Object.entries(record)).toEqual(names.map((name, index) => [name, index]));
    }
  });

  it('of more kinds than there is code to give are read as well', () => {
    const fields = Array.from({ length: 60 }, (_unused, index) => ({ name: `f${index}`, type: 'int' }));
    const bytes = Buffer.from(fields.map((_field, index) => 2 * index));
    const expected = Object.fromEntries(fields.map(({ name }, index) => [name, index]));
    for (let kind = 0; kind < 12; kind++) {
      const reading = readingOf({ type: 'record', name: `R${kind}`, fields });
      for (let turn = 0; turn < 120; turn++) reading.read(bytes, 0);
      expect(reading.read(bytes, 0)).toEqual(expected);
    }
  });
});

describe('texts', () => {
  it('of every length, ASCII or not, are those of UTF-8', () => {
    const reading = readingOf('string');
    for (let length = 0; length < 70; length++) {
      const ascii = Array.from({ length }, (_unused, index) => String.fromCharCode(33 + (index % 90))).join(
        '',
      );
      const texts = [ascii, `${ascii}é`, `😀${ascii}`, ...(length > 0 ? [`${ascii.slice(1)}\u007f`] : [])];
      for (const text of texts) {
        const bytes = Buffer.from(text);
        const size =
          bytes.length < 64 ? [2 * bytes.length] : [((2 * bytes.length) & 0x7f) | 0x80, bytes.length >> 6];
        expect(reading.read(Buffer.concat([Buffer.from(size), bytes]), 0)).toBe(text);
      }
      for (let place = 0; place < Math.min(length, 24); place++) {
        const bytes = Buffer.from(ascii.slice(0, 24));
        bytes[place] = 0xff;
        const text = bytes.toString();
        expect(reading.read(Buffer.concat([Buffer.from([2 * bytes.length]), bytes]), 0)).toBe(text);
      }
    }
  });
});
