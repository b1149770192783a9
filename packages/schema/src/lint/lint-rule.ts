/**
 * What a lint rule is: a row of prose and an example, and one pure look at one part of a schema.
 *
 * A rule sees a part and where it stands, and tells what is wrong with it. It does not walk, does not know
 * its severity and does not sort; the linter does. What is said of a type is said once, in its own file.
 */
import type { Position } from '../json/position.ts';
import type { LintCategory, Rule } from '../rules/rule.ts';
import type { Field, NamedSchema, Schema } from '../schema.ts';
import type { Definition, LintSource } from './lint-source.ts';

/** A file to be judged, and what is in it. */
export interface LintFile {
  /** As in the positions of its schemas. */
  readonly file: string;
  readonly text: string;
  readonly schemas: readonly Schema[];
  /** The version before. Without it nothing is new. */
  readonly previous?: readonly Schema[];
  /** Files of one subject are versions of one another, so they may define the same names. */
  readonly subject?: string;
}

export type FieldStyle = 'camelCase' | 'snake_case';

/** What only all files together tell. */
export interface LintSet {
  /** How most fields are written, or camelCase. */
  readonly fieldStyle: FieldStyle;
  /** False where neither style has more fields than the other. */
  readonly stylePrevails: boolean;
  /** Every definition by full name, in the order of the files. */
  readonly definitions: ReadonlyMap<string, readonly (Definition & { readonly file: LintFile })[]>;
  /** Records that contain themselves with no way out. */
  readonly endless: ReadonlySet<Schema>;
}

/** Where a part stands. */
export interface Site {
  /** `com.acme.Order.lines[]`; '' for what stands at the top and has no name. */
  readonly path: string;
  /** Records, arrays and maps around it. */
  readonly depth: number;
  readonly file: LintFile;
  readonly source: LintSource;
}

/** What is wrong with a part. `path` and `detail` are given when one part can have the same fault twice. */
export interface Problem {
  readonly message: string;
  readonly position: Position;
  readonly fix: string | null;
  readonly path?: string;
  readonly detail?: string;
  readonly other?: Position;
}

export type Look<Part> = (part: Part, site: Site, set: LintSet) => readonly Problem[];

/** How a rule looks: at whole files, at definitions, at fields, or at every schema where it is written. */
type LintLook =
  | { readonly on: 'file'; readonly look: Look<LintFile> }
  | { readonly on: 'type'; readonly look: Look<NamedSchema> }
  | { readonly on: 'field'; readonly look: Look<Field> }
  | { readonly on: 'schema'; readonly look: Look<Schema> };

/** A row of the table: a rule, and how it looks. Bugs are errors, all else is a warning unless it says so. */
export type LintRow = Omit<Rule, 'family' | 'severity' | 'category'> & {
  readonly category: LintCategory;
  readonly severity?: Rule['severity'];
} & LintLook;

export const NOTHING: readonly Problem[] = [];
