/**
 * How what the registry holds differs from what is locked, subject by subject, in words. Pure.
 *
 * Where schema files lie is no difference: that is the project's.
 */
import type { LockedSubject, LockedVersion, SchemaLock } from '@ottla/registry-client';
import { lockedSubject } from './locked-schema.ts';

/** One difference: `v2` in the lock, `v3` in the registry. */
export interface Drift {
  readonly subject: string;
  readonly locked: string;
  readonly held: string;
}

/** Sorted by subject. */
export function lockDrift(lock: SchemaLock, held: SchemaLock): readonly Drift[] {
  const subjects = [...new Set([...Object.keys(lock.subjects), ...Object.keys(held.subjects)])].toSorted();
  return subjects.flatMap((subject) =>
    subjectDrift(lockedSubject(lock, subject), lockedSubject(held, subject)).map((drift) => ({
      subject,
      ...drift,
    })),
  );
}

type Facet = Omit<Drift, 'subject'>;

function subjectDrift(locked: LockedSubject | undefined, held: LockedSubject | undefined): readonly Facet[] {
  const found: Facet[] = [];
  const numbers = [rangesOf(locked), rangesOf(held)] as const;
  if (numbers[0] !== numbers[1]) found.push({ locked: numbers[0], held: numbers[1] });
  if (locked === undefined || held === undefined) return found;
  const versions = new Map(held.versions.map((version) => [version.version, version]));
  for (const version of locked.versions) {
    const other = versions.get(version.version);
    if (other !== undefined) found.push(...versionDrift(version, other));
  }
  if (locked.level !== held.level) found.push({ locked: levelOf(locked), held: levelOf(held) });
  return found;
}

function versionDrift(locked: LockedVersion, held: LockedVersion): readonly Facet[] {
  const said = (text: string): string => `v${locked.version} with ${text}`;
  const found: Facet[] = [];
  if (locked.id !== held.id) found.push({ locked: said(`id ${locked.id}`), held: said(`id ${held.id}`) });
  if (locked.sha256 !== held.sha256) {
    found.push({
      locked: said(`the text ${locked.sha256.slice(0, 12)}`),
      held: said(`the text ${held.sha256.slice(0, 12)}`),
    });
  } else if (locked.guid !== held.guid) {
    // The GUID covers references, metadata and rules besides.
    found.push({ locked: said(`GUID ${locked.guid}`), held: said(`GUID ${held.guid}`) });
  }
  return found;
}

function levelOf({ level }: LockedSubject): string {
  return level === undefined ? 'no level' : `level ${level}`;
}

/** `v1 to v3, v7`; `nothing` without versions. */
function rangesOf(subject: LockedSubject | undefined): string {
  const ranges: [first: number, last: number][] = [];
  for (const { version } of subject?.versions ?? []) {
    const open = ranges.at(-1);
    if (open !== undefined && version === open[1] + 1) open[1] = version;
    else ranges.push([version, version]);
  }
  const shown = ranges.map(([first, last]) => (first === last ? `v${first}` : `v${first} to v${last}`));
  return shown.length === 0 ? 'nothing' : shown.join(', ');
}
