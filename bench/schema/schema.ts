/** The gate over a repository, the start of the program, one check, and two schemas of uncommon size. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { checkCompatibility, parseSchema } from '@ottla/schema';
import type { Figure } from '../figure.ts';
import { inPairs, median } from '../pairs.ts';
import { runProgram } from '../processes.ts';
import { ContractTree } from './contract-tree.ts';
import { InstalledProgram } from './installed-program.ts';

const execute = promisify(execFile);
const RUNS = 5;

export async function* schemaBench(): AsyncGenerator<Figure> {
  using program = await InstalledProgram.make();
  yield* gateFigures(program);
  yield await startFigure(program);
  yield checkFigure();
  yield await largeFigure();
}

async function milliseconds(words: readonly string[], folder: string): Promise<number> {
  const started = performance.now();
  await execute(process.execPath, words, { cwd: folder, maxBuffer: 2 ** 28 });
  return performance.now() - started;
}

async function gateMilliseconds(program: InstalledProgram, contracts: number, runs: number): Promise<number> {
  using tree = ContractTree.make(contracts);
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    times.push(await milliseconds([program.main, 'check', '.', '--against', 'git:HEAD'], tree.folder));
  }
  return median(times);
}

async function* gateFigures(program: InstalledProgram): AsyncGenerator<Figure> {
  const thousand = await gateMilliseconds(program, 1000, RUNS);
  yield {
    what: 'ottla check of 1,000 contracts against a git ref, whole process',
    measured: `${(thousand / 1000).toFixed(2)} s`,
    bar: '2 s',
    met: thousand <= 2000,
  };
  const tenThousand = await gateMilliseconds(program, 10_000, 2);
  yield {
    what: 'the same of 10,000 contracts',
    measured: `${(tenThousand / 1000).toFixed(2)} s, ${(tenThousand / thousand).toFixed(1)} times as long`,
    bar: 'linear: 11 times',
    met: tenThousand <= thousand * 11,
  };
}

async function startFigure(program: InstalledProgram): Promise<Figure> {
  const folder = process.cwd();
  const { ours, theirs, ratio, interval } = await inPairs(
    15,
    () => milliseconds([program.main, '--version'], folder),
    () => milliseconds(['-e', '0'], folder),
  );
  const [low, high] = interval;
  return {
    what: 'ottla --version, beside node -e 0',
    measured: `${median(ours).toFixed(0)} and ${median(theirs).toFixed(0)} ms, ratio ${ratio.toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`,
    bar: '3',
    met: ratio <= 3,
  };
}

function checkFigure(): Figure {
  const fields = Array.from({ length: 50 }, (_, place) => ({
    name: `field${place}`,
    type: ['null', place % 2 === 0 ? 'string' : 'long'],
    default: null,
  }));
  const text = JSON.stringify({ type: 'record', name: 'Wide', fields });
  const [reader, writer] = [parseSchema(text), parseSchema(text)];
  const rounds = Array.from({ length: 30 }, () => {
    const started = performance.now();
    for (let turn = 0; turn < 200; turn++) checkCompatibility(reader, writer);
    return ((performance.now() - started) / 200) * 1000;
  });
  const microseconds = median(rounds.slice(10));
  return {
    what: 'one check of two records of 50 fields',
    measured: `${microseconds.toFixed(1)} µs`,
    bar: '100 µs',
    met: microseconds <= 100,
  };
}

async function largeFigure(): Promise<Figure> {
  const { seconds, peakMebibytes, types, megabytes } = await runProgram<{
    seconds: number;
    peakMebibytes: number;
    types: number;
    megabytes: number;
  }>('./schema/large-pair.ts', {});
  return {
    what: `two schemas of ${megabytes.toFixed(1)} MB and ${types.toLocaleString('en-US')} types, parsed and compared both ways`,
    measured: `${seconds.toFixed(2)} s, ${peakMebibytes.toFixed(0)} MiB at most`,
    bar: '2 s, 500 MB',
    met: seconds <= 2 && peakMebibytes * 1.048576 <= 500,
  };
}
