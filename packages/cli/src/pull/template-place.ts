/**
 * Where ottla.yaml expects the file of a subject: a row of `schemas`, read from its subject to its path.
 *
 * A place counts only when the configuration says the same the other way round, and each name in it is one
 * that a subject may give to a file. Pure.
 */
import type { Config, SchemasEntry } from '../config/read-config.ts';
import { pathPattern } from '../inputs/path-pattern.ts';
import { SubjectNamer } from '../subjects/subject-namer.ts';
import { subjectStem } from './subject-stem.ts';

export interface VersionPlace {
  readonly subject: string;
  readonly version: number;
  /** Whether it is the newest that is locked: then its file has no number. */
  readonly isNewest: boolean;
  readonly extension: string;
}

/** Longer subjects are no names of files, and matching is not linear. */
const CHARACTERS_MAXIMUM = 200;

/** The path from the folder of the configuration; undefined when no row says one. */
export function templatePlace(config: Config, place: VersionPlace): string | undefined {
  if (place.subject.length > CHARACTERS_MAXIMUM) return undefined;
  for (const entry of config.schemas) {
    const path = pathOf(entry, place);
    if (path !== undefined && means(config, path, place)) return path;
  }
  return undefined;
}

function pathOf({ path, subject }: SchemasEntry, place: VersionPlace): string | undefined {
  const captures = capturesOf(subject, place.subject);
  if (captures === undefined) return undefined;
  const stem = captures.get('path');
  if (stem !== undefined) {
    const file = numbered(`${stem}${place.extension}`, place);
    return pathPattern(path, { placeholders: true }).match(file) === null ? undefined : file;
  }
  const plain = path.replace(/^(\.\/+)+/, '');
  const filled = plain.replaceAll(/\{(\w+)\}/g, (written, name: string) =>
    name === 'version' ? String(place.version) : (captures.get(name) ?? written),
  );
  if (/[*?[{]/.test(filled) || !filled.endsWith(place.extension)) return undefined;
  return plain.includes('{version}') ? filled : numbered(filled, place);
}

/** What the placeholders of a template stand for in a subject; the first takes as little as it can. */
function capturesOf(template: string, subject: string): ReadonlyMap<string, string> | undefined {
  const names: string[] = [];
  const pattern = template.replaceAll(/\{(\w+)\}|[^{]+|\{/g, (piece, name: string | undefined) => {
    if (name === undefined) return piece.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    if (names.includes(name)) return `\\k<${name}>`;
    names.push(name);
    return `(?<${name}>${name === 'path' ? '[^]+' : '[^/]+?'})`;
  });
  const groups = new RegExp(`^${pattern}$`).exec(subject)?.groups;
  return groups === undefined ? undefined : new Map(Object.entries(groups));
}

function numbered(path: string, { version, isNewest, extension }: VersionPlace): string {
  return isNewest ? path : `${path.slice(0, -extension.length)}.v${version}${extension}`;
}

function means(
  config: Config,
  path: string,
  { subject, version, isNewest, extension }: VersionPlace,
): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1, -extension.length).replace(/\.v\d+$/, '');
  const names = [...path.split('/').slice(0, -1), name];
  if (names.some((part) => subjectStem(part) !== part)) return false;
  // Rows are told apart by what a path looks like, so the file need not be there.
  const found = new SubjectNamer(config, config.folder, [path]).nameOf(path);
  if (found.subject !== subject) return false;
  return found.version === version || (found.version === null && isNewest);
}
