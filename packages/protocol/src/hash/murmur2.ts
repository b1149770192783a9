/**
 * The hash that spreads keys over partitions, bit for bit as Java's producer computes it.
 *
 * Murmur2 of 32 bits with Kafka's seed. Changing a bit here would move every key of every user: the
 * vectors in the test come from Kafka's own.
 */

const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;

/** Signed, as in Java. Indices stay inside `bytes`, which `!` tells the compiler. */
export function murmur2(bytes: Uint8Array, start = 0, end: number = bytes.length): number {
  const length = end - start;
  let hash = SEED ^ length;
  let position = start;
  for (const last = end - 4; position <= last; position += 4) {
    let word =
      bytes[position]! |
      (bytes[position + 1]! << 8) |
      (bytes[position + 2]! << 16) |
      (bytes[position + 3]! << 24);
    word = Math.imul(word, MULTIPLIER);
    word ^= word >>> 24;
    hash = Math.imul(hash, MULTIPLIER) ^ Math.imul(word, MULTIPLIER);
  }
  const tail = end - position;
  if (tail > 0) {
    if (tail > 2) hash ^= bytes[position + 2]! << 16;
    if (tail > 1) hash ^= bytes[position + 1]! << 8;
    hash = Math.imul(hash ^ bytes[position]!, MULTIPLIER);
  }
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 15);
}

/**
 * The partition of a key: over all partitions of the topic, whether they have a leader or not. An empty
 * key is hashed like any other; only a record without a key has none.
 * @example
 * const key = Buffer.from('c-1');
 * partitionForKey(key, 0, key.length, 6); // 5
 */
// oxlint-disable-next-line max-params -- one call per record: a range and a count, no object
export function partitionForKey(
  bytes: Uint8Array,
  start: number,
  end: number,
  partitionCount: number,
): number {
  return (murmur2(bytes, start, end) & 0x7fffffff) % partitionCount;
}
