/**
 * Many seeds through a world of model brokers and faults; the seed in a failing test's name replays it.
 */
import { describe, expect, it } from 'vitest';
import { replay } from '../../testing/replay.ts';
import { violations } from '../../testing/simulation-checker.ts';
import { Simulation } from '../../testing/simulation.ts';
import type { SimulationOptions } from '../../testing/simulation-types.ts';

const SEEDS = Array.from({ length: 25 }, (_, index) => index + 1);

describe.each<[string, Omit<SimulationOptions, 'seed'>]>([
  ['few faults', { faults: 0.02 }],
  ['many faults', { faults: 0.15 }],
  ['a short delivery timeout', { faults: 0.15, core: { deliveryTimeoutMs: 1600, requestTimeoutMs: 700 } }],
  ['few retries', { faults: 0.15, core: { retries: 2 } }],
  ['a flood', { faults: 0.05, records: 1500, partitions: 2, core: { lingerMs: 0, bufferMemory: 32_768 } }],
  [
    'a burst at the start',
    {
      faults: 0.15,
      records: 150,
      spreadMs: 100,
      partitions: 6,
      core: { lingerMs: 0, bufferMemory: 1_048_576 },
    },
  ],
  ['one request in flight', { faults: 0.1, core: { maxInFlightRequestsPerConnection: 1 } }],
])('with %s, every record is delivered once and in order, or its outcome is told truly', (_name, options) => {
  it.each(SEEDS)('seed %i', (seed) => {
    expect(violations(new Simulation({ ...options, seed }).run())).toEqual([]);
  });
});

describe('without idempotence and with one request in flight', () => {
  it.each(SEEDS)('every record is delivered at least once and in order, seed %i', (seed) => {
    const core = { idempotent: false, maxInFlightRequestsPerConnection: 1 };
    expect(violations(new Simulation({ seed, faults: 0.1, core }).run(), 'atLeastOnce')).toEqual([]);
  });
});

describe('the core', () => {
  it.each([4711, 4712, 4713])('does the same again for recorded events, instants and seed %i', (seed) => {
    const options = { seed, faults: 0.15, core: { deliveryTimeoutMs: 3000 } };
    const recorded = new Simulation(options).run();
    expect(recorded.journal.length).toBeGreaterThan(500);
    expect(replay(options, recorded.inputs)).toEqual(recorded.journal);
    expect(new Simulation(options).run().journal).toEqual(recorded.journal);
  });

  it('delivers everything when nothing goes wrong', () => {
    const run = new Simulation({ seed: 5, faults: 0, records: 2000 }).run();
    expect(violations(run)).toEqual([]);
    expect([...run.fates.values()].every((fates) => fates[0]?.outcome === 'delivered')).toBe(true);
  });
});
