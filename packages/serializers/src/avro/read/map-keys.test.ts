import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DatumReader } from './datum-reader.ts';
import { MapKeys } from './map-keys.ts';

/** Texts behind their lengths. */
function written(texts: readonly (string | Buffer)[]): Buffer {
  const parts = texts.flatMap((text) => {
    const bytes = Buffer.from(text);
    const length = bytes.length * 2;
    return [Buffer.from(length < 0x80 ? [length] : [(length & 0x7f) | 0x80, length >>> 7]), bytes];
  });
  return Buffer.concat(parts);
}

function read(keys: MapKeys, texts: readonly (string | Buffer)[]): string[] {
  const datum = new DatumReader();
  datum.start(written(texts), 0);
  const found = texts.map((_text, place) => keys.read(datum, place));
  expect(datum.position).toBe(datum.end);
  return found;
}

describe('keys of maps', () => {
  it.each<[string, string | Buffer, string | Buffer]>([
    ['the same key', 'campaign', 'campaign'],
    ['another of the same length', 'campaign', 'campaigm'],
    ['a shorter one', 'campaign', 'camp'],
    ['a longer one', 'camp', 'campaign'],
    ['no character', 'a', ''],
    ['the same beyond ASCII', 'été', 'été'],
    ['bytes that spell the units of the one before', 'é', Buffer.from('é', 'latin1')],
    ['a text whose units are the bytes of this one', 'Ã©', 'é'],
    ['bytes that are no UTF-8', Buffer.of(0x61, 0xff), Buffer.of(0x61, 0xff)],
    ['bytes that are no UTF-8 behind their replacement', 'a\uFFFD', Buffer.of(0x61, 0xff)],
    ['a long one', 'k'.repeat(40), 'k'.repeat(40)],
    ['a name of every object', '__proto__', '__proto__'],
  ])('are read behind another at their place: %s', (_what, before, key) => {
    const keys = new MapKeys();
    read(keys, [before]);
    expect(read(keys, [key])).toEqual([Buffer.from(key).toString()]);
    expect(read(keys, [key])).toEqual([Buffer.from(key).toString()]);
  });

  it('are what was written, whatever stood before', () => {
    const text = fc.oneof(
      fc.constantFrom('a', 'b', 'é', 'Ã©', 'campaign', 'channel'),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
    );
    const maps = fc.array(fc.array(text, { maxLength: 40 }), { maxLength: 5 });
    fc.assert(
      fc.property(maps, (written) => {
        const keys = new MapKeys();
        for (const texts of written) {
          expect(read(keys, texts)).toEqual(texts.map((each) => Buffer.from(each).toString()));
        }
      }),
    );
  });

  it('are refused when their bytes are not all there, whatever stood before', () => {
    const keys = new MapKeys();
    read(keys, ['campaign']);
    const datum = new DatumReader();
    datum.start(written(['campaign']).subarray(0, 5), 0);
    expect(() => keys.read(datum, 0)).toThrow(expect.objectContaining({ code: 'BYTES_MALFORMED' }));
  });
});
