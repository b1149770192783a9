/** Which of many things left their places, when those that kept their order are taken to have stayed. */

/**
 * Given the old places in the new order, the indexes that are not in a longest increasing run of them.
 * @example
 * movedPlaces([1, 2, 3, 0]); // Set { 3 }: the first became the last
 */
export function movedPlaces(oldPlaces: readonly number[]): ReadonlySet<number> {
  /** For each length, the index where the run of that length with the smallest end ends. */
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  oldPlaces.forEach((place, index) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((oldPlaces[ends[middle] ?? 0] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    previous.push(low === 0 ? undefined : ends[low - 1]);
    ends[low] = index;
  });
  const moved = new Set(oldPlaces.keys());
  for (let index = ends.at(-1); index !== undefined; index = previous[index]) moved.delete(index);
  return moved;
}
