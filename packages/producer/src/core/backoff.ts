/** How long to pause before the next attempt: doubling, capped, with 20 % jitter both ways. Decides only. */
import type { Random } from '@ottla/kernel';

const JITTER = 0.2;

export interface BackoffRange {
  readonly firstMs: number;
  readonly maximumMs: number;
}

/** The pause after `attempts` failed attempts (1 or more), in ms. */
export function backoffMs(attempts: number, range: BackoffRange, random: Random): number {
  const doubled = range.firstMs * 2 ** Math.min(attempts - 1, 30);
  return Math.min(doubled, range.maximumMs) * (1 - JITTER + 2 * JITTER * random());
}
