/**
 * What work costs, for specs that bound it: processor time of this thread, so that neither another program nor the
 * collector's threads are counted.
 */

/** Milliseconds of processor time; throws what `act` throws. */
export function cpuMilliseconds(act: () => void): number {
  const started = process.threadCpuUsage();
  act();
  const { user, system } = process.threadCpuUsage(started);
  return (user + system) / 1000;
}
