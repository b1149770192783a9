import { describe, expect, it } from 'vitest';
import { isStrayPromise } from './stray-promise.ts';

describe('a stray promise', () => {
  it.each([
    ['a promise', Promise.resolve(1)],
    // Unheard, its rejection would fail this run.
    ['one that rejects', Promise.reject(new Error('late'))],
    [
      'anything with then()',
      { then: (_done: unknown, failed: (error: Error) => void) => failed(new Error()) },
    ],
  ])('is %s', (_what, answer) => {
    expect(isStrayPromise(answer)).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['bytes', new Uint8Array(1)],
    ['a function', () => undefined],
    ['an object whose then is a value', { then: 1 }],
  ])('is not %s', (_what, answer) => {
    expect(isStrayPromise(answer)).toBe(false);
  });
});
