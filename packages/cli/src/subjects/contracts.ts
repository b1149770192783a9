/**
 * What the files of one tree say, parsed together.
 *
 * Each text is parsed once, and only when asked for. A name that several versions of one subject define is
 * that of the newest; files that were named come before those that are only there to be referred to. A broken
 * file is an answer, not a failure of the others.
 */
import {
  isNamed,
  parseJsonSchema,
  SchemaError,
  SchemaLibrary,
  type Contract,
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

export class Contracts {
  readonly #files: ReadonlyMap<string, InputFile>;
  readonly #namer: SubjectNamer;
  readonly #lenient: boolean;
  readonly #read = new Map<string, FileContracts>();
  #library: SchemaLibrary | undefined;
  #references: JsonSchemaReferences | undefined;

  /** `lenient` is for what is stored already. */
  constructor(files: readonly InputFile[], namer: SubjectNamer, options: { readonly lenient: boolean }) {
    this.#files = new Map(files.map((file) => [file.file, file]));
    this.#namer = namer;
    this.#lenient = options.lenient;
  }

  /** What a file of the tree says. */
  of(file: InputFile): FileContracts {
    const known =
      this.#read.get(file.file) ?? (isJsonSchema(file.path) ? this.#parseJson(file) : this.#parseAvro(file));
    this.#read.set(file.file, known);
    return known;
  }

  #parseAvro(file: InputFile): FileContracts {
    this.#library ??= new SchemaLibrary(
      [...this.#files.values()].filter(({ path }) => !isJsonSchema(path)),
      { lenient: this.#lenient },
    );
    const { schemas, usedFiles, error } = this.#library.parsed(file.file, { prefer: this.#prefer });
    if (error !== null) return { contracts: [], usedFiles: [], error };
    const contracts = schemas.map((schema): NamedContract => ({
      name: isNamed(schema) ? schema.fullName : null,
      contract: { type: 'AVRO', schema },
    }));
    return { contracts, usedFiles, error };
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
