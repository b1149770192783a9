/**
 * `ottla diff` in the place of git's own: what git gives is seven words, or nine of a renamed file.
 *
 * Git gives up when its driver fails, so whatever cannot be compared as schemas is shown as text.
 * Source: git's documentation, "gitattributes", "Defining an external diff driver", and GIT_EXTERNAL_DIFF.
 */
import { resolve } from 'node:path';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { readDiskFile } from '../inputs/disk-tree.ts';
import type { InputFile } from '../inputs/input-file.ts';
import { unifiedDiff } from '../output/unified-diff.ts';
import { printable, type Terminal } from '../terminal.ts';
import { compareSides } from './compare-sides.ts';
import { diffText } from './diff-text.ts';
import type { Side } from './file-pairs.ts';
import type { DiffPlace } from './side-contracts.ts';

const NO_FILE = '/dev/null';

/** Prints the difference of one file. `words` are those of git: path, old-file, old-hex, old-mode, and of the new file. */
export async function printDriverDiff(
  words: readonly string[],
  diffPlace: () => Promise<DiffPlace>,
  terminal: Terminal,
): Promise<void> {
  const [path, oldFile, , , newFile, , , newPath] = words;
  if (path === undefined || (words.length !== 1 && words.length < 7)) throw usage();
  if (oldFile === undefined || newFile === undefined) {
    terminal.print(`${printable(path)}: unmerged`);
    return;
  }
  const [before, after] = [sideOf(oldFile, path), sideOf(newFile, newPath ?? path)];
  const lines = (await schemaLines(before, after, { diffPlace, terminal })) ?? textLines(before, after);
  for (const line of lines) terminal.print(line);
}

/** Undefined for what is no schema. */
async function schemaLines(
  before: Side,
  after: Side,
  { diffPlace, terminal }: { readonly diffPlace: () => Promise<DiffPlace>; readonly terminal: Terminal },
): Promise<readonly string[] | undefined> {
  try {
    const { files } = await compareSides(before, after, await diffPlace());
    if (files.some(({ failures }) => failures.length > 0)) return undefined;
    const name = printable(after.files[0]?.file ?? before.files[0]?.file ?? '');
    if (files.length === 0) return [`${name}: the schema is the same, the text is not`];
    return [...diffText(files, (style, text) => terminal.paintPrinted(style, text)), ''];
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
}

function textLines(before: Side, after: Side): readonly string[] {
  const [old, now] = [before.files[0], after.files[0]];
  const name = now?.file ?? old?.file ?? '';
  return unifiedDiff({ name, before: old?.text ?? '', after: now?.text ?? '' }).map(printable);
}

/** A file of git's, under its path in the working tree. */
function sideOf(file: string, path: string): Side {
  const absolutePath = resolve(file);
  const input = { kind: 'disk', word: path, selection: { kind: 'file', path: absolutePath } } as const;
  if (file === NO_FILE) return { input, files: [] };
  const read: InputFile = {
    file: path,
    path,
    below: path,
    absolutePath,
    text: readDiskFile(absolutePath, path),
    named: true,
  };
  return { input, files: [read] };
}

function usage(): CliError {
  return new CliError(
    '--git-driver is for git, which gives path old-file old-hex old-mode new-file new-hex new-mode',
    {
      code: 'INPUT_WORD_INVALID',
      exitCode: EXIT.usage,
      remedy:
        'Write "*.avsc diff=avsc" into .gitattributes and run: git config diff.avsc.command "ottla diff --git-driver"',
    },
  );
}
