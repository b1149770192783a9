/** Schemas of which compiled modules are made, with the options: committed, nasty, random ones, and every choice. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { GenerateOptions, SchemaInput } from '@ottla/codegen';
import type { Random } from '@ottla/kernel';
import { choiceNames } from '@ottla/schema';
import { randomSchemaText } from '../../packages/schema/testing/random-schema.ts';
import { CHOICE_SETS, choiceSet, codecImports, everywhere, mixed } from './codegen-choice-sets.ts';
import { nastyFiles, SPECIAL_NAMES } from './codegen-nasty-schemas.ts';

const SAMPLES = fileURLToPath(new URL('../../schemas/', import.meta.url));

/** What is generated into one folder. */
export interface CompiledCase {
  readonly folder: string;
  readonly inputs: readonly SchemaInput[];
  readonly options: GenerateOptions;
}

/** Where generated modules find the boxes, from their own folder. */
const valueCodecs = Object.fromEntries(
  Object.entries(codecImports).map(([name, found]) => [name, { ...found, import: '../boxes.ts' }]),
);

/** `randoms`: how many random schemas. */
export function compiledCases(random: Random, randoms: number): readonly CompiledCase[] {
  const drawn = Array.from({ length: randoms }, (_, index): SchemaInput => {
    const options = { names: SPECIAL_NAMES, namespace: `s${index}`, defaults: 'any' } as const;
    return { file: `s${index}.avsc`, text: randomSchemaText(random, options) };
  });
  const half = Math.ceil(randoms / 2);
  return [
    ...samples().map((inputs, index): CompiledCase => ({ folder: `samples${index}`, inputs, options: {} })),
    { folder: 'nasty', inputs: nastyFiles, options: { layout: 'namespace', enums: 'const' } },
    { folder: 'random', inputs: drawn.slice(0, half), options: { layout: 'type' } },
    {
      folder: 'wide',
      inputs: drawn.slice(half),
      options: { layout: 'single', choices: choiceSet(1), valueCodecs },
    },
    ...Array.from({ length: CHOICE_SETS }, (_, set): CompiledCase => {
      const inputs = choiceNames.map((name) =>
        sketch(name, everywhere(name, `c.${name.replaceAll('-', '_')}`)),
      );
      return {
        folder: `choices${set}`,
        inputs: [...inputs, sketch('mixed', mixed('c.mixed'))],
        options: { layout: 'namespace', choices: choiceSet(set), valueCodecs },
      };
    }),
  ];
}

function sketch(name: string, schema: object): SchemaInput {
  return { file: `${name}.avsc`, text: JSON.stringify(schema) };
}

/** Versions of one schema share their names, so those of one number stand together. */
function samples(): readonly (readonly SchemaInput[])[] {
  const files = readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' }).toSorted();
  return ['v1', 'v2'].map((version) =>
    files
      // The IDL imports money of the second version.
      .filter((file) => file.endsWith(`${version}.avsc`) || (file.endsWith('.v2.avdl') && version === 'v2'))
      .map((file) => ({ file, text: readFileSync(SAMPLES + file, 'utf8') })),
  );
}
