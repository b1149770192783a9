/**
 * What the client remembers, each kind in a bounded LRU.
 *
 * Ids, texts and versions never change and are kept for good. The latest version of a subject is fresh for
 * `latestTtlMs`, then stale: still worth answering while it is asked for again. What was not found is
 * remembered for `missTtlMs`. Asks nobody; the time is the injected clock's.
 */
import type { Clock, RegisteredSchema, SchemaText } from '@ottla/kernel';
import { LRUCache } from 'lru-cache';
import type { RegistryError } from '../registry-error.ts';
import { canBeSameSchema } from './same-schema.ts';
import { schemaKey } from './schema-key.ts';

/** How many times its fresh life a `latest` is answered while it is refreshed; older ones are waited for. */
const STALE_LIVES = 10;

export interface SchemaCacheOptions {
  /** Entries of each kind. */
  readonly cacheSize: number;
  readonly latestTtlMs: number;
  readonly missTtlMs: number;
}

export interface HeldLatest {
  readonly schema: RegisteredSchema;
  readonly state: 'fresh' | 'stale' | 'old';
}

export class SchemaCache {
  readonly #options: SchemaCacheOptions;
  readonly #clock: Clock;
  readonly #ids: LRUCache<string, number>;
  readonly #schemas: LRUCache<number, RegisteredSchema>;
  readonly #versions: LRUCache<string, RegisteredSchema>;
  readonly #latest: LRUCache<string, { schema: RegisteredSchema; since: number }>;
  readonly #misses: LRUCache<string, { error: RegistryError; until: number }>;

  constructor(options: SchemaCacheOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    const max = options.cacheSize;
    this.#ids = new LRUCache({ max });
    this.#schemas = new LRUCache({ max });
    this.#versions = new LRUCache({ max });
    this.#latest = new LRUCache({ max });
    this.#misses = new LRUCache({ max });
  }

  idOf(subject: string, schema: SchemaText): number | undefined {
    return this.#ids.get(`${schemaKey(schema)}${subject}`);
  }

  rememberId(subject: string, schema: SchemaText, id: number): void {
    this.#ids.set(`${schemaKey(schema)}${subject}`, id);
  }

  schemaOf(id: number): RegisteredSchema | undefined {
    return this.#schemas.get(id);
  }

  /** Keeps what an id stands for. False when the id already stands for another schema; nothing is changed then. */
  rememberSchema({ id, schemaType, schema, references }: RegisteredSchema): boolean {
    const text: RegisteredSchema = { id, schemaType, schema, ...(references && { references }) };
    const held = this.#schemas.get(id);
    if (held !== undefined) return canBeSameSchema(held, text);
    this.#schemas.set(id, text);
    return true;
  }

  versionOf(subject: string, version: number): RegisteredSchema | undefined {
    return this.#versions.get(`${version}:${subject}`);
  }

  rememberVersion(subject: string, version: number, schema: RegisteredSchema): void {
    this.#versions.set(`${version}:${subject}`, schema);
  }

  latestOf(subject: string): HeldLatest | undefined {
    const held = this.#latest.get(subject);
    if (held === undefined) return undefined;
    const age = this.#clock.now() - held.since;
    const { latestTtlMs } = this.#options;
    const state = age < latestTtlMs ? 'fresh' : age < latestTtlMs * STALE_LIVES ? 'stale' : 'old';
    return { schema: held.schema, state };
  }

  rememberLatest(subject: string, schema: RegisteredSchema): void {
    this.#latest.set(subject, { schema, since: this.#clock.now() });
  }

  forgetLatest(subject: string): void {
    this.#latest.delete(subject);
  }

  /** The error to repeat for something that was not found a moment ago. */
  missOf(key: string): RegistryError | undefined {
    const miss = this.#misses.get(key);
    return miss !== undefined && this.#clock.now() < miss.until ? miss.error : undefined;
  }

  rememberMiss(key: string, error: RegistryError): void {
    if (this.#options.missTtlMs === 0) return;
    this.#misses.set(key, { error, until: this.#clock.now() + this.#options.missTtlMs });
  }

  /** A registration makes earlier misses doubtful, under whatever key. */
  forgetMisses(): void {
    this.#misses.clear();
  }
}
