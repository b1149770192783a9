/**
 * How long to pause before trying again: doubling, bounded, with jitter so that many clients do not come
 * back in step. Decides only; who pauses has the clock.
 */
import type { Random } from './ports.ts';

export interface BackoffRange {
  /** The pause after the first failure, before jitter. */
  readonly initialMs: number;
  /** The longest pause, before jitter. */
  readonly maxMs: number;
  /** `slight`, when left out: within 20 % around the pause, as Java's clients. `full`: anything up to it. */
  readonly jitter?: 'slight' | 'full';
}

const SLIGHT_JITTER = 0.2;
/** Past so many doublings every bound is reached; more would overflow. */
const MOST_DOUBLINGS = 30;

/**
 * The pause after `failures` failures in a row (1 or more), in ms.
 * @example
 * backoffMs(3, { initialMs: 50, maxMs: 1000 }, () => 0.5); // 200
 */
export function backoffMs(failures: number, range: BackoffRange, random: Random): number {
  const doubled = range.initialMs * 2 ** Math.min(MOST_DOUBLINGS, Math.max(0, failures - 1));
  const pauseMs = Math.min(range.maxMs, doubled);
  return range.jitter === 'full'
    ? pauseMs * random()
    : pauseMs * (1 - SLIGHT_JITTER + 2 * SLIGHT_JITTER * random());
}
