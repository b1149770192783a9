/**
 * Reads all files a check needs: those to judge, those they refer to, and those to compare with.
 */
import { join, resolve } from 'node:path';
import { CliError } from '../cli-error.ts';
import type { Config } from '../config/read-config.ts';
import { projectRoot } from '../inputs/disk-tree.ts';
import { STDIN, type InputFile, type InputPlace } from '../inputs/input-file.ts';
import { inputOf, type Input, type Selection } from '../inputs/input.ts';
import { pathPattern } from '../inputs/path-pattern.ts';
import { relativePath } from '../inputs/relative-path.ts';
import { readInputs } from '../inputs/read-inputs.ts';
import { againstFiles, type JudgedScope } from '../subjects/against-files.ts';

/** A tree to compare with, its files at the paths they are compared at. */
export interface AgainstFiles {
  readonly label: string;
  readonly files: readonly InputFile[];
}

export interface CheckFiles {
  /** Named ones are judged. */
  readonly files: readonly InputFile[];
  readonly againsts: readonly AgainstFiles[];
}

export interface CheckWords {
  /** What to judge; what the configuration says when there are none. */
  readonly inputs: readonly string[];
  /** Undefined: what the configuration says. */
  readonly against: readonly string[] | undefined;
}

/** Throws CliError for a word that matches nothing. */
export async function readCheckFiles(
  { inputs, against }: CheckWords,
  config: Config,
  place: InputPlace,
): Promise<CheckFiles> {
  const patterns = config.schemas.map(({ path }) => pathPattern(path, { placeholders: true }));
  const ofConfig = (path: string): string => relativePath(config.folder, resolve(place.workingFolder, path));
  const meaning: InputPlace = {
    ...place,
    keepUnreadable: true,
    alsoMeant: (path) => patterns.some((one) => one.namesExtension && one.match(ofConfig(path)) !== null),
  };
  const configPlace = { ...meaning, wordsFrom: config.folder, placeholders: true };
  const byConfig = inputs.length === 0 && config.schemas.length > 0;
  const words = byConfig ? config.schemas.map(({ path }) => path) : inputs.length === 0 ? ['.'] : inputs;
  const wordsPlace = byConfig ? configPlace : meaning;
  const judged = await readInputs(words, wordsPlace);
  const referred = await readInputs(
    config.schemas.flatMap(({ references }) => references),
    configPlace,
  );
  const files = withContext(judged, referred);
  const scope: JudgedScope = {
    selections: selectionsOf(words.map((word) => inputOf(word, wordsPlace))),
    files,
    workingFolder: place.workingFolder,
    folder: config.folder,
  };
  const againsts: AgainstFiles[] = [];
  const againstPlace = against === undefined ? { ...meaning, wordsFrom: config.folder } : meaning;
  for (const word of new Set(against ?? config.check.against)) {
    const input = inputOf(word, againstPlace);
    const found = await readInputs([word], againstPlace);
    againsts.push({ label: labelOf(input), files: againstFiles(input, found, scope) });
  }
  return { files: placed(files, againsts), againsts };
}

/** What comes from stdin stands for the one file it is compared with. */
function placed(files: readonly InputFile[], againsts: readonly AgainstFiles[]): readonly InputFile[] {
  return files.map((file) => {
    if (file.file !== STDIN) return file;
    const before = againsts.flatMap((against) => against.files.filter(({ named }) => named));
    const path = before[0]?.path ?? file.path;
    return { ...file, path };
  });
}

/**
 * The other schemas of the project, for files that were named one by one and refer to what was not: what the
 * configuration names, or all below the root of the project. What cannot be read is left out.
 */
export async function projectFiles(
  files: readonly InputFile[],
  config: Config,
  place: InputPlace,
): Promise<readonly InputFile[]> {
  const byConfig = config.schemas.length > 0;
  const words = byConfig ? config.schemas.map(({ path }) => path) : [projectRoot(place.workingFolder)];
  try {
    const found = await readInputs(words, {
      ...place,
      keepUnreadable: true,
      wordsFrom: config.folder,
      placeholders: byConfig,
    });
    return withContext(files, found);
  } catch (error) {
    if (error instanceof CliError) return files;
    throw error;
  }
}

function withContext(files: readonly InputFile[], context: readonly InputFile[]): readonly InputFile[] {
  const known = new Set(files.map(({ file }) => file));
  return [
    ...files,
    ...context.filter(({ file }) => !known.has(file)).map((file) => ({ ...file, named: false })),
  ];
}

/** Null when something of git is judged: that is a tree of its own. */
function selectionsOf(inputs: readonly Input[]): readonly Selection[] | null {
  const selections: Selection[] = [];
  for (const input of inputs) {
    if (input.kind === 'git') return null;
    if (input.kind === 'disk') selections.push(input.selection);
  }
  return selections;
}

function labelOf(input: Input): string {
  return input.kind === 'git' ? `git:${input.ref}` : input.word;
}

/** The working folder as seen from the root of the project, with '/'; '' for the root itself. */
export function folderOf(workingFolder: string): string {
  return relativePath(projectRoot(workingFolder), join(workingFolder));
}
