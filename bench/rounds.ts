/** Two loops of one process compared in alternating rounds; nanoseconds per turn and the ratio pair by pair. */
import { type PairedResult, inPairs } from './pairs.ts';

const WARM_UP_ROUNDS = 5;
const ROUNDS = 31;

export interface Loop {
  readonly turns: number;
  /** Runs all turns once. */
  readonly run: () => void;
  /** Puts things back before the next round, outside the timing. */
  readonly reset?: () => Promise<void>;
}

async function nanosecondsPerTurn({ turns, run, reset }: Loop): Promise<number> {
  await reset?.();
  const started = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - started) / turns;
}

export async function compareLoops(ours: Loop, theirs: Loop): Promise<PairedResult> {
  for (let round = 0; round < WARM_UP_ROUNDS; round++) {
    await nanosecondsPerTurn(ours);
    await nanosecondsPerTurn(theirs);
  }
  return await inPairs(
    ROUNDS,
    () => nanosecondsPerTurn(ours),
    () => nanosecondsPerTurn(theirs),
  );
}
