/**
 * `ottla diff A B`: what differs between the schemas of two inputs, and which levels would allow it.
 *
 * Files are paired by place, schemas by name. The result goes to stdout. A file that does not parse is told
 * in its place and the others are compared all the same. With --git-driver it stands in for git's own diff.
 */
import { CliError } from '../cli-error.ts';
import { readConfig } from '../config/read-config.ts';
import { compareSides, type Comparison } from '../diff/compare-sides.ts';
import { diffJson, diffMarkdown } from '../diff/diff-documents.ts';
import { diffText } from '../diff/diff-text.ts';
import type { Side } from '../diff/file-pairs.ts';
import { printDriverDiff } from '../diff/git-driver.ts';
import type { DiffPlace } from '../diff/side-contracts.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { InputPlace } from '../inputs/input-file.ts';
import { inputOf } from '../inputs/input.ts';
import { readInputs } from '../inputs/read-inputs.ts';
import type { Terminal } from '../terminal.ts';
import { plural } from '../plural.ts';
import { processWorkplace, type Workplace } from '../workplace.ts';

export interface DiffOptions {
  readonly format: 'text' | 'json' | 'markdown';
  readonly exitCode?: boolean;
  readonly gitDriver?: boolean;
  readonly config?: string;
}

export async function runDiff(
  inputs: readonly string[],
  options: DiffOptions,
  {
    terminal,
    workplace = processWorkplace(),
  }: { readonly terminal: Terminal; readonly workplace?: Workplace },
): Promise<ExitCode> {
  const { workingFolder, readStdin } = workplace;
  const place: InputPlace = { workingFolder, keepUnreadable: true, readStdin };
  const diffPlace = async (): Promise<DiffPlace> => ({
    place,
    config: await readConfig(options, workingFolder),
  });
  if (options.gitDriver === true) {
    await printDriverDiff(inputs, diffPlace, terminal);
    return EXIT.ok;
  }
  const [before, after, ...others] = inputs;
  if (before === undefined || after === undefined || others.length > 0 || (before === '-' && after === '-')) {
    throw new CliError('diff compares two inputs, the old one and the new one', {
      code: 'INPUT_WORD_INVALID',
      exitCode: EXIT.usage,
      remedy: 'As in: ottla diff git:main schemas, or: ottla diff order.v1.avsc order.v2.avsc',
    });
  }
  const sides = [await readSide(before, place), await readSide(after, place)] as const;
  const comparison = await compareSides(...sides, await diffPlace());
  print(comparison, options.format, terminal);
  return exitCodeOf(comparison, options);
}

async function readSide(word: string, place: InputPlace): Promise<Side> {
  return { input: inputOf(word, place), files: await readInputs([word], place) };
}

function print({ files, compared }: Comparison, format: DiffOptions['format'], terminal: Terminal): void {
  if (format === 'json') {
    terminal.print(diffJson(files));
    return;
  }
  const lines =
    format === 'markdown'
      ? diffMarkdown(files)
      : diffText(files, (style, text) => terminal.paintPrinted(style, text));
  // One write: there may be a line for each of a hundred thousand fields.
  if (lines.length > 0) terminal.print(lines.join('\n'));
  const counted = `${files.length} of ${plural(compared, 'file')} differ${files.length === 1 ? 's' : ''}`;
  terminal.note(terminal.paint('dim', counted));
}

function exitCodeOf({ files }: Comparison, { exitCode }: DiffOptions): ExitCode {
  if (files.some(({ failures }) => failures.length > 0)) return EXIT.invalidInput;
  return exitCode === true && files.length > 0 ? EXIT.findings : EXIT.ok;
}
