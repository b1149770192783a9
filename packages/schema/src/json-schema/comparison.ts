/**
 * What comparing two schemas found: differences of the pair itself, and comparisons of what is inside.
 *
 * Comparisons of one pair are shared by all places that lead to it, so they form a graph, with cycles where
 * schemas are recursive. Functions that compare are generators: they yield a pair and are handed the answer, so
 * that neither depth nor cycles are theirs to care about.
 */
import { isCompatible, type DifferenceType, type JsonSchemaPolicy } from './difference-types.ts';
import type { SchemaModel } from './schema-model.ts';

/** A pair to compare, references followed. */
export interface SchemaPair {
  /** Whose values are read. */
  readonly writer: SchemaModel;
  /** Who reads them. */
  readonly reader: SchemaModel;
}

/** The comparison of a pair, and whether it may be relied on to be compatible: a cycle is until proved otherwise. */
export interface Answer {
  readonly comparison: Comparison;
  readonly compatible: boolean;
}

/** A comparing function: it asks for pairs and is given answers. */
export type Walk<Result = void> = Generator<SchemaPair, Result, Answer>;

export type Step =
  | {
      readonly type: DifferenceType;
      readonly path: readonly string[];
      /** When given, the difference only is one if this comparison found any. */
      readonly of: Comparison | null;
    }
  | { readonly type: null; readonly path: readonly string[]; readonly of: Comparison };

export class Comparison implements SchemaPair {
  readonly writer: SchemaModel;
  readonly reader: SchemaModel;
  readonly steps: Step[] = [];
  readonly #policy: JsonSchemaPolicy;
  #compatible = true;

  constructor({ writer, reader }: SchemaPair, policy: JsonSchemaPolicy) {
    this.writer = writer;
    this.reader = reader;
    this.#policy = policy;
  }

  get compatible(): boolean {
    return this.#compatible;
  }

  /** Notes a difference; the path leads from this pair. */
  add(type: DifferenceType, ...path: readonly string[]): void {
    this.steps.push({ type, path, of: null });
    if (!isCompatible(type, this.#policy)) this.#compatible = false;
  }

  /** Notes what a comparison with sides swapped means; nothing when it found nothing. */
  addSwapped(type: DifferenceType, keyword: string, { comparison }: Answer): void {
    this.steps.push({ type, path: [keyword], of: comparison });
    if (!isCompatible(type, this.#policy)) this.#compatible = false;
  }

  /** Takes over all that an inner comparison found, under a path. */
  include(answer: Answer, ...path: readonly string[]): void {
    this.steps.push({ type: null, path, of: answer.comparison });
    if (!answer.compatible) this.#compatible = false;
  }

  /** Compares what either side may lack: what only the reader demands is added, what only the writer had is gone. */
  *compareOptional(writer: SchemaModel | null, reader: SchemaModel | null, path: readonly string[]): Walk {
    if (writer !== null && reader !== null) this.include(yield { writer, reader }, ...path);
    else if (reader !== null) this.add('SCHEMA_ADDED', ...path);
    else if (writer !== null) this.add('SCHEMA_REMOVED', ...path);
  }
}
