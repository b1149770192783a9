import { expect, it } from 'vitest';
import { drawableJson, jsonDocument } from './json-document.ts';

it.each(['\u007f', '\u009b', '\u2028', '\u2029', '\u202e', '\u2066'])(
  'shows %j so that a terminal does not act on it, and it reads back',
  (character) => {
    const value = { [character]: `a${character}b` };
    for (const shown of [drawableJson(JSON.stringify(value)), jsonDocument(value)]) {
      expect(shown).not.toContain(character);
      expect(JSON.parse(shown)).toEqual(value);
    }
  },
);

it('leaves all else as it is', () => {
  const json = JSON.stringify({ a: 'größer 你好 👍\n' });
  expect(drawableJson(json)).toBe(json);
});
