/**
 * What the registry remembers: contexts with their ids, and subjects with their versions.
 *
 * Invariants: a version number is the highest of its subject and one; a soft-deleted version keeps its id
 * readable; a content nobody holds any more loses its id; a context is there from its first version until it
 * is deleted. Subjects are normal names. Judges nothing: routes do.
 */
import { contextOf, DEFAULT_CONTEXT, subjectBeside } from './qualified-subject.ts';
import type { SchemaContent, StoredSchema } from './schema-content.ts';
import { SchemaIds } from './schema-ids.ts';

export interface StoredVersion {
  readonly subject: string;
  readonly version: number;
  readonly content: StoredSchema;
  readonly deleted: boolean;
}

export class SchemaStore {
  readonly #subjects = new Map<string, readonly StoredVersion[]>();
  readonly #contexts = new Map<string, SchemaIds>([[DEFAULT_CONTEXT, new SchemaIds()]]);

  /** Their names, the default one first. */
  contexts(): string[] {
    return [...this.#contexts.keys()].toSorted();
  }

  /** The ids of a context; of one that is not there, none. */
  ids(context: string): SchemaIds {
    return this.#contexts.get(context) ?? new SchemaIds();
  }

  /** Forgets an empty context. */
  deleteContext(context: string): void {
    if (context !== DEFAULT_CONTEXT) this.#contexts.delete(context);
  }

  /** Versions of a subject, oldest first; soft-deleted ones only when asked for. */
  versions(subject: string, withDeleted = false): readonly StoredVersion[] {
    const all = this.#subjects.get(subject) ?? [];
    return withDeleted ? all : all.filter((version) => !version.deleted);
  }

  version(subject: string, version: number, withDeleted = false): StoredVersion | undefined {
    return this.versions(subject, withDeleted).find((held) => held.version === version);
  }

  latest(subject: string): StoredVersion | undefined {
    return this.#subjects.get(subject)?.findLast(({ deleted }) => !deleted);
  }

  nextVersion(subject: string): number {
    return (this.#subjects.get(subject)?.at(-1)?.version ?? 0) + 1;
  }

  /** Subjects of every context that hold a version, sorted. */
  subjects(withDeleted = false): string[] {
    return [...this.#subjects.keys()]
      .filter((subject) => this.versions(subject, withDeleted).length > 0)
      .toSorted();
  }

  /** The versions of any subject that are as wanted, by subject and version. */
  #versionsThat(isWanted: (version: StoredVersion) => boolean): StoredVersion[] {
    const found = [...this.#subjects.values()].flatMap((versions) => versions.filter(isWanted));
    return found.toSorted(
      (left, right) =>
        (left.subject === right.subject ? 0 : left.subject < right.subject ? -1 : 1) ||
        left.version - right.version,
    );
  }

  /** Every version, of any subject, that holds this content. */
  holders(content: StoredSchema, withDeleted = false): StoredVersion[] {
    return this.#versionsThat((held) => held.content === content && (withDeleted || !held.deleted));
  }

  /** The versions whose content refers to this one. */
  referrers(target: { subject: string; version: number }, withDeleted = false): StoredVersion[] {
    return this.#versionsThat(
      ({ subject, content, deleted }) =>
        (withDeleted || !deleted) &&
        content.references.some(
          (reference) =>
            reference.version === target.version &&
            subjectBeside(subject, reference.subject) === target.subject,
        ),
    );
  }

  /** Adds a version, or puts it in the place of the one with its number. */
  put(subject: string, version: number, content: StoredSchema): StoredVersion {
    const added = { subject, version, content, deleted: false };
    const versions = this.#subjects.get(subject) ?? [];
    const replaced = versions.find((held) => held.version === version);
    const rest = replaced === undefined ? versions : versions.filter((held) => held !== replaced);
    const all = [...rest, added];
    this.#subjects.set(
      subject,
      all.toSorted((left, right) => left.version - right.version),
    );
    if (replaced !== undefined) this.#release(replaced);
    return added;
  }

  /** The content with an id of the subject's context, which is made when it is new. */
  identified(subject: string, content: SchemaContent, wishedId?: number): StoredSchema {
    const context = contextOf(subject);
    const ids = this.ids(context);
    this.#contexts.set(context, ids);
    return ids.identified(content, wishedId);
  }

  /** Marks a version deleted; it stays readable by id and with deleted=true. */
  softDelete(subject: string, version: number): void {
    const versions = this.#subjects.get(subject) ?? [];
    this.#subjects.set(
      subject,
      versions.map((held) => (held.version === version ? { ...held, deleted: true } : held)),
    );
  }

  /** Forgets a version, and its content's id when no other version holds it. */
  erase(subject: string, version: number): void {
    const versions = this.#subjects.get(subject) ?? [];
    const erased = versions.find((held) => held.version === version);
    const rest = versions.filter((held) => held !== erased);
    if (rest.length === 0) this.#subjects.delete(subject);
    else this.#subjects.set(subject, rest);
    if (erased !== undefined) this.#release(erased);
  }

  #release({ subject, content }: StoredVersion): void {
    const isHeld = this.holders(content, true).length > 0;
    if (!isHeld) this.ids(contextOf(subject)).forget(content);
  }
}
