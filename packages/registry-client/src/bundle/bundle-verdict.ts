/**
 * What the registry's answer, or its failure, means for a bundled schema. Pure: decides, and does nothing.
 */
import { OttlaError, printable, type RegisteredSchema } from '@ottla/kernel';
import { registryError } from '../http/verdict.ts';
import type { RegistryError } from '../registry-error.ts';

export type Finding =
  | { readonly is: 'agrees'; readonly told: RegisteredSchema }
  /** For good: one of the two is wrong, or of another registry. */
  | { readonly is: 'disagrees'; readonly error: RegistryError }
  /** No word: unreachable, overloaded, late. */
  | { readonly is: 'away'; readonly error: OttlaError }
  /** No word either, and waiting mends nothing: credentials, URL, TLS. */
  | { readonly is: 'refused'; readonly error: OttlaError }
  /** Says nothing about the registry: the caller's doing, or a defect. */
  | { readonly is: 'thrown'; readonly error: unknown };

/** Failures whose action does not tell what they mean here. */
const meanings: Readonly<Record<string, 'disagrees' | 'thrown'>> = {
  SCHEMA_NOT_FOUND: 'disagrees',
  SUBJECT_NOT_FOUND: 'disagrees',
  VERSION_NOT_FOUND: 'disagrees',
  // Asked to register what the bundle says is registered, it would not have it.
  SCHEMA_INCOMPATIBLE: 'disagrees',
  SCHEMA_INVALID: 'disagrees',
  ABORTED: 'thrown',
  CLOSED: 'thrown',
  SUBJECT_INVALID: 'thrown',
  VERSION_INVALID: 'thrown',
  SCHEMA_ID_INVALID: 'thrown',
  SCHEMA_GUID_INVALID: 'thrown',
};

export interface ToldSchema {
  readonly bundled: RegisteredSchema;
  readonly told: RegisteredSchema;
  readonly sameContent: boolean;
}

/** Of something that never changes. */
export function judgeAnswer({ bundled, told, sameContent }: ToldSchema): Finding {
  if (told.id !== bundled.id) return disagreement(bundled, `the registry says id ${told.id}`);
  if (sameContent) return { is: 'agrees', told };
  return disagreement(bundled, 'the registry holds another content under this id');
}

/** Of the latest version: a newer one says nothing about the bundled one. */
export function judgeLatest(schemas: ToldSchema): Finding {
  const { bundled, told } = schemas;
  const [ours, theirs] = [bundled.version ?? 0, told.version ?? 0];
  if (theirs > ours) return { is: 'agrees', told };
  if (theirs === ours) return judgeAnswer(schemas);
  return disagreement(bundled, `the registry's latest is version ${theirs}`);
}

export function judgeFailure(bundled: RegisteredSchema, error: unknown): Finding {
  if (!(error instanceof OttlaError)) return { is: 'thrown', error };
  const meaning = meanings[error.code];
  if (meaning === 'disagrees') return disagreement(bundled, error.message, error);
  if (meaning === 'thrown' || !(error.retriable || error.usage)) return { is: 'thrown', error };
  return { is: error.retriable ? 'away' : 'refused', error };
}

/** How a bundled schema is called in messages. */
export function bundledName({ subject, version, id }: RegisteredSchema): string {
  return subject === undefined
    ? `id ${id}`
    : `subject '${printable(subject, 200)}', version ${version} (id ${id})`;
}

function disagreement(bundled: RegisteredSchema, why: string, cause?: unknown): Finding {
  const { subject, id: schemaId } = bundled;
  const error = registryError(
    { purpose: `use the bundled schema of ${bundledName(bundled)}`, subject, schemaId, cause },
    'BUNDLE_DISAGREES',
    `${why}; if this is the registry the bundle was made from, lock the subjects again`,
  );
  return { is: 'disagrees', error };
}
