/**
 * Puts the files to compare with where the judged ones are.
 *
 * A tree of the same layout - a git ref, mostly - is cut to what is judged: what was not asked for was not
 * removed either. A folder or file elsewhere is laid over the one that is judged. Pure.
 */
import { dirname, join, resolve } from 'node:path';
import { STDIN, type InputFile } from '../inputs/input-file.ts';
import { relativePath } from '../inputs/relative-path.ts';
import { belowOf, type Input, type Selection } from '../inputs/input.ts';

/** What is judged. */
export interface JudgedScope {
  /** Null: everything. */
  readonly selections: readonly Selection[] | null;
  readonly files: readonly InputFile[];
  readonly workingFolder: string;
  /** Absolute: where files go that fit no folder that is judged. */
  readonly folder: string;
}

/** The files of one input, at the paths they are compared at. Those out of scope are not named. */
export function againstFiles(
  input: Input,
  files: readonly InputFile[],
  scope: JudgedScope,
): readonly InputFile[] {
  const { selections, workingFolder } = scope;
  const covered = (path: string): boolean =>
    selections === null ||
    selections.some((selection) => belowOf(selection, resolve(workingFolder, path)) !== null);
  const inScope = files.map((file) => ({ ...file, named: file.named && covered(file.path) }));
  const sameLayout = (input.kind === 'git' && input.wholeRef) || inScope.some(({ named }) => named);
  return sameLayout ? inScope : laidOver(files, scope);
}

function laidOver(files: readonly InputFile[], scope: JudgedScope): readonly InputFile[] {
  const [judged, ...otherJudged] = scope.files.filter(({ named }) => named);
  const lone = files.filter(({ named }) => named).length === 1 && otherJudged.length === 0;
  const root = rootOf(scope);
  return files.map((file) => {
    if (!file.named) return file;
    // What comes from stdin takes the place of what it is compared with, not the other way round.
    if (lone && judged !== undefined) return judged.file === STDIN ? file : { ...file, path: judged.path };
    return { ...file, path: relativePath(scope.workingFolder, join(root, file.below)) };
  });
}

function rootOf({ selections, folder }: JudgedScope): string {
  const [only, ...others] = selections ?? [];
  if (only === undefined || others.length > 0) return folder;
  return only.kind === 'file' ? dirname(only.path) : only.path;
}
