import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SchemaError } from '../schema-error.ts';
import { PatternMatcher } from './pattern-matcher.ts';

const place = { line: 3, column: 7 };

function matches(pattern: string, name: string): boolean {
  return new PatternMatcher().matches(pattern, name, place);
}

const PIECES = [
  'a',
  'b',
  '.',
  '[ab]',
  '[^a]',
  '(a|b)',
  '(?:ab)',
  '\\d',
  '\\w',
  '\\.',
  '-',
  'é',
  '😀',
  'a*',
  'b+',
  '(ab)?',
  'a{2}',
  'b{1,3}',
  'a{2,}',
  '(a*)*',
  '^',
  '$',
  '\\b',
  'x|',
  '|y',
  '[\\]a-]',
  '\\p{L}',
  'a+?',
];
const NAMES = ['a', 'b', 'ab', '1', '.', '-', ' ', 'é', '😀', 'x', 'y', ']'];

describe('patterns of property names', () => {
  it('match as RegExp does', () => {
    const pattern = fc.array(fc.constantFrom(...PIECES), { maxLength: 5 }).map((pieces) => pieces.join(''));
    const name = fc.array(fc.constantFrom(...NAMES), { maxLength: 6 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(pattern, name, (source, text) => {
        let expression;
        try {
          expression = new RegExp(source, 'u');
        } catch {
          return;
        }
        expect(matches(source, text)).toBe(expression.test(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('know what Java writes for the ends of a text', () => {
    expect(matches('\\Aab\\z', 'ab')).toBe(true);
    expect(matches('\\Aab\\Z', 'abc')).toBe(false);
  });

  it.each([
    'a(?=b)',
    '(a)\\1',
    '(?<!a)b',
    '(',
    '[',
    'a**',
    '\\p{Nowhere}',
    'a{1000}{1000}',
    '('.repeat(5_000),
  ])('%.30s is refused with its place', (pattern) => {
    expect(() => matches(pattern, 'ab')).toThrow(SchemaError);
    expect(() => matches(pattern, 'ab')).toThrow(/^line 3, column 7: .*bounded time/);
  });

  it('that would take RegExp years take no time', () => {
    expect(matches('^(a|a)*(a+)+(a*)*$', `${'a'.repeat(10_000)}!`)).toBe(false);
  });

  it('end when there are too many of them', () => {
    const matcher = new PatternMatcher();
    const name = 'a'.repeat(100_000);
    expect(() => {
      for (let round = 0; round < 100; round++) matcher.matches(`b{0,${round}}c`, name, place);
    }).toThrow('matching names against patterns takes too long');
  });
});
