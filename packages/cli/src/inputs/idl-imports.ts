/**
 * The files that Avro IDL on disk imports, and those that these import.
 *
 * Only files below the root of the project are read, links followed; an import that leads out of it is
 * refused. One that is missing is left to the parser, which knows the place.
 */
import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { importsOf, SchemaError } from '@ottla/schema';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { printable } from '../terminal.ts';
import { kindOnDisk, projectRoot, readDiskFile } from './disk-tree.ts';
import type { InputFile, InputPlace } from './input-file.ts';
import { isWithin, relativePath } from './relative-path.ts';

/** The imported files that are not among `files`, transitively. Throws CliError `IMPORT_OUTSIDE`. */
export function importedFiles(files: readonly InputFile[], place: InputPlace): readonly InputFile[] {
  const known = new Set(files.map(({ absolutePath }) => absolutePath));
  const imported: InputFile[] = [];
  const open = files.filter(({ absolutePath }) => absolutePath !== null);
  const root = projectRoot(place.workingFolder);
  for (let importer = open.pop(); importer !== undefined; importer = open.pop()) {
    for (const path of pathsOf(importer)) {
      const absolutePath = resolve(dirname(importer.absolutePath ?? ''), path);
      if (known.has(absolutePath) || kindOnDisk(absolutePath) !== 'file') continue;
      const folder = dirname(importer.absolutePath ?? '');
      refuseOutside(path, importer, {
        target: absolutePath,
        root: isWithin(root, folder) ? root : projectRoot(folder),
      });
      known.add(absolutePath);
      const file = relativePath(place.workingFolder, absolutePath);
      const text = readDiskFile(absolutePath, file);
      const next = { file, path: file, below: file, absolutePath, text, named: false };
      imported.push(next);
      open.push(next);
    }
  }
  return imported;
}

function pathsOf(file: InputFile): readonly string[] {
  try {
    return importsOf(file).map(({ path }) => path);
  } catch (error) {
    // Whoever parses the file says what is wrong with it.
    if (error instanceof SchemaError) return [];
    throw error;
  }
}

function refuseOutside(
  path: string,
  importer: InputFile,
  { target, root }: { readonly target: string; readonly root: string },
): void {
  if (isWithin(root, target) && isWithin(realpathSync(root), realpathSync(target))) return;
  throw new CliError(
    `${printable(importer.file)} imports '${printable(path)}', which lies outside the project`,
    {
      code: 'IMPORT_OUTSIDE',
      exitCode: EXIT.invalidInput,
      remedy: `Imports are read below ${printable(root)} only; move the file there.`,
    },
  );
}
