/**
 * What specs draw at random follows from one seed, the same every day, so that a change is judged and not luck.
 *
 * OTTLA_SEED=N draws others; `pnpm test:all` (OTTLA_CASES) draws new ones each time. What fails says its seed.
 */
import fc from 'fast-check';

const USUAL = 20_261_121;

export const seed = chosenSeed();

function chosenSeed(): number {
  const asked = process.env['OTTLA_SEED'] ?? '';
  if (asked === '') return (process.env['OTTLA_CASES'] ?? '') === '' ? USUAL : Date.now() % 2 ** 31;
  if (!/^\d{1,10}$/.test(asked)) throw new Error(`OTTLA_SEED is '${asked}'; it must be a whole number`);
  return Number(asked);
}

fc.configureGlobal({ seed });
