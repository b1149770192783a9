/**
 * What the given texts hold, in one table: every named type once, and what each file is about.
 *
 * Filled from all texts before anything is named or printed, so neither order nor file names matter for what a name
 * means. Unnamed schemas at the top of a file get their names from the file.
 */
import {
  childSchemas,
  isNamed,
  parseSchemas,
  type NamedSchema,
  type ParsedSchemas,
  type Schema,
} from '@ottla/schema';
import { byCodeUnits } from './code-unit-order.ts';
import { unnamedRootNames, type FileSchema } from './root-names.ts';

/** One schema file: `.avsc`, `.avdl` or `.avpr`; what a file of IDL imports must be among the files. */
export interface SchemaInput {
  /** Named in error messages; its extension says what it holds. */
  readonly file: string;
  readonly text: string;
  /** Named in the header of generated modules; `file` when absent. */
  readonly source?: string;
}

/** A type that gets declarations of its own. */
export interface TableEntry {
  /** The full name; of an unnamed root the name made of its file. Unique. */
  readonly name: string;
  readonly schema: Schema;
  /** Whether it is what a file is about: those carry schema and serializers, nested types are types only. */
  readonly isRoot: boolean;
  /** The schema file, as headers name it. */
  readonly source: string;
}

/** In the order of files: of equal definitions in two files the same one stands for both, whatever the order given. */
export function sortedInputs(inputs: readonly SchemaInput[]): readonly SchemaInput[] {
  return inputs.toSorted((left, right) => byCodeUnits(left.file, right.file));
}

/** Throws SchemaError with file, line and column. `inputs`: sorted. */
export function parseInputs(inputs: readonly SchemaInput[]): ParsedSchemas {
  return parseSchemas(inputs.map(({ file, text }) => ({ file, text })));
}

/** Every type by its name, sorted. `alsoRoots`: full names of types that get constants wherever they stand. */
export function tableEntries(
  inputs: readonly SchemaInput[],
  parsed: { readonly files: readonly FileSchema[]; readonly types: Iterable<NamedSchema> },
  alsoRoots: Iterable<string> = [],
): readonly TableEntry[] {
  const sources = new Map(inputs.map(({ file, source }) => [file, source ?? file]));
  const sourceOf = (file: string): string => sources.get(file) ?? file;
  const types = [...parsed.types];
  const roots = new Set([...parsed.files.flatMap(({ schema }) => namedRootsOf(schema)), ...alsoRoots]);
  const named = types.map((schema): TableEntry => {
    const { fullName, position } = schema;
    return { name: fullName, schema, isRoot: roots.has(fullName), source: sourceOf(position.file ?? '') };
  });
  const unnamed = parsed.files.filter(({ schema }) => !isNamed(schema));
  const names = unnamedRootNames(unnamed, types);
  const unnamedEntries = unnamed.map(({ file, schema }, index): TableEntry => {
    return { name: names[index] ?? '', schema, isRoot: true, source: sourceOf(file) };
  });
  return [...named, ...unnamedEntries].toSorted((left, right) => byCodeUnits(left.name, right.name));
}

/** The named types a file is about: the one at its top, or those of the union, array or map there. */
function namedRootsOf(schema: Schema): readonly string[] {
  return isNamed(schema) ? [schema.fullName] : childSchemas(schema).flatMap(namedRootsOf);
}
