/**
 * What a schema refers to: the versions its references name, and what those refer to in turn.
 *
 * A subject without a context is one of the referrer's context. Names count once, the first found being
 * meant, depth first, as Confluent's server walks. Stored references cannot form a cycle: each was stored
 * before its user. Walks without recursion, so that no chain is too long; throws Error with Confluent's words.
 */
import type { SchemaReference } from '@ottla/kernel';
import { referenceText } from './invalid-schema.ts';
import { subjectBeside } from './qualified-subject.ts';
import type { SubmittedReference } from './schema-body.ts';
import type { StoredSchema } from './schema-content.ts';
import type { SchemaStore, StoredVersion } from './schema-store.ts';

/** Of one schema, and of all that it leads to: each is read again for every schema above it. */
const MAX_REFERENCES = 1_000;

export interface NamedContent {
  readonly name: string;
  readonly content: StoredSchema;
}

export interface ResolvedReferences {
  /** With versions as numbers. */
  readonly direct: readonly SchemaReference[];
  /** Every content that a name leads to, once per name. */
  readonly closure: readonly NamedContent[];
}

interface Step {
  readonly reference: SubmittedReference;
  readonly parent: string;
}

function target(
  store: SchemaStore,
  { reference, parent }: Step,
  withDeleted: boolean,
): StoredVersion & { readonly name: string } {
  const { name, subject, version } = reference;
  if (name === undefined || subject === undefined || version === undefined) {
    throw new Error(`Invalid reference: ${referenceText(reference)}`);
  }
  const wanted = subjectBeside(parent, subject);
  const found = version === -1 ? store.latest(wanted) : store.version(wanted, version, withDeleted);
  if (found === undefined) {
    throw new Error(`No schema reference found for subject "${wanted}" and version ${version}`);
  }
  return { ...found, name };
}

/** Finds all that `references` of a schema of `subject` lead to; soft-deleted versions only when asked for. */
export function resolveReferences(
  store: SchemaStore,
  { references, subject }: { references: readonly SubmittedReference[]; subject: string },
  withDeleted: boolean,
): ResolvedReferences {
  if (references.length > MAX_REFERENCES) {
    throw new Error(`a schema may have at most ${MAX_REFERENCES} references, not ${references.length}`);
  }
  const direct = references.map((reference) => {
    const { name, version } = target(store, { reference, parent: subject }, withDeleted);
    return { name, subject: reference.subject ?? '', version };
  });
  const byName = new Map<string, StoredSchema>();
  const pending: Step[] = direct.map((reference) => ({ reference, parent: subject })).toReversed();
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    const found = target(store, step, withDeleted);
    if (byName.has(found.name)) continue;
    if (byName.size === MAX_REFERENCES) {
      throw new Error(
        `a schema may lead to at most ${MAX_REFERENCES} others, and '${found.name}' is one more`,
      );
    }
    byName.set(found.name, found.content);
    const next = found.content.references.map((reference) => ({ reference, parent: found.subject }));
    pending.push(...next.toReversed());
  }
  return { direct, closure: [...byName].map(([name, content]) => ({ name, content })) };
}

/** By subject and version, each once: the order of a normalized schema. */
export function sortedReferences(references: readonly SchemaReference[]): readonly SchemaReference[] {
  const unique = new Map(references.map((reference) => [JSON.stringify(reference), reference]));
  return [...unique.values()].toSorted(
    (left, right) =>
      (left.subject === right.subject ? 0 : left.subject < right.subject ? -1 : 1) ||
      left.version - right.version,
  );
}
