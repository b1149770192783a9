import { describe, expect, it } from 'vitest';
import { kindOf } from './value-kind.ts';

describe('the kind of a value', () => {
  it.each([
    [undefined, 'nothing'],
    [null, 'null'],
    [['secret'], 'an array'],
    [Buffer.from('secret'), 'bytes'],
    [1.5, '1.5'],
    [Number.NaN, 'NaN'],
    [true, 'true'],
    ['secret', 'a string'],
    [1n, 'a bigint'],
    [{ secret: 1 }, 'an object'],
    [() => 'secret', 'a function'],
  ])('of %j is told without its content', (value, words) => {
    expect(kindOf(value)).toBe(words);
  });
});
