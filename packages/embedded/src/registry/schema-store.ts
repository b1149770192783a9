/**
 * What the registry remembers: contents with their ids, and subjects with their versions.
 *
 * Invariants: equal content (text as stored, and references) has one id, under whatever subject; ids and
 * versions are never given twice; a soft-deleted version keeps its id readable; a content nobody holds any
 * more (all its versions deleted for good) loses its id. Judges nothing: routes do.
 */
import type { SchemaReference } from '@ottla/kernel';
import type { Schema } from '@ottla/schema';

/** One content: what an id stands for. */
export interface StoredSchema {
  readonly id: number;
  /** As printed by the registry, not as it was sent. */
  readonly schema: string;
  readonly references: readonly SchemaReference[];
  readonly parsed: Schema;
}

export interface StoredVersion {
  readonly subject: string;
  readonly version: number;
  readonly content: StoredSchema;
  readonly deleted: boolean;
}

function contentKey(schema: string, references: readonly SchemaReference[]): string {
  return JSON.stringify([schema, references.map(({ name, subject, version }) => [name, subject, version])]);
}

export class SchemaStore {
  readonly #subjects = new Map<string, StoredVersion[]>();
  readonly #contents = new Map<string, StoredSchema>();
  readonly #byId = new Map<number, StoredSchema>();
  #lastId = 0;

  /** Versions of a subject, oldest first; soft-deleted ones only when asked for. */
  versions(subject: string, withDeleted = false): readonly StoredVersion[] {
    const all = this.#subjects.get(subject) ?? [];
    return withDeleted ? all : all.filter((version) => !version.deleted);
  }

  /** Subjects that hold a version, sorted. */
  subjects(withDeleted = false): string[] {
    return [...this.#subjects.keys()]
      .filter((subject) => this.versions(subject, withDeleted).length > 0)
      .toSorted();
  }

  byId(id: number): StoredSchema | undefined {
    return this.#byId.get(id);
  }

  byContent(schema: string, references: readonly SchemaReference[]): StoredSchema | undefined {
    return this.#contents.get(contentKey(schema, references));
  }

  /** Every version, of any subject, that holds this content. */
  holders(id: number, withDeleted = false): StoredVersion[] {
    return this.subjects(withDeleted)
      .flatMap((subject) => this.versions(subject, withDeleted))
      .filter(({ content }) => content.id === id);
  }

  /** Ids of the living contents that refer to this version. */
  referencedBy(subject: string, version: number): number[] {
    const ids = new Set<number>();
    for (const holder of this.subjects().flatMap((name) => this.versions(name))) {
      const refers = holder.content.references.some(
        (reference) => reference.subject === subject && reference.version === version,
      );
      if (refers) ids.add(holder.content.id);
    }
    return [...ids].toSorted((left, right) => left - right);
  }

  /** Appends a version that holds this content, which gets an id when it is new. */
  append(
    subject: string,
    content: { schema: string; references: readonly SchemaReference[]; parsed: Schema },
  ): StoredVersion {
    const key = contentKey(content.schema, content.references);
    let stored = this.#contents.get(key);
    if (stored === undefined) {
      stored = { id: ++this.#lastId, ...content };
      this.#contents.set(key, stored);
      this.#byId.set(stored.id, stored);
    }
    const versions = this.#subjects.get(subject) ?? [];
    const added = { subject, version: (versions.at(-1)?.version ?? 0) + 1, content: stored, deleted: false };
    this.#subjects.set(subject, [...versions, added]);
    return added;
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
    if (erased === undefined || this.holders(erased.content.id, true).length > 0) return;
    this.#byId.delete(erased.content.id);
    this.#contents.delete(contentKey(erased.content.schema, erased.content.references));
  }
}
