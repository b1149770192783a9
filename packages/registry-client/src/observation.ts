/**
 * What the client tells of itself: counters for `metrics()`, events on diagnostics_channel.
 *
 * Counting costs an addition; an event is made only when somebody listens. Nothing here holds credentials.
 */
import { channel } from 'node:diagnostics_channel';

/** The kinds of things the client remembers. */
export type CacheName = 'ids' | 'schemas' | 'guids' | 'versions' | 'latest' | 'misses';

export interface CacheCounts {
  readonly hits: number;
  readonly misses: number;
}

/** A snapshot; counters only grow. */
export interface RegistryMetrics {
  /** Tries, retries included. */
  readonly requests: number;
  /** Tries after the first of a call. */
  readonly retries: number;
  /** Tries that ended without a usable answer. */
  readonly failures: number;
  /** Moves to another URL. */
  readonly failovers: number;
  /** Callers that shared the request of another. */
  readonly shared: number;
  /** Answers that came from the bundle because the registry was away. */
  readonly bundled: number;
  readonly caches: Readonly<Record<CacheName, CacheCounts & { readonly entries: number }>>;
}

/** Channel `ottla:registry:request`: one try, when it ended. */
export interface RequestEvent {
  readonly method: string;
  /** Without credentials. */
  readonly url: string;
  /** From 1 within a call. */
  readonly attempt: number;
  readonly durationMs: number;
  /** Absent when there was no answer. */
  readonly status?: number;
  readonly error?: Error;
}

/** Channel `ottla:registry:cache`: something was answered from memory, or was not there. */
export interface CacheEvent {
  readonly cache: CacheName;
  readonly hit: boolean;
}

/** Channel `ottla:registry:failover`: the client moved to another URL. */
export interface FailoverEvent {
  readonly from: string;
  readonly to: string;
  readonly error: Error;
}

const requests = channel('ottla:registry:request');
const caches = channel('ottla:registry:cache');
const failovers = channel('ottla:registry:failover');

const cacheNames: readonly CacheName[] = ['ids', 'schemas', 'guids', 'versions', 'latest', 'misses'];

/** One per client: counts, and publishes. */
export class RegistryObserver {
  #requests = 0;
  #retries = 0;
  #failures = 0;
  #failovers = 0;
  #shared = 0;
  #bundled = 0;
  readonly #hits: Record<CacheName, number> = {
    ids: 0,
    schemas: 0,
    guids: 0,
    versions: 0,
    latest: 0,
    misses: 0,
  };
  readonly #absent: Record<CacheName, number> = {
    ids: 0,
    schemas: 0,
    guids: 0,
    versions: 0,
    latest: 0,
    misses: 0,
  };

  request(event: RequestEvent): void {
    this.#requests++;
    if (event.attempt > 1) this.#retries++;
    if (event.error !== undefined) this.#failures++;
    if (requests.hasSubscribers) requests.publish(event);
  }

  failover(event: FailoverEvent): void {
    this.#failovers++;
    if (failovers.hasSubscribers) failovers.publish(event);
  }

  shared(): void {
    this.#shared++;
  }

  bundled(): void {
    this.#bundled++;
  }

  hit(cache: CacheName): void {
    this.#hits[cache]++;
    if (caches.hasSubscribers) caches.publish({ cache, hit: true } satisfies CacheEvent);
  }

  miss(cache: CacheName): void {
    this.#absent[cache]++;
    if (caches.hasSubscribers) caches.publish({ cache, hit: false } satisfies CacheEvent);
  }

  metrics(entries: Readonly<Record<CacheName, number>>): RegistryMetrics {
    const counts = (name: CacheName) => ({
      hits: this.#hits[name],
      misses: this.#absent[name],
      entries: entries[name],
    });
    return {
      requests: this.#requests,
      retries: this.#retries,
      failures: this.#failures,
      failovers: this.#failovers,
      shared: this.#shared,
      bundled: this.#bundled,
      caches: Object.fromEntries(cacheNames.map((name) => [name, counts(name)])) as RegistryMetrics['caches'], // every name has its entry
    };
  }
}
