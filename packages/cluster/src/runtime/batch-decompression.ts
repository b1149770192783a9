/**
 * Undoes the compression of batches that Node can undo by itself, with a bound on what comes out.
 *
 * gzip and zstd are built in; snappy and lz4 come with the compression package.
 */
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { UnsupportedCompressionError } from '@ottla/protocol';
import { ClusterError } from '../errors.ts';

const GZIP = 1;
const ZSTD = 4;

/** A function for `readRecordBatches` that refuses to inflate beyond `maxOutputLength` bytes. */
export function batchDecompressor(
  maxOutputLength: number,
): (compression: 1 | 2 | 3 | 4, bytes: Uint8Array) => Uint8Array {
  return (compression, bytes) => {
    try {
      if (compression === GZIP) return gunzipSync(bytes, { maxOutputLength });
      if (compression === ZSTD) return zstdDecompressSync(bytes, { maxOutputLength });
    } catch (error) {
      const why = error instanceof Error ? error.message : 'unknown';
      throw new ClusterError(`a compressed batch cannot be read: ${why}`, 'MALFORMED_RESPONSE', error);
    }
    throw new UnsupportedCompressionError(
      `batches compressed with ${compression === 2 ? 'snappy' : 'lz4'} cannot be read here yet; gzip and zstd can`,
      compression,
    );
  };
}
