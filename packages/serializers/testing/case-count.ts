/**
 * How many cases a property draws: few for every day, a hundred times as many for `pnpm test:all`.
 *
 * Read from OTTLA_CASES: `all` multiplies by 100, a number by itself; absent, nothing changes. What is neither
 * fails the spec that asks, so that a mistyped run cannot pass for a long one.
 */

const MANY = 100;

/**
 * `n`, or many times that when all cases are asked for.
 * @example
 * fc.assert(property, { numRuns: cases(500) });
 */
export function cases(n: number): number {
  const asked = process.env['OTTLA_CASES'];
  if (asked === undefined || asked === '') return n;
  const factor = asked === 'all' ? MANY : Number(asked);
  if (!(factor > 0) || !Number.isFinite(factor)) {
    throw new Error(`OTTLA_CASES is '${asked}'; it must be 'all' or a factor such as 10`);
  }
  return Math.max(1, Math.round(n * factor));
}
