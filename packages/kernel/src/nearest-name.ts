/** Finds what a mistyped name was probably meant to be. */

/** Edits (insert, delete, replace, swap of neighbours) between two short names. */
export function editDistance(left: string, right: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let best = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (
        row > 1 &&
        column > 1 &&
        left[row - 1] === right[column - 2] &&
        left[row - 2] === right[column - 1]
      ) {
        best = Math.min(best, (beforePrevious[column - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[right.length] ?? 0;
}

/**
 * The closest of `names`, or undefined when none is near: at most a third of the letters may differ, or two in
 * short names, and never more than half of them.
 * @example
 * nearestName('lingerMS', ['lingerMs', 'batchSize']); // 'lingerMs'
 */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  const given = folded(name);
  for (const candidate of names) {
    const known = folded(candidate);
    const distance = editDistance(given, known);
    if (distance < bestDistance && distance <= Math.max(given.length, known.length) / 2) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[._-]/g, '');
}
