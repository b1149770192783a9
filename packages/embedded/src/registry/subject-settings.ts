/**
 * One kind of setting, config or mode, by subject.
 *
 * The empty subject is the default context, which a plain `/config` or `/mode` means. A subject without a
 * setting follows its context, then the global context. What a setting means is its owner's.
 */
import { contextOf, contextPrefix, GLOBAL_CONTEXT } from './qualified-subject.ts';

export class SubjectSettings<Setting> {
  readonly #own = new Map<string, Setting>();

  own(subject: string): Setting | undefined {
    return this.#own.get(subject);
  }

  set(subject: string, setting: Setting): void {
    this.#own.set(subject, setting);
  }

  delete(subject: string): void {
    this.#own.delete(subject);
  }

  /** Deletes those of the subjects in a context, and of the context. */
  deleteWithin(context: string): void {
    for (const subject of this.#own.keys()) {
      if (contextOf(subject) === context) this.delete(subject);
    }
  }

  /** What holds for a subject that has none of its own: its context's, else the global one. */
  inherited(subject: string): Setting | undefined {
    return this.#own.get(contextPrefix(contextOf(subject))) ?? this.#own.get(contextPrefix(GLOBAL_CONTEXT));
  }

  entries(): readonly (readonly [subject: string, setting: Setting])[] {
    return [...this.#own];
  }
}
