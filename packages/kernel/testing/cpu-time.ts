/**
 * What work costs, for specs that bound it: processor time of this thread, so that neither another program nor the
 * collector's threads are counted.
 */
import { expect } from 'vitest';

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
    expect(since(started), 'milliseconds of processor time').toBeLessThan(milliseconds);
  }
}

function since(started: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(started);
  return (user + system) / 1000;
}
