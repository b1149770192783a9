/** Rows 56 to 70 of the list of bad inputs: each in a process with a heap of 256 MB, each case within 2 s of its time. */
import { describe, expect, it } from 'vitest';
import { hostileByteRows } from './hostile/avro-byte-rows.ts';
import { hostileTypeRows } from './hostile/avro-type-rows.ts';
import { runChild } from './hostile/child-process.ts';

interface Outcome {
  readonly name: string;
  readonly expected: unknown;
  readonly outcome: unknown;
  readonly cpuMs: number;
}

const HEAP = '--max-old-space-size=256';
const rows = Object.keys({ ...hostileByteRows, ...hostileTypeRows });

describe('hostile Avro', () => {
  it.each(rows)('row %s ends in a value or a typed error, in time and memory', async (row) => {
    const { exitCode, stderr, report } = await runChild('avro-rows-program', [row], [HEAP]);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    const outcomes = report as readonly Outcome[];
    expect(outcomes.length).toBeGreaterThan(0);
    expect(outcomes.map(({ name, outcome }) => ({ name, outcome }))).toEqual(
      outcomes.map(({ name, expected }) => ({ name, outcome: expected })),
    );
    for (const { name, cpuMs } of outcomes) expect(cpuMs, name).toBeLessThan(2000);
  });
});
