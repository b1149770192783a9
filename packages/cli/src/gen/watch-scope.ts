/**
 * What `ottla gen --watch` looks at: the files and folders that words and ottla.yaml name, and what of these counts.
 *
 * Wide rather than narrow: a change that turns out to mean nothing costs one quick run. Pure, but for asking
 * what stands at a path.
 */
import { join } from 'node:path';
import { CONFIG_NAMES } from '../config/read-config.ts';
import { isSkippedFolder, SCHEMA_EXTENSIONS } from '../inputs/input-file.ts';
import { inputOf, type Selection } from '../inputs/input.ts';
import { isWithin } from '../inputs/relative-path.ts';
import { lockPath } from '../pull/lock-path.ts';
import type { GenPlan } from './gen-run.ts';

export interface WatchScope {
  /** Absolute paths of files and folders, sorted; some may not be there yet. */
  readonly roots: readonly string[];
  /** Whether a folder below a root is looked into. */
  readonly enters: (name: string) => boolean;
  /** Whether a file at or below a root counts. */
  readonly counts: (path: string) => boolean;
}

/** `read`: absolute paths of the files that the last run read, wherever they are. */
export function watchScope(plan: GenPlan, read: readonly string[]): WatchScope {
  const { request, config, settings } = plan;
  const selections = settings.from === 'files' ? selectionsOf(plan) : [];
  const folders = selections.filter(({ kind }) => kind !== 'file').map(({ path }) => path);
  const extensions = [...SCHEMA_EXTENSIONS, ...selections.flatMap(extensionOf)];
  const isSchema = (path: string): boolean => extensions.some((extension) => path.endsWith(extension));
  const files = [
    ...settings.dependsOn,
    ...(config.absolutePath === null
      ? CONFIG_NAMES.map((name) => join(config.folder, name))
      : [config.absolutePath]),
    ...(settings.from === 'lock' ? [lockPath(config, request.workingFolder)] : []),
    ...selections.filter(({ kind }) => kind === 'file').map(({ path }) => path),
    // Imports lie anywhere; most of what was read lies where it is seen anyway.
    ...read.filter((path) => !isSchema(path) || !folders.some((folder) => isWithin(folder, path))),
  ];
  const known = new Set(files);
  return {
    roots: [...new Set([...files, ...folders])].toSorted(),
    enters: (name) => !isSkippedFolder(name),
    counts: (path) => known.has(path) || isSchema(path),
  };
}

function selectionsOf({ words: { words, place } }: GenPlan): readonly Selection[] {
  return words.flatMap((word) => {
    const input = inputOf(word, place);
    return input.kind === 'disk' ? [input.selection] : [];
  });
}

/** Of a pattern, what its matches end with: whole words only, for `{avsc,json}` the last of them is not enough. */
function extensionOf(selection: Selection): readonly string[] {
  if (selection.kind !== 'pattern') return [];
  const { text, namesExtension } = selection.pattern;
  const extension = /\.[A-Za-z0-9]+$/.exec(text)?.[0];
  if (namesExtension && extension !== undefined) return [extension];
  return /\.[^/.]*\{[^/]*$/.test(text) ? [''] : [];
}

/** Whether two scopes look at the same places. */
export function sameRoots(left: WatchScope, right: WatchScope): boolean {
  return left.roots.length === right.roots.length && left.roots.every((root, at) => root === right.roots[at]);
}
