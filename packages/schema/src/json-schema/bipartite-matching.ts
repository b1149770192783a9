/** The largest set of pairs between two sides in which nobody stands twice. */

/**
 * For each on the left its partner on the right, or -1: as many pairs as there can be.
 * `edges[left]` lists who would fit, the preferred first. Rounds of Kuhn's search: each round tries everyone
 * who is alone and looks at no right side twice.
 * @example
 * largestMatching([[0, 1], [0]], 2); // [1, 0]
 */
export function largestMatching(edges: readonly (readonly number[])[], rightCount: number): number[] {
  const partners: number[] = edges.map(() => -1);
  const taken: number[] = Array.from({ length: rightCount }, () => -1);
  let grown = true;
  while (grown) {
    grown = false;
    const seen = new Set<number>();
    const matched = (left: number): boolean => {
      for (const right of edges[left] ?? []) {
        if (seen.has(right)) continue;
        seen.add(right);
        const owner = taken[right] ?? -1;
        if (owner >= 0 && !matched(owner)) continue;
        taken[right] = left;
        partners[left] = right;
        return true;
      }
      return false;
    };
    for (const [left, partner] of partners.entries()) {
      if (partner < 0 && matched(left)) grown = true;
    }
  }
  return partners;
}
