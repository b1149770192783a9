/**
 * Asks several candidates until one succeeds.
 *
 * The next is asked at once when one fails, and also when one takes long: a server that accepts and says
 * nothing must not hold the others up. Resolves true with the first success, false when all have failed or
 * the deadline has come.
 */
import type { Alarm } from './alarm.ts';

export interface RaceOptions {
  readonly now: () => number;
  readonly alarm: Alarm;
  readonly deadlineMs: number;
}

/** How long a candidate has the field to itself. */
export const STAGGER_MS = 1000;

export function staggeredRace<T>(
  candidates: readonly T[],
  attempt: (candidate: T) => Promise<boolean>,
  { now, alarm, deadlineMs }: RaceOptions,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let next = 0;
    let active = 0;
    let over = false;
    const finish = (settle: () => void): void => {
      over = true;
      stagger.clear();
      deadline.clear();
      settle();
    };
    const startNext = (): void => {
      const candidate = candidates[next];
      if (over || candidate === undefined) return;
      next++;
      active++;
      stagger.set(now() + STAGGER_MS);
      attempt(candidate).then(
        (won) => {
          active--;
          if (over) return;
          if (won) finish(() => resolve(true));
          else if (next < candidates.length) startNext();
          else if (active === 0) finish(() => resolve(false));
        },
        (error: unknown) => {
          if (!over) finish(() => reject(error));
        },
      );
    };
    const stagger = alarm.slot(startNext);
    const deadline = alarm.slot(() => finish(() => resolve(false)));
    deadline.set(deadlineMs);
    if (candidates.length === 0) finish(() => resolve(false));
    else startNext();
  });
}
