/**
 * `node test/corpus/main.ts FOLDER`: how the generator of code does on the schemas of public repositories.
 *
 * FOLDER holds their checkouts, or copies of their `.avsc` files. Each file is taken alone. Prints a table, a column for
 * each set of options, then every failure with its file; ends with 1 when there is one, and with 2 for a wrong call.
 */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { GenerateOptions } from '@ottla/codegen';
import { printable } from '@ottla/kernel';
import { proofOf, surveyOf, type Outcome, type Step, type Survey } from './public-schemas.ts';

const DRAWS = 5;
/** Of one failure. */
const SHOWN_CHARACTERS = 400;

/** Enums of TypeScript are left to the specs: Node runs them with a flag only. */
const SETS: Readonly<Record<string, GenerateOptions>> = {
  'type, union': {},
  'namespace, const': {
    layout: 'namespace',
    enums: 'const',
    choices: { long: 'bigint', decimal: 'unscaled' },
  },
  single: { layout: 'single', choices: { 'timestamp-millis': 'bigint', uuid: 'string' } },
};

const [given, ...others] = process.argv.slice(2);
if (given === undefined || others.length > 0 || !isFolder(given)) {
  process.stderr.write('usage: node test/corpus/main.ts FOLDER\nFOLDER holds checkouts of repositories\n');
  process.exitCode = 2;
} else {
  process.exitCode = await report(resolve(given));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

async function report(folder: string): Promise<number> {
  const survey = surveyOf(folder);
  const outcomes = new Map<string, Outcome>();
  for (const [name, options] of Object.entries(SETS)) {
    process.stderr.write(`${name} …\n`);
    const set: GenerateOptions = { ...options, codecs: 'compiled', importExtension: '.ts' };
    outcomes.set(name, await proofOf(survey.schemas, set, DRAWS));
  }
  process.stdout.write(table(survey, outcomes));
  const failures = [...outcomes].flatMap(([name, outcome]) =>
    outcome.failures.map(({ file, step, reason }) => `${file}: ${step} (${name}): ${firstLine(reason)}\n`),
  );
  process.stdout.write(failures.map((line) => printable(line.trimEnd(), SHOWN_CHARACTERS) + '\n').join(''));
  return failures.length === 0 ? 0 : 1;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

type Row = readonly [string, (outcome: Outcome) => number];

function table({ files, schemas }: Survey, outcomes: ReadonlyMap<string, Outcome>): string {
  const byAvsc = schemas.filter(({ theirs }) => theirs !== null).length;
  const passed =
    (step: Step) =>
    ({ accepted, failures }: Outcome): number =>
      accepted - new Set(failures.filter((each) => each.step === step).map(({ file }) => file)).size;
  const rows: readonly Row[] = [
    ['.avsc files', () => files],
    ['are JSON', () => schemas.length],
    ['accepted alone by avsc', () => byAvsc],
    ['accepted alone by ottla, and generated', ({ accepted }) => accepted],
    ['of them accepted by avsc', ({ acceptedByBoth }) => acceptedByBoth],
    ['compile', passed('compiles')],
    ['contain any', (outcome) => outcome.accepted - passed('no any')(outcome)],
    ['values of the runtime type-check', passed('values type-check')],
    ['values and bytes agree with avsc', passed('values and bytes agree')],
    ['values drawn', ({ counts }) => counts.values],
    ['wrong values refused by the types', ({ counts }) => sum(Object.values(counts.wrong))],
    ['payloads compared', ({ counts }) => counts.comparedWithAvsc],
    ['of them left to closures by compiled code', ({ counts }) => counts.refused],
  ];
  const lines = rows.map(([name, of]) => [name, ...[...outcomes.values()].map((each) => String(of(each)))]);
  const head = ['', ...outcomes.keys()];
  const widths = head.map((name, column) =>
    Math.max(...[name, ...lines.map((line) => line[column] ?? '')].map((cell) => cell.length)),
  );
  return [head, ...lines]
    .map(
      (line) =>
        line
          .map((cell, column) => padded(cell, widths[column] ?? 0, column))
          .join('  ')
          .trimEnd() + '\n',
    )
    .join('');
}

function padded(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
