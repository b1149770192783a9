/**
 * Judges a finished simulation: exactly once, in order, at the reported offset, outcomes true, each promise
 * settled once, memory back to zero.
 */
import type { Simulation } from './simulation.ts';

const number = (tag: string): number => Number(tag.slice(1));

/** Everything that went wrong, in words; empty when all promises held. */
export function violations(
  run: Simulation,
  promise: 'exactlyOnce' | 'atLeastOnce' = 'exactlyOnce',
): string[] {
  const found: string[] = [];
  if (!run.closed) found.push('the producer never closed');
  const places = new Map<string, string[]>();
  run.partitions.forEach(({ log }, partition) =>
    log.forEach((tag, offset) => places.set(tag, [...(places.get(tag) ?? []), `${partition}/${offset}`])),
  );
  for (const tag of run.sent) {
    const fates = run.fates.get(tag) ?? [];
    const at = places.get(tag) ?? [];
    const fate = fates[0];
    if (fates.length !== 1 || fate === undefined) {
      found.push(`${tag} settled ${fates.length} times`);
      continue;
    }
    if (at.length > 1 && promise === 'exactlyOnce') found.push(`${tag} is a duplicate: ${at.join(', ')}`);
    if (fate.outcome === 'delivered' && at.length === 0) found.push(`${tag} was acknowledged and is lost`);
    if (fate.outcome === 'notWritten' && at.length > 0)
      found.push(`${tag} was called not written and stands at ${at.join()}`);
    if (
      fate.outcome === 'delivered' &&
      fate.offset >= 0n &&
      !at.includes(`${fate.partition}/${fate.offset}`)
    ) {
      found.push(`${tag} was reported at ${fate.partition}/${fate.offset} and stands at ${at.join()}`);
    }
  }
  run.partitions.forEach(({ log }, partition) => {
    // Without idempotence a record may stand twice, and one of unknown outcome anywhere: the first of each counts.
    const judged =
      promise === 'exactlyOnce'
        ? log
        : [...new Set(log)].filter((tag) => run.fates.get(tag)?.[0]?.outcome === 'delivered');
    for (let index = 1; index < judged.length; index++) {
      const [before, after] = [judged[index - 1] ?? '', judged[index] ?? ''];
      if (number(before) > number(after))
        found.push(`partition ${partition}: ${after} stands after ${before}`);
    }
  });
  if (run.core.memory.used !== 0) found.push(`${run.core.memory.used} bytes of memory were not returned`);
  if (run.core.room.count !== 0 || run.core.room.bytes !== 0) found.push('the waiting room is not empty');
  return found;
}
