import { describe, expect, it } from 'vitest';
import { isStrayPromise } from './stray-promise.ts';

// oxlint-disable-next-line unicorn/no-thenable -- the thing in question
const withThen = (then: unknown): object => Object.fromEntries([['then', then]]);

describe('a stray promise', () => {
  it.each<[string, () => unknown]>([
    ['a promise', () => Promise.resolve(1)],
    // Unheard, its rejection would fail this run.
    ['one that rejects', () => Promise.reject(new Error('late'))],
    ['anything with then()', () => withThen((done: () => void) => done())],
  ])('is %s', (_what, made) => {
    expect(isStrayPromise(made())).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['bytes', new Uint8Array(1)],
    ['a function', () => undefined],
    ['an object whose then is a value', withThen(1)],
  ])('is not %s', (_what, answer) => {
    expect(isStrayPromise(answer)).toBe(false);
  });
});
