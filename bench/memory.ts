/** How much memory a producer takes when its broker does not answer. */
import type { Figure } from './figure.ts';
import { Sink, runProgram } from './processes.ts';

const MEBIBYTE = 2 ** 20;
const ALLOWED_ABOVE_BYTES = 64 * MEBIBYTE;
const cases = [32, 256].flatMap((mebibytes) => [100, 1000].map((valueBytes) => ({ mebibytes, valueBytes })));

export interface MemoryMeasurement {
  readonly warmRssBytes: number;
  readonly peakRssBytes: number;
  readonly accepted: number;
  readonly refused: number;
}

export async function* memoryBench(): AsyncGenerator<Figure> {
  for (const { mebibytes, valueBytes } of cases) {
    const sink = await Sink.start();
    try {
      const { warmRssBytes, peakRssBytes, accepted, refused } = await runProgram<MemoryMeasurement>(
        './clients/ottla-unanswered.ts',
        {
          BENCH_BOOTSTRAP_SERVER: sink.bootstrapServer,
          BENCH_VALUE_BYTES: String(valueBytes),
          BENCH_BUFFER_MEMORY: String(mebibytes * MEBIBYTE),
        },
      );
      const above = peakRssBytes - warmRssBytes;
      const allowed = mebibytes * MEBIBYTE + ALLOWED_ABOVE_BYTES;
      yield {
        what: `RSS above warm-up, bufferMemory ${mebibytes} MiB, records of ${valueBytes} B, broker silent`,
        measured: `${(above / MEBIBYTE).toFixed(0)} MiB (${accepted} records held, ${refused} refused)`,
        bar: `≤ ${mebibytes} + 64 MiB`,
        met: above <= allowed,
      };
    } finally {
      await sink.stop();
    }
  }
}
