/**
 * The versions of a bundle with their texts, and what their texts mean.
 *
 * Avro texts are parsed when first asked for, those they refer to first, each once. A text that cannot be
 * parsed, or whose references cannot (a cycle among them, or more than MAX_REFERENCES, past which a client
 * gives up too), has no schema: it is known by its text alone.
 * Nothing is checked here; a text that is not in the bundle is undefined.
 */
import { createHash } from 'node:crypto';
import type { RegisteredSchema, SchemaReference, SchemaText } from '@ottla/kernel';
import { fingerprint, normalizedJsonSchemaText, parseSchema, sameSchema, type Schema } from '@ottla/schema';
import { MAX_REFERENCES } from '../references.ts';
import type { LockedVersion, SchemaBundle } from './schema-bundle.ts';
import { referredSubject } from '../subject-context.ts';

export interface BundleEntry {
  readonly subject: string;
  readonly locked: LockedVersion;
  readonly text: string;
  /** As it is answered, with subject and version. */
  readonly schema: RegisteredSchema;
}

export function sha256Of(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** -1 is the latest, whichever number that had when the bundle was made. */
export function sameReferences(
  left: readonly SchemaReference[] = [],
  right: readonly SchemaReference[] = [],
): boolean {
  return (
    left.length === right.length &&
    left.every((one, index) => {
      const other = right[index];
      if (other === undefined || one.name !== other.name || one.subject !== other.subject) return false;
      return one.version === other.version || one.version === -1 || other.version === -1;
    })
  );
}

/** Registries print JSON Schema anew too, some with its keys sorted. */
function sameJsonText(left: string, right: string): boolean {
  try {
    return normalizedJsonSchemaText(left) === normalizedJsonSchemaText(right);
  } catch {
    return false; // no JSON, so no other layout of the same
  }
}

function entryOf(subject: string, locked: LockedVersion, text: string): BundleEntry {
  const { id, guid, version, schemaType, references, metadata, ruleSet } = locked;
  const schema: RegisteredSchema = {
    id,
    guid,
    subject,
    version,
    schemaType,
    schema: text,
    ...(references && { references }),
    ...(metadata && { metadata }),
    ...(ruleSet && { ruleSet }),
  };
  return { subject, locked, text, schema: Object.freeze(schema) };
}

export class BundleEntries {
  /** By subject, then by version, both in the bundle's order. */
  readonly subjects: ReadonlyMap<string, ReadonlyMap<number, BundleEntry>>;
  readonly #parsed = new Map<BundleEntry, Schema | null>();

  constructor({ subjects, schemas }: SchemaBundle) {
    this.subjects = new Map(
      Object.entries(subjects).map(([subject, { versions }]) => [
        subject,
        new Map(
          versions.map((locked) => [
            locked.version,
            entryOf(
              subject,
              locked,
              Object.hasOwn(schemas, locked.sha256) ? (schemas[locked.sha256] ?? '') : '',
            ),
          ]),
        ),
      ]),
    );
  }

  *all(): Generator<BundleEntry> {
    for (const versions of this.subjects.values()) yield* versions.values();
  }

  /** SHA-256 of the canonical form for Avro that can be parsed, of the text otherwise. */
  fingerprintOf(entry: BundleEntry): string {
    const schema = this.schemaOf(entry);
    return schema === undefined ? sha256Of(entry.text) : fingerprint(schema, 'SHA-256');
  }

  /** What an Avro text means. A chain of references costs no stack. */
  schemaOf(entry: BundleEntry): Schema | undefined {
    const waiting = [entry];
    const open = new Set<BundleEntry>();
    for (let top = waiting.at(-1); top !== undefined; top = waiting.at(-1)) {
      const missing = this.#parsed.has(top) ? [] : this.#unparsedReferences(top, open);
      open.add(top);
      if (missing.length > 0) {
        waiting.push(...missing);
        continue;
      }
      waiting.pop();
      if (!this.#parsed.has(top)) this.#parsed.set(top, this.#parse(top.subject, top.schema) ?? null);
    }
    return this.#parsed.get(entry) ?? undefined;
  }

  /** Whether this text under this subject is the schema of the entry, in all but layout. */
  isSameSchema(entry: BundleEntry, { schemaType, schema, references }: SchemaText): boolean {
    if (schemaType !== entry.schema.schemaType || !sameReferences(entry.schema.references, references)) {
      return false;
    }
    if (schema === entry.text) return true;
    if (schemaType === 'JSON') return sameJsonText(schema, entry.text);
    const ours = schemaType === 'AVRO' ? this.schemaOf(entry) : undefined;
    if (ours === undefined) return false;
    // The entry's references have their numbers; they are equal otherwise.
    const theirs = this.#parse(entry.subject, { ...entry.schema, schema });
    return theirs !== undefined && sameSchema(ours, theirs);
  }

  #unparsedReferences(entry: BundleEntry, open: ReadonlySet<BundleEntry>): BundleEntry[] {
    if (entry.schema.schemaType !== 'AVRO') return [];
    return (entry.schema.references ?? []).flatMap((reference) => {
      const referred = this.#referred(entry.subject, reference);
      return referred === undefined || this.#parsed.has(referred) || open.has(referred) ? [] : [referred];
    });
  }

  #referred(subject: string, reference: SchemaReference): BundleEntry | undefined {
    return this.subjects.get(referredSubject(subject, reference.subject))?.get(reference.version);
  }

  #parse(subject: string, { schemaType, schema, references = [] }: SchemaText): Schema | undefined {
    if (schemaType !== 'AVRO') return undefined;
    if (references.length > 0 && this.#hangsOnTooMuch(subject, references)) return undefined;
    const referred: Schema[] = [];
    for (const reference of references) {
      const entry = this.#referred(subject, reference);
      const parsed = entry === undefined ? undefined : this.#parsed.get(entry);
      if (parsed === undefined || parsed === null) return undefined;
      referred.push(parsed);
    }
    try {
      return parseSchema(schema, { references: referred, lenient: true });
    } catch {
      return undefined; // not Avro as we read it: known by its text
    }
  }

  /** Types are declared and printed again for everything that hangs on them: without a bound that is quadratic. */
  #hangsOnTooMuch(subject: string, references: readonly SchemaReference[]): boolean {
    const seen = new Set<BundleEntry>();
    const waiting = references.map((reference) => this.#referred(subject, reference));
    while (waiting.length > 0) {
      const entry = waiting.pop();
      if (entry === undefined || seen.has(entry)) continue;
      if (seen.add(entry).size > MAX_REFERENCES) return true;
      for (const reference of entry.schema.references ?? []) {
        waiting.push(this.#referred(entry.subject, reference));
      }
    }
    return false;
  }
}
