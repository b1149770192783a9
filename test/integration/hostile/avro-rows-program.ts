/**
 * A program that runs the cases of one row of hostile Avro and reports what came of each, and how long it took.
 *
 * Time is that of this thread: what else the machine does is not counted.
 */
import { isOttlaError } from '@ottla/kernel';
import { cpuMilliseconds } from '../../../packages/kernel/testing/cpu-time.ts';
import { hostileByteRows } from './avro-byte-rows.ts';
import { hostileTypeRows } from './avro-type-rows.ts';
import { report } from './child-process.ts';

const [row = ''] = process.argv.slice(2);
const cases = { ...hostileByteRows, ...hostileTypeRows }[Number(row)] ?? [];
const outcomes = cases.map(({ name, expected, prepare, run }) => {
  prepare?.();
  let outcome: unknown;
  const cpuMs = cpuMilliseconds(() => {
    try {
      outcome = run();
    } catch (error) {
      outcome = isOttlaError(error) ? error.code : `untyped ${String(error)}`;
    }
  });
  return { name, expected, outcome, cpuMs };
});
report(outcomes);
