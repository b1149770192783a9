/**
 * What the generator is tried on: random schemas, every choice, all schema files of this repository, and trees made to
 * be hard; with layouts, styles of enums and choices spread over them. Everything follows from a seed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GenerateOptions, SchemaInput } from '@ottla/codegen';
import { seededRandom } from '@ottla/kernel';
import { choiceNames, type RepresentationChoices } from '@ottla/schema';
import { randomSchemaText } from '../../packages/schema/testing/random-schema.ts';
import { CHOICE_SETS, choiceSet, codecImportsFrom, everywhere, mixed } from './codegen-choice-sets.ts';
import { nastyFiles, RUNTIME_NAMES, SPECIAL_NAMES } from './codegen-nasty-schemas.ts';
import { tortureTrees } from './codegen-torture-schemas.ts';

export interface CodegenCase {
  /** Names it in failures. */
  readonly title: string;
  /** The row of the matrix it is about. */
  readonly row?: string;
  readonly inputs: readonly SchemaInput[];
  readonly options: GenerateOptions;
  /** Values of each of its constants. */
  readonly draws: number;
  /** Of how many constants, when not of all. */
  readonly mostConstants?: number;
  /** Reads bytes and writes them again, by another library that was given the very text; for one constant only. */
  readonly again?: (bytes: Buffer) => Buffer;
}

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const LAYOUTS = ['type', 'namespace', 'single'] as const;
const ENUMS = ['union', 'const', 'enum'] as const;
/** Where the codecs of choices lie, as modules in a folder of their own see them. */
const valueCodecs = codecImportsFrom('../boxes.ts');

/** Layout and style by `index`, so that all pairs come. */
function styled(index: number, choices: RepresentationChoices): GenerateOptions {
  return {
    layout: LAYOUTS[index % 3],
    enums: ENUMS[Math.floor(index / 3) % 3],
    codecs: 'compiled',
    importExtension: '.ts',
    choices,
    valueCodecs,
  };
}

/** `random`: how many random schemas. Always in the same order. */
export function codegenCases(seed: number, random: number): readonly CodegenCase[] {
  return [
    ...tortureCases(),
    ...choiceCases(),
    ...committedCases(),
    ...nastyCases(),
    ...randomCases(seed, random),
  ];
}

/** Each tree in three styles. */
function tortureCases(): readonly CodegenCase[] {
  return tortureTrees.flatMap(({ row, inputs }, index) =>
    [0, 4, 8].map((style) => {
      const choices = style === 0 ? {} : choiceSet(index + style);
      return { title: row, row, inputs, options: styled(style, choices), draws: 6 };
    }),
  );
}

function choiceCases(): readonly CodegenCase[] {
  const schemas = [
    ...choiceNames.map((name) => ({ schema: everywhere(name, name.replaceAll('-', '_')), draws: 5 })),
    { schema: mixed('mixed'), draws: 20 },
  ];
  return Array.from({ length: CHOICE_SETS }, (_none, set) =>
    schemas.map(({ schema, draws }, index) => ({
      title: `choice set ${set}`,
      inputs: [{ file: 'choices.avsc', text: JSON.stringify(schema) }],
      // Temporal's classes cannot be looked into by the type that takes enums for text.
      options: { ...styled(set + index, choiceSet(set)), enums: ENUMS[index % 2] },
      draws,
    })),
  ).flat();
}

/** Each file of the repository; a contract with the newest version of those it mentions. */
function committedCases(): readonly CodegenCase[] {
  const inputs = schemaFilesIn(REPOSITORY).map((path) => ({
    file: relative(REPOSITORY, path),
    text: readFileSync(path, 'utf8'),
  }));
  const contracts = inputs.filter(({ file }) => file.startsWith('schemas/'));
  const newest = new Map(contracts.map((contract) => [dirname(contract.file), contract]));
  return inputs.map((own, index) => {
    const mentioned = [...newest].filter(
      ([folder]) => folder !== dirname(own.file) && own.text.includes(`${basename(folder)}.`),
    );
    return {
      title: own.file,
      inputs: [own, ...mentioned.map(([, contract]) => contract)],
      options: styled(index, index % 2 === 0 ? {} : choiceSet(index)),
      draws: 5,
    };
  });
}

/** Every `.avsc`, `.avdl` and `.avpr` below, sorted. */
export function schemaFilesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && name !== 'dist' && !name.startsWith('.'))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return schemaFilesIn(path);
      return entry.isFile() && /\.(avsc|avdl|avpr)$/.test(entry.name) ? [path] : [];
    });
}

/** All as one tree, since some refer to others. */
function nastyCases(): readonly CodegenCase[] {
  return [4, 8].map((style) => ({
    title: 'schemas that break generators',
    inputs: nastyFiles,
    options: styled(style, {}),
    draws: 1,
  }));
}

function randomCases(seed: number, count: number): readonly CodegenCase[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_none, index) => {
    const text = randomSchemaText(random, {
      ...(index % 4 === 0 ? {} : { names: index % 4 === 1 ? RUNTIME_NAMES : SPECIAL_NAMES }),
      ...(index % 2 === 0 ? {} : { namespace: `s${index}` }),
      root: index % 3 === 0 ? 'any' : 'record',
      defaults: 'plain',
    });
    const choices: RepresentationChoices =
      index % 3 === 0 ? {} : index % 3 === 1 ? choiceSet(index) : { long: 'bigint' };
    return {
      title: `random schema ${index} of seed ${seed}`,
      inputs: [{ file: `random schema ${index}.avsc`, text }],
      // As above: where a choice set may ask for Temporal, enums are no enums of TypeScript.
      options: { ...styled(index, choices), ...(index % 3 === 1 ? { enums: ENUMS[index % 2] } : {}) },
      draws: 2,
    };
  });
}
