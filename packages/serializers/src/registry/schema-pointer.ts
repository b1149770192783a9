/** A schema as a program gives it: its text, or its place in the registry. */
import type { SchemaText } from '@ottla/kernel';
import type { SubjectOption } from './subject-strategy.ts';

/** A schema by its place in the registry instead of its text. */
export type SchemaPointer =
  | { readonly subject: string; readonly version: number; readonly id?: undefined }
  | { readonly id: number; readonly subject?: undefined; readonly version?: undefined };

/** The latest version of a subject. */
export interface LatestPointer {
  readonly subject: string;
  readonly version?: undefined;
  readonly id?: undefined;
}

/** Null: whatever the registry says. */
export type GivenSchema = SchemaText | SchemaPointer | LatestPointer | null;

/** Once it is known who follows what is the latest. */
export type FixedSchema = SchemaText | SchemaPointer | null;

export function isPointer<P extends SchemaPointer | LatestPointer>(given: SchemaText | P): given is P {
  return !('schema' in given);
}

export function isLatest(given: GivenSchema): given is LatestPointer {
  return given !== null && isPointer(given) && given.subject !== undefined && given.version === undefined;
}

interface LatestSettings {
  readonly subject: SubjectOption;
  readonly useLatestVersion: boolean;
}

/** The latest version of a subject is what `useLatestVersion` takes, with that subject for all records. */
export function withLatestFollowed<S extends LatestSettings>(
  given: GivenSchema,
  settings: S,
): { readonly given: FixedSchema; readonly settings: S } {
  if (!isLatest(given)) return { given, settings };
  return { given: null, settings: { ...settings, subject: given.subject, useLatestVersion: true } };
}
