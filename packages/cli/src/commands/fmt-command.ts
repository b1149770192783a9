/**
 * `ottla fmt`: brings .avsc and .avpr files into their canonical layout.
 *
 * Prints the path of each file it changed; with --check or --diff it writes nothing and ends with 1 when a
 * file would change. A file that is no JSON is shown with its place, and the others are formatted all the
 * same. Of stdin (`-`) the formatted text is printed.
 */
import { realpath } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { formatSchemaText, SchemaError } from '@ottla/schema';
import { CliError } from '../cli-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { InputFile } from '../inputs/input-file.ts';
import { readInputs } from '../inputs/read-inputs.ts';
import { isWithin, relativePath } from '../inputs/relative-path.ts';
import { OutputFolder } from '../output/output-folder.ts';
import { unifiedDiff } from '../output/unified-diff.ts';
import { plural } from '../plural.ts';
import { sourceExcerpt } from '../report/source-excerpt.ts';
import { printable, type Style, type Terminal } from '../terminal.ts';
import { processWorkplace, type Workplace } from '../workplace.ts';

export interface FmtOptions {
  readonly check?: boolean;
  readonly diff?: boolean;
}

const EXTENSIONS = ['.avsc', '.avpr'];

export async function runFmt(
  inputs: readonly string[],
  options: FmtOptions,
  {
    terminal,
    workplace = processWorkplace(),
  }: { readonly terminal: Terminal; readonly workplace?: Workplace },
): Promise<ExitCode> {
  const words = inputs.length === 0 ? ['.'] : inputs;
  const place = { ...workplace, extensions: EXTENSIONS };
  const files = (await readInputs(words, place)).filter(({ named }) => named);
  for (const file of files) refuseUnfit(file);

  let broken = 0;
  let changed = 0;
  for (const file of files) {
    const text = formatted(file, terminal);
    if (text === null) broken++;
    else if (await settle({ file, text, folder: workplace.workingFolder }, options, terminal)) changed++;
  }

  const dry = options.check === true || options.diff === true;
  note({ files: files.length, changed, broken, dry }, terminal);
  if (broken > 0) return EXIT.invalidInput;
  return dry && changed > 0 ? EXIT.findings : EXIT.ok;
}

/** Only what is written as JSON has this layout. */
function refuseUnfit({ file, path }: InputFile): void {
  if (!path.endsWith('.avdl')) return;
  throw new CliError(`${printable(file)} is Avro IDL, which fmt does not format`, {
    code: 'INPUT_UNFIT',
    exitCode: EXIT.usage,
    remedy: `Give files that are JSON: ${EXTENSIONS.join(', ')}.`,
  });
}

/** Null, and the reason is shown, when the file is no JSON. */
function formatted({ file, text }: InputFile, terminal: Terminal): string | null {
  try {
    return formatSchemaText(text, file);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    terminal.note(printable(error.message));
    for (const line of sourceExcerpt(text, error)) terminal.note(line);
    return null;
  }
}

interface FormattedText {
  readonly file: InputFile;
  readonly text: string;
}

/** `folder`: the working folder, absolute. */
interface FormattedFile extends FormattedText {
  readonly folder: string;
}

/** Writes or shows what changes; true when something does. */
async function settle(
  { file, text, folder: workingFolder }: FormattedFile,
  options: FmtOptions,
  terminal: Terminal,
): Promise<boolean> {
  const dry = options.check === true || options.diff === true;
  if (file.absolutePath === null) return settleText({ file, text }, options, terminal);
  const path = await realFile(file.absolutePath, workingFolder);
  const folder = new OutputFolder(dirname(path));
  // Compared with the file itself: the text has lost its byte order mark.
  if (folder.read(basename(path)) === text) return false;
  if (!dry) folder.write(basename(path), text);
  if (options.diff === true) printDiff({ file, text }, terminal);
  else terminal.print(printable(file.file));
  return true;
}

/** Where a link leads. Throws CliError when it leads out of the working folder: nobody asked to write there. */
async function realFile(path: string, workingFolder: string): Promise<string> {
  const real = await realpath(path);
  const folder = await realpath(workingFolder);
  if (real === resolve(path) || isWithin(folder, real) || !isWithin(workingFolder, path)) return real;
  throw new CliError(`${printable(relativePath(workingFolder, path))} is a link out of the working folder`, {
    code: 'INPUT_UNFIT',
    exitCode: EXIT.usage,
    remedy: 'Name the file it leads to.',
  });
}

/** What is on no disk: stdin is printed, a file at a git ref can only be looked at. */
function settleText({ file, text }: FormattedText, options: FmtOptions, terminal: Terminal): boolean {
  const changes = text !== file.text;
  if (options.diff === true) {
    printDiff({ file, text }, terminal);
  } else if (options.check === true) {
    if (changes) terminal.print(printable(file.file));
  } else if (file.file.includes(':')) {
    throw new CliError(`${printable(file.file)} is no file of the working folder, so it cannot be written`, {
      code: 'INPUT_UNFIT',
      exitCode: EXIT.usage,
      remedy: 'Use --check or --diff to look at files at a git ref.',
    });
  } else {
    terminal.print(text.replace(/\n$/, ''));
  }
  return changes;
}

const SIGN_STYLES: ReadonlyMap<string, Style> = new Map([
  ['-', 'red'],
  ['+', 'green'],
  ['@', 'cyan'],
]);

/** What a terminal would obey. Tabs and line ends stay, so that the diff can be applied. */
const CONTROL = /(?!\t|\r$)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;
const BYTE_ORDER_MARK = '\ufeff';

function printDiff({ file, text }: FormattedText, terminal: Terminal): void {
  // What differs from a text that is the same is the mark that reading it took away.
  const before = file.text === text ? BYTE_ORDER_MARK + text : file.text;
  for (const raw of unifiedDiff({ name: printable(file.file), before, after: text })) {
    const line = raw.replaceAll(CONTROL, '?');
    const style = SIGN_STYLES.get(line.charAt(0));
    terminal.print(style === undefined ? line : terminal.paintPrinted(style, line));
  }
}

function note(
  counts: {
    readonly files: number;
    readonly changed: number;
    readonly broken: number;
    readonly dry: boolean;
  },
  terminal: Terminal,
): void {
  const { files, changed, broken, dry } = counts;
  const of = `${changed} of ${plural(files, 'file')}`;
  const unread = broken === 0 ? '' : `, ${broken} not read`;
  if (!dry) terminal.note(terminal.paint('dim', `${of} formatted${unread}`));
  else if (changed + broken === 0)
    terminal.note(terminal.paint('green', `${plural(files, 'file')} formatted already`));
  else
    terminal.note(
      terminal.paint('red', `${of} to be formatted${unread}; run the same command without --check or --diff`),
    );
}
