/**
 * Comparison by interleaved pairs: A B B A …, each in a fresh process, the ratio taken pair by pair.
 *
 * The machine's speed drifts by tens of percent; a ratio within a pair does not. The interval is a
 * bootstrap of the median with a fixed seed, so the same pairs give the same interval.
 */
import { seededRandom } from '@ottla/kernel';

export interface PairedResult {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  readonly ratio: number;
  readonly interval: readonly [number, number];
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}

const RESAMPLES = 2000;

function medianInterval(values: readonly number[]): [number, number] {
  const random = seededRandom(1);
  const medians = Array.from({ length: RESAMPLES }, () =>
    median(values.map(() => values[Math.floor(random() * values.length)] ?? 0)),
  ).toSorted((left, right) => left - right);
  return [medians[Math.floor(RESAMPLES * 0.025)] ?? 0, medians[Math.floor(RESAMPLES * 0.975)] ?? 0];
}

export async function inPairs(
  pairs: number,
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
): Promise<PairedResult> {
  const results = { ours: [] as number[], theirs: [] as number[] };
  for (let pair = 0; pair < pairs; pair++) {
    const order = pair % 2 === 0 ? (['ours', 'theirs'] as const) : (['theirs', 'ours'] as const);
    for (const side of order) results[side].push(await (side === 'ours' ? ours() : theirs()));
  }
  const ratios = results.ours.map((value, index) => value / (results.theirs[index] ?? Number.NaN));
  return { ...results, ratio: median(ratios), interval: medianInterval(ratios) };
}
