/**
 * Many texts put together: read, declared, built, each mention of a name joined to its definition.
 *
 * Two phases, so order never matters. A text that fails keeps its error and the others go on. Of several
 * definitions of a name the first stands for all; whether they are equal is asked by those who care. Whether
 * defaults fit is asked apart, because only complete types can tell.
 */
import type { SchemaImport } from '../idl/idl-reader.ts';
import type { Position } from '../json/position.ts';
import type { NamedSchema, Schema } from '../schema.ts';
import { SchemaError, placeText, quoted } from '../schema-error.ts';
import { definitionText } from '../schema-text.ts';
import { UnreadableFiles } from './broken-type.ts';
import type { Declaration, Declarations } from './declarations.ts';
import { SchemaBuilder, type NameMeanings, type PendingDefault } from './schema-builder.ts';
import {
  formatOf,
  importedFile,
  normalizedPath,
  readSource,
  type SchemaFile,
  type SchemaFormat,
  type SchemaSource,
} from './schema-source.ts';

/** A text, and what is known of it so far. */
export interface LinkedText {
  readonly file: string | undefined;
  /** Null for a text that could not be read, or whose definitions could not. */
  readonly source: SchemaSource | null;
  /** Every definition in it, also the inner ones. */
  readonly declared: readonly Declaration[];
  /** What it is about. */
  readonly schemas: readonly Schema[];
  /** Files of the set whose definitions it asks for. */
  readonly imports: readonly string[];
  readonly pendingDefaults: readonly PendingDefault[];
  readonly mentions: ReadonlyMap<string, Position>;
  /** The first thing wrong with it; what the others hold is then incomplete. */
  readonly error: SchemaError | null;
}

export interface SchemaText {
  readonly file: string | undefined;
  readonly text: string;
  readonly format: SchemaFormat;
}

/** A text as JSON, or what is wrong with it. */
export type ReadText = SchemaText &
  (
    | { readonly source: SchemaSource; readonly error: null }
    | { readonly source: null; readonly error: SchemaError }
  );

const NOTHING = {
  declared: [],
  schemas: [],
  imports: [],
  pendingDefaults: [],
  mentions: new Map<string, Position>(),
};

/** What each file holds, its extension says. */
export function textsOf(files: readonly SchemaFile[]): SchemaText[] {
  return files.map(({ file, text }) => ({ file, text, format: formatOf(file) }));
}

export function readText(text: SchemaText, lenient: boolean): ReadText {
  const { value, error } = attempt(() => readSource(text.text, text.file, { format: text.format, lenient }));
  return error === null ? { ...text, source: value, error } : { ...text, source: null, error };
}

/** Declares and builds; one result for each text, in order. */
export function linkTexts(
  texts: readonly ReadText[],
  declarations: Declarations,
  meanings: NameMeanings = { bare: new Set(), settled: false },
): LinkedText[] {
  const unreadable = new UnreadableFiles();
  const files = new Map(texts.map(({ file = '' }) => [normalizedPath(file), file]));
  const declaredTexts = texts.map(({ file, text, source, error }) => {
    const outcome =
      error === null
        ? attempt(() => ({ source, declared: declarations.declare(source.roots) }))
        : { value: null, error };
    if (outcome.error !== null) unreadable.add(text, outcome.error);
    return { file, ...outcome };
  });
  const builder = new SchemaBuilder(declarations, meanings, (name) => unreadable.culpritOf(name));
  return declaredTexts.map(({ file, value, error }): LinkedText => {
    if (value === null) return { file, source: null, ...NOTHING, error };
    const { declared, source } = value;
    const built = attempt(() => {
      const imports = source.imports.map((each) => importedFrom(each, file ?? '', files));
      const { schemas, ...rest } = builder.build(source.roots);
      return { ...rest, imports, schemas: schemas.slice(0, source.shown) };
    });
    return { file, source, ...NOTHING, declared, ...built.value, error: built.error };
  });
}

/** The file of the set that an import means. */
function importedFrom(
  { path, position }: SchemaImport,
  importer: string,
  files: ReadonlyMap<string, string>,
): string {
  const wanted = importedFile(importer, path);
  const file = files.get(wanted);
  if (file !== undefined) return file;
  const message = `the imported file ${quoted(path)} is missing; looked for ${quoted(wanted)} among the files given`;
  throw new SchemaError(message, 'IMPORT_MISSING', position);
}

/** A result or the SchemaError in its place; other errors pass. */
export function attempt<T>(make: () => T): { value: T; error: null } | { value: null; error: SchemaError } {
  try {
    return { value: make(), error: null };
  } catch (error) {
    if (error instanceof SchemaError) return { value: null, error };
    throw error;
  }
}

/** Compares definitions of one name; remembers what it printed. */
export class DefinitionComparer {
  readonly #texts = new Map<NamedSchema, string>();

  /** Equal for equal definitions. */
  textOf(type: NamedSchema): string {
    const text = this.#texts.get(type) ?? definitionText(type);
    this.#texts.set(type, text);
    return text;
  }

  /** Throws `NAME_REDEFINED` for the first pair that is not equal. */
  refuseUnequal(pairs: Iterable<readonly [first: NamedSchema, again: NamedSchema]>): void {
    for (const [first, again] of pairs) {
      if (first === again || this.textOf(first) === this.textOf(again)) continue;
      const message = `${quoted(again.fullName)} is defined differently at ${placeText(first.position)}; make the definitions equal, or rename one`;
      throw new SchemaError(message, 'NAME_REDEFINED', again.position);
    }
  }
}
