/**
 * What of a lock was asked for, and what is there because something refers to it.
 *
 * A lock does not say: a version nobody refers to was asked for. Of what only refers to itself in a circle,
 * all was. Pure.
 */
import type { LockedVersion, SchemaLock } from '@ottla/registry-client';
import { lockedSubject, referencesOf, versionKey } from './locked-schema.ts';

/** Versions by their subjects. */
export type VersionsOf = ReadonlyMap<string, ReadonlySet<number>>;

/** The versions that were asked for. */
export function lockedRoots(lock: SchemaLock): VersionsOf {
  const everywhere = Object.keys(lock.subjects);
  const all = versionsOf(lock, everywhere);
  const referred = new Set(
    all.flatMap(([subject, version]) => referencesOf(subject, version).map(versionKey)),
  );
  const roots = all.filter((entry) => !referred.has(keyOf(entry)));
  const reached = reach(lock, roots);
  const circles = all.filter((entry) => !reached.has(keyOf(entry)));
  return bySubject([...roots, ...circles]);
}

/** All versions of these subjects, and all they refer to. */
export function withReferences(lock: SchemaLock, subjects: readonly string[]): VersionsOf {
  const reached = reach(lock, versionsOf(lock, subjects));
  const all = versionsOf(lock, Object.keys(lock.subjects));
  return bySubject(all.filter((entry) => reached.has(keyOf(entry))));
}

/** Whether versions were asked for that are not the newest. */
export function holdsOlder(lock: SchemaLock): boolean {
  return [...lockedRoots(lock)].some(([subject, versions]) => {
    const newest = lockedSubject(lock, subject)?.versions.at(-1)?.version ?? 0;
    return [...versions].some((version) => version < newest);
  });
}

type Entry = readonly [subject: string, version: LockedVersion];

function keyOf([subject, { version }]: Entry): string {
  return versionKey({ subject, version });
}

function versionsOf(lock: SchemaLock, subjects: readonly string[]): readonly Entry[] {
  return subjects.flatMap((subject) =>
    (lockedSubject(lock, subject)?.versions ?? []).map((version): Entry => [subject, version]),
  );
}

function bySubject(entries: readonly Entry[]): VersionsOf {
  const found = new Map<string, Set<number>>();
  for (const [subject, { version }] of entries) {
    found.set(subject, (found.get(subject) ?? new Set()).add(version));
  }
  return found;
}

/** Keys of these and all that hangs on them; each is looked at once. */
function reach(lock: SchemaLock, entries: readonly Entry[]): ReadonlySet<string> {
  const byKey = new Map(versionsOf(lock, Object.keys(lock.subjects)).map((entry) => [keyOf(entry), entry]));
  const reached = new Set<string>();
  const waiting = [...entries];
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    const key = keyOf(entry);
    if (reached.has(key)) continue;
    reached.add(key);
    for (const reference of referencesOf(...entry)) {
      const referred = byKey.get(versionKey(reference));
      if (referred !== undefined) waiting.push(referred);
    }
  }
  return reached;
}
