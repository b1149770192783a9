import { describe, expect, it } from 'vitest';
import { isRetriableStatus, retryAfterMs } from './retry-policy.ts';

describe('retrying', () => {
  it.each([408, 429, 500, 502, 503, 504, 599])('%i may pass', (status) => {
    expect(isRetriableStatus(status)).toBe(true);
  });
  it.each([200, 301, 400, 401, 403, 404, 409, 422, 501, 505])('%i will not', (status) => {
    expect(isRetriableStatus(status)).toBe(false);
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
