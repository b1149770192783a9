/** Client CPU seconds per million records of 100 bytes, one promise each, beside the fastest rivals in Node. */
import type { Measurement } from './clients/drive.ts';
import type { Figure } from './figure.ts';
import { type PairedResult, inPairs, median } from './pairs.ts';
import { Sink, runProgram } from './processes.ts';

const PAIRS = Number(process.env['BENCH_PAIRS'] ?? 7);
const RECORDS = 1_000_000;
const WARM_UP_RECORDS = 300_000;

const rivals = [
  {
    name: '@platformatic/kafka 2.12 ProducerStream',
    program: './clients/platformatic-stream.ts',
    bar: 1 / 2,
  },
  { name: 'kafkajs 2.2 in arrays of 500', program: './clients/kafkajs-arrays.ts', bar: 1 / 3 },
] as const;

/** One fresh client process against one fresh sink; the sink must have counted exactly what was sent. */
async function cpuSecondsPerMillion(program: string): Promise<number> {
  const sink = await Sink.start();
  let measured: Measurement;
  try {
    measured = await runProgram<Measurement>(program, {
      BENCH_BOOTSTRAP_SERVER: sink.bootstrapServer,
      BENCH_RECORDS: String(RECORDS),
      BENCH_WARM_UP_RECORDS: String(WARM_UP_RECORDS),
    });
  } catch (error) {
    await sink.stop();
    throw error;
  }
  const totals = await sink.stop();
  if (totals.records !== RECORDS + WARM_UP_RECORDS) {
    throw new Error(
      `${program} sent ${RECORDS + WARM_UP_RECORDS} records, the sink counted ${totals.records}`,
    );
  }
  return (measured.cpuSeconds / measured.records) * 1e6;
}

function describe({ ours, theirs, ratio, interval }: PairedResult): string {
  const [low, high] = interval.map((value) => value.toFixed(3));
  return `${median(ours).toFixed(2)} against ${median(theirs).toFixed(2)} CPU s per million, ratio ${ratio.toFixed(3)} (${low}–${high})`;
}

export async function* clientsBench(): AsyncGenerator<Figure> {
  for (const { name, program, bar } of rivals) {
    const result = await inPairs(
      PAIRS,
      () => cpuSecondsPerMillion('./clients/ottla.ts'),
      () => cpuSecondsPerMillion(program),
    );
    const what = `100 B, 10,000 outstanding, acks all, idempotent, beside ${name}`;
    yield { what, measured: describe(result), bar: `ratio ≤ ${bar.toFixed(3)}`, met: result.ratio <= bar };
  }
}
