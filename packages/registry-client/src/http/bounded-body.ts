/**
 * Reads the body of an answer into text, never holding more than it may.
 *
 * Bytes are counted after inflation, so a small compressed body cannot grow without bound. What to do at
 * the bound is the caller's choice: fail, or keep what fitted (enough for an error's text).
 */
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** More bytes than allowed. */
export class BodyTooLargeError extends Error {}

/** A content-encoding this client did not ask for and cannot undo, or a body that is not what it says. */
export class BodyEncodingError extends Error {}

export interface BodyBounds {
  readonly contentEncoding: string | undefined;
  readonly maxBytes: number;
  readonly beyond: 'fail' | 'cut';
}

function inflaterFor(contentEncoding: string | undefined): Transform | undefined {
  switch (contentEncoding?.trim().toLowerCase()) {
    case undefined:
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new BodyEncodingError(`content-encoding '${contentEncoding}' was not asked for`);
  }
}

/** True for the errors of zlib: Z_DATA_ERROR, Z_BUF_ERROR and brotli's. */
function isInflationError(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && /^(Z_|ERR_BROTLI|ERR__ERROR_FORMAT)/.test(String(error.code))
  );
}

/** The body as text (UTF-8). Leaving early destroys the stream and so the connection. */
export async function readBody(body: Readable, bounds: BodyBounds): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const collect = async (source: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of source) {
      if (bytes + chunk.length > bounds.maxBytes) {
        chunks.push(chunk.subarray(0, bounds.maxBytes - bytes));
        throw new BodyTooLargeError(`more than ${bounds.maxBytes} bytes`);
      }
      bytes += chunk.length;
      chunks.push(chunk);
    }
  };
  try {
    const inflater = inflaterFor(bounds.contentEncoding);
    // Not through a pipeline: each aborts a signal of its own at its end, which makes an error with a stack.
    await (inflater === undefined ? collect(body) : pipeline(body, inflater, collect));
  } catch (error) {
    body.destroy();
    if (isInflationError(error)) {
      throw new BodyEncodingError('the body is not the compressed form it claims', { cause: error });
    }
    if (!(error instanceof BodyTooLargeError) || bounds.beyond === 'fail') throw error;
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
