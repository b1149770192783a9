/**
 * Generates again and again, for a program that watches files: what did not change is not made anew.
 *
 * Gives what `generate` gives for the same inputs, always. After a change it parses the changed files, those that
 * use their types, and what these need; where that may not be enough, it parses everything.
 */
import { SchemaError, SchemaLibrary, type FileNames, type NamedSchema } from '@ottla/schema';
import { affectedFiles, neededFiles } from './affected-files.ts';
import type { GenerateOptions } from './generate-options.ts';
import { GenerationRun, type GeneratedFile } from './generation-run.ts';
import type { FileSchema } from './root-names.ts';
import { parseInputs, sortedInputs, type SchemaInput } from './symbol-table.ts';

/** One file of the last result. */
interface KnownFile {
  readonly text: string;
  readonly names: FileNames;
  readonly schemas: readonly FileSchema[];
  /** Those it was the first to define. */
  readonly types: readonly NamedSchema[];
}

/** In the order of files. */
type KnownFiles = ReadonlyMap<string, KnownFile>;

/**
 * As `generate`, with a memory.
 * @example
 * const generator = new Generator({ layout: 'namespace' });
 * generator.generate(inputs); // parses and prints everything
 * generator.generate(changedInputs); // only what changed, and what depends on it
 */
export class Generator {
  readonly #run: GenerationRun;
  #known: KnownFiles = new Map();

  /** Throws ConfigError. */
  constructor(options: GenerateOptions = {}) {
    this.#run = new GenerationRun(options);
  }

  /** All files of all inputs. Throws as `generate` does, and then still knows the inputs before. */
  generate(inputs: readonly SchemaInput[]): { readonly files: readonly GeneratedFile[] } {
    const sorted = sortedInputs(inputs);
    const known = changedFiles(this.#known, sorted) ?? parsedFiles(sorted, namesOfAll(sorted));
    const parsed = [...known.values()];
    const files = this.#run.files(sorted, {
      files: parsed.flatMap(({ schemas }) => schemas),
      types: parsed.flatMap(({ types }) => types),
    });
    this.#known = known;
    return { files };
  }
}

/** The files with what changed parsed anew; undefined when all must be. */
function changedFiles(known: KnownFiles, sorted: readonly SchemaInput[]): KnownFiles | undefined {
  if (sorted.length !== known.size || !sorted.every(({ file }) => known.has(file))) return undefined;
  const changed = sorted.filter(({ file, text }) => known.get(file)?.text !== text);
  if (changed.length === 0) return known;
  const before = new Map([...known].map(([file, { names }]) => [file, names]));
  const after = new Map(before);
  for (const input of changed) {
    const names = namesOfAll([input]).get(input.file);
    if (names === undefined) return undefined;
    after.set(input.file, names);
  }
  const affected = affectedFiles(
    changed.map(({ file }) => file),
    { before, after },
  );
  const needed = neededFiles(affected, after);
  // What an import asks for is not told by names.
  if ([...needed].some((file) => (after.get(file)?.imports.length ?? 0) > 0)) return undefined;
  const part = parsedPart(
    sorted.filter(({ file }) => needed.has(file)),
    after,
  );
  if (part === undefined) return undefined;
  return new Map(
    [...known].map(([file, last]) => [file, affected.has(file) ? (part.get(file) ?? last) : last]),
  );
}

/** Undefined for what is wrong: parsing everything finds the same, and says it as it always does. */
function parsedPart(
  sorted: readonly SchemaInput[],
  names: ReadonlyMap<string, FileNames>,
): KnownFiles | undefined {
  try {
    return parsedFiles(sorted, names);
  } catch (error) {
    if (error instanceof SchemaError) return undefined;
    throw error;
  }
}

/** Throws SchemaError. */
function parsedFiles(sorted: readonly SchemaInput[], names: ReadonlyMap<string, FileNames>): KnownFiles {
  const parsed = parseInputs(sorted);
  const schemas = new Map<string, FileSchema[]>();
  for (const each of parsed.files) schemas.set(each.file, [...(schemas.get(each.file) ?? []), each]);
  const types = new Map<string, NamedSchema[]>(sorted.map(({ file }) => [file, []]));
  for (const type of parsed.types.values()) types.get(type.position.file ?? '')?.push(type);
  return new Map(
    sorted.map(({ file, text }) => [
      file,
      {
        text,
        names: names.get(file) ?? NO_NAMES,
        schemas: schemas.get(file) ?? [],
        types: types.get(file) ?? [],
      },
    ]),
  );
}

const NO_NAMES: FileNames = { defined: [], mentioned: [], imports: [] };

/** What is missing could not be read. */
function namesOfAll(inputs: readonly SchemaInput[]): ReadonlyMap<string, FileNames> {
  const library = new SchemaLibrary(inputs.map(({ file, text }) => ({ file, text })));
  return new Map(
    inputs.flatMap(({ file }) => {
      const names = library.namesOf(file);
      // Looked through once here, then asked often.
      return names === undefined
        ? []
        : [[file, { ...names, defined: [...names.defined], mentioned: [...names.mentioned] }] as const];
    }),
  );
}
