/** Asynchronous work on a list, a few at a time. */

/**
 * What `work` gives for each item, in their order. Of several failures the one of the first item counts; what
 * has not begun by then is not begun.
 */
export async function mapBounded<T, R>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const failures: { index: number; error: unknown }[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length && failures.length === 0) {
      const index = next++;
      try {
        results[index] = await work(items[index] as T); // within the list, just checked
      } catch (error) {
        failures.push({ index, error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  const [first] = failures.toSorted((left, right) => left.index - right.index);
  if (first !== undefined) throw first.error;
  return results;
}
