/**
 * A bundle made from what a registry holds.
 *
 * Follows references to every version they name, each asked for once, so diamonds do not multiply and cycles
 * end; past MOST_LOCKED_VERSIONS it gives up. Deterministic: the same registry gives the same bundle in
 * whatever order it answers. What a registry tells is checked before it is locked.
 */
import {
  ConfigError,
  OttlaError,
  printable,
  type RegisteredSchema,
  type SchemaReference,
} from '@ottla/kernel';
import { contentGuid, type CompatibilityLevel } from '@ottla/schema';
import { registryError } from '../http/verdict.ts';
import { mapBounded } from './bounded-work.ts';
import { checkBundle } from './bundle-check.ts';
import { BundleEntries, sha256Of } from './bundle-entries.ts';
import { bundleError } from './bundle-problem.ts';
import { MOST_LOCKED_VERSIONS } from './lock-shape.ts';
import type { LockedSubject, LockedVersion, SchemaBundle } from './schema-bundle.ts';
import { plainSubject, referredSubject } from '../subject-context.ts';

/** What is asked of a registry; a RegistryClient without a bundle of its own fits. */
export interface BundleSource {
  versions(subject: string): Promise<number[]>;
  version(subject: string, version: number): Promise<RegisteredSchema>;
  compatibilityLevel(subject: string): Promise<CompatibilityLevel>;
}

export interface PullOptions {
  /** `all`, when left out: records in topics were written with older ones. References are exact either way. */
  readonly versions?: 'latest' | 'all';
}

const QUESTIONS_AT_ONCE = 8;
/** A registry that keeps no levels: subjects are locked without one. */
const NO_LEVEL: ReadonlySet<string> = new Set(['SETTING_NOT_FOUND', 'REGISTRY_ROUTE_NOT_FOUND']);

interface Wanted {
  readonly subject: string;
  readonly version: number;
}

/**
 * The subjects with their versions, ids and texts, and everything they refer to. Rejects with what the
 * registry's client rejects with, SUBJECT_NOT_FOUND for one; with REGISTRY_ANSWER_INVALID when what it tells
 * contradicts itself; with ConfigError BUNDLE_TOO_LARGE past 10,000 versions.
 * @example
 * const bundle = await pullBundle(registry, ['customers-value']);
 * Object.keys(bundle.subjects); // ['customers-value']
 */
export async function pullBundle(
  registry: BundleSource,
  subjects: readonly string[],
  { versions = 'all' }: PullOptions = {},
): Promise<SchemaBundle> {
  const pull = new Pull(registry);
  const names = [...new Set(subjects.map(plainSubject))].toSorted();
  if (names.includes('__proto__')) {
    throw bundleError('BUNDLE_INVALID', 'bundle', { why: "subject '__proto__' cannot be locked" });
  }
  const found = await mapBounded(names, QUESTIONS_AT_ONCE, (subject) => pull.numbers(subject));
  let wanted = names.flatMap((subject, index) => {
    const numbers = found[index] ?? [];
    if (numbers.length === 0) {
      const call = { purpose: `lock subject '${printable(subject, 200)}'`, subject };
      throw registryError(call, 'SUBJECT_NOT_FOUND', 'the registry holds no version of it');
    }
    return (versions === 'all' ? numbers : numbers.slice(-1)).map((version) => ({ subject, version }));
  });
  while (wanted.length > 0) wanted = await pull.take(wanted);
  return pull.bundle();
}

class Pull {
  readonly #registry: BundleSource;
  readonly #numbers = new Map<string, Promise<number[]>>();
  readonly #taken = new Map<string, Map<number, RegisteredSchema>>();
  #count = 0;

  constructor(registry: BundleSource) {
    this.#registry = registry;
  }

  /** The version numbers of a subject, oldest first, as they were when first asked for. */
  numbers(subject: string): Promise<number[]> {
    let numbers = this.#numbers.get(subject);
    if (numbers === undefined) {
      numbers = this.#askNumbers(subject);
      this.#numbers.set(subject, numbers);
    }
    return numbers;
  }

  /** Asks for these versions and gives what they refer to and nobody has asked for yet. */
  async take(wanted: readonly Wanted[]): Promise<Wanted[]> {
    this.#count += wanted.length;
    if (this.#count > MOST_LOCKED_VERSIONS) {
      const why = `these subjects and what they refer to have more than ${MOST_LOCKED_VERSIONS} versions`;
      throw bundleError('BUNDLE_TOO_LARGE', 'bundle', { why });
    }
    const answers = await mapBounded(wanted, QUESTIONS_AT_ONCE, ({ subject, version }) =>
      this.#registry.version(subject, version).then((told) => this.#resolved(subject, version, told)),
    );
    for (const [index, { subject, version }] of wanted.entries()) {
      const versions = this.#taken.get(subject) ?? new Map<number, RegisteredSchema>();
      this.#taken.set(subject, versions);
      const answer = answers[index];
      if (answer !== undefined) versions.set(version, answer);
    }
    const next = new Map<string, Wanted>();
    for (const [index, { subject }] of wanted.entries()) {
      for (const reference of answers[index]?.references ?? []) {
        const referred = referredSubject(subject, reference.subject);
        if (this.#taken.get(referred)?.has(reference.version) === true) continue;
        next.set(`${reference.version} ${referred}`, { subject: referred, version: reference.version });
      }
    }
    return [...next.values()];
  }

  async bundle(): Promise<SchemaBundle> {
    const names = [...this.#taken.keys()].toSorted();
    const levels = await mapBounded(names, QUESTIONS_AT_ONCE, (subject) => this.#level(subject));
    const schemas: Record<string, string> = {};
    const subjects: [string, LockedSubject][] = names.map((subject, index) => {
      const versions = [...(this.#taken.get(subject) ?? [])].toSorted(([left], [right]) => left - right);
      const locked = versions.map(([version, told]): LockedVersion => {
        const sha256 = sha256Of(told.schema);
        schemas[sha256] = told.schema;
        return lockedVersion(version, told, sha256);
      });
      const level = levels[index];
      return [subject, { ...(level && { level }), versions: locked }];
    });
    return checkedPull({ lockfileVersion: 1, subjects: Object.fromEntries(subjects), schemas });
  }

  async #askNumbers(subject: string): Promise<number[]> {
    const numbers = await this.#registry.versions(subject);
    return [...new Set(numbers)].toSorted((left, right) => left - right);
  }

  async #level(subject: string): Promise<CompatibilityLevel | undefined> {
    try {
      return await this.#registry.compatibilityLevel(subject);
    } catch (error) {
      if (error instanceof OttlaError && NO_LEVEL.has(error.code)) return undefined;
      throw error;
    }
  }

  /** With the numbers its references stand for now; its GUID is judged by what was told. */
  async #resolved(subject: string, version: number, told: RegisteredSchema): Promise<RegisteredSchema> {
    const { references = [], ...rest } = told;
    const numbered: SchemaReference[] = [];
    for (const reference of references) {
      if (reference.version !== -1) numbered.push(reference);
      else {
        const referred = referredSubject(subject, reference.subject);
        const latest = (await this.numbers(referred)).at(-1);
        if (latest === undefined) throw contradiction(subject, `it refers to '${referred}', which is empty`);
        numbered.push({ ...reference, version: latest });
      }
    }
    const resolved = { ...rest, ...(numbered.length > 0 && { references: numbered }) };
    const fitting = [contentGuid(told), contentGuid(resolved)];
    if (told.guid !== undefined && !fitting.includes(told.guid.toLowerCase())) {
      const why = `it tells GUID ${told.guid} for version ${version}, whose content has ${fitting[0]}`;
      throw contradiction(subject, why);
    }
    return resolved;
  }
}

function contradiction(subject: string | undefined, why: string, cause?: unknown): Error {
  return registryError(
    {
      purpose: subject === undefined ? 'lock the subjects' : `lock subject '${printable(subject, 200)}'`,
      subject,
      cause,
    },
    'REGISTRY_ANSWER_INVALID',
    `the registry contradicts itself: ${why}`,
  );
}

/** The fingerprint is that of the text until all texts are there to parse it with. */
function lockedVersion(version: number, told: RegisteredSchema, sha256: string): LockedVersion {
  const { id, schemaType, references, metadata, ruleSet } = told;
  return {
    version,
    id,
    guid: contentGuid(told),
    schemaType,
    fingerprint: sha256,
    sha256,
    ...(references && { references }),
    ...(metadata && { metadata }),
    ...(ruleSet && { ruleSet }),
  };
}

/** With fingerprints, and everything checked: what is wrong now was told so by the registry. */
function checkedPull(pulled: SchemaBundle): SchemaBundle {
  try {
    const bundle = checkBundle(pulled);
    const entries = new BundleEntries(bundle);
    const subjects = Object.entries(bundle.subjects).map(([subject, { level, versions }]) => {
      const fingerprinted = versions.map((locked): LockedVersion => {
        const entry = entries.subjects.get(subject)?.get(locked.version);
        return entry === undefined ? locked : { ...locked, fingerprint: entries.fingerprintOf(entry) };
      });
      return [subject, { ...(level && { level }), versions: fingerprinted }] as const;
    });
    return { ...bundle, subjects: Object.fromEntries(subjects) };
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    throw contradiction(undefined, cause.message, cause);
  }
}
