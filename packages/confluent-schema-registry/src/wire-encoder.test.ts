import avsc from 'avsc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode, FRAME_BYTES, FrameWriter, MAGIC_BYTE } from './wire-encoder.ts';

const text = avsc.Type.forSchema('string');
const customer = avsc.Type.forSchema({
  type: 'record',
  name: 'Customer',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'name', type: 'string' },
    { name: 'photo', type: 'bytes' },
  ],
});
const framed = (id: number, payload: Buffer): Buffer => {
  const head = Buffer.alloc(FRAME_BYTES);
  head.writeInt32BE(id, 1);
  return Buffer.concat([head, payload]);
};

describe('a frame', () => {
  it('is the magic byte, the id as a big-endian int32 and the payload', () => {
    expect([...encode(0x01020304, Buffer.from([9, 8]))]).toEqual([0, 1, 2, 3, 4, 9, 8]);
    expect([...MAGIC_BYTE]).toEqual([0]);
  });

  it('refuses an id that is no int32', () => {
    expect(() => encode(2 ** 31, Buffer.alloc(0))).toThrow(RangeError);
    expect(() => new FrameWriter().encode(2 ** 31, text, 'a')).toThrow(RangeError);
  });
});

describe('the frame writer', () => {
  it('writes what avsc writes, and never over bytes it has handed out', () => {
    const values = fc.record({
      id: fc.maxSafeInteger().filter((id) => Math.abs(id) < 2 ** 53 - 2),
      name: fc.string({ maxLength: 300 }),
      photo: fc.uint8Array({ maxLength: 12_000, size: 'max' }).map((bytes) => Buffer.from(bytes)),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer(), values), { minLength: 1, maxLength: 60 }), (turns) => {
        const frames = new FrameWriter();
        const messages = turns.map(([id, value]) => frames.encode(id, customer, value));
        const expected = turns.map(([id, value]) => framed(id, customer.toBuffer(value)));
        // Compared only now, when every later one has been written.
        expect(messages.every((message, index) => message.equals(expected[index] ?? Buffer.alloc(0)))).toBe(
          true,
        );
      }),
      { numRuns: 60, verbose: true },
    );
  });

  it('hands out parts that do not overlap, though they share memory', () => {
    const frames = new FrameWriter();
    const messages = Array.from({ length: 500 }, (_, index) => frames.encode(1, text, `value ${index}`));
    for (const message of messages) message.fill(0xff);
    const next = frames.encode(1, text, 'after');
    expect(next.equals(framed(1, text.toBuffer('after')))).toBe(true);
    expect(messages.every((message) => message.every((byte) => byte === 0xff))).toBe(true);
  });

  it('gives a large value a buffer of its own, of exactly its size', () => {
    const frames = new FrameWriter();
    const small = frames.encode(1, text, 'small');
    const large = frames.encode(1, text, 'x'.repeat(100_000));
    expect(large.length).toBe(FRAME_BYTES + 3 + 100_000);
    expect(large.buffer.byteLength).toBe(large.length);
    expect(frames.encode(1, text, 'next').buffer).toBe(small.buffer);
  });

  it('leaves nothing behind when a value cannot be written', () => {
    const frames = new FrameWriter();
    const before = frames.encode(1, customer, { id: 1, name: 'a', photo: Buffer.of(1) });
    const copy = Buffer.from(before);
    expect(() => frames.encode(1, customer, { id: 1, name: 'long enough to write over', photo: 5 })).toThrow(
      'invalid "bytes": 5',
    );
    expect(before.equals(copy)).toBe(true);
    expect(frames.encode(2, text, 'b').equals(framed(2, text.toBuffer('b')))).toBe(true);
  });

  it('keeps apart a message that is encoded while another one is being written', () => {
    const frames = new FrameWriter();
    const before = frames.encode(1, text, 'there is a slab to share');
    const inner: Buffer[] = [];
    const value = {
      id: 1,
      get name() {
        inner.push(frames.encode(7, text, 'inside'));
        inner.push(frames.encode(7, text, 'inside'));
        return 'outside';
      },
      photo: Buffer.of(1, 2, 3),
    };
    const outer = frames.encode(1, customer, value);
    const expected = customer.toBuffer({ id: 1, name: 'outside', photo: Buffer.of(1, 2, 3) });
    expect(outer.equals(framed(1, expected))).toBe(true);
    expect(inner).toHaveLength(2);
    expect(before.equals(framed(1, text.toBuffer('there is a slab to share')))).toBe(true);
    expect(inner.every((message) => message.equals(framed(7, text.toBuffer('inside'))))).toBe(true);
  });

  it('gives up on a value that grows each time it is read', () => {
    let length = 10_000;
    const value = {
      id: 1,
      get name() {
        length *= 2;
        return 'x'.repeat(length);
      },
      photo: Buffer.of(1),
    };
    expect(() => new FrameWriter().encode(1, customer, value)).toThrow('changes while it is encoded');
  });
});
