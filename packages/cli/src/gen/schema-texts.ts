/** The schemas of one run of `ottla gen`, wherever they came from. */
import type { GenerateOptions, SchemaInput } from '@ottla/codegen';

export interface SchemaTexts {
  readonly inputs: readonly SchemaInput[];
  /** How messages call those inputs that are no files. */
  readonly shownAs: ReadonlyMap<string, string>;
  /** Absolute paths of those that are files on disk. */
  readonly readFiles: readonly string[];
  /** What topics carry, as far as names of subjects tell. */
  readonly topics: NonNullable<GenerateOptions['topics']>;
  /** How many, for the summary: `12 schema files`. */
  readonly counted: string;
  /** What is worth a line to the person who watches. */
  readonly notes: readonly string[];
}

const SHOWN = 5;

/** A few names of many, for a note. */
export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).join(', ');
  return names.length > SHOWN ? `${shown} and ${names.length - SHOWN} more` : shown;
}

/** Says which schemas are passed over since no types are made of their language; none for none. */
export function passedOver(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const is = names.length === 1 ? 'is' : 'are';
  return [`${someOf(names)} ${is} no Avro and passed over`];
}
