/**
 * Keeps a number of records outstanding, one promise each, and measures the process meanwhile.
 *
 * The same loop drives every client, so that only the client differs.
 */

export interface Measurement {
  readonly records: number;
  readonly wallSeconds: number;
  /** Of the whole process, all threads. */
  readonly cpuSeconds: number;
  readonly peakRssBytes: number;
}

export interface DriveOptions {
  readonly records: number;
  readonly outstanding: number;
  /** Starts one unit of work of `unit` records; the promise is its acknowledgement. */
  readonly send: () => Promise<unknown>;
  readonly unit: number;
}

/** Resolves when every record of the run is acknowledged. */
function run({ records, outstanding, send, unit }: DriveOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    let started = 0;
    let settled = 0;
    const refillBelow = outstanding / 2;
    const onSettled = (): void => {
      settled += unit;
      if (settled === records) resolve();
      else if (started < records && started - settled <= refillBelow) fill();
    };
    const fill = (): void => {
      while (started < records && started - settled < outstanding) {
        started += unit;
        send().then(onSettled, reject);
      }
    };
    fill();
  });
}

export async function drive(options: DriveOptions, warmUpRecords: number): Promise<Measurement> {
  await run({ ...options, records: warmUpRecords });
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  await run(options);
  const { user, system } = process.cpuUsage(startedCpu);
  return {
    records: options.records,
    wallSeconds: (performance.now() - startedMs) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
}

/** What every client of the comparison is told. */
export const terms = {
  bootstrapServer: process.env['BENCH_BOOTSTRAP_SERVER'] ?? '',
  topic: 'records',
  records: Number(process.env['BENCH_RECORDS'] ?? 1_000_000),
  warmUpRecords: Number(process.env['BENCH_WARM_UP_RECORDS'] ?? 300_000),
  outstanding: 10_000,
  value: Buffer.alloc(Number(process.env['BENCH_VALUE_BYTES'] ?? 100), 'v'),
};
