import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

const options = { initialMs: 50, maxMs: 1000 };

describe('the pause before trying again', () => {
  it.each([
    { failures: 1, around: 50 },
    { failures: 2, around: 100 },
    { failures: 3, around: 200 },
    { failures: 5, around: 800 },
    { failures: 6, around: 1000 },
    { failures: 1_000_000, around: 1000 },
  ])('is within 20 % of $around ms after $failures failures', ({ failures, around }) => {
    expect(backoffMs(failures, options, () => 0)).toBeCloseTo(around * 0.8);
    expect(backoffMs(failures, options, () => 0.5)).toBeCloseTo(around);
    expect(backoffMs(failures, options, () => 0.999999)).toBeCloseTo(around * 1.2, 2);
  });
});
