/**
 * Which version of each API a connection speaks.
 *
 * The broker's ranges come from its ApiVersions answer, once per connection (KIP-35, KIP-511). The highest
 * version both sides know is used. A range that makes no sense counts as not offered.
 */
import type { Api } from '@ottla/protocol';
import { UnsupportedVersionError, type NegotiableRange } from '../errors.ts';

/** By API key. */
export type BrokerVersions = ReadonlyMap<number, NegotiableRange>;

interface ListedApi {
  readonly apiKey: number;
  readonly minVersion: number;
  readonly maxVersion: number;
}

export function brokerVersionsOf(listed: readonly ListedApi[]): BrokerVersions {
  const versions = new Map<number, NegotiableRange>();
  for (const { apiKey, minVersion, maxVersion } of listed) {
    if (minVersion < 0 || maxVersion < minVersion) continue;
    versions.set(apiKey, { min: minVersion, max: maxVersion });
  }
  return versions;
}

/**
 * The highest version that both sides know, not above `maxVersion`.
 * Throws UnsupportedVersionError, which names both ranges, when there is none.
 */
export function negotiateVersion(api: Api, versions: BrokerVersions, maxVersion = Infinity): number {
  const theirs = versions.get(api.key);
  const version = Math.min(api.versions.max, theirs?.max ?? -1, maxVersion);
  if (theirs === undefined || version < theirs.min || version < api.versions.min) {
    const ours = { min: api.versions.min, max: Math.min(api.versions.max, maxVersion) };
    throw new UnsupportedVersionError(api.name, ours, theirs);
  }
  return version;
}
