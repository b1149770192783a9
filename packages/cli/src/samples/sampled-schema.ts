/**
 * The one type that a command is about, of the schemas that its words name.
 */
import { nearestName } from '@ottla/kernel';
import {
  isNamed,
  namedTypesOf,
  SchemaLibrary,
  simpleName,
  type NamedSchema,
  type Schema,
} from '@ottla/schema';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { fullNameOf } from '../full-name.ts';
import type { InputFile } from '../inputs/input-file.ts';
import { invalidSchema } from '../invalid-schema.ts';
import { printable } from '../terminal.ts';

const MOST_NAMED = 20;
const OTHER_FILE = 'Of a type in another file, name that file, too.';

/** `type` is a full name, or a simple one that only one type has. Throws CliError. */
export function sampledSchema(files: readonly InputFile[], type: string | undefined): Schema {
  const library = new SchemaLibrary(files);
  const schemas = files.flatMap(({ file, text, named }) => {
    if (!named) return [];
    const { error, schemas: parsed } = library.parsed(file);
    if (error === null) return parsed;
    throw invalidSchema(error, text, error.code === 'TYPE_UNKNOWN' ? { remedy: OTHER_FILE } : {});
  });
  return type === undefined ? onlyOf(schemas) : typeOf(schemas, type);
}

function onlyOf(schemas: readonly Schema[]): Schema {
  const [only] = schemas;
  if (only !== undefined && schemas.length === 1) return only;
  const names = schemas.map(fullNameOf);
  // Versions of one type: asking which is about files, not about types.
  if (only !== undefined && isNamed(only) && new Set(names).size === 1) return typeOf(schemas, only.fullName);
  const message =
    only === undefined
      ? 'the schema files define no type'
      : `there are ${schemas.length} types: ${listOf(names)}`;
  throw new CliError(printable(message), {
    code: 'TYPE_AMBIGUOUS',
    exitCode: EXIT.usage,
    ...(only === undefined ? {} : { remedy: 'Say which with --type.' }),
  });
}

function typeOf(schemas: readonly Schema[], type: string): NamedSchema {
  const types = namedTypesOf(schemas);
  const exact = types.filter(({ fullName }) => fullName === type);
  const found = exact.length > 0 ? exact : types.filter(({ fullName }) => simpleName(fullName) === type);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const names = (found.length === 0 ? types : found).map(({ fullName }) => fullName);
  const nearest = found.length === 0 ? nearestName(type.slice(0, 100), names.slice(0, 500)) : undefined;
  const [message, remedy] =
    new Set(names).size === 1 && found.length > 1
      ? [
          `several files define ${names[0] ?? type}`,
          'Of several versions of one schema, name the file of one.',
        ]
      : found.length > 0
        ? [`several types are called '${type}'`, `Say which: ${listOf(names)}.`]
        : [`no type is called '${type}'`, `There ${names.length === 1 ? 'is' : 'are'} ${listOf(names)}.`];
  throw new CliError(printable(message), {
    code: 'TYPE_UNKNOWN',
    exitCode: EXIT.usage,
    remedy: printable(nearest === undefined ? remedy : `Did you mean ${nearest}?`),
  });
}

function listOf(names: readonly string[]): string {
  if (names.length === 0) return 'none with a name';
  const shown = names.slice(0, MOST_NAMED).join(', ');
  return names.length <= MOST_NAMED ? shown : `${shown} and ${names.length - MOST_NAMED} more`;
}
