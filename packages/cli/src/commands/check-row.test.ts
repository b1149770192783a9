import { compatibilityLevels } from '@ottla/schema';
import { expect, it } from 'vitest';
import { reportFormats } from '../report/report-printers.ts';
import { check } from './check-row.ts';

it.each([
  ['--level <level>', compatibilityLevels],
  ['--format <format>', reportFormats],
])('check offers for %s what there is', (flags, choices) => {
  expect(check.options.find((option) => option.flags === flags)?.choices).toEqual(choices);
});
