/**
 * What one file of a library means where names have several definitions.
 *
 * Its own definitions come first. Any other name is looked up when it is mentioned: what is the same for
 * everyone is taken as it is; what depends on the choice is declared and built for this file alone, with the
 * definition the caller prefers.
 */
import { InvariantError } from '@ottla/kernel';
import type { Position } from '../json/position.ts';
import type { NamedSchema, Schema } from '../schema.ts';
import { SchemaError, placeText, quoted } from '../schema-error.ts';
import { brokenType } from './broken-type.ts';
import { Declarations, type OuterNames, type SchemaRoot } from './declarations.ts';
import { DefaultChecker } from './default-checker.ts';
import type { Definition, DefinitionIndex } from './definition-index.ts';
import { attempt, type LinkedText } from './linked-texts.ts';
import { SchemaBuilder, type NameMeanings, type PendingDefault } from './schema-builder.ts';

/** Which of the files that define a name, not all of them equally, is meant; or undefined. */
export type Preference = (name: string, files: readonly string[]) => string | undefined;

export interface FileViewOptions {
  readonly prefer: Preference;
  readonly meanings: NameMeanings;
  readonly lenient: boolean;
}

/** A definition of another file, taken into the view. */
interface Borrowed {
  readonly name: string;
  readonly root: SchemaRoot;
  /** Where the file itself mentions what led here. */
  readonly entry: Position;
}

export class FileView implements OuterNames {
  /** Whether the preference had a say. */
  asked = false;
  readonly #text: LinkedText;
  readonly #index: DefinitionIndex;
  readonly #options: FileViewOptions;
  readonly #declarations: Declarations;
  readonly #waiting: Borrowed[] = [];
  readonly #borrowed = new Map<string, Borrowed>();
  /** What is being built; null for the file itself. */
  #current: Borrowed | null = null;

  constructor(text: LinkedText, index: DefinitionIndex, options: FileViewOptions) {
    this.#text = text;
    this.#index = index;
    this.#options = options;
    this.#declarations = new Declarations([], options.lenient, this);
  }

  /** The schemas of the file. Throws SchemaError, at a place in this file. */
  schemas(): readonly Schema[] {
    const builder = new SchemaBuilder(this.#declarations, this.#options.meanings);
    const roots = this.#text.source?.roots ?? [];
    this.#declarations.declare(roots);
    const own = builder.build(roots);
    const pending: PendingDefault[] = [...own.pendingDefaults];
    // Grows while it is walked.
    for (const borrowed of this.#waiting) {
      this.#current = borrowed;
      const built = this.#located(borrowed, () => builder.build([borrowed.root]));
      for (const each of built.pendingDefaults) pending.push(each);
    }
    this.#located(null, () => this.#index.refuseUnequal(this.#declarations));
    if (!this.#options.lenient) this.#located(null, () => new DefaultChecker(pending).check(pending));
    return own.schemas.slice(0, this.#text.schemas.length);
  }

  has(fullName: string): boolean {
    return this.#index.has(fullName);
  }

  find(fullName: string, at: Position): NamedSchema | undefined {
    if (!this.#index.has(fullName)) return undefined;
    const { declaration } = this.#chosen(fullName, at);
    if (!this.#index.isChangeable(declaration.schema)) return declaration.schema;
    const root = { node: declaration.node, namespace: declaration.namespace };
    const borrowed = { name: fullName, root, entry: this.#current?.entry ?? at };
    this.#waiting.push(borrowed);
    for (const { schema } of this.#declarations.declare([root])) {
      this.#borrowed.set(schema.fullName, borrowed);
    }
    return this.#declarations.named(fullName, at);
  }

  #chosen(fullName: string, at: Position): Definition {
    const definitions = this.#index.wholeDefinitionsOf(fullName);
    const distinct = this.#index.distinctDefinitionsOf(fullName);
    const [first] = distinct;
    if (first === undefined) throw this.#lost(fullName, at);
    if (distinct.length === 1) return first;
    const files = definitions.map(({ text }) => text.file ?? '');
    const imported = this.#index.importedDefinition(fullName, this.#text);
    if (imported !== undefined) return imported;
    this.asked = true;
    const preferred = this.#options.prefer(fullName, files) ?? at.file;
    const chosen = definitions.find(({ text }) => text.file === preferred);
    if (chosen !== undefined) return chosen;
    const places = distinct.slice(0, 5).map(({ declaration }) => placeText(declaration.schema.position));
    const more = distinct.length > places.length ? ` and ${distinct.length - places.length} more` : '';
    const message = `${quoted(fullName)} is defined differently at ${places.join(', ')}${more}; say which one is meant, or define it here`;
    throw new SchemaError(message, 'NAME_AMBIGUOUS', at);
  }

  #lost(fullName: string, at: Position): SchemaError {
    const [definition] = this.#index.definitionsOf(fullName);
    const cause = definition === undefined ? null : this.#index.errorOf(definition.text);
    if (cause === null) throw new InvariantError(`${fullName} is known to a library and not defined`);
    return brokenType(fullName, cause, at);
  }

  /** An error in what another file says is shown where this file leads there. */
  #located<T>(borrowed: Borrowed | null, act: () => T): T {
    const { value, error } = attempt(act);
    if (error === null) return value;
    if (error.file === this.#text.file) throw error;
    const through = borrowed ?? this.#borrowedFrom(error);
    throw through === undefined ? error : brokenType(through.name, error, through.entry);
  }

  /** What was taken from the file that an error stands in. */
  #borrowedFrom(error: SchemaError): Borrowed | undefined {
    for (const borrowed of this.#borrowed.values()) {
      if (borrowed.root.node.position.file === error.file) return borrowed;
    }
    return undefined;
  }
}
