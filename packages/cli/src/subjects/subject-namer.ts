/**
 * Which subject a file belongs to, and which version of it the file is.
 *
 * `NAME.vN.avsc` is version N of `NAME`; a file without a number is the newest. Rows of `schemas` in the
 * configuration name subjects by a template; any other file is a subject of its own by its path, without the
 * extension unless files of two kinds share the rest. Names do not depend on the working folder. Pure.
 */
import { resolve } from 'node:path';
import type { CompatibilityLevel } from '@ottla/schema';
import type { Config, SchemasEntry } from '../config/read-config.ts';
import { relativePath } from '../inputs/relative-path.ts';
import { pathPattern, type PathPattern } from '../inputs/path-pattern.ts';

export interface SubjectName {
  readonly subject: string;
  /** Null: the newest. */
  readonly version: number | null;
}

export interface SubjectSettings {
  readonly level: CompatibilityLevel;
  readonly policy: 'STRICT' | 'LENIENT' | undefined;
  /** Ids of rules that do not count. */
  readonly except: ReadonlySet<string>;
}

interface Row {
  readonly entry: SchemasEntry;
  readonly pattern: PathPattern;
}

const EXTENSION = /(\.schema)?\.[^./]+$/;
const VERSION = /\.v(\d{1,9})$/;

export class SubjectNamer {
  readonly #config: Config;
  readonly #workingFolder: string;
  readonly #rows: readonly Row[];
  /** The extensions of files that are called the same otherwise. */
  readonly #extensions = new Map<string, Set<string>>();
  readonly #places = new Map<string, string>();

  /** `paths` are those of all files that will be asked for, relative to the working folder. */
  constructor(config: Config, workingFolder: string, paths: Iterable<string>) {
    this.#config = config;
    this.#workingFolder = workingFolder;
    this.#rows = config.schemas.map((entry) => ({
      entry,
      pattern: pathPattern(entry.path, { placeholders: true }),
    }));
    for (const path of paths) {
      const { stem, extension } = partsOf(this.#placeOf(path));
      const extensions = this.#extensions.get(stem) ?? new Set();
      this.#extensions.set(stem, extensions.add(extension));
    }
  }

  nameOf(path: string): SubjectName {
    const place = this.#placeOf(path);
    const { stem, version, extension } = partsOf(place);
    const row = this.#rowOf(place);
    if (row === undefined) {
      const shared = (this.#extensions.get(stem)?.size ?? 0) > 1;
      return { subject: shared ? stem + extension : stem, version };
    }
    const { captures } = row;
    const subject = row.entry.subject.replaceAll(/\{(\w+)\}/g, (_whole, name: string) =>
      name === 'path' ? stem : (captures.get(name) ?? '').replace(name === 'name' ? VERSION : /$^/, ''),
    );
    const number = captures.get('version');
    return { subject, version: number === undefined ? version : Number(number) };
  }

  /** What holds for a subject of which this is a file. */
  settingsOf(subject: string, path: string): SubjectSettings {
    const own = this.#config.subjects.get(subject);
    const entry = this.#rowOf(this.#placeOf(path))?.entry;
    return {
      level: own?.level ?? entry?.level ?? 'BACKWARD',
      policy: own?.policy ?? entry?.policy ?? undefined,
      except: new Set(own?.except),
    };
  }

  #rowOf(
    place: string,
  ): { readonly entry: SchemasEntry; readonly captures: ReadonlyMap<string, string> } | undefined {
    for (const { entry, pattern } of this.#rows) {
      const captures = pattern.match(place);
      if (captures !== null) return { entry, captures };
    }
    return undefined;
  }

  /** From the folder of the configuration. Each path is asked for several times. */
  #placeOf(path: string): string {
    const known = this.#places.get(path);
    if (known !== undefined) return known;
    const place = relativePath(this.#config.folder, resolve(this.#workingFolder, path));
    this.#places.set(path, place);
    return place;
  }
}

function partsOf(place: string): { stem: string; version: number | null; extension: string } {
  const extension = EXTENSION.exec(place)?.[0] ?? '';
  const name = place.slice(0, place.length - extension.length);
  const version = VERSION.exec(name);
  if (version === null) return { stem: name, version: null, extension };
  return { stem: name.slice(0, version.index), version: Number(version[1]), extension };
}
