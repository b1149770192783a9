/**
 * Schemas by id and the latest ids by subject, as `registry.cache`; users read, prime and clear it.
 *
 * Bounded: the schemas and subjects that were used longest ago leave first. An id may be given as a number or
 * as its digits. Never expires and never asks the registry.
 */
import { LRUCache } from 'lru-cache';
import type { AvroSchema, Schema, SchemaType } from './schema-types.ts';

export interface CacheEntry {
  type: SchemaType;
  schema: Schema | AvroSchema;
}

/** More schemas than any known registry serves to one process, and few enough to fit in its memory. */
const MAX_ENTRIES = 10_000;

/** Programs written in JavaScript hand in the digits of an id too. */
function idOf(id: number): number {
  if (typeof id === 'number') return id;
  return typeof id === 'string' && String(Number(id)) === id ? Number(id) : id;
}

// Its methods are members of the instance, so that they work when taken off it.
export class Cache {
  readonly #schemas = new LRUCache<number, CacheEntry>({ max: MAX_ENTRIES });
  readonly #latestIds = new LRUCache<string, number>({ max: MAX_ENTRIES });

  getLatestRegistryId = (subject: string): number | undefined => this.#latestIds.get(subject);

  setLatestRegistryId = (subject: string, id: number): number => {
    this.#latestIds.set(subject, id);
    return id;
  };

  getSchema = (registryId: number): CacheEntry | undefined => this.#schemas.get(idOf(registryId));

  setSchema = (registryId: number, type: SchemaType, schema: Schema): CacheEntry => {
    const entry = { type, schema };
    this.#schemas.set(idOf(registryId), entry);
    return entry;
  };

  clear = (): void => {
    this.#schemas.clear();
    this.#latestIds.clear();
  };

  /** A copy of what is held; writing to it changes nothing here. */
  get schemasByRegistryId(): { [key: string]: CacheEntry } {
    return Object.fromEntries(this.#schemas.entries());
  }

  /** A copy of what is held; writing to it changes nothing here. */
  get registryIdBySubject(): { [key: string]: number } {
    return Object.fromEntries(this.#latestIds.entries());
  }
}
