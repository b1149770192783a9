/** Reads the subject and the version out of a path, and finds what they name or refuses. */
import { refuse } from './registry-failure.ts';
import type { RegistryCall } from './route.ts';
import type { StoredVersion } from './schema-store.ts';

const MAX_VERSION = 2_147_483_647;

/** The subject of the path; 42208 for one that cannot be a subject. */
export function subjectOf(call: RegistryCall): string {
  const subject = call.segment('subject');
  if (subject === '__GLOBAL' || subject === '__EMPTY' || /\p{Cc}/u.test(subject)) {
    throw refuse.invalidSubject(subject);
  }
  return subject;
}

/** The version the path asks for: a number, or 'latest' (also written -1). */
export function versionOf(call: RegistryCall): number | 'latest' {
  const text = call.segment('version');
  if (text === 'latest' || text === '-1') return 'latest';
  const version = Number(text);
  if (!/^\d+$/.test(text) || version < 1 || version > MAX_VERSION) throw refuse.invalidVersion(text);
  return version;
}

/** The stored version the path names; 40401 when the subject is unknown, 40402 when only the version is. */
export function storedVersion(call: RegistryCall, withDeleted = call.flag('deleted')): StoredVersion {
  const subject = subjectOf(call);
  const wanted = versionOf(call);
  const versions = call.state.schemas.versions(subject, withDeleted);
  if (versions.length === 0) throw refuse.subjectNotFound(subject);
  const found = wanted === 'latest' ? versions.at(-1) : versions.find(({ version }) => version === wanted);
  if (found === undefined) throw refuse.versionNotFound(wanted);
  return found;
}
