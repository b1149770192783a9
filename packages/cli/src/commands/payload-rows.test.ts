import { expect, it } from 'vitest';
import { framings } from '../payload/payload-frame.ts';
import { payloadForms } from '../payload/payload-text.ts';
import { decode, encode } from './payload-rows.ts';

const choicesOf = (row: typeof decode, flag: string): readonly string[] | undefined =>
  row.options.find(({ flags }) => flags.startsWith(flag))?.choices;

it('the choices of decode and encode are those of what they run', () => {
  expect(choicesOf(decode, '--from')).toEqual(payloadForms);
  expect(choicesOf(encode, '--to')).toEqual(payloadForms);
  expect(choicesOf(decode, '--framing')).toEqual(framings);
  expect(choicesOf(encode, '--framing')).toEqual(framings.filter((framing) => framing !== 'auto'));
});

it('an id is any that a frame can hold', () => {
  const read = encode.options.find(({ flags }) => flags.startsWith('--id'))?.read;
  expect(read?.('2147483647')).toBe(2_147_483_647);
  for (const text of ['0', '2147483648', '99999999999'])
    expect(() => read?.(text)).toThrow('between 1 and 2147483647');
});
