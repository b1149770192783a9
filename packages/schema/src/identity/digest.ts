/**
 * MD5 and SHA-256, where identities are made of them.
 *
 * Asked of Node when one is needed: schemas are also parsed and compared in browsers, which have no synchronous
 * digests.
 */
import type { Hash } from 'node:crypto';
import { nodeModule } from '@ottla/kernel';

/** Throws ConfigError `NODE_REQUIRED` where Node is not. */
export function newHash(algorithm: 'md5' | 'sha256'): Hash {
  const instead = 'a browser has no MD5 and SHA-256 that answer at once; CRC-64-AVRO is everywhere';
  return nodeModule('node:crypto', instead).createHash(algorithm);
}
