import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

const range = { initialMs: 50, maxMs: 1000 };
const almostOne = 1 - Number.EPSILON;

describe('the pause before trying again', () => {
  it.each([
    { failures: 1, around: 50 },
    { failures: 2, around: 100 },
    { failures: 3, around: 200 },
    { failures: 5, around: 800 },
    { failures: 6, around: 1000 },
    { failures: 1_000_000, around: 1000 },
  ])(
    'is within 20 % of $around ms after $failures failures, or anything below it',
    ({ failures, around }) => {
      const full = { ...range, jitter: 'full' } as const;
      expect(backoffMs(failures, range, () => 0)).toBeCloseTo(around * 0.8);
      expect(backoffMs(failures, range, () => 0.5)).toBeCloseTo(around);
      expect(backoffMs(failures, range, () => almostOne)).toBeCloseTo(around * 1.2);
      expect(backoffMs(failures, full, () => 0)).toBe(0);
      expect(backoffMs(failures, full, () => 0.5)).toBe(around / 2);
      expect(backoffMs(failures, full, () => almostOne)).toBeLessThanOrEqual(around);
    },
  );
});
