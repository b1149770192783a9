/**
 * What a library's files define, by full name, and what is wrong with which file.
 *
 * Made once for all files. A file is broken by an error of its own, or because every file that defines a
 * name it mentions is broken. What depends on the choice between definitions is not judged here.
 */
import type { NamedSchema } from '../schema.ts';
import type { SchemaError } from '../schema-error.ts';
import { brokenType } from './broken-type.ts';
import type { Declaration, Declarations } from './declarations.ts';
import { DefaultChecker } from './default-checker.ts';
import { typesReaching } from './definition-graph.ts';
import { DefinitionComparer, attempt, type LinkedText } from './linked-texts.ts';

/** A definition and the file it stands in. */
export interface Definition {
  readonly declaration: Declaration;
  readonly text: LinkedText;
}

export class DefinitionIndex {
  readonly #byName = new Map<string, Definition[]>();
  readonly #errors = new Map<LinkedText, SchemaError>();
  readonly #comparer = new DefinitionComparer();
  readonly #distinct = new Map<string, readonly Definition[]>();
  readonly #changeable: ReadonlySet<NamedSchema>;

  readonly #texts: ReadonlyMap<string, LinkedText>;
  readonly #imports = new Map<LinkedText, ReadonlySet<string>>();

  constructor(texts: readonly LinkedText[], lenient: boolean) {
    this.#texts = new Map(texts.map((text) => [text.file ?? '', text]));
    for (const text of texts) this.#add(text);
    this.#changeable = typesReaching(
      texts.flatMap(({ declared }) => declared.map(({ schema }) => schema)),
      [...this.#byName.values()]
        .filter((definitions) => new Set(definitions.map(({ text }) => text)).size > 1)
        .flatMap((definitions) => definitions.map(({ declaration }) => declaration.schema)),
    );
    this.#spread(texts, [...this.#errors.keys()]);
    if (!lenient) this.#checkDefaults(texts);
  }

  has(fullName: string): boolean {
    return this.#byName.has(fullName);
  }

  /** Every definition of a name, broken files included. */
  definitionsOf(fullName: string): readonly Definition[] {
    return this.#byName.get(fullName) ?? [];
  }

  /** What is wrong with a text whatever is chosen for names with several definitions. */
  errorOf(text: LinkedText): SchemaError | null {
    return this.#errors.get(text) ?? null;
  }

  /** True for a type that is another one where another definition is chosen for a name it leads to. */
  isChangeable(type: NamedSchema): boolean {
    return this.#changeable.has(type);
  }

  /** The definitions of a name in files that are whole. */
  wholeDefinitionsOf(fullName: string): readonly Definition[] {
    return this.definitionsOf(fullName).filter(({ text }) => !this.#errors.has(text));
  }

  /** One definition for each meaning the name has in files that are whole: the first of those that are equal. */
  distinctDefinitionsOf(fullName: string): readonly Definition[] {
    const known = this.#distinct.get(fullName);
    if (known !== undefined) return known;
    const byText = new Map<string, Definition>();
    for (const definition of this.wholeDefinitionsOf(fullName)) {
      const text = this.#comparer.textOf(definition.declaration.schema);
      if (!byText.has(text)) byText.set(text, definition);
    }
    const distinct = [...byText.values()];
    this.#distinct.set(fullName, distinct);
    return distinct;
  }

  /** The one meaning that a name has in the files a text imports, directly or through others. */
  importedDefinition(fullName: string, text: LinkedText): Definition | undefined {
    if (text.imports.length === 0) return undefined;
    const imported = this.#importsOf(text);
    const candidates = this.wholeDefinitionsOf(fullName).filter((each) => imported.has(each.text.file ?? ''));
    const texts = new Set(candidates.map((each) => this.#comparer.textOf(each.declaration.schema)));
    return texts.size === 1 ? candidates[0] : undefined;
  }

  #importsOf(text: LinkedText): ReadonlySet<string> {
    const known = this.#imports.get(text);
    if (known !== undefined) return known;
    const files = new Set(text.imports);
    // A Set gives what is added while it is walked.
    for (const file of files) {
      for (const next of this.#texts.get(file)?.imports ?? []) files.add(next);
    }
    this.#imports.set(text, files);
    return files;
  }

  refuseUnequal(declarations: Declarations): void {
    this.#comparer.refuseUnequal(declarations.repeated);
  }

  #add(text: LinkedText): void {
    const inText = new Map<string, NamedSchema>();
    const again: [NamedSchema, NamedSchema][] = [];
    for (const declaration of text.declared) {
      const { schema } = declaration;
      const first = inText.get(schema.fullName);
      if (first !== undefined) {
        again.push([first, schema]);
        continue;
      }
      inText.set(schema.fullName, schema);
      const definitions = this.#byName.get(schema.fullName);
      if (definitions === undefined) this.#byName.set(schema.fullName, [{ declaration, text }]);
      else definitions.push({ declaration, text });
    }
    const error = text.error ?? attempt(() => this.#comparer.refuseUnequal(again)).error;
    if (error !== null) this.#errors.set(text, error);
  }

  /** Whoever mentions a name that only broken files define is broken too. */
  #spread(texts: readonly LinkedText[], broken: readonly LinkedText[]): void {
    if (broken.length === 0) return;
    const mentioning = new Map<string, LinkedText[]>();
    for (const text of texts) {
      for (const name of text.mentions.keys()) {
        const list = mentioning.get(name);
        if (list === undefined) mentioning.set(name, [text]);
        else list.push(text);
      }
    }
    const waiting = [...broken];
    for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
      for (const { schema } of text.declared) {
        const error = this.#errors.get(text);
        if (error === undefined || !this.#isLost(schema.fullName)) continue;
        for (const user of mentioning.get(schema.fullName) ?? []) {
          const at = user.mentions.get(schema.fullName);
          if (at === undefined || this.#errors.has(user)) continue;
          this.#errors.set(user, brokenType(schema.fullName, error, at));
          waiting.push(user);
        }
      }
    }
  }

  #isLost(fullName: string): boolean {
    return this.definitionsOf(fullName).every(({ text }) => this.#errors.has(text));
  }

  /** Of files whose types are the same whatever is chosen; the others are checked when they are asked for. */
  #checkDefaults(texts: readonly LinkedText[]): void {
    const judged = texts.filter(
      (text) => !this.#errors.has(text) && !text.declared.some(({ schema }) => this.isChangeable(schema)),
    );
    const checker = new DefaultChecker(judged.flatMap(({ pendingDefaults }) => pendingDefaults));
    const broken: LinkedText[] = [];
    for (const text of judged) {
      const { error } = attempt(() => checker.check(text.pendingDefaults));
      if (error === null) continue;
      this.#errors.set(text, error);
      broken.push(text);
    }
    this.#spread(texts, broken);
  }
}
