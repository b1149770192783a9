import { describe, expect, it } from 'vitest';
import { kindOf } from './value-kind.ts';

describe('the kind of a value', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an array', ['secret']],
    ['bytes', Buffer.from('secret')],
    ['1.5', 1.5],
    ['NaN', Number.NaN],
    ['true', true],
    ['a string', 'secret'],
    ['a bigint', 1n],
    ['an object', { secret: 1 }],
    ['a function', () => 'secret'],
  ])('is told as %s, without its content', (words, value) => {
    expect(kindOf(value)).toBe(words);
  });
});
