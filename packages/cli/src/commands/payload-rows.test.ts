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
