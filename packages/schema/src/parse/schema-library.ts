/**
 * Many schema files of which some are versions of one another.
 *
 * All are read and put together once, when the library is made; what does not depend on a choice between
 * definitions is shared by all files. A broken file leaves the others whole. A file's own definitions always
 * come before those of other files, and each name has one definition in all that one file shows.
 */
import { ConfigError } from '@ottla/kernel';
import type { JsonNode } from '../json/json-node.ts';
import { isNamed, namedTypesOf, type Schema } from '../schema.ts';
import type { SchemaError } from '../schema-error.ts';
import { Declarations } from './declarations.ts';
import { DefinitionIndex } from './definition-index.ts';
import { namedWithin } from './definition-graph.ts';
import { FileView, type Preference } from './file-view.ts';
import { namesOf, type FileNames } from './file-names.ts';
import { readPart, type LibraryPart } from './library-part.ts';
import { attempt, linkTexts, readText, textsOf, type LinkedText } from './linked-texts.ts';
import type { SchemaFile } from './schema-source.ts';

export interface SchemaLibraryOptions {
  /** For stored schemas: as in parseSchema. */
  readonly lenient?: boolean | undefined;
  /** Reads only these files and what they need; what it says of them is the same. */
  readonly part?: LibraryPart | undefined;
}

export interface ParsedOptions {
  /** Which of several unequal definitions of a name a file means: one of the files, or undefined. */
  readonly prefer?: Preference | undefined;
}

/** What a file says, or what is wrong with it. */
export type ParsedFile =
  | {
      readonly file: string;
      readonly schemas: readonly Schema[];
      /** The other files whose definitions it uses, directly or through others. */
      readonly usedFiles: readonly string[];
      readonly error: null;
    }
  | {
      readonly file: string;
      readonly schemas: readonly [];
      readonly usedFiles: readonly [];
      readonly error: SchemaError;
    };

/**
 * A set of schema files, parsed together.
 * @example
 * const library = new SchemaLibrary([
 *   { file: 'customer.v1.avsc', text: '{"type":"record","name":"acme.Customer","fields":[]}' },
 *   { file: 'customer.v2.avsc', text: '{"type":"record","name":"acme.Customer","fields":[{"name":"id","type":"int"}]}' },
 *   { file: 'order.avsc', text: '{"type":"record","name":"acme.Order","fields":[{"name":"by","type":"Customer"}]}' },
 * ]);
 * library.parsed('customer.v1.avsc').schemas; // its own Customer
 * library.parsed('order.avsc').error?.code; // 'NAME_AMBIGUOUS'
 * library.parsed('order.avsc', { prefer: (_name, files) => files.at(-1) }).usedFiles; // ['customer.v2.avsc']
 */
export class SchemaLibrary {
  readonly files: readonly string[];
  readonly #lenient: boolean;
  readonly #texts: ReadonlyMap<string, LinkedText>;
  readonly #index: DefinitionIndex;
  readonly #bareNames = new Set<JsonNode>();
  /** Of files for which no one was asked to choose. */
  readonly #parsed = new Map<string, ParsedFile>();

  constructor(files: readonly SchemaFile[], options: SchemaLibraryOptions = {}) {
    const { lenient = false, part } = options;
    refuseTwice(files.map(({ file }) => file));
    this.#lenient = lenient;
    const meanings = { bare: this.#bareNames, settled: false };
    const read =
      part === undefined
        ? textsOf(files).map((text) => readText(text, lenient))
        : readPart(files, part, lenient);
    this.files = read.map(({ file = '' }) => file);
    const linked = linkTexts(read, new Declarations([], lenient), meanings);
    this.#texts = new Map(linked.map((text) => [text.file ?? '', text]));
    this.#index = new DefinitionIndex(linked, lenient);
  }

  /** Whether it was read: of a part of a library, some files are not. */
  has(file: string): boolean {
    return this.#texts.has(file);
  }

  /** What a file defines and needs; undefined when that cannot be told. For a library of other files, with the same text. */
  namesOf(file: string): FileNames | undefined {
    const text = this.#texts.get(file);
    if (text === undefined || text.source === null) return undefined;
    const { source, declared } = text;
    return {
      defined: declared.map(({ schema }) => schema.fullName),
      get mentioned() {
        return namesOf(source).mentioned;
      },
      imports: source.imports.map(({ path }) => path),
    };
  }

  /** What a file says, types of other files resolved. Throws ConfigError for a file that is not in the library. */
  parsed(file: string, options: ParsedOptions = {}): ParsedFile {
    const known = this.#parsed.get(file);
    if (known !== undefined) return known;
    const text = this.#texts.get(file);
    if (text === undefined) {
      throw new ConfigError(`the file '${file}' is not in the library; give it when the library is made`);
    }
    const { parsed, asked } = this.#parse(file, text, options.prefer);
    if (!asked) this.#parsed.set(file, parsed);
    return parsed;
  }

  /** The files that define a full name, in the order given. */
  definitionsOf(name: string): readonly string[] {
    return this.#index.definitionsOf(name).map(({ text }) => text.file ?? '');
  }

  #parse(file: string, text: LinkedText, prefer: Preference = () => undefined): Outcome {
    const error = this.#index.errorOf(text);
    if (error !== null) return { parsed: brokenFile(file, error), asked: false };
    if (!this.#isChangeable(text)) return { parsed: wholeFile(file, text.schemas), asked: false };
    const meanings = { bare: this.#bareNames, settled: true };
    const view = new FileView(text, this.#index, { prefer, meanings, lenient: this.#lenient });
    const outcome = attempt(() => view.schemas());
    const parsed = outcome.error === null ? wholeFile(file, outcome.value) : brokenFile(file, outcome.error);
    return { parsed, asked: view.asked };
  }

  #isChangeable({ declared, schemas }: LinkedText): boolean {
    const types = schemas.flatMap((schema) => (isNamed(schema) ? [schema] : namedWithin(schema)));
    return [...declared.map(({ schema }) => schema), ...types].some((type) => this.#index.isChangeable(type));
  }
}

function refuseTwice(files: readonly string[]): void {
  if (new Set(files).size === files.length) return;
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  throw new ConfigError(`the file '${twice}' was given twice to one library; give it once`);
}

interface Outcome {
  readonly parsed: ParsedFile;
  /** Whether the result depends on the caller's preference. */
  readonly asked: boolean;
}

function brokenFile(file: string, error: SchemaError): ParsedFile {
  return { file, schemas: [], usedFiles: [], error };
}

/** The files used are looked for when asked: a chain of files would list each other's in full. */
function wholeFile(file: string, schemas: readonly Schema[]): ParsedFile {
  let usedFiles: readonly string[] | undefined;
  return {
    file,
    schemas,
    get usedFiles() {
      usedFiles ??= filesOf(schemas, file);
      return usedFiles;
    },
    error: null,
  };
}

function filesOf(schemas: readonly Schema[], own: string): readonly string[] {
  const files = new Set<string>();
  for (const schema of schemas) {
    for (const type of namedTypesOf(schema)) {
      if (type.position.file !== undefined && type.position.file !== own) files.add(type.position.file);
    }
  }
  return [...files];
}
