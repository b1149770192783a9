import { Readable } from 'node:stream';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BodyEncodingError, BodyTooLargeError, readBody } from './bounded-body.ts';

const text = JSON.stringify({ schema: 'größer '.repeat(50) });
const bytes = Buffer.from(text);
const streamOf = (...chunks: Uint8Array[]) => Readable.from(chunks, { objectMode: false });
const bounds = { contentEncoding: undefined, maxBytes: 10_000, beyond: 'fail' } as const;

describe('a body', () => {
  it('is read as UTF-8 wherever it is cut', async () => {
    for (let cut = 0; cut <= bytes.length; cut += 7) {
      expect(await readBody(streamOf(bytes.subarray(0, cut), bytes.subarray(cut)), bounds)).toBe(text);
    }
  });

  it.each([
    ['gzip', gzipSync(bytes)],
    ['X-GZIP', gzipSync(bytes)],
    ['deflate', deflateSync(bytes)],
    ['br', brotliCompressSync(bytes)],
    ['identity', bytes],
  ])('is inflated from %s', async (contentEncoding, sent) => {
    expect(await readBody(streamOf(sent), { ...bounds, contentEncoding })).toBe(text);
  });

  it('may be as long as the bound, and not a byte longer', async () => {
    const exact = { ...bounds, maxBytes: bytes.length };
    expect(await readBody(streamOf(bytes), exact)).toBe(text);
    const body = streamOf(bytes, Buffer.from('!'));
    await expect(readBody(body, exact)).rejects.toThrow(BodyTooLargeError);
    expect(body.destroyed).toBe(true);
  });

  it('is cut at the bound when its beginning is enough', async () => {
    expect(await readBody(streamOf(bytes), { ...bounds, maxBytes: 5, beyond: 'cut' })).toBe(text.slice(0, 5));
  });

  it('that inflates without end is stopped at the bound', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000), { level: 9 });
    expect(bomb.length).toBeLessThan(60_000);
    const body = streamOf(bomb);
    await expect(readBody(body, { ...bounds, contentEncoding: 'gzip' })).rejects.toThrow(BodyTooLargeError);
    expect(body.destroyed).toBe(true);
  });

  it.each([
    ['not gzip at all', 'gzip', bytes],
    ['gzip cut short', 'gzip', gzipSync(bytes).subarray(0, 40)],
    ['not brotli', 'br', bytes],
    ['an encoding nobody asked for', 'zstd', bytes],
  ])('that is %s is refused', async (_name, contentEncoding, sent) => {
    await expect(readBody(streamOf(sent), { ...bounds, contentEncoding })).rejects.toThrow(BodyEncodingError);
  });

  it('whose connection breaks rejects with that error', async () => {
    const broken = new Readable({
      read() {
        this.destroy(new Error('other side closed'));
      },
    });
    await expect(readBody(broken, bounds)).rejects.toThrow('other side closed');
  });
});
