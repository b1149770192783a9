/**
 * Drawing from a generator: integers, items, and items in turn.
 *
 * Everything follows from the generator: the same one gives the same draws.
 */
import type { Random } from '@ottla/kernel';

export class Drawing {
  readonly random: Random;
  readonly #turns = new Map<object, number[]>();

  constructor(random: Random) {
    this.random = random;
  }

  /** Uniform from 0, below the limit. */
  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0];
  }

  /**
   * An index below `count`, and each of them in as many calls: rounds in another order each time, kept by `key`.
   */
  turn(key: object, count: number): number {
    let left = this.#turns.get(key);
    if (left === undefined || left.length === 0) {
      left = Array.from({ length: count }, (_, index) => index);
      this.#turns.set(key, left);
    }
    const last = left.length - 1;
    const at = this.below(left.length);
    const index = left[at] ?? 0;
    left[at] = left[last] ?? 0;
    left.length = last;
    return index;
  }
}
