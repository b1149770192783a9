/** Schemas that a lock holds, by whatever a payload or a command line names them by. Pure. */
import type { LockedVersion, SchemaBundle } from '@ottla/registry-client';
import { lockedSchema, neededVersions } from '../pull/locked-schema.ts';
import type { SchemaUse, StoredSchema } from './held-schema.ts';

interface Entry {
  readonly subject: string;
  readonly locked: LockedVersion;
}

export class LockSchemas {
  readonly #bundle: SchemaBundle;
  readonly #entries: readonly Entry[];
  readonly #from: string;

  /** `from`: the lock's name in messages. */
  constructor(bundle: SchemaBundle, from: string) {
    this.#bundle = bundle;
    this.#from = from;
    this.#entries = Object.entries(bundle.subjects).flatMap(([subject, { versions }]) =>
      versions.map((locked) => ({ subject, locked })),
    );
  }

  /** Why something is not had from here, behind what it is; nothing of an empty lock, or one that is not there. */
  get lackWords(): string {
    if (this.#entries.length === 0) return '';
    const hasTexts = Object.keys(this.#bundle.schemas).length > 0;
    return hasTexts
      ? `, which ${this.#from} does not hold`
      : `: the texts of ${this.#from} are not beside it`;
  }

  byId(id: number): StoredSchema | undefined {
    return this.#first(({ locked }) => locked.id === id);
  }

  byGuid(guid: string): StoredSchema | undefined {
    return this.#first(({ locked }) => locked.guid === guid);
  }

  /** Without a version the newest. */
  bySubject(subject: string, version?: number): StoredSchema | undefined {
    const versions = this.#entries.filter((entry) => entry.subject === subject);
    const found =
      version === undefined ? versions.at(-1) : versions.find(({ locked }) => locked.version === version);
    return found === undefined ? undefined : this.#stored(found);
  }

  /** Every schema, for what only its content tells. */
  *avro(): Generator<StoredSchema> {
    for (const entry of this.#entries) {
      const stored = entry.locked.schemaType === 'AVRO' ? this.#stored(entry) : undefined;
      if (stored !== undefined) yield stored;
    }
  }

  #first(isMeant: (entry: Entry) => boolean): StoredSchema | undefined {
    const found = this.#entries.find(isMeant);
    return found === undefined ? undefined : this.#stored(found);
  }

  /** Undefined when a text of it is not at hand. */
  #stored({ subject, locked }: Entry): StoredSchema | undefined {
    const name = { subject, version: locked.version };
    const registered = lockedSchema(this.#bundle, name);
    const needed = neededVersions(this.#bundle, name).map((each) => lockedSchema(this.#bundle, each));
    const references = needed.filter((schema) => schema !== undefined);
    if (registered === undefined || references.length < needed.length) return undefined;
    const { id, sha256 } = locked;
    const uses: SchemaUse[] = this.#entries
      .filter((entry) => entry.locked.id === id && entry.locked.sha256 === sha256)
      .map((entry) => ({ subject: entry.subject, version: entry.locked.version }));
    return { registered, id, references, uses, from: this.#from };
  }
}
