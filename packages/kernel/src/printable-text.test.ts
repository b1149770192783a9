import { describe, expect, it } from 'vitest';
import { printable } from './printable-text.ts';

describe('text of strangers', () => {
  it.each([
    ['plain words, größer 你好 👍', 'plain words, größer 你好 👍'],
    ['two\r\n\tlines', 'two lines'],
    ['\u001b[31mred\u0007', ' [31mred '],
    ['right\u202eto\u2066left', 'right to left'],
    ['a\u2028b\u2029c\ufeffd\u0000e', 'a b c d e'],
    ['half \ud83d a pair', 'half   a pair'],
  ])('%j is printed on one line, without controls', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('is cut where it is too long, never within a character', () => {
    expect(printable('x'.repeat(1_000_000))).toBe(`${'x'.repeat(300)}…`);
    expect(printable('abcdef', 6)).toBe('abcdef');
    expect(printable('ab👍', 3)).toBe('ab …');
  });
});
