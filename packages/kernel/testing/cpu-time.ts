/**
 * What work costs, for specs that bound it: processor time of this thread, so that neither another program nor the
 * collector's threads are counted.
 */

/** Milliseconds of processor time; throws what `act` throws. */
export function cpuMilliseconds(act: () => void): number {
  const started = process.threadCpuUsage();
  act();
  return since(started);
}

/** What `act` gives or throws, which may take no more processor time than that. */
export function withinCpu<T>(milliseconds: number, act: () => T): T {
  const started = process.threadCpuUsage();
  try {
    return act();
  } finally {
    expectAtMost(milliseconds, since(started));
  }
}

function expectAtMost(milliseconds: number, took: number): void {
  if (took <= milliseconds) return;
  throw new Error(`took ${took.toFixed(0)} ms of processor time where ${milliseconds} are allowed`);
}

function since(started: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(started);
  return (user + system) / 1000;
}
