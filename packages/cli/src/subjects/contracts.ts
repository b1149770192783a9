/**
 * What the files of one tree say, parsed together.
 *
 * Each text is parsed once, and only when asked for; of a tree that is much like another one only what differs,
 * and what that needs. A name that several versions of one subject define is that of the newest; files that
 * were named come before those that are only there to be referred to. A broken file is an answer, not a failure
 * of the others.
 */
import { extname } from 'node:path';
import {
  isNamed,
  parseJsonSchema,
  SchemaError,
  SchemaLibrary,
  type Contract,
  type FileNames,
  type Preference,
} from '@ottla/schema';
import { isJsonSchema, type InputFile } from '../inputs/input-file.ts';
import { JsonSchemaReferences } from './json-schema-references.ts';
import type { SubjectNamer } from './subject-namer.ts';
import { orderOf } from './subject-tree.ts';

/** A schema of a file. */
export interface NamedContract {
  /** Its full name; null for what has none. */
  readonly name: string | null;
  readonly contract: Contract;
}

export type FileContracts =
  | {
      readonly contracts: readonly NamedContract[];
      /** The other files it uses, as the tree names them. */
      readonly usedFiles: readonly string[];
      readonly error: null;
    }
  | { readonly contracts: readonly []; readonly usedFiles: readonly []; readonly error: SchemaError };

/** What moved is asked for first, what changed then. */
const PARTS_MAXIMUM = 2;

export class Contracts {
  readonly files: readonly InputFile[];
  readonly #files: ReadonlyMap<string, InputFile>;
  readonly #namer: SubjectNamer;
  readonly #lenient: boolean;
  readonly #like: Contracts | null;
  readonly #read = new Map<string, FileContracts>();
  /** Files that will be asked for. */
  readonly #expected = new Set<string>();
  readonly #parts: SchemaLibrary[] = [];
  #library: SchemaLibrary | undefined;
  #byPath: ReadonlyMap<string, InputFile> | undefined;
  #references: JsonSchemaReferences | undefined;

  /** `lenient` is for what is stored already; `like` is another tree of which many files are the same. */
  constructor(
    files: readonly InputFile[],
    namer: SubjectNamer,
    options: { readonly lenient: boolean; readonly like?: Contracts },
  ) {
    this.files = files;
    this.#files = new Map(files.map((file) => [file.file, file]));
    this.#namer = namer;
    this.#lenient = options.lenient;
    this.#like = options.like ?? null;
  }

  /** Tells that files will be asked for, so that they can be parsed together. */
  expect(files: Iterable<InputFile>): void {
    for (const { file } of files) this.#expected.add(file);
  }

  /** What a file of the tree says. */
  of(file: InputFile): FileContracts {
    const known = this.#read.get(file.file) ?? this.#parse(file);
    this.#read.set(file.file, known);
    return known;
  }

  #parse(file: InputFile): FileContracts {
    if (file.unreadable !== undefined) {
      const start = { file: file.file, line: 1, column: 1 };
      const error = new SchemaError(file.unreadable, 'FILE_UNREADABLE', start);
      return { contracts: [], usedFiles: [], error };
    }
    return isJsonSchema(file.path) ? this.#parseJson(file) : this.#parseAvro(file);
  }

  #parseAvro(file: InputFile): FileContracts {
    const options = { prefer: this.#prefer };
    const inPart = this.#library === undefined ? this.#partOf(file)?.parsed(file.file, options) : undefined;
    // What is said of an error may depend on all files: which name is meant, which broken file is to blame.
    const parsed = inPart?.error === null ? inPart : this.#whole().parsed(file.file, options);
    const { schemas, error } = parsed;
    if (error !== null) return { contracts: [], usedFiles: [], error };
    const contracts = schemas.map((schema): NamedContract => ({
      name: isNamed(schema) ? schema.fullName : null,
      contract: { type: 'AVRO', schema },
    }));
    return {
      contracts,
      // Looked for when asked.
      get usedFiles() {
        return parsed.usedFiles;
      },
      error,
    };
  }

  #whole(): SchemaLibrary {
    this.#library ??= new SchemaLibrary(this.#avroFiles(), { lenient: this.#lenient });
    return this.#library;
  }

  #avroFiles(): readonly InputFile[] {
    return [...this.#files.values()].filter(({ path }) => !isJsonSchema(path));
  }

  /** A part of the library that has a file; undefined when the whole is as good. */
  #partOf(file: InputFile): SchemaLibrary | undefined {
    const known = this.#parts.find((part) => part.has(file.file));
    if (known !== undefined || this.#like === null || this.#parts.length === PARTS_MAXIMUM) return known;
    const files = this.#avroFiles();
    const names = new Map<string, FileNames>();
    for (const each of files) {
      const same = this.#like.#namesOf(each);
      if (same !== undefined) names.set(each.file, same);
    }
    const wanted = this.#expected.add(file.file);
    const part = new SchemaLibrary(files, { lenient: this.#lenient, part: { wanted, names } });
    this.#parts.push(part);
    return part;
  }

  /** The names in the file at the same path, when it says the same. */
  #namesOf({ file: name, path, text }: InputFile): FileNames | undefined {
    this.#byPath ??= new Map(this.files.map((file) => [file.path, file]));
    const file = this.#byPath.get(path);
    if (file?.text !== text || extname(file.file) !== extname(name)) return undefined;
    return this.#whole().namesOf(file.file);
  }

  #parseJson(file: InputFile): FileContracts {
    this.#references ??= new JsonSchemaReferences(
      [...this.#files.values()].filter(({ path }) => isJsonSchema(path)),
    );
    const referred = this.#references.of(file);
    try {
      const schema = parseJsonSchema(file.text, {
        file: file.file,
        references: referred.map(({ name, file: { text } }) => ({ name, text })),
      });
      const usedFiles = [...new Set(referred.map((each) => each.file.file))];
      return { contracts: [{ name: null, contract: { type: 'JSON', schema } }], usedFiles, error: null };
    } catch (error) {
      if (error instanceof SchemaError) return { contracts: [], usedFiles: [], error };
      throw error;
    }
  }

  /** The newest version, where all are versions of one subject. */
  readonly #prefer: Preference = (_name, files) => {
    const known = files.flatMap((file) => this.#files.get(file) ?? []);
    const named = known.filter((file) => file.named);
    const candidates = (named.length === 0 ? known : named).map((file) => ({
      file: file.file,
      ...this.#namer.nameOf(file.path),
    }));
    if (new Set(candidates.map(({ subject }) => subject)).size !== 1) return undefined;
    return candidates.reduce((newest, each) => (orderOf(each) > orderOf(newest) ? each : newest)).file;
  };
}
