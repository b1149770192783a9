import { ByteWriter } from '@ottla/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PREFIX_BYTES, prefixedId, readPrefix, writePrefix } from './prefix.ts';

const place = { topic: 'orders', isKey: false };
const GUID = '89791762-2336-186f-74b1-5f9a9b5e2f8d';
const GUID_HEX = GUID.replaceAll('-', '');

function hexOf(id: number, indexes: readonly number[] | null): string {
  const writer = new ByteWriter(1);
  writePrefix(id, indexes, writer);
  return writer.view().toString('hex');
}

describe('a prefix', () => {
  it.each<[number, string]>([
    [1, '0000000001'],
    [258, '0000000102'],
    [2147483647, '007fffffff'],
  ])('of id %i is %s', (id, hex) => {
    expect(hexOf(id, null)).toBe(hex);
    const bytes = Buffer.from(hex, 'hex');
    expect(readPrefix(bytes, false)).toEqual({
      ref: { id },
      messageIndexes: null,
      payloadStart: PREFIX_BYTES,
    });
    expect(prefixedId(bytes)).toBe(id);
  });

  // As Java writes them: MessageIndexes of Confluent's client.
  it.each<[readonly number[], string]>([
    [[0], '00'],
    [[1], '0202'],
    [[0, 0], '040000'],
    [[2, 1], '040402'],
    [[1, 0, 63, 64], '0802007e8001'],
    [[2147483647], '02feffffff0f'],
  ])('ends in the message indexes %j as %s', (indexes, hex) => {
    expect(hexOf(7, indexes)).toBe(`0000000007${hex}`);
    const read = readPrefix(Buffer.from(`0000000007${hex}ff`, 'hex'), true);
    expect(read).toEqual({ ref: { id: 7 }, messageIndexes: indexes, payloadStart: 5 + hex.length / 2 });
  });

  it('reads [0] also where it is written in full', () => {
    expect(readPrefix(Buffer.from('00000000070200', 'hex'), true).messageIndexes).toEqual([0]);
  });

  it('of byte 1 carries a GUID', () => {
    const bytes = Buffer.from(`01${GUID_HEX}ff`, 'hex');
    expect(readPrefix(bytes, false)).toEqual({ ref: { guid: GUID }, messageIndexes: null, payloadStart: 17 });
    expect(prefixedId(bytes)).toBe(0);
    const indexed = Buffer.from(`01${GUID_HEX}0402047f`, 'hex');
    expect(readPrefix(indexed, true)).toEqual({
      ref: { guid: GUID },
      messageIndexes: [1, 2],
      payloadStart: 20,
    });
  });

  it.each<[string, string, string, RegExp]>([
    ['no bytes', '', 'FRAME_EMPTY', /tombstone is null/],
    ['one byte', '00', 'FRAME_TRUNCATED', /has 1 of the 5 bytes of a magic byte and a schema id/],
    ['two bytes', '0000', 'FRAME_TRUNCATED', /has 2 of the 5 bytes/],
    ['three bytes', '000000', 'FRAME_TRUNCATED', /has 3 of the 5 bytes/],
    ['four bytes', '00000000', 'FRAME_TRUNCATED', /has 4 of the 5 bytes/],
    ['a GUID cut short', `01${GUID_HEX.slice(2)}`, 'FRAME_TRUNCATED', /of the 17 bytes of .* GUID/],
    ['a single object', 'c301a92de1f8a242f53d', 'FRAME_MAGIC_UNKNOWN', /0xc3 .*single-object/],
    ['a container file', '4f626a01', 'FRAME_MAGIC_UNKNOWN', /0x4f .*container file/],
    ['JSON', '7b7d', 'FRAME_MAGIC_UNKNOWN', /0x7b .*JSON/],
    ['something else', '0a', 'FRAME_MAGIC_UNKNOWN', /0x0a .*not written with a schema id/],
    ['an id of 0', '0000000000ff', 'FRAME_ID_INVALID', /id 0 is not positive/],
    ['an id of -1', '00ffffffff', 'FRAME_ID_INVALID', /id -1 is not positive/],
    ['the least id', '0080000000', 'FRAME_ID_INVALID', /id -2147483648 is not positive/],
  ])('is not found in %s', (_name, hex, code, message) => {
    const bytes = Buffer.from(hex, 'hex');
    expect(prefixedId(bytes)).toBe(0);
    expect(() => readPrefix(bytes, false, place)).toThrow(
      expect.objectContaining({
        code,
        action: 'usage',
        failure: 'poison',
        topic: 'orders',
        message: expect.stringMatching(message) as string,
      }),
    );
  });

  it.each<[string, string, string]>([
    ['none', '', 'FRAME_TRUNCATED'],
    ['fewer than announced', '0402', 'FRAME_TRUNCATED'],
    ['a varint without end', '80808080', 'FRAME_TRUNCATED'],
    ['a varint of more than 32 bits', 'ffffffff1f', 'FRAME_INDEXES_MALFORMED'],
    ['a varint of six bytes', '808080808001', 'FRAME_INDEXES_MALFORMED'],
    ['a count below zero', '01', 'FRAME_INDEXES_MALFORMED'],
    ['a count of 2^31 - 1', 'feffffff0f', 'FRAME_INDEXES_MALFORMED'],
    ['an index below zero', '0203', 'FRAME_INDEXES_MALFORMED'],
  ])('is refused for message indexes that are %s', (_name, hex, code) => {
    const bytes = Buffer.from(`0000000007${hex}`, 'hex');
    expect(() => readPrefix(bytes, true, place)).toThrow(
      expect.objectContaining({ code, failure: 'poison', topic: 'orders' }),
    );
  });

  it('comes back as it was written, and any bytes give a frame or a typed error', () => {
    const ids = fc.integer({ min: 1, max: 2147483647 });
    const indexes = fc.array(fc.nat(2147483647), { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(ids, indexes, (id, written) => {
        const read = readPrefix(Buffer.from(hexOf(id, written), 'hex'), true);
        expect(read.ref).toEqual({ id });
        expect(read.messageIndexes).toEqual(written);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.boolean(), (bytes, withIndexes) => {
        try {
          const { payloadStart } = readPrefix(bytes, withIndexes);
          expect(payloadStart).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^FRAME_/) as string });
        }
      }),
    );
  });
});
