/**
 * One run of `ottla gen`: from the command line to modules and how the output folder compares with them.
 *
 * Planned before anything is read, so that a watcher knows what to look at even when a schema is broken.
 * Writes nothing.
 */
import { Generator, type GenerateOptions, type GeneratedFile } from '@ottla/codegen';
import { CliError } from '../cli-error.ts';
import { readConfig, type Config } from '../config/read-config.ts';
import { EXIT } from '../exit-code.ts';
import { OutputFolder, type ReadTexts } from '../output/output-folder.ts';
import { fileSchemas, schemaWords, type SchemaWords } from './file-schemas.ts';
import { genFailure } from './gen-failure.ts';
import { genSettings, type GenRequest, type GenSettings } from './gen-settings.ts';
import { outputState, type OutputState } from './output-state.ts';
import type { SchemaTexts } from './schema-texts.ts';

export interface GenPlan {
  readonly request: GenRequest;
  readonly config: Config;
  readonly settings: GenSettings;
  readonly words: SchemaWords;
}

export interface GenResult {
  readonly schemas: SchemaTexts;
  readonly files: readonly GeneratedFile[];
  readonly output: OutputFolder;
  readonly state: OutputState;
}

/** What one run leaves to the next: the generator of the last options, and the texts in the output folder. */
export class GenMemory {
  readonly readTexts: ReadTexts = new Map();
  #generator: { readonly options: string; readonly generator: Generator } | undefined;

  generator(options: GenerateOptions): Generator {
    const text = JSON.stringify(options);
    if (this.#generator?.options !== text) {
      this.#generator = { options: text, generator: new Generator(options) };
    }
    return this.#generator.generator;
  }
}

/** Throws CliError for what the command line and ottla.yaml say wrongly. */
export async function planGen(request: GenRequest): Promise<GenPlan> {
  const { inputs, options, workingFolder } = request;
  const config = await readConfig(options, workingFolder);
  const settings = genSettings(options, config, { workingFolder, words: inputs.length > 0 });
  if (options.watch === true && settings.from === 'registry') {
    throw new CliError('--watch looks at files, and the schemas are in the registry', {
      code: 'OPTIONS_UNFIT',
      exitCode: EXIT.usage,
      remedy: 'Take `ottla pull` and `--from lock`, or leave out --watch.',
    });
  }
  return { request, config, settings, words: schemaWords(inputs, config, workingFolder) };
}

/** Reads the schemas, generates, and compares. Throws CliError for a schema that does not parse. */
export async function runPlan(plan: GenPlan, memory: GenMemory): Promise<GenResult> {
  const { config, settings } = plan;
  const schemas = await readSchemas(plan);
  const topics = topicsOf(plan, schemas);
  const output = new OutputFolder(settings.output, { readTexts: memory.readTexts });
  try {
    const { files } = memory.generator({ ...settings.generate, topics }).generate(schemas.inputs);
    return { schemas, files, output, state: outputState(files, output) };
  } catch (error) {
    throw genFailure(error, schemas, config) ?? error;
  }
}

async function readSchemas({ request, config, settings, words }: GenPlan): Promise<SchemaTexts> {
  if (settings.from === 'files') return fileSchemas(words, config, settings.output);
  // Loads the registry's client, which files do without.
  const { lockSchemas, registrySchemas } = await import('./held-schemas.ts');
  if (settings.from === 'lock') return lockSchemas(request, config);
  return registrySchemas(request, config);
}

function topicsOf({ config, settings }: GenPlan, schemas: SchemaTexts): SchemaTexts['topics'] {
  const { topics } = config.gen;
  if (topics === null) return settings.generate.codecs === 'none' ? {} : schemas.topics;
  return Object.fromEntries(
    [...topics].map(([topic, { key, value }]) => [
      topic,
      { ...(key === null ? {} : { key }), ...(value === null ? {} : { value }) },
    ]),
  );
}
