/**
 * Undoes the compression of record batches for assertions: gzip and zstd, which Node brings along.
 *
 * Not for hostile input from the network: brokers here never inflate. Output is bounded all the same.
 */
import { UnsupportedCompressionError } from '@ottla/protocol';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';

const LARGEST_OUTPUT_BYTES = 268_435_456;

export function decompress(compression: 1 | 2 | 3 | 4, bytes: Uint8Array): Uint8Array {
  const bounds = { maxOutputLength: LARGEST_OUTPUT_BYTES };
  if (compression === 1) return gunzipSync(bytes, bounds);
  if (compression === 4) return zstdDecompressSync(bytes, bounds);
  const name = compression === 2 ? 'snappy' : 'lz4';
  throw new UnsupportedCompressionError(
    `${name} is not undone here; give log() a decompress function`,
    compression,
  );
}
