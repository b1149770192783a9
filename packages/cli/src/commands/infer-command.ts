/**
 * `ottla infer`: reads JSON lines, prints one Avro schema that all of them fit.
 *
 * The schema goes to stdout, what was assumed and what was left out to stderr. Decides nothing about types: that is
 * inference/. A line that cannot be read ends it with 4, or is counted with --on-error skip, and then it ends
 * with 5.
 */
import { createReadStream } from 'node:fs';
import { CliError } from '../cli-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { LineInference, type LineSchema, type NoSchema } from '../inference/line-inference.ts';
import type { SchemaRefusal } from '../inference/inference-notes.ts';
import type { InferenceOptions } from '../inference/inferred-schema.ts';
import { jsonLines, type JsonLine } from '../inference/json-lines.ts';
import { linePlaceText, type LineError } from '../inference/line-error.ts';
import { schemaName, type NameOptions } from '../inference/schema-name.ts';
import { STDIN, unreadableInput } from '../inputs/input-file.ts';
import { namedFile } from '../inputs/named-file.ts';
import { plural } from '../plural.ts';
import { tokenExcerptAt } from '../report/source-excerpt.ts';
import { printable, type Terminal } from '../terminal.ts';

export interface InferOptions extends NameOptions {
  readonly ints?: true;
  readonly enums: number;
  readonly logical?: true;
  readonly map?: readonly string[];
  readonly maps: number;
  readonly onError: 'fail' | 'skip';
}

export interface InferPorts {
  readonly terminal: Terminal;
  readonly workingFolder?: string;
  readonly stdin?: AsyncIterable<Buffer> & { readonly isTTY?: boolean };
}

/** Of what happens many times, so many are shown. */
const MOST_SHOWN = 10;

export async function runInfer(
  words: readonly string[],
  options: InferOptions,
  { terminal, workingFolder = process.cwd(), stdin = process.stdin }: InferPorts,
): Promise<ExitCode> {
  const files = words.length === 0 ? ['-'] : words;
  // All of them before the first is read.
  const inputs = files.map((file) => ({
    file,
    path: file === '-' ? null : namedFile(file, workingFolder, REMEDY),
  }));
  const settings = inferenceOptions(options, files[0]);
  const inference = new LineInference(settings);
  const skipped = new SkippedLines(terminal, options.onError);
  if (files.includes('-') && stdin.isTTY === true) {
    terminal.note('reading JSON lines from the terminal; Ctrl-D ends them');
  }
  for (const { file, path } of inputs) {
    const lines = path === null ? jsonLines(STDIN, stdin) : jsonLines(file, chunksOf(file, path));
    for await (const some of lines) addLines(some, inference, skipped);
  }
  if (inference.count === 0) throw nothingRead(files, skipped.count);

  const schema = inference.finish();
  if (schema.text === null) throw refused(schema, terminal);
  const changed = schema.changes.reduce((count, change) => count + change.changed, 0);
  if (changed > 0 && options.onError === 'fail')
    throw refused({ text: null, refusals: schema.changes }, terminal);
  terminal.print(schema.text.replace(/\n$/, ''));
  tell(schema, settings, terminal);
  const read = `${plural(inference.count, 'line')} read`;
  terminal.note(terminal.paint('dim', skipped.count === 0 ? read : `${read}, ${skipped.count} skipped`));
  return skipped.count + changed > 0 ? EXIT.partial : EXIT.ok;
}

function inferenceOptions(options: InferOptions, file: string | undefined): InferenceOptions {
  return {
    fullName: schemaName(options, file === '-' ? undefined : file),
    ints: options.ints === true,
    mostSymbols: options.enums,
    logical: options.logical === true,
    mostKeys: options.maps,
    maps: new Set(options.map),
  };
}

function addLines(lines: readonly JsonLine[], inference: LineInference, skipped: SkippedLines): void {
  for (const line of lines) {
    if (line.error === null) inference.add(line);
    else skipped.add(line.error);
  }
}

const REMEDY = 'Give files of JSON lines, or - for stdin.';

async function* chunksOf(file: string, path: string): AsyncGenerator<Buffer> {
  try {
    // Without an encoding a stream of a file gives Buffers.
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    throw unreadableInput(file, error);
  }
}

/** Broken lines: the first ends it, or all are counted and some shown. */
class SkippedLines {
  count = 0;
  readonly #terminal: Terminal;
  readonly #onError: InferOptions['onError'];

  constructor(terminal: Terminal, onError: InferOptions['onError']) {
    this.#terminal = terminal;
    this.#onError = onError;
  }

  add(error: LineError): void {
    if (this.#onError === 'fail') throw brokenLine(error);
    this.count++;
    if (this.count <= MOST_SHOWN)
      this.#terminal.note(`${this.#terminal.paint('yellow', 'skipped')} ${printable(error.message)}`);
    else if (this.count === MOST_SHOWN + 1) this.#terminal.note('further ones are only counted');
  }
}

function brokenLine(error: LineError): CliError {
  const { place, text, remedy } = error;
  // Only the line itself is known; the others are not shown.
  const lines: string[] = [];
  if (text !== undefined) lines[place.line - 1] = text;
  const excerpt = text === undefined ? undefined : tokenExcerptAt(lines, place);
  const shown =
    excerpt === undefined
      ? []
      : [excerpt.gutter + excerpt.source, excerpt.margin + excerpt.indent + excerpt.carets];
  return new CliError(printable(error.message), {
    code: error.code,
    exitCode: EXIT.invalidInput,
    excerpt: shown,
    remedy:
      remedy ??
      'Each line holds one JSON value: `jq -c .` makes lines of documents. --on-error skip counts broken lines instead.',
    cause: error,
  });
}

/** All are shown but the last, which ends the command. */
function refused({ refusals }: NoSchema, terminal: Terminal): CliError {
  const [first, ...others] = refusals.toSorted(({ changed: left }, { changed: right }) => left - right);
  for (const { place, message } of others.slice(0, MOST_SHOWN)) {
    terminal.note(printable(`${linePlaceText(place)}: ${message}`));
  }
  if (others.length > MOST_SHOWN) terminal.note(`and ${others.length - MOST_SHOWN} more`);
  const { place, message, remedy } = first ?? NO_REFUSAL;
  return new CliError(printable(`${linePlaceText(place)}: ${message}`), {
    code: 'LINES_UNFIT',
    exitCode: EXIT.invalidInput,
    remedy: printable(remedy),
  });
}

const NO_REFUSAL = { place: { file: '', line: 1, column: 1 }, message: 'no schema fits', remedy: '' };

function nothingRead(files: readonly string[], skipped: number): CliError {
  const where = files.map((file) => (file === '-' ? STDIN : printable(file))).join(', ');
  const why =
    skipped === 0 ? 'no value' : `no value that can be read, and ${plural(skipped, 'broken line')},`;
  return new CliError(`${why} stands in ${where}`, {
    code: 'INPUT_EMPTY',
    exitCode: EXIT.invalidInput,
    remedy: 'A schema is inferred from one JSON value in each line.',
  });
}

function tell({ notes, changes, mapsMet }: LineSchema, { maps }: InferenceOptions, terminal: Terminal): void {
  const told = [...notes, ...changes.map(changeWords)];
  for (const path of maps) {
    if (mapsMet.has(path)) continue;
    told.push(`--map '${path}': no object stands there`);
  }
  for (const note of told.slice(0, MOST_SHOWN))
    terminal.note(`${terminal.paint('yellow', 'note')} ${printable(note)}`);
  if (told.length > MOST_SHOWN) terminal.note(`and ${told.length - MOST_SHOWN} more notes`);
}

function changeWords({ place, message }: SchemaRefusal): string {
  return `${linePlaceText(place)}: ${message}`;
}
