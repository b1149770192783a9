import { describe, expect, it } from 'vitest';
import { shortText } from './short-text.ts';

describe('a text for a line', () => {
  it.each([
    ['short', 5, 'short'],
    ['longer', 5, 'long…'],
    ['abc😀d', 5, 'abc…'],
    ['ab😀cd', 5, 'ab😀…'],
  ])('%s in %i', (text, longest, shown) => {
    expect(shortText(text, longest)).toBe(shown);
  });
});
