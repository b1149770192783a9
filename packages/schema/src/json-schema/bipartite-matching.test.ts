import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largestMatching } from './bipartite-matching.ts';

/** By trying everything. */
function largestSize(
  edges: readonly (readonly number[])[],
  left = 0,
  taken: ReadonlySet<number> = new Set(),
): number {
  const rights = edges[left];
  if (rights === undefined) return 0;
  const sizes = rights
    .filter((right) => !taken.has(right))
    .map((right) => 1 + largestSize(edges, left + 1, new Set([...taken, right])));
  return Math.max(largestSize(edges, left + 1, taken), ...sizes);
}

describe('the largest matching', () => {
  it('is as large as any, and pairs nobody twice', () => {
    const sides = fc.array(fc.uniqueArray(fc.nat(5)), { maxLength: 6 });
    fc.assert(
      fc.property(sides, (edges) => {
        const partners = largestMatching(edges, 6);
        const matched = partners.filter((right) => right >= 0);
        expect(new Set(matched).size).toBe(matched.length);
        for (const [left, right] of partners.entries()) {
          if (right >= 0) expect(edges[left]).toContain(right);
        }
        expect(matched.length).toBe(largestSize(edges));
      }),
    );
  });

  it('takes the preferred partner where it can', () => {
    expect(
      largestMatching(
        [
          [1, 0],
          [0, 1],
        ],
        2,
      ),
    ).toEqual([1, 0]);
  });
});
