/**
 * Whether two texts are one schema: registries print what they store anew, so letters do not tell.
 *
 * Avro is alike but for layout, order of keys and how names are written; JSON Schema but for layout and order
 * of keys; Protobuf but for white space at its end. What cannot be read is like nothing else. Pure.
 */
import type { SchemaBundle } from '@ottla/registry-client';
import { parseSchema, sameSchema, SchemaError, type Schema } from '@ottla/schema';
import { isDeepStrictEqual } from 'node:util';
import {
  lockedSchema,
  lockedVersion,
  neededVersions,
  versionKey,
  type VersionName,
} from './locked-schema.ts';
import { laidOut } from './schema-layout.ts';

/** What hangs on more is compared by its letters. */
const REFERENCES_MAXIMUM = 1_000;

export class SchemaLikeness {
  readonly #bundle: SchemaBundle;
  readonly #references = new Map<string, readonly Schema[]>();

  /** `bundle` holds what schemas refer to. */
  constructor(bundle: SchemaBundle) {
    this.#bundle = bundle;
  }

  /** `version`: of which the texts may be; it says what they refer to. */
  areAlike(left: string, right: string, version: VersionName): boolean {
    const locked = lockedVersion(this.#bundle, version);
    if (locked === undefined) return left === right;
    if (laidOut(left, locked.schemaType) === laidOut(right, locked.schemaType)) return true;
    if (locked.schemaType === 'JSON') return isDeepStrictEqual(jsonOf(left), jsonOf(right));
    if (locked.schemaType !== 'AVRO') return false;
    const references = this.#referencesOf(version);
    const [one, other] = [schemaOf(left, references), schemaOf(right, references)];
    return one !== undefined && other !== undefined && sameSchema(one, other);
  }

  /** All that a version needs, each after what it needs itself. */
  #referencesOf(name: VersionName): readonly Schema[] {
    const key = versionKey(name);
    const known = this.#references.get(key);
    if (known !== undefined) return known;
    const references: Schema[] = [];
    for (const needed of neededVersions(this.#bundle, name).slice(0, REFERENCES_MAXIMUM)) {
      const schema = schemaOf(lockedSchema(this.#bundle, needed)?.schema ?? '', [...references]);
      if (schema !== undefined) references.push(schema);
    }
    this.#references.set(key, references);
    return references;
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
