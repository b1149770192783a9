/**
 * Finding versions: by schema, by number, by id, in the subject's context and, for a subject of the default
 * one, in every other.
 *
 * Source: confluentinc/schema-registry, AbstractSchemaRegistry: lookUpSchemaUnderSubject and the methods that
 * end in UsingContexts.
 */
import { contextOf, contextPrefix, DEFAULT_CONTEXT, parseSubject } from './qualified-subject.ts';
import { withDefaults } from './content-defaults.ts';
import { isLike } from './content-likeness.ts';
import { RegistryFailure } from './registry-failure.ts';
import type { RegistryState } from './registry-state.ts';
import type { SubmittedSchema } from './schema-body.ts';
import type { StoredSchema } from './schema-content.ts';
import { parseSubmitted } from './schema-parsing.ts';
import type { StoredVersion } from './schema-store.ts';

export interface SearchOptions {
  readonly normalize: boolean;
  readonly withDeleted: boolean;
  /** Only the newest version counts. */
  readonly latestOnly?: boolean;
}

/** What was sent, and for which subject. */
export interface Submission {
  readonly subject: string;
  readonly submitted: SubmittedSchema;
}

/** The version of the subject that holds what was sent, the newest first; throws 42201. */
export function versionLike(
  { schemas }: RegistryState,
  submission: Submission,
  { normalize, withDeleted, latestOnly = false }: SearchOptions,
): StoredVersion | undefined {
  const { subject } = submission;
  const content = parseSubmitted(schemas, submission, { strict: false, normalize });
  if (content === undefined) return undefined;
  const latest = schemas.latest(subject);
  if (latestOnly) return latest !== undefined && isLike(content, latest) ? latest : undefined;
  const stored = schemas.ids(contextOf(subject)).byContent(content);
  const versions = schemas.versions(subject, withDeleted);
  return (
    (stored && versions.findLast((version) => version.content === stored)) ??
    versions.findLast((version) => isLike(content, version))
  );
}

/** The same, also with what a registration would have added. */
function versionLikeWithDefaults(
  state: RegistryState,
  submission: Submission,
  options: SearchOptions,
): StoredVersion | undefined {
  const found = versionLike(state, submission, options);
  const latest = state.schemas.latest(submission.subject);
  if (found !== undefined || latest === undefined) return found;
  const { subject, submitted } = submission;
  const config = state.configOf(subject);
  return versionLike(state, { subject, submitted: withDefaults(submitted, latest, { config }) }, options);
}

/**
 * The subject itself and, when it is one of the default context, its namesakes in the others. Those that hold
 * nothing are left out: a text is read once for each, and there may be thousands of contexts.
 */
function namesakes({ schemas }: RegistryState, subject: string): string[] {
  if (contextOf(subject) !== DEFAULT_CONTEXT) return [subject];
  return schemas
    .contexts()
    .map((context) => contextPrefix(context) + subject)
    .filter((candidate) => candidate === subject || schemas.versions(candidate, true).length > 0);
}

/** Looks what was sent up, in every context that may be meant; throws 42201. */
export function searchedVersion(
  state: RegistryState,
  { subject, submitted }: Submission,
  options: SearchOptions,
): StoredVersion | undefined {
  for (const candidate of namesakes(state, subject)) {
    try {
      const found = versionLikeWithDefaults(state, { subject: candidate, submitted }, options);
      if (found !== undefined) return found;
    } catch (error) {
      // In another context the references may lead nowhere: then it is not there.
      if (candidate === subject || !(error instanceof RegistryFailure)) throw error;
    }
  }
  return undefined;
}

/** The version of a number, in every context that may be meant. */
export function numberedVersion(
  state: RegistryState,
  subject: string,
  { version, withDeleted }: { version: number | 'latest'; withDeleted: boolean },
): StoredVersion | undefined {
  const { schemas } = state;
  return namesakes(state, subject)
    .map((candidate) =>
      version === 'latest' ? schemas.latest(candidate) : schemas.version(candidate, version, withDeleted),
    )
    .find((found) => found !== undefined);
}

/** A content by its id, with a version that holds it when a subject was named. */
export interface IdentifiedSchema {
  readonly content: StoredSchema;
  readonly holder: StoredVersion | undefined;
}

/** What an id stands for in the context of `subject`, or in those where a subject of that name holds it. */
export function schemaOfId(
  state: RegistryState,
  id: number,
  subject: string | null,
): IdentifiedSchema | undefined {
  const { schemas } = state;
  const { context, name } = parseSubject(subject ?? '');
  const byContext = schemas.ids(context).byId(id);
  const holders = (name === '' ? [] : namesakes(state, contextPrefix(context) + name)).flatMap((candidate) =>
    schemas.versions(candidate, true).filter(({ content }) => content.id === id),
  );
  const [holder] = holders;
  if (holder !== undefined) return { content: holder.content, holder };
  if (byContext === undefined || (name !== '' && context !== DEFAULT_CONTEXT)) return undefined;
  return {
    content: byContext,
    holder: subject === null ? undefined : schemas.holders(byContext, true)[0],
  };
}
