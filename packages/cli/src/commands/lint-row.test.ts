import { lintCategories } from '@ottla/schema';
import { expect, it } from 'vitest';
import { reportFormats } from '../report/report-printers.ts';
import { lint } from './lint-row.ts';

const choicesOf = (flag: string): readonly string[] | undefined =>
  lint.options.find(({ flags }) => flags.startsWith(flag))?.choices;

it('the choices of lint are those of the engine', () => {
  expect(choicesOf('--category')).toEqual(lintCategories);
  expect(choicesOf('--format')).toEqual(reportFormats);
});
