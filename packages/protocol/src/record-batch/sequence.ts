/**
 * Sequence numbers of idempotent producers: int32, never negative, after the largest comes 0.
 *
 * A batch has the sequence of its first record; the others follow, wrapping inside the batch if need be.
 */

const LARGEST_SEQUENCE = 0x7fffffff;

/** The sequence `increment` records after `sequence`. Both are 0 to 2147483647. */
export function nextSequence(sequence: number, increment: number): number {
  const room = LARGEST_SEQUENCE - sequence;
  return increment > room ? increment - room - 1 : sequence + increment;
}
