/**
 * The schemas a program brings along, by what they are asked for.
 *
 * Invariants: an id stands for one content within a context and every text fits its digests (checked when it
 * is made; fingerprints are only an index here, so a wrong one finds nothing rather than something else).
 * Look-ups never wait and never ask anybody; equal asks give the same object. Avro texts are parsed only
 * when a text is asked for that the bundle does not hold to the letter. Whether a registry agrees is
 * BundleGate's.
 */
import type { RegisteredSchema, SchemaText } from '@ottla/kernel';
import { contentGuid, fingerprint, parseSchema, type Schema } from '@ottla/schema';
import { readFittingBundle } from './bundle-check.ts';
import { BundleEntries, sameReferences, type BundleEntry } from './bundle-entries.ts';
import type { SchemaBundle } from './schema-bundle.ts';
import { contextOf, DEFAULT_CONTEXT, plainSubject, referredSubject } from '../subject-context.ts';

/** One subject's versions, newest first in each list. */
interface SubjectEntries {
  readonly newestFirst: readonly BundleEntry[];
  readonly byText: ReadonlyMap<string, readonly BundleEntry[]>;
  readonly byFingerprint: ReadonlyMap<string, readonly BundleEntry[]>;
}

export class BundledSchemas {
  readonly #entries: BundleEntries;
  readonly #subjects = new Map<string, SubjectEntries>();
  readonly #ids = new Map<string, RegisteredSchema>();
  readonly #entryOf = new WeakMap<RegisteredSchema, BundleEntry>();
  /** Serializers ask with the same object for every record: what was found is remembered with it. */
  readonly #found = new WeakMap<SchemaText, Map<string, RegisteredSchema | undefined>>();

  /** Throws ConfigError BUNDLE_INVALID, BUNDLE_TEXT_MISSING or BUNDLE_TEXT_ALTERED, naming the place. */
  constructor(bundle: SchemaBundle) {
    this.#entries = new BundleEntries(readFittingBundle(bundle));
    for (const [subject, versions] of this.#entries.subjects) {
      const newestFirst = [...versions.values()].toReversed();
      this.#subjects.set(subject, {
        newestFirst,
        byText: groupedBy(newestFirst, ({ text }) => text),
        byFingerprint: groupedBy(newestFirst, ({ locked }) => locked.fingerprint),
      });
      for (const entry of newestFirst) this.#add(entry);
    }
  }

  /**
   * The version of this subject that is this schema, with id, version, GUID and the bundle's text: the same
   * text, else for Avro the same schema by sameSchema; references must be equal (-1 equals any version).
   * Metadata and rules must be equal when the schema carries any; the newest version wins when it carries
   * none, as a registry takes them over from it. Undefined when the subject is not in the bundle or holds no
   * such schema.
   */
  idOf(subject: string, schema: SchemaText): RegisteredSchema | undefined {
    const name = plainSubject(subject);
    const versions = this.#subjects.get(name);
    if (versions === undefined) return undefined;
    let found = this.#found.get(schema);
    if (found === undefined) this.#found.set(schema, (found = new Map()));
    if (!found.has(name)) found.set(name, this.#find(name, versions, schema)?.schema);
    return found.get(name);
  }

  /**
   * What an id stands for in a context (`.` is the default one; contextOf tells a subject's). Without subject
   * and version, as several may hold it.
   */
  schemaOf(id: number, context: string = DEFAULT_CONTEXT): RegisteredSchema | undefined {
    return this.#ids.get(`${id} ${context}`);
  }

  /** This version of this subject, when the bundle holds it. */
  versionOf(subject: string, version: number): RegisteredSchema | undefined {
    return this.#entries.subjects.get(plainSubject(subject))?.get(version)?.schema;
  }

  /** The newest version of this subject that the bundle holds; the registry may know a newer one. */
  latestOf(subject: string): RegisteredSchema | undefined {
    return this.#subjects.get(plainSubject(subject))?.newestFirst[0]?.schema;
  }

  /**
   * Whether what a registry told is what the bundle holds: the same type and content; ids are not looked at.
   * By GUID when both have one, else by references and text, in any layout for Avro and JSON Schema.
   */
  sameContent(bundled: RegisteredSchema, told: RegisteredSchema): boolean {
    if (told.schemaType !== bundled.schemaType) return false;
    // A reference to the latest has another GUID than one to the number it stood for.
    const moving = told.references?.some(({ version }) => version === -1) === true;
    if (bundled.guid !== undefined && told.guid !== undefined && !moving) {
      return bundled.guid === told.guid.toLowerCase();
    }
    const entry = this.#entryOf.get(bundled);
    if (entry !== undefined) return this.#entries.isSameSchema(entry, told);
    return told.schema === bundled.schema && sameReferences(bundled.references, told.references);
  }

  #add(entry: BundleEntry): void {
    const { subject: _subject, version: _version, ...alone } = entry.schema;
    const key = `${alone.id} ${contextOf(entry.subject)}`;
    this.#entryOf.set(entry.schema, entry);
    if (this.#ids.has(key)) return;
    this.#ids.set(key, Object.freeze(alone));
    this.#entryOf.set(alone, entry);
  }

  #find(subject: string, versions: SubjectEntries, schema: SchemaText): BundleEntry | undefined {
    const byText = versions.byText.get(schema.schema);
    const exact = byText === undefined ? undefined : this.#fitting(byText, schema);
    if (exact !== undefined || schema.schemaType !== 'AVRO') return exact;
    const form = this.#fingerprintOf(subject, schema);
    const likely = form === undefined ? undefined : versions.byFingerprint.get(form);
    return likely === undefined ? undefined : this.#fitting(likely, schema);
  }

  /** Of these, newest first, the first that is this schema, with metadata and rules. */
  #fitting(entries: readonly BundleEntry[], schema: SchemaText): BundleEntry | undefined {
    const { metadata, ruleSet } = schema;
    const plain = metadata === undefined && ruleSet === undefined;
    return entries.find((entry) => {
      if (!this.#entries.isSameSchema(entry, schema)) return false;
      if (plain) return true;
      const { references } = entry.locked;
      return contentGuid({ schema: entry.text, references, metadata, ruleSet }) === entry.locked.guid;
    });
  }

  #fingerprintOf(subject: string, { schema, references = [] }: SchemaText): string | undefined {
    const referred: Schema[] = [];
    for (const { subject: name, version } of references) {
      const of = referredSubject(subject, name);
      const found =
        version === -1
          ? this.#subjects.get(of)?.newestFirst[0]
          : this.#entries.subjects.get(of)?.get(version);
      const parsed = found === undefined ? undefined : this.#entries.schemaOf(found);
      if (parsed === undefined) return undefined;
      referred.push(parsed);
    }
    try {
      return fingerprint(parseSchema(schema, { references: referred, lenient: true }), 'SHA-256');
    } catch {
      return undefined; // not Avro as we read it: it is in the bundle to the letter or not at all
    }
  }
}

function groupedBy(
  entries: readonly BundleEntry[],
  keyOf: (entry: BundleEntry) => string,
): ReadonlyMap<string, readonly BundleEntry[]> {
  const groups = new Map<string, BundleEntry[]>();
  for (const entry of entries) {
    const group = groups.get(keyOf(entry));
    if (group === undefined) groups.set(keyOf(entry), [entry]);
    else group.push(entry);
  }
  return groups;
}
