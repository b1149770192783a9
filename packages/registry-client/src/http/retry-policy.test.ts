import { seededRandom } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { backoffDelayMs, isRetriableStatus, retryAfterMs } from './retry-policy.ts';

describe('retrying', () => {
  it.each([408, 429, 500, 502, 503, 504, 599])('%i may pass', (status) => {
    expect(isRetriableStatus(status)).toBe(true);
  });
  it.each([200, 301, 400, 401, 403, 404, 409, 422, 501, 505])('%i will not', (status) => {
    expect(isRetriableStatus(status)).toBe(false);
  });
});

describe('backoff', () => {
  const backoff = { retryBackoffMs: 100, retryBackoffMaxMs: 1_000 };

  it.each([
    [0, 100],
    [1, 200],
    [3, 800],
    [4, 1_000],
    [99, 1_000],
  ])('in round %i lies anywhere below %i ms', (round, ceiling) => {
    expect(backoffDelayMs(round, backoff, () => 0)).toBe(0);
    expect(backoffDelayMs(round, backoff, () => 0.5)).toBe(ceiling / 2);
    const random = seededRandom(1);
    for (let i = 0; i < 100; i++) expect(backoffDelayMs(round, backoff, random)).toBeLessThan(ceiling);
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2026, 10, 21, 12, 0, 0);
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['0', undefined],
    ['3', 3_000],
    ['1000000000', 1_000_000_000_000],
    ['-1', undefined],
    ['1.5', undefined],
    ['1e9', undefined],
    ['NaN', undefined],
    ['soon', undefined],
    ['Sat, 21 Nov 2026 12:00:05 GMT', 5_000],
    ['Sat, 21 Nov 2026 11:59:59 GMT', undefined],
    ['Sat, 99 Nov 2026 12:00:05 GMT', undefined],
  ])('of %j asks for %j ms', (header, delayMs) => {
    expect(retryAfterMs(header, now)).toBe(delayMs);
  });
});
