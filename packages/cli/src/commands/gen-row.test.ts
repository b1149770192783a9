import { generate, type GenerateOptions } from '@ottla/codegen';
import { formsOf } from '@ottla/schema';
import { expect, it } from 'vitest';
import { configTable } from '../config/config-table.ts';
import { gen } from './gen-row.ts';

const choicesOf = (flag: string): readonly string[] | undefined =>
  gen.options.find(({ flags }) => flags.startsWith(flag))?.choices;

/** What the generator takes, in the words of its refusal. */
function refusal(option: keyof GenerateOptions): string {
  try {
    generate([], { [option]: 'something else' });
    return '';
  } catch (error) {
    return String(error);
  }
}

it.each([
  ['--layout', 'layout'],
  ['--enums', 'enums'],
  ['--codecs', 'codecs'],
  ['--import-extension', 'importExtension'],
] as const)('the choices of %s are those of the generator, and of ottla.yaml', (flag, option) => {
  const choices = choicesOf(flag) ?? [];
  const listed = choices.map((choice) => JSON.stringify(choice)).join(', ');
  expect(refusal(option)).toContain(`must be one of ${listed}, got`);
  expect(configTable.gen.kind.rows?.[option]?.kind.jsonSchema).toEqual({ enum: choices });
});

it('the choices of --long and --from are those of ottla.yaml', () => {
  expect(choicesOf('--long')).toEqual(formsOf('long'));
  expect(configTable.gen.kind.rows?.['from']?.kind.jsonSchema).toEqual({ enum: choicesOf('--from') });
});
