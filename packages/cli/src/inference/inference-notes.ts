/**
 * What is to be said about an inferred schema: what was assumed, what was not seen, and what no schema holds.
 */
import { quotedWord } from '../shell-word.ts';
import type { LinePlace } from './line-error.ts';

/** Values for which there is no type. */
export interface SchemaRefusal {
  readonly place: LinePlace;
  readonly message: string;
  readonly remedy: string;
  /** How many values the schema would change; 0 when there is no schema. */
  readonly changed: number;
}

export class InferenceNotes {
  readonly notes: string[] = [];
  readonly refusals: SchemaRefusal[] = [];
  /** Places that were said to hold dictionaries, and where an object stood. */
  readonly mapsMet = new Set<string>();

  tell(path: string, words: string): void {
    this.notes.push(`${path}: ${words}`);
  }

  /** Whole numbers that the type of their place does not hold as they are. */
  refuseLarge(path: string, large: { readonly count: number; readonly first: LinePlace }, why: string): void {
    const others = large.count === 1 ? '' : `, and ${large.count - 1} more there`;
    this.refusals.push({
      place: large.first,
      message: `a double would change this integer beyond 2^53${others}; '${path}' is double${why}`,
      remedy: 'Write such numbers as strings, or get the schema all the same with --on-error skip.',
      changed: large.count,
    });
  }

  refuseKey(path: string, place: LinePlace, owner: string): void {
    this.refusals.push({
      place,
      message: `the key of '${path}' is no name of Avro, which has letters, digits and _ only`,
      remedy: `Rename it, or take all objects at '${owner}' for maps: --map ${quotedWord(owner)}`,
      changed: 0,
    });
  }

  refuseUntagged(path: string, place: LinePlace): void {
    this.refusals.push({
      place,
      message: `some objects at '${path}' say their type with "$type", as this one, and some do not`,
      remedy: 'Give it to all of them, or to none.',
      changed: 0,
    });
  }
}
