/** Reads the subject and the version out of a path, and finds what they name or refuses. */
import { normalSubject } from './qualified-subject.ts';
import { refuse } from './registry-failure.ts';
import type { RegistryCall } from './route.ts';
import type { StoredVersion } from './schema-store.ts';
import { numberedVersion } from './version-search.ts';

const MAX_VERSION = 2_147_483_647;

/** The subject of the path, as a normal name. */
export function subjectOf(call: RegistryCall): string {
  return normalSubject(call.segment('subject'));
}

/** The version the path asks for: a number, or 'latest' (also written -1). */
export function versionOf(call: RegistryCall): number | 'latest' {
  const text = call.segment('version');
  const trimmed = text.trim().toLowerCase();
  if (trimmed === 'latest' || /^-0*1$/.test(trimmed)) return 'latest';
  const version = Number(trimmed);
  if (!/^\+?\d+$/.test(trimmed) || version < 1 || version > MAX_VERSION) throw refuse.invalidVersion(text);
  return version;
}

/** 40401 when the subject has no version, 40402 when only the wanted one is missing. */
export function versionMissing(call: RegistryCall, subject: string, withDeleted: boolean): Error {
  const wanted = versionOf(call);
  return call.state.schemas.versions(subject, withDeleted).length === 0
    ? refuse.subjectNotFound(subject)
    : refuse.versionNotFound(wanted === 'latest' ? -1 : wanted);
}

/** The stored version the path names; 40401 or 40402 when there is none. */
export function storedVersion(call: RegistryCall, withDeleted = call.flag('deleted')): StoredVersion {
  const subject = subjectOf(call);
  const found = numberedVersion(call.state, subject, { version: versionOf(call), withDeleted });
  if (found === undefined) throw versionMissing(call, subject, withDeleted);
  return found;
}
