/** The lock that a pull ends in: with the files of its versions. Pure. */
import { printLock, type LockedVersion, type SchemaBundle } from '@ottla/registry-client';
import type { PlacedVersion } from './file-places.ts';
import type { LockOnDisk } from './lock-on-disk.ts';
import { lockedSubject, versionKey } from './locked-schema.ts';

/** With the files just placed; any other version keeps the file it had, as long as its text is the same. */
export function withFiles(
  bundle: SchemaBundle,
  before: SchemaBundle,
  placed: readonly PlacedVersion[] = [],
): SchemaBundle {
  const files = new Map(placed.map(({ subject, version, file }) => [versionKey({ subject, version }), file]));
  const subjects = Object.entries(bundle.subjects).map(([subject, block]) => {
    const had = lockedSubject(before, subject)?.versions ?? [];
    const versions = block.versions.map((locked): LockedVersion => {
      const same = had.find(({ version, sha256 }) => version === locked.version && sha256 === locked.sha256);
      const file = files.get(versionKey({ subject, version: locked.version })) ?? same?.file;
      return file === undefined ? locked : { ...locked, file };
    });
    return [subject, { ...block, versions }] as const;
  });
  return { ...bundle, subjects: Object.fromEntries(subjects) };
}

/** Whether the lock on disk says something else. */
export function isStale(lock: LockOnDisk, bundle: SchemaBundle): boolean {
  return printLock(bundle) !== lock.text;
}
