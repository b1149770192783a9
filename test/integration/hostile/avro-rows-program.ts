/** A program that runs the cases of one row of hostile Avro and reports what came of each, and how long it took. */
import { isOttlaError } from '@ottla/kernel';
import { hostileDataRows } from './avro-data-rows.ts';
import { hostileTypeRows } from './avro-type-rows.ts';
import { report } from './child-process.ts';

const [row = ''] = process.argv.slice(2);
const cases = { ...hostileDataRows, ...hostileTypeRows }[Number(row)] ?? [];
const outcomes = cases.map(({ name, expected, prepare, run }) => {
  prepare?.();
  const started = performance.now();
  let outcome: unknown;
  try {
    outcome = run();
  } catch (error) {
    outcome = isOttlaError(error) ? error.code : `untyped ${String(error)}`;
  }
  return { name, expected, outcome, elapsedMs: performance.now() - started };
});
report(outcomes);
