/** Where something stands in a text. */

/** Line and column from 1, the column in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  /** The file, when the text came with one. */
  readonly file?: string;
}
