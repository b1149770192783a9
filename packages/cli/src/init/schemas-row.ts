/** A row of `schemas` that `ottla init` proposes, with the files it was made for. Pure. */
import type { SchemasEntry } from '../config/read-config.ts';

export interface SchemasRow {
  /** As the configuration says it. */
  readonly path: string;
  /** Null: as the configuration has it without a word. */
  readonly subject: string | null;
  readonly files: readonly string[];
}

/** What the program will read in the file. */
export function schemasEntry({ path, subject }: SchemasRow): SchemasEntry {
  return { path, subject: subject ?? '{path}', level: null, policy: null, references: [] };
}
