import { describe, expect, it } from 'vitest';
import { MAX_JSON_DEPTH, parseBoundedJson } from './bounded-json.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('JSON of strangers', () => {
  it.each(['{"a":[1,"]}",null]}', '"[[["', '0', ' [] '])('%s is read', (text) => {
    expect(parseBoundedJson(text)).toEqual({ value: JSON.parse(text) });
  });

  it.each(['', '{', '{"a":', '<html>', '"\\', 'nul', '[1]]'])('%j is none', (text) => {
    expect(parseBoundedJson(text)).toEqual({ problem: 'notJson' });
  });

  it('may nest so deep and no deeper, whatever it holds in strings', () => {
    expect(parseBoundedJson(nested(MAX_JSON_DEPTH))).toHaveProperty('value');
    expect(parseBoundedJson(nested(MAX_JSON_DEPTH + 1))).toEqual({ problem: 'tooDeep' });
    expect(parseBoundedJson(nested(200_000))).toEqual({ problem: 'tooDeep' });
    expect(parseBoundedJson('['.repeat(200_000))).toEqual({ problem: 'tooDeep' });
    expect(parseBoundedJson(JSON.stringify(['\\"[{'.repeat(1_000)]))).toHaveProperty('value');
  });

  it('keeps a member called __proto__ a member', () => {
    const parsed = parseBoundedJson('{"__proto__":{"id":7}}');
    expect('value' in parsed && Object.keys(parsed.value as object)).toEqual(['__proto__']);
  });
});
