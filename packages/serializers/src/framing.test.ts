import { ByteWriter } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { FRAME_BYTES, readFrame, writeFrame } from './framing.ts';

const place = { topic: 'orders', isKey: false };

describe('a frame', () => {
  it.each<[number, string]>([
    [1, '0000000001'],
    [258, '0000000102'],
    [2147483647, '007fffffff'],
  ])('of id %i is %s', (id, hex) => {
    const writer = new ByteWriter(1);
    writeFrame(id, writer);
    expect(writer.view().toString('hex')).toBe(hex);
    expect(writer.position).toBe(FRAME_BYTES);
    expect(readFrame(writer.view())).toBe(id);
  });

  it.each<[string, string, string, RegExp]>([
    ['no bytes', '', 'FRAME_EMPTY', /tombstone is null/],
    ['one byte', '00', 'FRAME_TRUNCATED', /1 bytes are too short/],
    ['two bytes', '0000', 'FRAME_TRUNCATED', /too short/],
    ['three bytes', '000000', 'FRAME_TRUNCATED', /too short/],
    ['four bytes', '00000000', 'FRAME_TRUNCATED', /4 bytes are too short/],
    ['a GUID frame', '01ffffffffffffffffffffffffffffffff', 'FRAME_MAGIC_UNKNOWN', /0x01 .*GUID/],
    ['a single object', 'c301a92de1f8a242f53d', 'FRAME_MAGIC_UNKNOWN', /0xc3 .*single-object/],
    ['a container file', '4f626a01', 'FRAME_MAGIC_UNKNOWN', /0x4f .*container file/],
    ['JSON', '7b7d', 'FRAME_MAGIC_UNKNOWN', /0x7b .*JSON/],
    ['something else', '0a', 'FRAME_MAGIC_UNKNOWN', /0x0a .*not written with a schema id/],
    ['an id of 0', '0000000000ff', 'FRAME_ID_INVALID', /id 0 is not positive/],
    ['an id of -1', '00ffffffff', 'FRAME_ID_INVALID', /id -1 is not positive/],
  ])('is not found in %s', (_name, hex, code, message) => {
    expect(() => readFrame(Buffer.from(hex, 'hex'), place)).toThrow(
      expect.objectContaining({
        code,
        action: 'usage',
        topic: 'orders',
        message: expect.stringMatching(message) as string,
      }),
    );
  });
});
