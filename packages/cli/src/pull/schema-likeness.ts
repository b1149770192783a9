/**
 * Whether two texts are one schema: registries print what they store anew, so letters do not tell.
 *
 * Avro is alike but for layout, order of keys and how names are written; JSON Schema but for layout and order
 * of keys; Protobuf but for white space at its end. What cannot be read is like nothing else. Pure.
 */
import { referredSubject, type LockedVersion, type SchemaBundle } from '@ottla/registry-client';
import { parseSchema, sameSchema, SchemaError, type Schema } from '@ottla/schema';
import { isDeepStrictEqual } from 'node:util';
import { lockedSubject } from './locked-roots.ts';
import { laidOut } from './schema-layout.ts';

/** Of which version the texts may be: it says what they refer to. */
export interface VersionName {
  readonly subject: string;
  readonly version: number;
}

/** What hangs on more is compared by its letters. */
const REFERENCES_MAXIMUM = 1_000;

export class SchemaLikeness {
  readonly #bundle: SchemaBundle;
  readonly #references = new Map<string, readonly Schema[]>();

  /** `bundle` holds what schemas refer to. */
  constructor(bundle: SchemaBundle) {
    this.#bundle = bundle;
  }

  areAlike(left: string, right: string, version: VersionName): boolean {
    const locked = this.#versionOf(version);
    if (locked === undefined) return left === right;
    if (laidOut(left, locked.schemaType) === laidOut(right, locked.schemaType)) return true;
    if (locked.schemaType === 'JSON') return isDeepStrictEqual(jsonOf(left), jsonOf(right));
    if (locked.schemaType !== 'AVRO') return false;
    const references = this.#referencesOf(version);
    const [one, other] = [schemaOf(left, references), schemaOf(right, references)];
    return one !== undefined && other !== undefined && sameSchema(one, other);
  }

  #versionOf({ subject, version }: VersionName): LockedVersion | undefined {
    return lockedSubject(this.#bundle, subject)?.versions.find((entry) => entry.version === version);
  }

  /** All that a version needs, each after what it needs itself. */
  #referencesOf(name: VersionName): readonly Schema[] {
    const key = `${name.version} ${name.subject}`;
    const known = this.#references.get(key);
    if (known !== undefined) return known;
    const parsed = new Map<string, Schema>();
    const order = this.#orderOf(name);
    for (const { subject, version } of order) {
      const text = this.#bundle.schemas[this.#versionOf({ subject, version })?.sha256 ?? ''] ?? '';
      const schema = schemaOf(text, [...parsed.values()]);
      if (schema !== undefined) parsed.set(`${version} ${subject}`, schema);
    }
    const references = [...parsed.values()];
    this.#references.set(key, references);
    return references;
  }

  /** Depth first, without recursion: chains may be long. */
  #orderOf(name: VersionName): readonly VersionName[] {
    const order: VersionName[] = [];
    const seen = new Set<string>();
    const waiting: { readonly name: VersionName; readonly done: boolean }[] = [{ name, done: false }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const key = `${next.name.version} ${next.name.subject}`;
      if (next.done) {
        if (next.name !== name && order.length < REFERENCES_MAXIMUM) order.push(next.name);
        continue;
      }
      if (seen.has(key)) continue;
      seen.add(key);
      waiting.push({ name: next.name, done: true });
      for (const { subject, version } of this.#versionOf(next.name)?.references ?? []) {
        const referred = referredSubject(next.name.subject, subject);
        waiting.push({ name: { subject: referred, version }, done: false });
      }
    }
    return order;
  }
}

function schemaOf(text: string, references: readonly Schema[]): Schema | undefined {
  try {
    return parseSchema(text, { references, lenient: true });
  } catch (error) {
    if (error instanceof SchemaError) return undefined;
    throw error;
  }
}

/** Undefined for what is no JSON; then the layouts have been compared. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return Symbol('no JSON');
  }
}
