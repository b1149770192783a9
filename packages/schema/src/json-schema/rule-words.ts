/**
 * What is said of a difference that keeps a reader from reading: the words of its rule and of its findings.
 *
 * Texts hold `{reader}` and `{writer}` (the new or the old version), `{was}` and `{is}` (the values of writer and
 * reader) and `{name}` (the last part of the path).
 */
import type { DifferenceType } from './difference-types.ts';

export interface RuleWords {
  readonly type: DifferenceType;
  /** Why it keeps someone from reading. */
  readonly purpose: string;
  /** What reader and writer disagree on, one sentence. */
  readonly message: string;
  /** What to do in the schema that reads. */
  readonly mendReader: string;
  /** What to do in the schema that writes. */
  readonly mendWriter: string;
  /** JSON Schemas: `bad` cannot read what `before` lets write, `good` can. */
  readonly example: { readonly before: object; readonly bad: object; readonly good: object };
}

/** Values for the placeholders of a text. */
type Placeholders = Readonly<Record<'reader' | 'writer' | 'was' | 'is' | 'name', string>>;

/** A text with its placeholders filled in. */
export function filled(text: string, values: Placeholders): string {
  return text.replaceAll(/\{(reader|writer|was|is|name)\}/g, (whole, key: string) =>
    // The expression lets no other key through.
    key in values ? values[key as keyof Placeholders] : whole,
  );
}
