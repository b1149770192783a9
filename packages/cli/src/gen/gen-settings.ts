/**
 * What a run of `ottla gen` does, decided of the command line, ottla.yaml and the tsconfig.json, in this order.
 *
 * Decides nothing about schemas; reads no file but the tsconfig.json.
 */
import { relative, resolve } from 'node:path';
import type { CodecStyle, EnumStyle, GenerateOptions, ImportExtension, Layout } from '@ottla/codegen';
import { CliError } from '../cli-error.ts';
import type { Config } from '../config/read-config.ts';
import { EXIT } from '../exit-code.ts';
import { printable } from '../terminal.ts';
import { genChoices } from './gen-choices.ts';
import { outputTsconfig, type OutputTsconfig } from './output-tsconfig.ts';

export type SchemaPlace = 'files' | 'lock' | 'registry';

/** The command line, as the row of the command says. */
export interface GenOptions {
  readonly out?: string;
  readonly layout?: Layout;
  readonly enums?: EnumStyle;
  readonly codecs?: CodecStyle;
  readonly long?: 'number' | 'bigint';
  readonly importExtension?: ImportExtension;
  readonly from?: SchemaPlace;
  readonly registry?: string;
  readonly check?: boolean;
  readonly clean?: boolean;
  readonly watch?: boolean;
  readonly config?: string;
}

/** What was typed, and where. */
export interface GenRequest {
  readonly inputs: readonly string[];
  readonly options: GenOptions;
  /** Absolute. */
  readonly workingFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface GenSettings {
  /** Absolute. */
  readonly output: string;
  readonly from: SchemaPlace;
  /** Without topics: these depend on the schemas. */
  readonly generate: Omit<GenerateOptions, 'topics'>;
  /** Absolute paths of files that these settings depend on, besides ottla.yaml. */
  readonly dependsOn: readonly string[];
}

/** `words`: whether any were given. Throws CliError `OUT_MISSING`, `REGISTRY_UNUSED`, `ENUMS_UNFIT`, `TSCONFIG_INVALID`. */
export function genSettings(
  options: GenOptions,
  config: Config,
  place: { readonly workingFolder: string; readonly words: boolean },
): GenSettings {
  const { gen } = config;
  const from = options.from ?? (place.words ? 'files' : gen.from);
  if (options.registry !== undefined && from !== 'registry') refuseRegistry(from);
  const output = outputOf(options, config, place.workingFolder);
  const said = options.importExtension ?? gen.importExtension;
  const enums = options.enums ?? gen.enums;
  const tsconfig = said === null || enums === 'enum' ? outputTsconfig(output) : null;
  if (enums === 'enum') refuseErased(tsconfig, place.workingFolder);
  return {
    output,
    from,
    generate: {
      ...genChoices(config, output, options.long),
      layout: options.layout ?? gen.layout,
      codecs: options.codecs ?? gen.codecs,
      enums,
      importExtension: said ?? tsconfig?.importExtension ?? '.js',
    },
    dependsOn: tsconfig === null ? [] : [tsconfig.file],
  };
}

function refuseRegistry(from: SchemaPlace): never {
  throw new CliError(`--registry says where subjects are, and schemas are taken from ${from}`, {
    code: 'REGISTRY_UNUSED',
    exitCode: EXIT.usage,
    remedy: 'Add --from registry, or leave out --registry.',
  });
}

function outputOf({ out }: GenOptions, { gen, folder }: Config, workingFolder: string): string {
  if (out !== undefined && out.trim() !== '') return resolve(workingFolder, out);
  if (out === undefined && gen.out !== null) return resolve(folder, gen.out);
  throw new CliError('no folder is named for the generated files', {
    code: 'OUT_MISSING',
    exitCode: EXIT.usage,
    remedy: 'Give --out DIR, or say it in ottla.yaml: `gen: { out: src/generated }`.',
  });
}

function refuseErased(tsconfig: OutputTsconfig | null, workingFolder: string): void {
  if (tsconfig?.erasableSyntaxOnly !== true) return;
  const file = printable(relative(workingFolder, tsconfig.file));
  throw new CliError(`TypeScript enums do not compile here: ${file} has erasableSyntaxOnly`, {
    code: 'ENUMS_UNFIT',
    exitCode: EXIT.usage,
    remedy: 'Take `--enums const`: a union of strings, and a frozen object that is used like an enum.',
  });
}
