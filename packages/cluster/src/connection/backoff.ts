/**
 * How long to pause before trying again: doubling, bounded, with jitter so that many clients do not
 * come back in step.
 */
import type { Random } from '@ottla/kernel';

export interface BackoffOptions {
  readonly initialMs: number;
  readonly maxMs: number;
}

const JITTER = 0.2;

/** The pause after `failures` failures in a row (1 or more), within 20 % of `initialMs * 2 ** (failures - 1)`. */
export function backoffMs(failures: number, options: BackoffOptions, random: Random): number {
  const doubled = options.initialMs * 2 ** Math.min(30, Math.max(0, failures - 1));
  return Math.min(options.maxMs, doubled) * (1 - JITTER + 2 * JITTER * random());
}
