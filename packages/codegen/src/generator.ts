/**
 * Generates again and again, for a program that watches files: what did not change is not made anew.
 *
 * Gives what `generate` gives for the same inputs, always. After a change it parses the changed files, those that
 * use their types, and what these need; where that may not be enough, it parses everything.
 */
import { fileNames, SchemaError, type NamedSchema } from '@ottla/schema';
import { affectedFiles, neededFiles, type NamesByFile } from './affected-files.ts';
import type { GenerateOptions } from './generate-options.ts';
import { GenerationRun, type GeneratedFile } from './generation-run.ts';
import type { FileSchema } from './root-names.ts';
import { parseInputs, sortedInputs, type SchemaInput } from './symbol-table.ts';

/** One file of the last result. */
interface KnownFile {
  readonly text: string;
  readonly schemas: readonly FileSchema[];
  /** Those it was the first to define. */
  readonly types: readonly NamedSchema[];
}

interface KnownFiles {
  /** In the order of files. */
  readonly files: ReadonlyMap<string, KnownFile>;
  /** Asked for by the second run: who generates once does without. */
  readonly names: () => NamesByFile;
}

const NOTHING: KnownFiles = { files: new Map(), names: () => new Map() };

/**
 * As `generate`, with a memory.
 * @example
 * const order = { file: 'order.avsc', text: '{"type":"record","name":"Order","fields":[]}' };
 * const size = { file: 'size.avsc', text: '{"type":"enum","name":"Size","symbols":["S"]}' };
 * const generator = new Generator({ layout: 'namespace' });
 * generator.generate([order, size]); // parses and prints everything
 * generator.generate([order, { ...size, text: size.text.replace('"S"', '"S", "M"') }]); // only what depends on the change
 */
export class Generator {
  readonly #run: GenerationRun;
  #known = NOTHING;

  /** Throws ConfigError. */
  constructor(options: GenerateOptions = {}) {
    this.#run = new GenerationRun(options);
  }

  /** All files of all inputs. Throws as `generate` does, and then still knows the inputs before. */
  generate(inputs: readonly SchemaInput[]): { readonly files: readonly GeneratedFile[] } {
    const sorted = sortedInputs(inputs);
    const known = changedFiles(this.#known, sorted) ?? parsedFiles(sorted);
    const parsed = [...known.files.values()];
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
  const given = new Set(sorted.map(({ file }) => file));
  if (known.files.size === 0 || given.size !== sorted.length) return undefined;
  const before = known.names();
  const changed = sorted.filter(({ file, text }) => known.files.get(file)?.text !== text);
  const gone = [...known.files.keys()].filter((file) => !given.has(file));
  if (changed.length + gone.length === 0) return known;
  const after = namesAfter(before, changed, gone);
  if (after === undefined) return undefined;
  const affected = affectedFiles([...changed.map(({ file }) => file), ...gone], { before, after });
  const needed = neededFiles(
    [...affected].filter((file) => given.has(file)),
    after,
  );
  // What an import asks for is not told by names, nor whose import a new file meets.
  const isSameSet = gone.length === 0 && after.size === before.size;
  const importing = isSameSet ? needed : given;
  if ([...importing].some((file) => (after.get(file)?.imports.length ?? 0) > 0)) return undefined;
  const part = parsedPart(sorted.filter(({ file }) => needed.has(file)));
  if (part === undefined) return undefined;
  const files = sorted.flatMap(({ file }) => {
    const found = (affected.has(file) ? part : known.files).get(file);
    return found === undefined ? [] : [[file, found] as const];
  });
  return { files: new Map(files), names: () => after };
}

/** Undefined when one of the changed files cannot be read. */
function namesAfter(
  before: NamesByFile,
  changed: readonly SchemaInput[],
  gone: readonly string[],
): NamesByFile | undefined {
  const after = new Map(before);
  for (const file of gone) after.delete(file);
  for (const { file, text } of changed) {
    const names = fileNames({ file, text });
    if (names === undefined) return undefined;
    after.set(file, names);
  }
  return after;
}

/** Undefined for what is wrong: parsing everything finds the same, and says it as it always does. */
function parsedPart(sorted: readonly SchemaInput[]): ReadonlyMap<string, KnownFile> | undefined {
  try {
    return parsedFiles(sorted).files;
  } catch (error) {
    if (error instanceof SchemaError) return undefined;
    throw error;
  }
}

/** Throws SchemaError. */
function parsedFiles(sorted: readonly SchemaInput[]): KnownFiles {
  const parsed = parseInputs(sorted);
  const schemas = new Map<string, FileSchema[]>(sorted.map(({ file }) => [file, []]));
  for (const each of parsed.files) schemas.get(each.file)?.push(each);
  const types = new Map<string, NamedSchema[]>(sorted.map(({ file }) => [file, []]));
  for (const type of parsed.types.values()) types.get(type.position.file ?? '')?.push(type);
  // Asked once: it holds on to all texts.
  let names: NamesByFile | (() => NamesByFile) = parsed.names;
  return {
    files: new Map(
      sorted.map(({ file, text }) => [
        file,
        { text, schemas: schemas.get(file) ?? [], types: types.get(file) ?? [] },
      ]),
    ),
    names: () => {
      if (typeof names === 'function') names = names();
      return names;
    },
  };
}
