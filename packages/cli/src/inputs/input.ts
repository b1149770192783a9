/**
 * One word of a command line: what it names, and which paths that covers.
 *
 * The grammar: a file, a folder or a pattern on disk; `REF:path` for the same at a git ref, from the root of
 * the repository, or from here when it begins with `./` or `../`; `git:REF[,subdir=DIR]` for all schema files
 * of a ref; `-` for stdin. What exists on disk, and a Windows drive letter, win over a ref. Reads nothing but
 * whether a path exists.
 */
import { isAbsolute, posix, resolve, sep } from 'node:path';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { printable } from '../terminal.ts';
import { kindOnDisk } from './disk-tree.ts';
import type { InputPlace } from './input-file.ts';
import { relativePath } from './relative-path.ts';
import { isPattern, pathPattern, type PathPattern } from './path-pattern.ts';

/** A part of a tree of files. */
export type Selection =
  | { readonly kind: 'file'; readonly path: string }
  /** What stands below a folder, and holds schemas. */
  | { readonly kind: 'folder'; readonly path: string }
  /** What stands below a folder, and matches. */
  | { readonly kind: 'pattern'; readonly path: string; readonly pattern: PathPattern };

export type Input =
  | { readonly kind: 'stdin'; readonly word: string }
  /** Paths are absolute. */
  | { readonly kind: 'disk'; readonly word: string; readonly selection: Selection }
  | {
      readonly kind: 'git';
      readonly word: string;
      readonly ref: string;
      /** As written; null for the whole ref. */
      readonly path: string | null;
      /** Of `git:REF`: that the ref has no schema file is no mistake. */
      readonly wholeRef: boolean;
    };

/** Reads one word. Throws CliError `INPUT_WORD_INVALID`. */
export function inputOf(word: string, place: InputPlace): Input {
  if (word === '-') return { kind: 'stdin', word };
  const from = place.wordsFrom ?? place.workingFolder;
  const path = resolve(from, word);
  const kind = kindOnDisk(path);
  if (kind !== null) return { kind: 'disk', word, selection: { kind, path } };
  const colon = word.indexOf(':');
  if (colon < 0 || /^[A-Za-z]:[\\/]/.test(word))
    return { kind: 'disk', word, selection: onDisk(word, from, place) };
  if (word.startsWith('git:')) return wholeRef(word);
  const ref = word.slice(0, colon);
  const inside = word.slice(colon + 1);
  if (ref === '' || inside === '') throw invalidWord(word);
  return { kind: 'git', word, ref, path: inside, wholeRef: false };
}

/** What a path that is not on disk as it stands may mean there. */
function onDisk(word: string, from: string, { placeholders = false }: InputPlace): Selection {
  const slashed = sep === '/' ? word : word.split(sep).join('/');
  return selectionOf(slashed, (path) => resolve(from, path), placeholders);
}

/** A word as a selection: a pattern when it looks like one, else the file of that name. */
export function selectionOf(word: string, place: (path: string) => string, placeholders = false): Selection {
  if (!isPattern(word)) return { kind: 'file', path: place(word) };
  const { folder } = pathPattern(word);
  // `/*` begins in the root, not here.
  const below =
    folder === '' && !word.startsWith('/') ? word : word.slice(word.indexOf(folder) + folder.length + 1);
  return {
    kind: 'pattern',
    path: place(word.startsWith('/') ? `/${folder}` : folder),
    pattern: pathPattern(below, { placeholders }),
  };
}

function wholeRef(word: string): Input {
  const [ref = '', ...settings] = word.slice('git:'.length).split(',');
  let path: string | null = null;
  for (const setting of settings) {
    const [key, folder = ''] = setting.split('=', 2);
    if (key !== 'subdir' || folder === '' || path !== null) throw invalidWord(word);
    path = folder;
  }
  if (ref === '') throw invalidWord(word);
  return { kind: 'git', word, ref, path, wholeRef: true };
}

/**
 * Whether a selection has this path, and how it is called below the folder that was named; null when not.
 * Both use '/' or the separator of the disk.
 */
export function belowOf(selection: Selection, path: string): string | null {
  if (selection.kind === 'file')
    return path === selection.path ? posix.basename(path.split(sep).join('/')) : null;
  const below = relativePath(selection.path, path);
  if (below === '' || below === '..' || below.startsWith('../') || isAbsolute(below)) return null;
  if (selection.kind === 'folder') return below;
  return selection.pattern.match(below) === null ? null : below;
}

function invalidWord(word: string): CliError {
  return new CliError(`'${printable(word)}' names nothing that can be read`, {
    code: 'INPUT_WORD_INVALID',
    exitCode: EXIT.usage,
    remedy:
      "Give a path, a pattern, REF:path, git:REF[,subdir=DIR], or - for stdin; as in 'main:schemas/**/*.avsc'.",
  });
}
