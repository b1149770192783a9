/** Which subjects and versions rows of `schemas` make of files, and whether two files become the same one. Pure. */
import { parseConfig, type SchemasEntry } from '../config/read-config.ts';
import { pathPattern } from '../inputs/path-pattern.ts';
import { SubjectNamer, type SubjectName } from '../subjects/subject-namer.ts';

const FOLDER = '/';

/** What files are under these rows, as `check` and `gen` will name them. */
export function subjectNames(
  rows: readonly SchemasEntry[],
  files: readonly string[],
): ReadonlyMap<string, SubjectName> {
  const config = {
    ...parseConfig('ottla.yaml', 'version: 1'),
    schemas: rows,
    file: null,
    absolutePath: null,
    folder: FOLDER,
  };
  const namer = new SubjectNamer(config, FOLDER, files);
  return new Map(files.map((file) => [file, namer.nameOf(file)]));
}

/** Whether the row fits all files, and no two are the same version of a subject. */
export function uniqueVersions(row: SchemasEntry, files: readonly string[]): boolean {
  const pattern = pathPattern(row.path, { placeholders: true });
  if (!files.every((file) => pattern.match(file) !== null)) return false;
  const names = [...subjectNames([row], files).values()];
  return new Set(names.map(({ subject, version }) => `${version}:${subject}`)).size === files.length;
}
