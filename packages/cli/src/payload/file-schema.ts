/**
 * The schema that `--schema` means by a file: the main type of it, or the one named behind `#`.
 *
 * Types of other files are looked for beside it, and a few folders below, when it needs them.
 */
import { isNamed, SchemaLibrary, schemaText, type ParsedFile, type Schema } from '@ottla/schema';
import { dirname, join, posix } from 'node:path';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { filesBelow } from '../inputs/disk-tree.ts';
import { AVRO_EXTENSIONS, isMeant, type InputFile, type InputPlace } from '../inputs/input-file.ts';
import { readInputs } from '../inputs/read-inputs.ts';
import { invalidSchema } from '../invalid-schema.ts';
import { printable } from '../terminal.ts';
import type { HeldSchema } from './held-schema.ts';

const SHOWN_TYPES = 8;
/** A file may lie in a folder that holds everything. */
const NEIGHBOUR_DEPTH = 4;

/** `word`: a path, or `path#com.acme.Order`. Throws CliError. */
export async function fileSchema(word: string, workingFolder: string): Promise<HeldSchema> {
  const hash = word.indexOf('#');
  const path = hash === -1 ? word : word.slice(0, hash);
  const place: InputPlace = { workingFolder, extensions: AVRO_EXTENSIONS };
  const read = await readInputs([path], place);
  const named = read.filter((file) => file.named);
  const [file] = named;
  if (file === undefined || named.length > 1) {
    throw new CliError(`${printable(path)} means ${named.length} schema files`, {
      code: 'INPUT_WORD_INVALID',
      exitCode: EXIT.usage,
      remedy: 'Name the one that the payload was written with.',
    });
  }
  const { files, parsed } = await parsedWithNeighbours(file, read, place);
  const { error } = parsed;
  if (error !== null) throw invalidSchema(error, files.find((each) => each.file === error.file)?.text ?? '');
  const schema = typeOf(parsed.schemas, hash === -1 ? undefined : word.slice(hash + 1), file.file);
  const standsAlone = parsed.usedFiles.every((used) => used === file.file) && file.file.endsWith('.avsc');
  const text = standsAlone && parsed.schemas[0] === schema ? file.text : schemaText(schema);
  return { schema, text, references: [], id: null, uses: [], from: file.file };
}

async function parsedWithNeighbours(
  file: InputFile,
  read: readonly InputFile[],
  place: InputPlace,
): Promise<{ readonly files: readonly InputFile[]; readonly parsed: ParsedFile }> {
  const alone = new SchemaLibrary(read).parsed(file.file);
  if (alone.error?.code !== 'TYPE_UNKNOWN' || file.absolutePath === null)
    return { files: read, parsed: alone };
  const folder = dirname(file.absolutePath);
  const paths = filesBelow(folder, NEIGHBOUR_DEPTH, (path) => isMeant(path, place)).map((path) =>
    join(folder, path),
  );
  const beside = await readInputs(paths, { ...place, keepUnreadable: true });
  const files = [...read, ...beside.filter((other) => read.every((known) => known.file !== other.file))];
  const parsed = new SchemaLibrary(files).parsed(file.file);
  // What the neighbours do not mend is told as it was without them.
  return parsed.error === null ? { files, parsed } : { files: read, parsed: alone };
}

function typeOf(schemas: readonly Schema[], name: string | undefined, file: string): Schema {
  const found =
    name === undefined ? schemas : schemas.filter((schema) => isNamed(schema) && schema.fullName === name);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const names = schemas.flatMap((schema) => (isNamed(schema) ? [schema.fullName] : []));
  const shown = names.slice(0, SHOWN_TYPES).map((each) => printable(each));
  const more = names.length > SHOWN_TYPES ? ` and ${names.length - SHOWN_TYPES} more` : '';
  const problem =
    name === undefined ? `declares ${schemas.length} types` : `declares no type ${printable(name)}`;
  throw new CliError(`${printable(file)} ${problem}`, {
    code: 'TYPE_UNNAMED',
    exitCode: EXIT.usage,
    remedy: `Name one, as in ${posix.basename(file)}#${shown[0] ?? 'com.acme.Order'}${shown.length > 1 ? `; there are ${shown.join(', ')}${more}` : ''}.`,
  });
}
