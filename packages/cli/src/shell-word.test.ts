import { expect, it } from 'vitest';
import { quotedWord, shellWord } from './shell-word.ts';

it.each([
  ['orders-value', 'orders-value'],
  ['com.acme/v1:x@3', 'com.acme/v1:x@3'],
  ['', "''"],
  ['two words', "'two words'"],
  ['$(touch x); `y`', "'$(touch x); `y`'"],
  ["it's", String.raw`'it'\''s'`],
  ['~', "'~'"],
])('%j is typed as %s', (word, typed) => {
  expect(shellWord(word)).toBe(typed);
});

it('is quoted where that is wanted in any case', () => {
  expect(quotedWord('plain')).toBe("'plain'");
});
