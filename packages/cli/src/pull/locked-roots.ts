/**
 * What of a lock was asked for, and what is there because something refers to it.
 *
 * A lock does not say: a version nobody refers to was asked for. Of what only refers to itself in a circle,
 * all was. Pure.
 */
import {
  referredSubject,
  type LockedSubject,
  type LockedVersion,
  type SchemaLock,
} from '@ottla/registry-client';

/** Versions by their subjects. */
export type VersionsOf = ReadonlyMap<string, ReadonlySet<number>>;

/** The block of a subject; undefined when it is not locked. */
export function lockedSubject({ subjects }: SchemaLock, subject: string): LockedSubject | undefined {
  return Object.hasOwn(subjects, subject) ? subjects[subject] : undefined;
}

/** The versions that were asked for. */
export function lockedRoots(lock: SchemaLock): VersionsOf {
  const everywhere = Object.keys(lock.subjects);
  const all = versionsOf(lock, everywhere);
  const referred = new Set(all.flatMap(([subject, version]) => referencesOf(subject, version).map(keyOf)));
  const roots = all.filter(([subject, { version }]) => !referred.has(keyOf([subject, version])));
  const reached = reach(lock, roots);
  const circles = all.filter(([subject, { version }]) => !reached.has(keyOf([subject, version])));
  return bySubject([...roots, ...circles]);
}

/** All versions of these subjects, and all they refer to. */
export function withReferences(lock: SchemaLock, subjects: readonly string[]): VersionsOf {
  const reached = reach(lock, versionsOf(lock, subjects));
  const all = versionsOf(lock, Object.keys(lock.subjects));
  return bySubject(all.filter(([subject, { version }]) => reached.has(keyOf([subject, version]))));
}

/** Whether versions were asked for that are not the newest. */
export function holdsOlder(lock: SchemaLock): boolean {
  return [...lockedRoots(lock)].some(([subject, versions]) => {
    const newest = lockedSubject(lock, subject)?.versions.at(-1)?.version ?? 0;
    return [...versions].some((version) => version < newest);
  });
}

type Entry = readonly [subject: string, version: LockedVersion];

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
  const byKey = new Map(
    versionsOf(lock, Object.keys(lock.subjects)).map((entry) => [keyOf([entry[0], entry[1].version]), entry]),
  );
  const reached = new Set<string>();
  const waiting = [...entries];
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    const [subject, version] = entry;
    const key = keyOf([subject, version.version]);
    if (reached.has(key)) continue;
    reached.add(key);
    for (const reference of referencesOf(subject, version)) {
      const referred = byKey.get(keyOf(reference));
      if (referred !== undefined) waiting.push(referred);
    }
  }
  return reached;
}

type Place = readonly [subject: string, version: number];

function referencesOf(subject: string, { references = [] }: LockedVersion): readonly Place[] {
  return references.map((reference) => [referredSubject(subject, reference.subject), reference.version]);
}

function keyOf([subject, version]: Place): string {
  return `${version} ${subject}`;
}
