/**
 * What the client remembers, each kind in a bounded LRU.
 *
 * Ids, texts and versions never change and are kept until something makes them doubtful: a deletion or
 * another configuration, told to `forgetSubject` and `forgetSchemas`. The latest version of a subject is fresh for
 * `latestTtlMs`, then stale: still worth answering while it is asked for again. What was not found is
 * remembered for `missTtlMs`. Asks nobody; the time is the injected clock's. Every look is counted.
 */
import type { Clock, RegisteredSchema, SchemaText } from '@ottla/kernel';
import { LRUCache } from 'lru-cache';
import type { SchemaOfGuid } from '../answers/schema-answer.ts';
import type { CacheName, RegistryObserver } from '../observation.ts';
import type { RegistryError } from '../registry-error.ts';
import { canBeSameSchema } from './same-schema.ts';
import { SchemaKeys, subjectOfKey, type HeldId } from './schema-keys.ts';
import { DEFAULT_CONTEXT, plainSubject } from '../subject-context.ts';

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

/** A schema as it is asked for: its text under a subject, in its normal form or as it stands. */
export interface SchemaUnderSubject {
  readonly subject: string;
  readonly schema: SchemaText;
  readonly normalize?: boolean | undefined;
}

interface HeldSchema {
  readonly schema: RegisteredSchema;
  /** As the registry stores it, not as a caller sent it. */
  readonly stored: boolean;
}

/** Ids are unique within a context. Those of the default context are their own keys: no string on the hot path. */
const idKey = (id: number, context: string): number | string =>
  context === DEFAULT_CONTEXT ? id : `${id}:${context}`;

export class SchemaCache {
  readonly #options: SchemaCacheOptions;
  readonly #clock: Clock;
  readonly #observer: RegistryObserver;
  readonly #keys = new SchemaKeys();
  readonly #ids: LRUCache<string, HeldId>;
  /** Ids that came so far. Between two of them, the LRU need hear of a use only once. */
  #arrivals = 0;
  readonly #schemas: LRUCache<number | string, HeldSchema>;
  readonly #guids: LRUCache<string, SchemaOfGuid>;
  readonly #versions: LRUCache<string, RegisteredSchema>;
  readonly #latest: LRUCache<string, { schema: RegisteredSchema; since: number }>;
  readonly #misses: LRUCache<string, { error: RegistryError; until: number }>;

  constructor(options: SchemaCacheOptions, clock: Clock, observer: RegistryObserver) {
    this.#options = options;
    this.#clock = clock;
    this.#observer = observer;
    const max = options.cacheSize;
    this.#ids = new LRUCache({
      max,
      dispose: (held) => {
        held.live = false;
      },
    });
    this.#schemas = new LRUCache({ max });
    this.#guids = new LRUCache({ max });
    this.#versions = new LRUCache({ max });
    this.#latest = new LRUCache({ max });
    this.#misses = new LRUCache({ max });
  }

  /** Equal for equal content under one subject. */
  keyOf({ subject, schema, normalize }: SchemaUnderSubject): string {
    return this.#keys.of(subject, schema, normalize).text;
  }

  idOf(subject: string, schema: SchemaText, normalize: boolean | undefined): number | undefined {
    const key = this.#keys.of(subject, schema, normalize);
    if (key.held?.live !== true || key.arrivals !== this.#arrivals) {
      key.held = this.#ids.get(key.text);
      key.arrivals = this.#arrivals;
    }
    this.#count('ids', key.held !== undefined);
    return key.held?.id;
  }

  /** False when the schema already has another id under this subject; nothing is changed then, unless it `mayMove`. */
  rememberId(
    { subject, schema, normalize }: SchemaUnderSubject,
    id: number,
    { mayMove = false }: { readonly mayMove?: boolean } = {},
  ): boolean {
    const { text } = this.#keys.of(subject, schema, normalize);
    const held = this.#ids.get(text);
    if (held !== undefined && !mayMove) return held.id === id;
    this.#arrivals++;
    this.#ids.set(text, { id, live: true });
    return true;
  }

  schemaOf(id: number, context: string = DEFAULT_CONTEXT): RegisteredSchema | undefined {
    const held = this.#schemas.get(idKey(id, context));
    this.#count('schemas', held !== undefined);
    return held?.schema;
  }

  /**
   * Keeps what an id stands for; a stored text in place of one that was sent. False when the id already
   * stands for another schema; nothing is changed then.
   */
  rememberSchema(
    found: RegisteredSchema,
    context: string,
    { stored }: { readonly stored: boolean },
  ): boolean {
    const key = idKey(found.id, context);
    const held = this.#schemas.get(key);
    const bothStored = stored && held?.stored === true;
    if (held !== undefined && !canBeSameSchema(held.schema, found, bothStored)) return false;
    if (held === undefined || (stored && !held.stored)) {
      const { subject: _subject, version: _version, ...schema } = found;
      this.#schemas.set(key, { schema, stored });
    }
    return true;
  }

  schemaOfGuid(guid: string): SchemaOfGuid | undefined {
    const held = this.#guids.get(guid);
    this.#count('guids', held !== undefined);
    return held;
  }

  rememberGuid(schema: SchemaOfGuid): void {
    this.#guids.set(schema.guid, schema);
  }

  versionOf(subject: string, version: number): RegisteredSchema | undefined {
    const held = this.#versions.get(`${version}:${subject}`);
    this.#count('versions', held !== undefined);
    return held;
  }

  rememberVersion(subject: string, version: number, schema: RegisteredSchema): void {
    this.#versions.set(`${version}:${subject}`, schema);
  }

  latestOf(subject: string): HeldLatest | undefined {
    const held = this.#latest.get(subject);
    this.#count('latest', held !== undefined);
    if (held === undefined) return undefined;
    const age = this.#clock.now() - held.since;
    const { latestTtlMs } = this.#options;
    const state = age < latestTtlMs ? 'fresh' : age < latestTtlMs * STALE_LIVES ? 'stale' : 'old';
    return { schema: held.schema, state };
  }

  rememberLatest(subject: string, schema: RegisteredSchema): void {
    this.#latest.set(subject, { schema, since: this.#clock.now() });
  }

  /** Under both names that a subject of the default context has. */
  forgetLatest(subject: string): void {
    const plain = plainSubject(subject);
    this.#latest.delete(plain);
    this.#latest.delete(`:${DEFAULT_CONTEXT}:${plain}`);
  }

  /** The error to repeat for something that was not found a moment ago. */
  missOf(key: string): RegistryError | undefined {
    const miss = this.#misses.get(key);
    const error = miss !== undefined && this.#clock.now() < miss.until ? miss.error : undefined;
    this.#count('misses', error !== undefined);
    return error;
  }

  rememberMiss(key: string, error: RegistryError): void {
    if (this.#options.missTtlMs === 0) return;
    this.#misses.set(key, { error, until: this.#clock.now() + this.#options.missTtlMs });
  }

  /** Anything that changes the registry makes earlier misses doubtful, under whatever key. */
  forgetMisses(): void {
    this.#misses.clear();
  }

  /** Forgets which ids and versions a subject has; without a subject, those of all. Walks what is held. */
  forgetSubject(subject: string | undefined): void {
    if (subject === undefined) {
      for (const held of [this.#ids, this.#versions, this.#latest]) held.clear();
      return;
    }
    const plain = plainSubject(subject);
    const isMeant = (name: string): boolean => plainSubject(name) === plain;
    for (const key of this.#latest.keys()) if (isMeant(key)) this.#latest.delete(key);
    for (const key of this.#ids.keys()) if (isMeant(subjectOfKey(key))) this.#ids.delete(key);
    for (const key of this.#versions.keys()) {
      if (isMeant(key.slice(key.indexOf(':') + 1))) this.#versions.delete(key);
    }
  }

  /** Forgets what ids and GUIDs stand for. */
  forgetSchemas(): void {
    this.#schemas.clear();
    this.#guids.clear();
  }

  entries(): Record<CacheName, number> {
    return {
      ids: this.#ids.size,
      schemas: this.#schemas.size,
      guids: this.#guids.size,
      versions: this.#versions.size,
      latest: this.#latest.size,
      misses: this.#misses.size,
    };
  }

  #count(cache: CacheName, hit: boolean): void {
    if (hit) this.#observer.hit(cache);
    else this.#observer.miss(cache);
  }
}
