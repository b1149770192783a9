/**
 * Reads the schema files that a command line names.
 *
 * Each file is given once, sorted by name, whatever the order and overlap of the words. A word that matches
 * nothing is an error, since a check of no files must never pass.
 */
import { join, resolve, sep } from 'node:path';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { filesBelow, kindOnDisk, readDiskFile } from './disk-tree.ts';
import { GitTrees } from './git-tree.ts';
import {
  emptyInput,
  isMeant,
  missingInput,
  readableText,
  refuseLarge,
  textOf,
  type InputFile,
  type InputPlace,
  STDIN,
} from './input-file.ts';
import { inputOf, type Input, type Selection } from './input.ts';
import { relativePath } from './relative-path.ts';

/**
 * All files that the words mean, and what these need. Throws CliError for a word that matches nothing.
 * @example
 * await readInputs(['schemas', 'main:schemas/order.avsc'], { workingFolder: process.cwd() });
 */
export async function readInputs(words: readonly string[], place: InputPlace): Promise<readonly InputFile[]> {
  const inputs = words.map((word) => inputOf(word, place));
  const trees = new GitTrees(place);
  const files = new Map<string, InputFile>();
  for (const input of inputs) {
    for (const file of await readInput(input, place, trees)) {
      const known = files.get(file.file);
      if (known === undefined || (file.named && !known.named)) files.set(file.file, file);
    }
  }
  if ([...files.values()].some(({ path }) => path.endsWith('.avdl'))) {
    // Loads the parser, which the others do not need to be read.
    const { importedFiles } = await import('./idl-imports.ts');
    for (const file of importedFiles([...files.values()], place)) files.set(file.file, file);
  }
  return [...files.values()].toSorted((left, right) => (left.file < right.file ? -1 : 1));
}

async function readInput(input: Input, place: InputPlace, trees: GitTrees): Promise<readonly InputFile[]> {
  if (input.kind === 'git') return trees.read(input);
  if (input.kind === 'stdin') return [await readStdin(place)];
  const found = expand(input.selection, place);
  if (found.length === 0) {
    const isEmpty = input.selection.kind === 'folder' && kindOnDisk(input.selection.path) === 'folder';
    throw isEmpty ? emptyInput(input.word, place) : missingInput(input.word, place);
  }
  return found.map(({ absolutePath, below }) => {
    const file = shownPath(absolutePath, place);
    const content = readableText(() => readDiskFile(absolutePath, file), place);
    return { file, path: file, below, absolutePath, ...content, named: true };
  });
}

function expand(
  selection: Selection,
  place: InputPlace,
): { readonly absolutePath: string; readonly below: string }[] {
  const { kind, path: folder } = selection;
  if (kind === 'file') {
    if (kindOnDisk(folder) === null) return [];
    return [{ absolutePath: folder, below: folder.split(sep).at(-1) ?? '' }];
  }
  const meant = (path: string): boolean => isMeant(shownPath(join(folder, path), place), place);
  const found =
    kind === 'folder'
      ? filesBelow(folder, Infinity, meant)
      : filesBelow(
          folder,
          selection.pattern.depth,
          (path) =>
            selection.pattern.match(path) !== null && (selection.pattern.namesExtension || meant(path)),
        );
  return found.map((below) => ({ absolutePath: resolve(folder, below), below }));
}

/** A path as seen from the working folder, with '/'. */
export function shownPath(absolutePath: string, place: InputPlace): string {
  return relativePath(place.workingFolder, absolutePath);
}

async function readStdin(place: InputPlace): Promise<InputFile> {
  if (place.readStdin === undefined) {
    throw new CliError('stdin cannot be read here', { code: 'INPUT_WORD_INVALID', exitCode: EXIT.usage });
  }
  const bytes = await place.readStdin();
  refuseLarge(bytes.byteLength, STDIN);
  return {
    file: STDIN,
    path: STDIN,
    below: STDIN,
    absolutePath: null,
    text: textOf(bytes, STDIN),
    named: true,
  };
}
