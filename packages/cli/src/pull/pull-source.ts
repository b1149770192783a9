/**
 * The registry as a pull sees it: subjects that were not asked for stay as the lock has them.
 *
 * Those are answered from the lock without a question, unless their text is not at hand. What the registry
 * said about the versions of a subject is kept, so that a pull can be tried again without it.
 */
import type { RegisteredSchema } from '@ottla/kernel';
import type { BundleSource, CompatibilityLevel, SchemaBundle } from '@ottla/registry-client';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { lockedRoots, type VersionsOf } from './locked-roots.ts';
import { lockedSchema, lockedSubject } from './locked-schema.ts';

export interface PullWish {
  /** Subjects to ask the registry for. */
  readonly asked: ReadonlySet<string>;
  readonly versions: 'latest' | 'all';
  /** What is locked. */
  readonly locked: SchemaBundle;
}

export class PullSource implements BundleSource {
  readonly #registry: BundleSource;
  readonly #wish: PullWish;
  readonly #roots: VersionsOf;
  readonly #versions = new Map<string, Promise<number[]>>();

  constructor(registry: BundleSource, wish: PullWish) {
    this.#registry = registry;
    this.#wish = wish;
    this.#roots = lockedRoots(wish.locked);
  }

  async versions(subject: string): Promise<number[]> {
    const { asked, versions } = this.#wish;
    const kept = asked.has(subject) ? undefined : this.#roots.get(subject);
    if (kept !== undefined) return [...kept];
    const all = await this.allVersions(subject);
    return versions === 'all' ? all : [...all].toSorted((left, right) => left - right).slice(-1);
  }

  /** What the registry holds of a subject. */
  allVersions(subject: string): Promise<number[]> {
    const known = this.#versions.get(subject);
    if (known !== undefined) return known;
    const versions = this.#registry.versions(subject);
    this.#versions.set(subject, versions);
    return versions;
  }

  async version(subject: string, version: number): Promise<RegisteredSchema> {
    const { asked, locked } = this.#wish;
    const kept = asked.has(subject) ? undefined : lockedSchema(locked, { subject, version });
    return kept ?? (await this.#registry.version(subject, version));
  }

  async compatibilityLevel(subject: string): Promise<CompatibilityLevel> {
    const kept = this.#wish.asked.has(subject) ? undefined : lockedSubject(this.#wish.locked, subject);
    if (kept === undefined) return this.#registry.compatibilityLevel(subject);
    if (kept.level !== undefined) return kept.level;
    // As a registry says that there is none.
    throw new CliError('locked without a level', { code: 'SETTING_NOT_FOUND', exitCode: EXIT.usage });
  }
}
