import { describe, expect, it } from 'vitest';
import { excerptAt, linesOf, sourceExcerpt } from './source-excerpt.ts';

describe('an excerpt', () => {
  it('shows the line with a caret below the place', () => {
    expect(sourceExcerpt('{\n  "type": "strng"\n}', { line: 2, column: 11 })).toEqual([
      ' 2 |   "type": "strng"',
      '   |           ^',
    ]);
  });

  it('lines the caret up after tabs, and with line numbers of any width', () => {
    const text = `${'\n'.repeat(99)}\t\tx`;
    expect(sourceExcerpt(text, { line: 100, column: 3 })).toEqual([' 100 |   x', '     |   ^']);
  });

  it('points behind the last character of a line that ended too early', () => {
    expect(sourceExcerpt('{"a":', { line: 1, column: 6 })).toEqual([' 1 | {"a":', '   |      ^']);
  });

  it('cuts a long line to what is around the place', () => {
    const text = `${'a'.repeat(5000)}#${'b'.repeat(5000)}`;
    const [line = '', caret = ''] = sourceExcerpt(text, { line: 1, column: 5001 });
    expect(line.length).toBeLessThan(120);
    expect(line[caret.indexOf('^')]).toBe('#');
    expect(line).toMatch(/^ 1 \| …a+#b+…$/);
  });

  it('lets no control sequence of the file reach the terminal', () => {
    const [line = ''] = sourceExcerpt('\u001b[31mred\u202e\u0007', { line: 1, column: 1 });
    expect(line).toBe(' 1 | ?[31mred??');
  });

  it.each([
    { line: 9, column: 1 },
    { line: 0, column: 1 },
    { line: 1, column: 0 },
  ])('is nothing for a place outside the text: $line:$column', (place) => {
    expect(sourceExcerpt('one line', place)).toEqual([]);
  });
});

describe('an underlined excerpt', () => {
  const shown = (text: string, line: number, column: number): readonly string[] => {
    const excerpt = excerptAt(linesOf(text), { line, column });
    if (excerpt === undefined) return [];
    return [`${excerpt.gutter}${excerpt.source}`, `${excerpt.margin}${excerpt.indent}${excerpt.carets}`];
  };

  it('shows the name of an object where the name stands', () => {
    expect(shown('{\n  "name": "tier"\n}', 1, 1)).toEqual([' 2 |   "name": "tier"', '   |           ^^^^^^']);
  });

  it('lines up below letters that are two columns wide, and below accents that have none', () => {
    const [, carets] = shown('{ "客户": "é" }', 1, 9);
    // Two letters of two columns each stand before, one accent is underlined.
    expect(carets).toBe('   |           ^^^');
  });

  it('cuts what is meant to the window, too', () => {
    const [line = '', carets = ''] = shown(`"${'a'.repeat(500)}"`, 1, 1);
    expect(line).toHaveLength(' 1 | '.length + 101);
    expect(carets).toHaveLength(' 1 | '.length + 100);
  });

  it('is nothing for a place outside the text', () => {
    expect(shown('{}', 2, 1)).toEqual([]);
  });
});
