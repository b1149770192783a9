/**
 * Many texts put together: read, declared, built, each mention of a name joined to its definition.
 *
 * Two phases, so order never matters. A text that fails keeps its error and the others go on. Of several
 * definitions of a name the first stands for all; whether they are equal is asked by those who care. Whether
 * defaults fit is asked apart, because only complete types can tell.
 */
import type { Position } from '../json/position.ts';
import type { NamedSchema, Schema } from '../schema.ts';
import { SchemaError, placeText, quoted } from '../schema-error.ts';
import { definitionText } from '../schema-text.ts';
import { UnreadableFiles } from './broken-type.ts';
import type { Declaration, Declarations, SchemaRoot } from './declarations.ts';
import { SchemaBuilder, type NameMeanings, type PendingDefault } from './schema-builder.ts';
import { readSource } from './schema-source.ts';

/** A text, and what is known of it so far. */
export interface LinkedText {
  readonly file: string | undefined;
  readonly roots: readonly SchemaRoot[];
  /** Every definition in it, also the inner ones. */
  readonly declared: readonly Declaration[];
  readonly schemas: readonly Schema[];
  readonly pendingDefaults: readonly PendingDefault[];
  readonly mentions: ReadonlyMap<string, Position>;
  /** The first thing wrong with it; what the others hold is then incomplete. */
  readonly error: SchemaError | null;
}

export interface SchemaText {
  readonly file: string | undefined;
  readonly text: string;
}

const NOTHING = {
  roots: [],
  declared: [],
  schemas: [],
  pendingDefaults: [],
  mentions: new Map<string, Position>(),
};

/** Reads, declares and builds; one result for each text, in order. */
export function linkTexts(
  texts: readonly SchemaText[],
  declarations: Declarations,
  meanings: NameMeanings = { bare: new Set(), settled: false },
): LinkedText[] {
  const unreadable = new UnreadableFiles();
  const declaredTexts = texts.map(({ file, text }) => {
    const outcome = attempt(() => {
      const source = readSource(text, file);
      return { source, declared: declarations.declare(source.roots) };
    });
    if (outcome.error !== null) unreadable.add(text, outcome.error);
    return { file, ...outcome };
  });
  const builder = new SchemaBuilder(declarations, meanings, (name) => unreadable.culpritOf(name));
  return declaredTexts.map(({ file, value, error }): LinkedText => {
    if (value === null) return { file, ...NOTHING, error };
    const { declared, source } = value;
    const built = attempt(() => builder.build(source.roots));
    return { file, ...NOTHING, roots: source.roots, declared, ...built.value, error: built.error };
  });
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
