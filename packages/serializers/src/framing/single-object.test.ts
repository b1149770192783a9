import { ByteWriter } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { SINGLE_OBJECT_BYTES, readSingleObject, singleObjectFrame } from './single-object.ts';

describe('the frame of a single object', () => {
  // The fingerprint of "long", in the specification's own byte order.
  it('is the marker and the fingerprint, its lowest byte first', () => {
    const frame = singleObjectFrame('d054e14493f41db7');
    expect(Buffer.from(frame).toString('hex')).toBe('c301b71df49344e154d0');
    expect(frame).toHaveLength(SINGLE_OBJECT_BYTES);
    expect(readSingleObject(frame)).toBe('d054e14493f41db7');
    const writer = new ByteWriter(1);
    writer.writeBytes(singleObjectFrame('d054e14493f41db7'));
    expect(writer.toBytes()).toEqual(frame);
  });

  it.each<[string, string, string]>([
    ['no bytes', '', 'FRAME_EMPTY'],
    ['half a marker', 'c3', 'FRAME_TRUNCATED'],
    ['the marker alone', 'c301', 'FRAME_TRUNCATED'],
    ['nine bytes', 'c301b71df49344e154', 'FRAME_TRUNCATED'],
    ['another version', 'c302b71df49344e154d0', 'FRAME_MAGIC_UNKNOWN'],
    ['a schema id', '00000000010a0a0a0a0a', 'FRAME_MAGIC_UNKNOWN'],
  ])('is not found in %s', (_what, hex, code) => {
    expect(() => readSingleObject(Buffer.from(hex, 'hex'), { topic: 'orders' })).toThrow(
      expect.objectContaining({ code, failure: 'poison', topic: 'orders' }),
    );
  });
});
