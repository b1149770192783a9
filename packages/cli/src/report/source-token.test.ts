import { describe, expect, it } from 'vitest';
import { withinCpu } from '../../../kernel/testing/cpu-time.ts';
import { linesOf } from './source-excerpt.ts';
import { meantAt, tokenAt } from './source-token.ts';

/** What is underlined when the place is where `needle` begins. */
function underlined(text: string, needle: string, find: typeof meantAt = meantAt): string {
  const lines = linesOf(text);
  const line = lines.findIndex((source) => source.includes(needle));
  const span = find(lines, { line: line + 1, column: (lines[line] ?? '').indexOf(needle) + 1 });
  return (lines[span.line - 1] ?? '').slice(span.column - 1, span.column - 1 + span.length);
}

describe('what a place means', () => {
  it.each([
    ['{ "name": "tier", "type": "string" }', '{', '"tier"'],
    ['{ "type": { "type": "enum", "name": "Tier" }, "name": "tier" }', '{ "type": {', '"tier"'],
    ['{\n  "doc": "its \\"name\\": none",\n  "name":\n  "tier"\n}', '{', '"tier"'],
    ['{ // "name": "no"\n /* "name": "no" */ "name": "tier" }', '{', '"tier"'],
    ['{ "size": 16, "symbols": ["A", "name"] }', '16', '16'],
    ['{ "symbols": ["A\\"B", "C"] }', '"A', '"A\\"B"'],
    ['{ "type": ["null", "string"] }', '["null"', '['],
    ['{ "items": { "type": "array" } }', '{ "type"', '"items"'],
    ['{ "type": "string" }', '{', '{'],
    ['[ { "type": "string" } ]', '{', '{'],
    ['record Customer { union { null, string } email; }', 'Customer', 'Customer'],
  ])('of %j at %j is %j', (text, needle, meant) => {
    expect(underlined(text, needle)).toBe(meant);
  });

  it('is the token itself for an error of syntax', () => {
    expect(underlined('{ "name": "tier" }', '{', tokenAt)).toBe('{');
    expect(underlined('{ "name" "tier" }', '"tier"', tokenAt)).toBe('"tier"');
  });

  it('is found in bounded time on one line of megabytes', () => {
    const text = `{"fields":[${'{"type":"string"},'.repeat(200_000)}`;
    const lines = linesOf(text);
    withinCpu(1000, () => {
      for (let count = 0; count < 1000; count++) {
        meantAt(lines, { line: 1, column: 1 + 11 + 18 * count * 100 });
      }
    });
  });
});
