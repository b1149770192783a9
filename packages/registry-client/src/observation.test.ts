import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, it } from 'vitest';
import { RegistryObserver, type CacheName, type RegistryMetrics } from './observation.ts';

const entries = { ids: 1, schemas: 2, guids: 3, versions: 4, latest: 5, misses: 6 };
const none = { hits: 0, misses: 0 };
const untouched: RegistryMetrics = {
  requests: 0,
  retries: 0,
  failures: 0,
  failovers: 0,
  shared: 0,
  bundled: 0,
  caches: {
    ids: { ...none, entries: 1 },
    schemas: { ...none, entries: 2 },
    guids: { ...none, entries: 3 },
    versions: { ...none, entries: 4 },
    latest: { ...none, entries: 5 },
    misses: { ...none, entries: 6 },
  },
};
const request = { method: 'GET', url: 'http://r/subjects', attempt: 1, durationMs: 5, status: 200 };
const error = new Error('it broke');

/** What a channel carries while this is done. */
function heard(channel: string, act: () => void): unknown[] {
  const events: unknown[] = [];
  const hear = (event: unknown): void => void events.push(event);
  subscribe(channel, hear);
  try {
    act();
  } finally {
    unsubscribe(channel, hear);
  }
  return events;
}

describe('the counters', () => {
  it('begin at nothing; how much is remembered is asked of the caches', () => {
    expect(new RegistryObserver().metrics(entries)).toEqual(untouched);
  });

  it('count each thing by itself, whether or not anybody listens', () => {
    const observer = new RegistryObserver();
    observer.request(request);
    observer.request({ ...request, attempt: 2 });
    observer.request({ ...request, attempt: 3, error });
    observer.failover({ from: 'http://one', to: 'http://two', error });
    observer.shared();
    observer.bundled();
    expect(observer.metrics(entries)).toEqual({
      ...untouched,
      requests: 3,
      retries: 2,
      failures: 1,
      failovers: 1,
      shared: 1,
      bundled: 1,
    });
  });

  it.each(Object.keys(entries) as CacheName[])('of the cache %s are its own', (cache) => {
    const observer = new RegistryObserver();
    observer.hit(cache);
    observer.hit(cache);
    observer.miss(cache);
    const { caches } = observer.metrics(entries);
    expect(caches).toEqual({ ...untouched.caches, [cache]: { hits: 2, misses: 1, entries: entries[cache] } });
  });

  it('are a snapshot, and belong to one client', () => {
    const observer = new RegistryObserver();
    const before = observer.metrics(entries);
    observer.request(request);
    new RegistryObserver().request(request);
    expect(before).toEqual(untouched);
    expect(observer.metrics(entries).requests).toBe(1);
  });
});

describe('the events', () => {
  it('of tries, failovers and caches come as they are, each on its channel', () => {
    const observer = new RegistryObserver();
    const failed = { ...request, error };
    expect(heard('ottla:registry:request', () => observer.request(failed))).toEqual([failed]);
    const moved = { from: 'http://one', to: 'http://two', error };
    expect(heard('ottla:registry:failover', () => observer.failover(moved))).toEqual([moved]);
    const looked = heard('ottla:registry:cache', () => {
      observer.hit('ids');
      observer.miss('latest');
    });
    expect(looked).toEqual([
      { cache: 'ids', hit: true },
      { cache: 'latest', hit: false },
    ]);
  });
});
