/**
 * A schema file read: the schemas its text holds as JSON with positions, before any name is looked up.
 *
 * What a text is, its extension says. Names mean nothing here yet.
 */
import { parseJsonWithComments } from '../json/json-parser.ts';
import type { SchemaRoot } from './declarations.ts';

/** A text and where it came from. */
export interface SchemaFile {
  readonly file: string;
  readonly text: string;
}

export interface SchemaSource {
  /** Everything to be declared and built. */
  readonly roots: readonly SchemaRoot[];
}

/** Throws SchemaError for a text that cannot be read. */
export function readSource(text: string, file: string | undefined): SchemaSource {
  return { roots: [{ node: parseJsonWithComments(text, file), namespace: '' }] };
}
