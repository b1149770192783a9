/** Schemas that a lock holds, by whatever a payload or a command line names them by. Pure. */
import type { RegisteredSchema } from '@ottla/kernel';
import { referredSubject, type LockedVersion, type SchemaBundle } from '@ottla/registry-client';
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

  byId(id: number): StoredSchema | undefined {
    return this.#first((entry) => entry.locked.id === id);
  }

  byGuid(guid: string): StoredSchema | undefined {
    return this.#first((entry) => entry.locked.guid === guid);
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
  #stored(entry: Entry): StoredSchema | undefined {
    const registered = this.#registered(entry);
    const references: RegisteredSchema[] = [];
    const isWhole = this.#resolve(entry, references, new Set());
    if (registered === undefined || !isWhole) return undefined;
    const uses: SchemaUse[] = this.#entries
      .filter(({ locked }) => locked.id === entry.locked.id && locked.sha256 === entry.locked.sha256)
      .map(({ subject, locked: { version } }) => ({ subject, version }));
    return { registered, id: entry.locked.id, references, uses, from: this.#from };
  }

  /** Those that others need come first. */
  #resolve({ subject, locked }: Entry, resolved: RegisteredSchema[], seen: Set<Entry>): boolean {
    return (locked.references ?? []).every((reference) => {
      const referred = referredSubject(subject, reference.subject);
      const entry = this.#entries.find(
        (each) => each.subject === referred && each.locked.version === reference.version,
      );
      const registered = entry === undefined ? undefined : this.#registered(entry);
      if (entry === undefined || registered === undefined) return false;
      if (seen.has(entry)) return true;
      seen.add(entry);
      const isWhole = this.#resolve(entry, resolved, seen);
      resolved.push(registered);
      return isWhole;
    });
  }

  #registered({ subject, locked }: Entry): RegisteredSchema | undefined {
    const { schemas } = this.#bundle;
    const schema = Object.hasOwn(schemas, locked.sha256) ? schemas[locked.sha256] : undefined;
    if (schema === undefined) return undefined;
    const { id, guid, version, schemaType, references } = locked;
    return { id, guid, subject, version, schemaType, schema, ...(references && { references }) };
  }
}
