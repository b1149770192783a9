/**
 * The schemas of `ottla gen` that are files: those that words name, or those of the rows of ottla.yaml.
 *
 * Of rows the newest version of each subject counts, and of these what they import; of words every file, so
 * two versions of one record are refused by the generator. Avro IDL comes with what it imports.
 */
import { basename, dirname, join } from 'node:path';
import type { SchemaInput } from '@ottla/codegen';
import { CliError } from '../cli-error.ts';
import type { Config } from '../config/read-config.ts';
import { EXIT } from '../exit-code.ts';
import { importedFiles } from '../inputs/idl-imports.ts';
import { AVRO_EXTENSIONS, isJsonSchema, type InputFile, type InputPlace } from '../inputs/input-file.ts';
import { readInputs } from '../inputs/read-inputs.ts';
import { sourceName } from '../output/source-name.ts';
import { plural } from '../plural.ts';
import { SubjectNamer } from '../subjects/subject-namer.ts';
import { subjectTree } from '../subjects/subject-tree.ts';
import { printable } from '../terminal.ts';
import { passedOver, type SchemaTexts } from './schema-texts.ts';
import { topicTypes } from './topic-types.ts';

/** Words and where they are read: those of the command line, or of the rows. */
export interface SchemaWords {
  readonly words: readonly string[];
  readonly place: InputPlace;
  readonly byRows: boolean;
}

/** `inputs`: the words of the command line. */
export function schemaWords(inputs: readonly string[], config: Config, workingFolder: string): SchemaWords {
  const byRows = inputs.length === 0 && config.schemas.length > 0;
  if (!byRows) {
    const words = inputs.length === 0 ? ['.'] : inputs;
    return { words, place: { workingFolder, extensions: AVRO_EXTENSIONS }, byRows };
  }
  const words = config.schemas.flatMap(({ path, references }) => [path, ...references]);
  return { words, place: { workingFolder, wordsFrom: config.folder, placeholders: true }, byRows };
}

/** `output`: the folder of the generated files, which name schemas as seen from there. */
export async function fileSchemas(
  { words, place, byRows }: SchemaWords,
  config: Config,
  output: string,
): Promise<SchemaTexts> {
  const read = await readInputs(words, place);
  const inputOf = inputsSeenFrom(output);
  if (!byRows) {
    for (const { file, named } of read) if (named) refuseJsonSchema(file);
    const counted = plural(read.filter(({ named }) => named).length, 'schema file');
    const inputs = read.map(inputOf);
    return { inputs, shownAs: new Map(), readFiles: pathsOf(read), topics: {}, counted, notes: [] };
  }
  const named = read.filter((file) => file.named);
  const namer = new SubjectNamer(
    config,
    place.workingFolder,
    named.map(({ path }) => path),
  );
  const newest = [...subjectTree(named, namer)].flatMap(([subject, versions]) => {
    const file = versions.at(-1)?.file;
    return file === undefined ? [] : [{ subject, file }];
  });
  const avro = newest.filter(({ file }) => !isJsonSchema(file.path));
  const files = avro.map(({ file }) => file);
  // Of older versions nothing is wanted, what they import neither.
  const all = [...files, ...importedFiles(files, place)];
  const inputs = all.map(inputOf);
  const others = newest.filter(({ file }) => isJsonSchema(file.path)).map(({ file }) => printable(file.file));
  return {
    inputs,
    shownAs: new Map(),
    readFiles: pathsOf(all),
    topics: topicTypes(
      avro.map(({ subject, file }) => ({ subject, input: file })),
      inputs,
    ),
    counted: plural(files.length, 'schema file'),
    notes: passedOver(others),
  };
}

function pathsOf(files: readonly InputFile[]): readonly string[] {
  return files.flatMap(({ absolutePath }) => absolutePath ?? []);
}

function inputsSeenFrom(output: string): (file: InputFile) => SchemaInput {
  // Folders are few, and the way to one is the way to all its files.
  const ways = new Map<string, string>();
  const wayTo = (path: string): string => {
    const folder = dirname(path);
    const way = ways.get(folder) ?? sourceName(output, join(folder, 'x')).slice(0, -1);
    ways.set(folder, way);
    return way;
  };
  return ({ file, absolutePath, text }) => ({
    file,
    text,
    ...(absolutePath === null ? {} : { source: wayTo(absolutePath) + basename(absolutePath) }),
  });
}

function refuseJsonSchema(file: string): void {
  if (!file.endsWith('.schema.json')) return;
  throw new CliError(`${printable(file)} is JSON Schema, of which no types are generated`, {
    code: 'INPUT_UNFIT',
    exitCode: EXIT.usage,
    remedy: 'Give Avro schemas: .avsc, .avdl or .avpr.',
  });
}
