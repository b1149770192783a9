/** A schema as a program gives it: its text, or its place in the registry. */
import type { SchemaText } from '@ottla/kernel';

/** A schema by its place in the registry instead of its text. */
export type SchemaPointer =
  | { readonly subject: string; readonly version: number; readonly id?: undefined }
  | { readonly id: number; readonly subject?: undefined; readonly version?: undefined };

/** Null: whatever the registry says. */
export type GivenSchema = SchemaText | SchemaPointer | null;

export function isPointer(given: SchemaText | SchemaPointer): given is SchemaPointer {
  return !('schema' in given);
}
