/**
 * `ottla gen`: reads schema files, writes the modules @ottla/codegen makes of them.
 *
 * Prints the path of each file it wrote, or with --check of each file that is stale, on stdout. Decides
 * nothing about types; a schema that does not parse is shown with its line and a caret.
 */
import { relative, resolve } from 'node:path';
import { generate, type GeneratedFile } from '@ottla/codegen';
import { ConfigError } from '@ottla/kernel';
import { CliError, errorCode } from '../cli-error.ts';
import { readConfig, type Config } from '../config/read-config.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { OutputFolder } from '../output/output-folder.ts';
import type { InputFile } from '../inputs/input-file.ts';
import { readInputs } from '../inputs/read-inputs.ts';
import { genChoices } from './gen-choices.ts';
import { sourceExcerpt } from '../report/source-excerpt.ts';
import { sourceName } from '../output/source-name.ts';
import { plural } from '../plural.ts';
import { printable, type Terminal } from '../terminal.ts';

export interface GenOptions {
  readonly out: string;
  readonly long?: 'number' | 'bigint';
  readonly importExtension?: '.js' | '.ts';
  readonly check?: boolean;
  readonly config?: string;
}

const EXTENSIONS = ['.avsc', '.avdl', '.avpr'];

export async function runGen(
  inputs: readonly string[],
  options: GenOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const workingFolder = process.cwd();
  const output = new OutputFolder(options.out);
  const config = await readConfig(options, workingFolder);
  const words = inputs.length === 0 ? ['.'] : inputs;
  // With what IDL imports: its types are generated, too, since those of the importer refer to them.
  const read = await readInputs(words, { workingFolder, extensions: EXTENSIONS });
  for (const { file, named } of read) if (named) refuseJsonSchema(file);
  const schemas = read.filter(({ named }) => named);
  const generated = generateFrom(read, output, { config, options });
  const shown = (path: string): string => printable(relative(workingFolder, resolve(output.path, path)));

  const outdated: GeneratedFile[] = [];
  for (const file of generated) {
    if (output.read(file.path) === file.text) continue;
    if (options.check !== true) output.write(file.path, file.text);
    outdated.push(file);
    terminal.print(shown(file.path));
  }

  const counted = `${outdated.length} of ${plural(generated.length, 'file')}`;
  if (options.check !== true) {
    terminal.note(terminal.paint('dim', `${counted} written from ${plural(schemas.length, 'schema file')}`));
    return EXIT.ok;
  }
  if (outdated.length === 0) {
    terminal.note(terminal.paint('green', `${plural(generated.length, 'file')} up to date`));
    return EXIT.ok;
  }
  terminal.note(terminal.paint('red', `${counted} stale; run the same command without --check`));
  return EXIT.findings;
}

function refuseJsonSchema(file: string): void {
  if (!file.endsWith('.schema.json')) return;
  throw new CliError(`${printable(file)} is JSON Schema, of which no types are generated`, {
    code: 'INPUT_UNFIT',
    exitCode: EXIT.usage,
    remedy: 'Give Avro schemas: .avsc, .avdl or .avpr.',
  });
}

function generateFrom(
  schemas: readonly InputFile[],
  output: OutputFolder,
  { config, options }: { readonly config: Config; readonly options: GenOptions },
): readonly GeneratedFile[] {
  try {
    const generated = generate(
      schemas.map(({ file, absolutePath, text }) => ({
        file,
        text,
        ...(absolutePath === null ? {} : { source: sourceName(output.path, absolutePath) }),
      })),
      {
        ...genChoices(config, output.path, options.long),
        ...(options.importExtension === undefined ? {} : { importExtension: options.importExtension }),
      },
    );
    return generated.files;
  } catch (error) {
    throw schemaFailure(error, schemas) ?? choiceFailure(error, config) ?? error;
  }
}

/** A choice of the configuration that names nothing here, or a codec that is not there. */
function choiceFailure(error: unknown, { file }: Config): CliError | undefined {
  if (!(error instanceof ConfigError)) return undefined;
  return new CliError(printable(`${file === null ? '' : `${file}, gen: `}${error.message}`), {
    code: error.code,
    exitCode: EXIT.usage,
    cause: error,
  });
}

/** A parser's error with the line it means, or undefined when the error is something else. */
function schemaFailure(error: unknown, schemas: readonly InputFile[]): CliError | undefined {
  if (!(error instanceof Error && 'file' in error && 'line' in error && 'column' in error)) return undefined;
  const { file, line, column } = error;
  if (typeof line !== 'number' || typeof column !== 'number') return undefined;
  const text = schemas.find((schema) => schema.file === file)?.text ?? '';
  return new CliError(printable(error.message), {
    code: 'SCHEMA_INVALID',
    exitCode: EXIT.invalidInput,
    excerpt: sourceExcerpt(text, { line, column }),
    ...(errorCode(error) === 'NAME_REDEFINED'
      ? { remedy: 'Of several versions of one schema, name the one to generate from.' }
      : {}),
    cause: error,
  });
}
