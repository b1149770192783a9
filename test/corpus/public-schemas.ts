/**
 * What becomes of each schema file of a folder: who accepts it alone, whether its modules compile, and whether values
 * and bytes agree. Owns the steps and their order; the proof itself is that of test/integration.
 */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate, type GenerateOptions } from '@ottla/codegen';
import type avsc from 'avsc';
import { avscType } from '../integration/codegen-avsc-oracle.ts';
import { schemaFilesIn, type CodegenCase } from '../integration/codegen-cases.ts';
import type { CorpusCounts } from '../integration/codegen-constant-proof.ts';
import { Corpus, saysAny } from '../integration/codegen-corpus.ts';
import { Workplace } from '../integration/codegen-workplace.ts';

const BOXES = fileURLToPath(new URL('../integration/codegen-boxes.ts', import.meta.url));

export type Step =
  'accepted by ottla' | 'no any' | 'values and bytes agree' | 'compiles' | 'values type-check';

/** Of one file, in the order of the steps. */
export interface Failure {
  readonly file: string;
  readonly step: Step;
  readonly reason: string;
}

export interface SchemaFile {
  /** Relative to the folder. */
  readonly file: string;
  readonly text: string;
  /** What avsc makes of it; null when it refuses the file alone. */
  readonly theirs: avsc.Type | null;
}

export interface Survey {
  readonly files: number;
  /** That are JSON. */
  readonly schemas: readonly SchemaFile[];
}

/** Of a file: hundreds of types in one, each a schema that stands alone, take minutes and show nothing new. */
const MOST_CONSTANTS = 20;

/** Every `.avsc` below a folder. */
export function surveyOf(folder: string): Survey {
  const files = schemaFilesIn(folder).filter((file) => file.endsWith('.avsc'));
  const schemas = files.flatMap((path): readonly SchemaFile[] => {
    const text = readFileSync(path, 'utf8');
    const json = attempt((): unknown => JSON.parse(text));
    if ('reason' in json) return [];
    const type = attempt(() => avscType(json.value));
    const theirs = 'reason' in type ? null : type.value;
    return [{ file: relative(folder, path), text, theirs }];
  });
  return { files: files.length, schemas };
}

export interface Outcome {
  readonly failures: readonly Failure[];
  readonly counts: CorpusCounts;
  /** Files that ottla accepts. */
  readonly accepted: number;
  /** Of them, accepted by avsc, too. */
  readonly acceptedByBoth: number;
}

/** Generates from each file alone, and puts what is made to the proof. */
export async function proofOf(
  schemas: readonly SchemaFile[],
  options: GenerateOptions,
  draws: number,
): Promise<Outcome> {
  await using workplace = await Workplace.make({ lib: ['ES2023', 'ESNext.Disposable', 'ESNext.Temporal'] });
  await workplace.write([{ path: 'src/boxes.ts', text: `export * from '${BOXES}';\n` }]);
  const corpus = new Corpus(join(workplace.folder, 'src'));
  const failures: Failure[] = [];
  const accepted = new Map<number, SchemaFile>();
  for (const [index, schema] of schemas.entries()) {
    const { file, text } = schema;
    const inputs = [{ file, text }];
    const made = attempt(() => generate(inputs, options).files);
    if ('reason' in made) {
      // What avsc refuses as well is no failure.
      if (schema.theirs !== null) failures.push({ file, step: 'accepted by ottla', reason: made.reason });
      continue;
    }
    accepted.set(index, schema);
    const any = made.value.find((each) => saysAny(each.text));
    if (any !== undefined) failures.push({ file, step: 'no any', reason: any.path });
    try {
      const given = { title: file, inputs, options, draws, mostConstants: MOST_CONSTANTS };
      await corpus.add({ ...given, ...againOf(schema) }, index);
    } catch (error) {
      failures.push({ file, step: 'values and bytes agree', reason: reasonOf(error) });
    }
  }
  for (const line of await workplace.check()) {
    const [, values, index = '-1'] = /^src\/(values\/)?s(\d+)[./]/.exec(line) ?? [];
    const file = accepted.get(Number(index))?.file ?? '';
    failures.push({ file, step: values === undefined ? 'compiles' : 'values type-check', reason: line });
  }
  const acceptedByBoth = [...accepted.values()].filter(({ theirs }) => theirs !== null).length;
  return { failures, counts: corpus.counts, accepted: accepted.size, acceptedByBoth };
}

/** avsc with the file's own text. */
function againOf({ theirs }: SchemaFile): Pick<CodegenCase, 'again'> {
  return theirs === null ? {} : { again: (bytes) => theirs.toBuffer(theirs.fromBuffer(bytes)) };
}

function attempt<T>(act: () => T): { readonly value: T } | { readonly reason: string } {
  try {
    return { value: act() };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
