/**
 * Asks several candidates until one succeeds.
 *
 * The next is asked at once when one fails, and also when one takes long: a server that accepts and says
 * nothing must not hold the others up. Resolves true with the first success, false when all have failed, when
 * the last has been given its time, or at the deadline. Attempts still under way are left to their own end.
 */
import type { Alarm } from '@ottla/kernel';

export interface RaceOptions {
  readonly now: () => number;
  readonly alarm: Alarm;
  readonly deadlineMs: number;
}

/** How long a candidate has the field to itself. */
const STAGGER_MS = 1000;
/** How long the race goes on after the last has been asked: those that failed at once may be worth another try. */
const LAST_MS = 2000;

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
      if (over) return;
      if (candidate === undefined) {
        finish(() => resolve(false));
        return;
      }
      next++;
      active++;
      stagger.set(now() + (next < candidates.length ? STAGGER_MS : LAST_MS));
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
