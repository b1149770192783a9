/** Records of an uncompressed batch, built byte by byte so that each can be wrong in its own way. */
import { ByteWriter } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { findRecordFault } from './record-walk.ts';

interface Parts {
  readonly length?: number;
  readonly offsetDelta?: number;
  readonly keyLength?: number;
  readonly valueLength?: number;
  readonly headerCount?: number;
  readonly headers?: readonly { keyLength: number; valueLength: number }[];
  readonly extra?: number;
}

/** A record; any length can be a lie. */
function record(parts: Parts = {}): Uint8Array {
  const inside = new ByteWriter();
  inside.writeInt8(0);
  inside.writeVarlong(0);
  inside.writeVarint(parts.offsetDelta ?? 0);
  inside.writeVarint(parts.keyLength ?? -1);
  inside.writeVarint(parts.valueLength ?? 2);
  inside.writeUtf8('hi');
  const headers = parts.headers ?? [];
  inside.writeVarint(parts.headerCount ?? headers.length);
  for (const { keyLength, valueLength } of headers) {
    inside.writeVarint(keyLength);
    inside.writeUtf8('k'.repeat(Math.max(0, keyLength)));
    inside.writeVarint(valueLength);
    inside.writeUtf8('v'.repeat(Math.max(0, valueLength)));
  }
  inside.writeUtf8('x'.repeat(parts.extra ?? 0));
  const whole = new ByteWriter();
  whole.writeVarint(parts.length ?? inside.position);
  whole.writeBytes(inside.view());
  return whole.toBytes();
}

function faultOf(bytes: Uint8Array, count = 1): string | undefined {
  return findRecordFault(bytes, 0, count)?.message;
}

describe('the walk over records', () => {
  it.each<[string, Uint8Array]>([
    ['a value', record()],
    [
      'headers, one with null and one with an empty key',
      record({
        headers: [
          { keyLength: 3, valueLength: -1 },
          { keyLength: 0, valueLength: 4 },
        ],
      }),
    ],
  ])('passes %s', (_, bytes) => {
    expect(faultOf(bytes)).toBeUndefined();
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['a length of -1', record({ length: -1 }), /length does not fit/],
    ['a length of 0', record({ length: 0 }), /length does not fit/],
    ['a length beyond the batch', record({ length: 100 }), /length does not fit/],
    ['a length of 2^31 - 1', record({ length: 0x7fffffff }), /length does not fit/],
    ['a length one short', record({ length: 7 }), /headers/],
    ['an offset delta out of turn', record({ offsetDelta: 1 }), /offset delta 1/],
    ['a negative offset delta', record({ offsetDelta: -1 }), /offset delta -1/],
    ['a key length of -2', record({ keyLength: -2 }), /key or value/],
    ['a key longer than the record', record({ keyLength: 50 }), /key or value/],
    ['a value length of -2', record({ valueLength: -2 }), /key or value/],
    ['a value of 2^31 - 1 bytes', record({ valueLength: 0x7fffffff }), /key or value/],
    ['a header count of 2^31 - 1', record({ headerCount: 0x7fffffff }), /headers/],
    ['a header count of -1', record({ headerCount: -1 }), /headers/],
    ['a header more than there is', record({ headerCount: 1 }), /headers/],
    ['a null header key', record({ headers: [{ keyLength: -1, valueLength: 1 }] }), /null key/],
    ['a header value length of -2', record({ headers: [{ keyLength: 1, valueLength: -2 }] }), /header/],
    ['bytes left in the record', record({ extra: 1 }), /longer than its content/],
    ['a varint without end', new Uint8Array(20).fill(0xff), /length does not fit/],
    ['nothing at all', new Uint8Array(0), /missing/],
  ])('stops at %s', (_, bytes, message) => {
    expect(faultOf(bytes)).toMatch(message);
  });

  it('stops at bytes after the last record, and at a missing record', () => {
    const two = Buffer.concat([record(), record({ offsetDelta: 1 })]);
    expect(faultOf(two, 2)).toBeUndefined();
    expect(findRecordFault(two, 0, 1)).toMatchObject({ index: 1, message: /bytes follow/ });
    expect(findRecordFault(two, 0, 3)).toMatchObject({ index: 2, message: /missing/ });
  });

  it('stops at any cut', () => {
    const whole = record({ headers: [{ keyLength: 3, valueLength: 5 }] });
    for (let length = 0; length < whole.length; length++) {
      expect(faultOf(whole.subarray(0, length)), `cut at ${length}`).toBeDefined();
    }
  });
});
