/**
 * `ottla sample`: prints random lines of JSON that a schema takes.
 *
 * The same seed gives the same lines; without one a seed is chosen and told on stderr. Ends quietly when nobody reads
 * any more. Decides nothing about values: that is samples/.
 */
import { seededRandom, systemRandom, type Random } from '@ottla/kernel';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { AVRO_EXTENSIONS, isJsonSchema } from '../inputs/input-file.ts';
import { readInputs } from '../inputs/read-inputs.ts';
import { CliError } from '../cli-error.ts';
import { sampledSchema } from '../samples/sampled-schema.ts';
import { SampleLines, type SampleOptions } from '../samples/sample-lines.ts';
import { printable, stdoutReady, type Terminal } from '../terminal.ts';
import { processWorkplace, type Workplace } from '../workplace.ts';

export interface SampleCommandOptions {
  readonly count: number;
  readonly seed?: number;
  readonly edges?: true;
  readonly type?: string;
  readonly json: SampleOptions['json'];
}

export interface SamplePorts {
  readonly terminal: Terminal;
  readonly workplace?: Workplace;
  /** For the choice of a seed. */
  readonly random?: Random;
  /** Resolves when more may be printed. */
  readonly ready?: () => Promise<void>;
}

/** Seeds are as long as a person types. */
export const MOST_SEED = 999_999_999;
/** Lines are printed together, up to so many characters. */
const PRINTED_TOGETHER = 65_536;

export async function runSample(
  words: readonly string[],
  options: SampleCommandOptions,
  { terminal, workplace = processWorkplace(), random = systemRandom, ready = stdoutReady }: SamplePorts,
): Promise<ExitCode> {
  const files = await readInputs(words, { ...workplace, extensions: AVRO_EXTENSIONS });
  for (const { file, path, named } of files) if (named && isJsonSchema(path)) throw noAvro(file);
  const schema = sampledSchema(files, options.type);
  const seed = options.seed ?? Math.floor(random() * (MOST_SEED + 1));
  const { edges = false, json, count } = options;
  const lines = new SampleLines(schema, { random: seededRandom(seed), edges, json });
  if (options.seed === undefined) terminal.note(terminal.paint('dim', `--seed ${seed}`));

  let isRead = true;
  terminal.onReaderGone(() => (isRead = false));
  let waiting: string[] = [];
  let characters = 0;
  for (let drawn = 0; drawn < count && isRead; drawn++) {
    const line = lines.next();
    waiting.push(line);
    characters += line.length;
    if (characters < PRINTED_TOGETHER) continue;
    terminal.print(waiting.join('\n'));
    waiting = [];
    characters = 0;
    await ready();
  }
  if (waiting.length > 0) terminal.print(waiting.join('\n'));
  return EXIT.ok;
}

function noAvro(file: string): CliError {
  return new CliError(`${printable(file)} is JSON Schema, of which no samples are made`, {
    code: 'INPUT_UNFIT',
    exitCode: EXIT.usage,
    remedy: 'Give an Avro schema: .avsc, .avdl or .avpr.',
  });
}
