/**
 * Which file each locked version has, relative to the lock.
 *
 * --out says it; else ottla.yaml by its rows of `schemas`; else the lock, which remembers; else registry.out.
 * The newest version of a subject is `NAME.avsc`, older ones are `NAME.v2.avsc`, as `ottla check` reads them.
 * No two subjects share a file, on file systems that ignore case neither. Pure.
 */
import type { SchemaType } from '@ottla/kernel';
import type { SchemaLock } from '@ottla/registry-client';
import type { Config } from '../config/read-config.ts';
import type { VersionsOf } from './locked-roots.ts';
import { lockedSubject } from './locked-schema.ts';
import { EXTENSIONS } from './schema-layout.ts';
import { distinctStem, subjectStem } from './subject-stem.ts';
import { templatePlace } from './template-place.ts';

export interface PlaceSettings {
  /** The folder of --out relative to the lock, with '/', '' for that of the lock; null when it was not given. */
  readonly out: string | null;
  readonly config: Config;
  /** Whether the lock stands beside ottla.yaml, so that its rows hold. */
  readonly withRows: boolean;
  /** The lock as it was. */
  readonly before: SchemaLock;
}

/** A version with its file. */
export interface PlacedVersion {
  readonly subject: string;
  readonly version: number;
  readonly schemaType: SchemaType;
  readonly sha256: string;
  readonly file: string;
}

interface Place {
  /** The path without number and extension. */
  readonly stem: string;
  readonly isRow: boolean;
  readonly wasThere: boolean;
}

/** The versions that are wanted, each with its file; in the order of the lock. */
export function filePlaces(
  lock: SchemaLock,
  wanted: VersionsOf,
  settings: PlaceSettings,
): readonly PlacedVersion[] {
  const subjects = Object.keys(lock.subjects);
  const places = new Map(subjects.map((subject) => [subject, placeOf(lock, subject, settings)]));
  for (const subject of twinsOf(places)) {
    const stem = inFolder(folderOf(settings), distinctStem(subject));
    places.set(subject, { stem, isRow: false, wasThere: false });
  }
  return [...wanted].flatMap(([subject, numbers]) => {
    const place = places.get(subject);
    const versions = lockedSubject(lock, subject)?.versions ?? [];
    const newest = versions.at(-1)?.version;
    return versions.flatMap(({ version, schemaType, sha256 }): PlacedVersion[] => {
      if (place === undefined || !numbers.has(version)) return [];
      const extension = EXTENSIONS[schemaType];
      const file =
        (place.isRow
          ? templatePlace(settings.config, { subject, version, isNewest: version === newest, extension })
          : undefined) ?? `${place.stem}${version === newest ? '' : `.v${version}`}${extension}`;
      return [{ subject, version, schemaType, sha256, file }];
    });
  });
}

function placeOf(lock: SchemaLock, subject: string, settings: PlaceSettings): Place {
  const { out, config, withRows, before } = settings;
  const stemBefore = lockedStem(before, subject);
  const at = (stem: string, isRow = false): Place => ({ stem, isRow, wasThere: stem === stemBefore });
  if (out !== null) return at(inFolder(out, subjectStem(subject)));
  const newest = lockedSubject(lock, subject)?.versions.at(-1);
  if (withRows && newest !== undefined) {
    const extension = EXTENSIONS[newest.schemaType];
    const { version } = newest;
    const path = templatePlace(config, { subject, version, isNewest: true, extension });
    if (path !== undefined) return at(withoutNumber(path.slice(0, -extension.length)), true);
  }
  return at(stemBefore ?? inFolder(folderOf(settings), subjectStem(subject)));
}

function folderOf({ out, config }: PlaceSettings): string {
  return out ?? config.registry.out.replace(/^(\.\/+)+/, '').replace(/\/+$/, '');
}

function inFolder(folder: string, name: string): string {
  return folder === '' || folder === '.' ? name : `${folder}/${name}`;
}

/** Where the lock has the files of a subject, without number and extension. */
function lockedStem(lock: SchemaLock, subject: string): string | undefined {
  const found = lockedSubject(lock, subject)?.versions.findLast(({ file }) => file !== undefined);
  if (found?.file === undefined) return undefined;
  const extension = EXTENSIONS[found.schemaType];
  if (!found.file.endsWith(extension)) return undefined;
  return withoutNumber(found.file.slice(0, -extension.length));
}

function withoutNumber(stem: string): string {
  return stem.replace(/\.v\d{1,9}$/, '');
}

/** Of subjects that would share a file, those that must give way: all but one that has a row or was there. */
function twinsOf(places: ReadonlyMap<string, Place>): readonly string[] {
  const byStem = new Map<string, [string, Place][]>();
  for (const entry of places) {
    const folded = entry[1].stem.toLowerCase();
    byStem.set(folded, [...(byStem.get(folded) ?? []), entry]);
  }
  return [...byStem.values()].flatMap((twins) => {
    if (twins.length === 1) return [];
    const keeper = twins.find(([, { isRow }]) => isRow) ?? twins.find(([, { wasThere }]) => wasThere);
    return twins.flatMap(([subject]) => (subject === keeper?.[0] ? [] : [subject]));
  });
}
